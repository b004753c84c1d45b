package io.amiclean.api.internal;

import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.StrategyException;
import io.amiclean.api.policy.Strategy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls strategies, of users as well as built-in ones. What they throw, or answer without being
 * asked, stops the planning, and the strategy is named. Where one calls others that it is made of,
 * the innermost is named: it is the one to mend.
 */
public final class StrategyInvoker {

  /** Codes of reasons that only the planner gives. */
  private static final Set<String> RESERVED =
      Set.of(
          ReasonCodes.NOT_RETAINED,
          ReasonCodes.NO_GROUP,
          ReasonCodes.NEXT_STAGE,
          ReasonCodes.RESTORE_PROPOSED,
          ReasonCodes.ONLY_OF_REMOVED_IMAGES,
          ReasonCodes.ORPHAN);

  private StrategyInvoker() {}

  /**
   * A group that a strategy is asked about, which is written only if it fails.
   *
   * @param key the key of the group
   */
  public record Group(Object key) {
    @Override
    public String toString() {
      return "group " + key;
    }
  }

  /**
   * Calls a strategy.
   *
   * @param strategy the strategy
   * @param subject what it is asked about, for the message of a failure
   * @param call calls it
   * @param <T> the type of the answer
   * @return the answer
   * @throws StrategyException if the strategy throws, or answers {@code null}
   */
  public static <T> T call(Strategy strategy, Object subject, Supplier<@Nullable T> call) {
    @Nullable T answer;
    try {
      answer = call.get();
    } catch (StrategyException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw failure(strategy, subject, e);
    }
    return requireAnswer(strategy, subject, answer);
  }

  /**
   * Calls a strategy that may do I/O, or that decides on evidence which may be missing. What lacks
   * is named by the failure itself.
   *
   * @param strategy the strategy
   * @param subject what it is asked about, for the message of a failure
   * @param call calls it
   * @param <T> the type of the answer
   * @return the answer
   * @throws EvidenceException if the strategy throws it
   * @throws StrategyException if the strategy throws anything else, or answers {@code null}
   */
  public static <T> T read(Strategy strategy, Object subject, Supplier<@Nullable T> call) {
    @Nullable T answer;
    try {
      answer = call.get();
    } catch (EvidenceException | StrategyException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw failure(strategy, subject, e);
    }
    return requireAnswer(strategy, subject, answer);
  }

  /**
   * Calls a strategy that protects. Its answer is copied at once: a strategy may use a list again.
   *
   * @param strategy the strategy
   * @param subject what it is asked about, for the message of a failure
   * @param call calls it
   * @return the reasons, immutable
   * @throws EvidenceException if the strategy throws it
   * @throws StrategyException as {@link #read} does, and if a reason has a code that only the
   *     planner gives
   */
  public static List<Reason> reasons(
      Strategy strategy, Object subject, Supplier<@Nullable List<Reason>> call) {
    List<Reason> reasons = List.copyOf(read(strategy, subject, call));
    requireProtecting(strategy, subject, reasons);
    return reasons;
  }

  /**
   * Calls a strategy that decides on all groups at once.
   *
   * @param strategy the strategy
   * @param groups the keys of the groups
   * @param call calls it
   * @param <K> the type of the keys
   * @param <T> the type of the answer on a group
   * @return the answers on the groups, in their order
   * @throws StrategyException if the strategy throws, does not answer on one of the groups, or
   *     answers on another
   */
  public static <K, T> List<T> callForAll(
      Strategy strategy, List<K> groups, Supplier<@Nullable Map<K, T>> call) {
    Map<K, T> given = call(strategy, "all groups", call);
    List<T> answers = new ArrayList<>(groups.size());
    for (K key : groups) {
      answers.add(requireAnswer(strategy, new Group(key), given.get(key)));
    }
    if (given.size() > groups.size()) {
      requireAsked(strategy, "all groups", given.keySet(), new HashSet<>(groups));
    }
    return answers;
  }

  private static StrategyException failure(Strategy strategy, Object subject, Throwable e) {
    return misbehaving(strategy, "failed at " + subject + ": " + e, e);
  }

  private static StrategyException misbehaving(
      Strategy strategy, String how, @Nullable Throwable cause) {
    String name = strategy.description();
    return new StrategyException(name, "The strategy " + name + " " + how, cause);
  }

  /**
   * Requires that a strategy answers.
   *
   * @param strategy the strategy
   * @param subject what it is asked about, for the message of a failure
   * @param answer its answer
   * @param <T> the type of the answer
   * @return the answer
   * @throws StrategyException if it is {@code null}, or a collection that holds {@code null}
   */
  public static <T> T requireAnswer(Strategy strategy, Object subject, @Nullable T answer) {
    if (answer == null
        || (answer instanceof Collection<?> all && !all.isEmpty() && holdsNull(all))) {
      throw misbehaving(strategy, "answered null at " + subject, null);
    }
    return answer;
  }

  /** Immutable collections throw when they are asked whether they contain null. */
  private static boolean holdsNull(Collection<?> answer) {
    for (Object item : answer) {
      if (item == null) {
        return true;
      }
    }
    return false;
  }

  /**
   * Requires that a strategy answered only about what it was asked about.
   *
   * @param strategy the strategy
   * @param subject what it was asked about, for the message of a failure
   * @param answered what it answered about
   * @param asked what it was asked about
   * @param <T> the type of the ids
   * @throws StrategyException if it answered about anything else
   */
  public static <T> void requireAsked(
      Strategy strategy, Object subject, Collection<T> answered, Set<T> asked) {
    for (T id : answered) {
      if (!asked.contains(id)) {
        throw misbehaving(
            strategy,
            "answered at " + subject + " for " + id + ", which it was not asked about",
            null);
      }
    }
  }

  /**
   * Requires that a strategy that protects gives no reason that a plan has for what changes.
   *
   * @param strategy the strategy
   * @param subject what it was asked about, for the message of a failure
   * @param reasons the reasons that it gave
   * @throws StrategyException if one of them has a code that only the planner gives
   */
  public static void requireProtecting(Strategy strategy, Object subject, List<Reason> reasons) {
    for (Reason reason : reasons) {
      if (RESERVED.contains(reason.code())) {
        throw misbehaving(
            strategy,
            "answered at "
                + subject
                + " with the reason '"
                + reason.code()
                + "', which only the planner gives",
            null);
      }
    }
  }
}
