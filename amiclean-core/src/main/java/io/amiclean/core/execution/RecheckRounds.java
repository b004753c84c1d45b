package io.amiclean.core.execution;

import com.google.common.collect.Lists;
import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Refusal;
import io.amiclean.api.model.ResourceId;
import io.amiclean.core.execution.RecheckSchedule.Permit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on the parts of a plan in rounds. A round does what the last re-check permits; meanwhile
 * the account is read again for the next one. What a re-check does not permit any more waits for
 * another. Once the account cannot be read again, or the plan passes a limit, nothing more is
 * begun.
 */
final class RecheckRounds {

  private static final Logger LOG = LoggerFactory.getLogger(RecheckRounds.class);

  /** A re-check that expires before anything is begun may be chance; several in a row are not. */
  private static final int FRUITLESS_RECHECKS = 3;

  private final CleanupScope scope;
  private final RecheckSchedule rechecks;
  private final Workers workers;
  private final PlannedSnapshots snapshots;
  private volatile Optional<String> unreadable = Optional.empty();
  private volatile Optional<Refusal> limit = Optional.empty();

  /** Does what one re-check permits. */
  @FunctionalInterface
  interface Round<T, R> {

    /**
     * Works on each item, and runs something else meanwhile.
     *
     * @param ended receives the results in the order of the items, empty for those that have to
     *     wait
     */
    void make(List<T> items, Runnable meanwhile, BiConsumer<T, Optional<R>> ended);
  }

  RecheckRounds(
      CleanupScope scope, RecheckSchedule rechecks, Workers workers, PlannedSnapshots snapshots) {
    this.scope = scope;
    this.rechecks = rechecks;
    this.workers = workers;
    this.snapshots = snapshots;
  }

  /**
   * Re-checks before the first round, and throws what that throws unless it is stopped meanwhile.
   *
   * @param ids what may be in the first round
   * @return the re-check, which does not count until it is {@linkplain #use used}; empty if there
   *     is none, or no time for one
   */
  Optional<Permit> first(List<ResourceId> ids) {
    return take(ids.subList(0, rechecks.batch(ids.size(), 0)), 0);
  }

  /** Makes a re-check count from here on. */
  void use(Permit permit) {
    rechecks.use(permit);
    if (limit.isEmpty()) {
      limit = permit.recheck().again().refusals().stream().findFirst();
    }
  }

  private Optional<Permit> take(List<? extends ResourceId> ids, int meanwhile) {
    Set<ResourceId> covered = snapshots.with(ids);
    return workers.inTime(() -> rechecks.take(covered, meanwhile)).flatMap(permit -> permit);
  }

  /** Returns the outcome of what is not begun any more. */
  Optional<ActionOutcome> notTried(ResourceId id) {
    return workers
        .stopped()
        .map(stop -> stop.skipped(id))
        .or(
            () ->
                unreadable.map(
                    why -> Outcomes.of(id, Outcome.FAILED, OutcomeCodes.RECHECK_FAILED, why)))
        .or(
            () ->
                limit
                    .filter(passed -> snapshots.isLimited(id))
                    .map(
                        passed ->
                            Outcomes.of(id, Outcome.SKIPPED, passed.code(), passed.message())));
  }

  /** Works on everything, and returns the results in the order of the items. */
  <T, R> List<R> run(
      List<T> items,
      Function<T, ? extends ResourceId> id,
      Predicate<T> needsRecheck,
      Round<T, R> action) {
    List<R> results = new ArrayList<>();
    run(items, id, needsRecheck, action, results::add);
    return results;
  }

