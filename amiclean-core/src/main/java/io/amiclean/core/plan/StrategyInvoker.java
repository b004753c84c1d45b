package io.amiclean.core.plan;

import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.StrategyException;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.SnapshotCheck;
import io.amiclean.api.policy.Strategy;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls strategies of others: what they throw, or answer unasked, stops the planning and is named.
 * Only a last look may do I/O, and a source that fails it names itself.
 */
final class StrategyInvoker {

  private static final Set<String> RESERVED =
      Set.of(
          ReasonCodes.NOT_RETAINED,
          ReasonCodes.NO_GROUP,
          ReasonCodes.NEXT_STAGE,
          ReasonCodes.RESTORE_PROPOSED,
          ReasonCodes.ONLY_OF_REMOVED_IMAGES,
          ReasonCodes.ORPHAN);

  private StrategyInvoker() {}

  static <T> T call(Strategy strategy, Object subject, Supplier<@Nullable T> call) {
    T answer;
    try {
      answer = call.get();
    } catch (RuntimeException e) {
      if (isLastLook(strategy) && e instanceof EvidenceException) {
        throw e;
      }
      throw new StrategyException(
          strategy.description(),
          "The strategy " + strategy.description() + " failed at " + subject + ": " + e,
          e);
    }
    if (answer == null || (answer instanceof Collection<?> all && holdsNull(all))) {
      throw new StrategyException(
          strategy.description(),
          "The strategy " + strategy.description() + " answered null at " + subject,
          null);
    }
    return answer;
  }

  private static boolean holdsNull(Collection<?> answer) {
    if (!answer.isEmpty()) {
      for (Object item : answer) {
        if (item == null) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isLastLook(Strategy strategy) {
    return strategy instanceof CandidateCheck || strategy instanceof SnapshotCheck;
  }

  static <T> void requireAsked(
      Strategy strategy, Object subject, Collection<T> answered, Set<T> asked) {
    for (T id : answered) {
      if (!asked.contains(id)) {
        throw new StrategyException(
            strategy.description(),
            "The strategy "
                + strategy.description()
                + " answered at "
                + subject
                + " for "
                + id
                + ", which it was not asked about",
            null);
      }
    }
  }

  /** A strategy that protects must not give a reason that a plan has for what changes. */
  static List<Reason> requireProtecting(Strategy strategy, Object subject, List<Reason> reasons) {
    for (Reason reason : reasons) {
      if (RESERVED.contains(reason.code())) {
        throw new StrategyException(
            strategy.description(),
            "The strategy "
                + strategy.description()
                + " answered at "
                + subject
                + " with the reason '"
                + reason.code()
                + "', which only the planner gives",
            null);
      }
    }
    return reasons;
  }
}