  /**
   * Works on everything: first on what needs no re-check, then on the rest in rounds.
   *
   * @param needsRecheck whether something is removed or changed, unless a re-check keeps it
   * @param ended receives the results in the order of the items, as soon as they are there
   */
  <T, R> void run(
      List<T> items,
      Function<T, ? extends ResourceId> id,
      Predicate<T> needsRecheck,
      Round<T, R> action,
      Consumer<? super R> ended) {
    OrderedBuffer<ResourceId, R> results =
        new OrderedBuffer<>(items.stream().map(id).iterator(), ended);
    Deque<T> left = new ArrayDeque<>();
    List<T> round = new ArrayList<>();
    items.forEach(item -> (needsRecheck.test(item) ? left : round).add(item));
    putBack(inParallel(round, id, action, results, () -> {}), left);
    List<T> next = List.of();
    int fruitless = 0;
    while (!next.isEmpty() || !left.isEmpty()) {
      List<T> now = next.isEmpty() ? rechecked(left, id) : next;
      List<T> following =
          rechecks.canRecheckDuring(now.size())
              ? poll(left, rechecks.batch(left.size(), now.size()))
              : List.of();
      AtomicReference<Runnable> use = new AtomicReference<>(() -> {});
      List<T> waiting =
          inParallel(now, id, action, results, () -> use.set(recheck(following, id, now.size())));
      putBack(waiting, left);
      Objects.requireNonNull(use.get()).run();
      if (rechecks.isExpired()) {
        // What the checks found is remembered by them, so that the next re-check is a short one.
        putBack(following, left);
        next = List.of();
      } else {
        next = following;
      }
      fruitless = waiting.size() == now.size() ? fruitless + 1 : 0;
      if (fruitless == FRUITLESS_RECHECKS) {
        unreadable =
            Optional.of(
                "Not tried, because "
                    + FRUITLESS_RECHECKS
                    + " re-checks in a row expired before anything could be begun: permit more time"
                    + " between re-checks, or more threads");
      }
    }
  }

  /** Returns what is next, after a re-check of it unless one still counts. */
  private <T> List<T> rechecked(Deque<T> left, Function<T, ? extends ResourceId> id) {
    List<T> permitted = poll(left, rechecks.batch(left.size(), rechecks.made()));
    if (permitted.stream().map(id).allMatch(rechecks::permits)) {
      return permitted;
    }
    putBack(permitted, left);
    List<T> next = poll(left, rechecks.batch(left.size(), 0));
    recheck(next, id, 0).run();
    return next;
  }

  /** What waits comes first, for what is behind it cannot be reported before. */
  private static <T> void putBack(List<T> waiting, Deque<T> left) {
    Lists.reverse(waiting).forEach(left::addFirst);
  }

  private static <T> List<T> poll(Deque<T> left, int count) {
    List<T> taken = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      taken.add(left.remove());
    }
    return taken;
  }

  /**
   * Re-checks. Without a new re-check nothing more is removed; what is done already is reported all
   * the same.
   *
   * @return makes the result of the re-check count
   */
  private <T> Runnable recheck(List<T> items, Function<T, ? extends ResourceId> id, int meanwhile) {
    if (items.isEmpty()
        || workers.noticeInterrupt()
        || unreadable.isPresent()
        || (limit.isPresent() && items.stream().map(id).allMatch(snapshots::isLimited))) {
      return () -> {};
    }
    try {
      Optional<Permit> taken = take(items.stream().map(id).toList(), meanwhile);
      return () -> taken.ifPresent(this::use);
    } catch (RuntimeException e) {
      // An EvidenceException has a sentence; of anything else the type is needed too.
      String why = e instanceof EvidenceException ? e.getMessage() : e.toString();
      LOG.warn("{} could not be read again; nothing more is removed: {}", scope, why);
      LOG.debug("The re-check failed", e);
      return () ->
          unreadable =
              Optional.of("Not tried, because the account could not be re-checked: " + why);
    }
  }

  /** Returns the items that have to wait. */
  private <T, R> List<T> inParallel(
      List<T> items,
      Function<T, ? extends ResourceId> id,
      Round<T, R> action,
      OrderedBuffer<ResourceId, R> results,
      Runnable meanwhile) {
    List<T> waiting = new ArrayList<>();
    action.make(
        items,
        meanwhile,
        (item, answer) ->
            answer.ifPresentOrElse(
                result -> results.put(id.apply(item), result), () -> waiting.add(item)));
    return waiting;
  }
}
