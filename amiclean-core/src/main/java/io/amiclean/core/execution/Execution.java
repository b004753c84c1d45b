package io.amiclean.core.execution;

import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import com.google.common.collect.Lists;
import com.google.common.collect.Sets;
import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.Progress;
import io.amiclean.api.model.ProgressListener;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Refusal;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.core.execution.RecheckSchedule.Permit;
import io.amiclean.core.internal.Listeners;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a plan: first the images that change and stay, then those that go, side by side, then
 * the snapshots that did not go with them. Snapshots come last because EC2 deletes none that a
 * registered image refers to. Both go in rounds: when the last look at the account permits no more,
 * it is looked at again.
 */
final class Execution {

  private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

  /** A re-check that expires before anything is begun may be chance; several in a row are not. */
  private static final int FRUITLESS_LOOKS = 3;

  private final RemovalCalls calls;
  private final RecheckSchedule rechecks;
  private final JournalReplay history;
  private final ProgressTracker tracker;
  private final Optional<StageTransitions> stages;
  private final List<ImageDecision> changes;
  private final List<ImageDecision> removals;
  private final Set<SnapshotId> orphans;
  private final NavigableMap<SnapshotId, Set<ImageId>> imagesBySnapshot = new TreeMap<>();
  private final Map<ResourceId, ImageDecision> removalsById = new HashMap<>();
  private final Set<SnapshotId> endedSnapshots = ConcurrentHashMap.newKeySet();
  private final Workers workers;
  private final Listeners<ProgressListener> progress;
  private final Object progressLock = new Object();
  private long done;
  private final Interner<String> words = Interners.newStrongInterner();
  private volatile Optional<String> blindness = Optional.empty();
  private volatile Optional<Refusal> limit = Optional.empty();

  /** Does what one look permits. */
  @FunctionalInterface
  private interface Round<T, R> {

    /**
     * Does something with each item, and something else meanwhile.
     *
     * @param ended is told the results in the order of the items, empty for those that have to wait
     */
    void make(List<T> items, Runnable meanwhile, BiConsumer<T, Optional<R>> ended);
  }

  Execution(
      RemovalCalls calls,
      Optional<StageTransitions> stages,
      RecheckSchedule rechecks,
      JournalReplay history,
      ProgressTracker tracker,
      List<ImageDecision> changes,
      List<ImageDecision> removals,
      List<SnapshotDecision> orphans,
      Workers workers,
      Listeners<ProgressListener> progress) {
    this.calls = calls;
    this.stages = stages;
    this.changes = changes;
    this.rechecks = rechecks;
    this.history = history;
    this.tracker = tracker;
    this.removals = removals;
    this.orphans =
        orphans.stream()
            .map(SnapshotDecision::snapshotId)
            .collect(Collectors.toCollection(TreeSet::new));
    this.workers = workers;
    this.progress = progress;
    for (ImageDecision removal : removals) {
      removalsById.put(removal.imageId(), removal);
      for (SnapshotId snapshot : deletions(removal)) {
        // Nearly all snapshots are of one image.
        imagesBySnapshot.merge(
            snapshot,
            Set.of(removal.imageId()),
            (some, more) -> ImmutableSortedSet.copyOf(Sets.union(some, more)));
      }
    }
  }

  private static List<SnapshotId> deletions(ImageDecision removal) {
    return removal.snapshots().stream()
        .filter(SnapshotDecision::isDeletion)
        .map(SnapshotDecision::snapshotId)
        .toList();
  }

  /** Returns whether earlier executions left nothing to do. */
  boolean isFinished() {
    Set<ResourceId> known = history.done().collect(Collectors.toSet());
    return Stream.concat(changes.stream(), removals.stream())
            .allMatch(removal -> known.contains(removal.imageId()))
        && known.containsAll(imagesBySnapshot.keySet())
        && known.containsAll(orphans);
  }

  /**
   * Looks at the account before anything is changed, whatever that may throw. If it is stopped by
   * then, nothing is begun.
   *
   * @throws PlanRefusedException if the plan passes a limit now, and no execution has begun it
   */
  void lookFirst() {
    if (workers.noticeInterrupt()) {
      return;
    }
    List<ResourceId> images =
        Stream.of(changes, removals)
            .map(decisions -> decisions.stream().map(ImageDecision::imageId).toList())
            .map(this::undone)
            .filter(ids -> !ids.isEmpty())
            .findFirst()
            .orElseGet(() -> undone(List.copyOf(orphans)));
    take(images.subList(0, rechecks.batch(images.size(), 0)), 0)
        .ifPresent(
            look -> {
              if (!look.recheck().refusals().isEmpty() && !tracker.hasBegun()) {
                throw new PlanRefusedException(look.recheck().refusals());
              }
              use(look);
            });
  }

  private void use(Permit look) {
    rechecks.use(look);
    if (limit.isEmpty()) {
      limit = look.recheck().refusals().stream().findFirst();
    }
  }

  private Optional<Permit> take(List<? extends ResourceId> ids, int meanwhile) {
    Set<ResourceId> things = things(ids);
    return workers.inTime(() -> rechecks.take(things, meanwhile)).flatMap(look -> look);
  }

  private List<ResourceId> undone(List<? extends ResourceId> ids) {
    return ids.stream().filter(id -> history.done(id).isEmpty()).collect(Collectors.toList());
  }

  /** Returns what a look is taken for: things, and the snapshots that go with them. */
  private Set<ResourceId> things(List<? extends ResourceId> ids) {
    Set<ResourceId> things = new HashSet<>(ids);
    for (ResourceId id : ids) {
      Optional.ofNullable(removalsById.get(id))
          .ifPresent(removal -> things.addAll(deletions(removal)));
    }
    things.removeIf(endedSnapshots::contains);
    return things;
  }

  /**
   * Does what is planned.
   *
   * @param ended is told the outcomes in the order of a result, on this thread, each as soon as it
   *     and all before it are certain. Those of images that change and stay come last, and so do
   *     those of snapshots behind all images: of these, only what is needed to tell them is kept.
   */
  void run(Consumer<ActionOutcome> ended) {
    List<ActionOutcome> changed =
        inRounds(changes, ImageDecision::imageId, this::isUndone, this::change);
    Set<ImageId> gone = new HashSet<>();
    Map<SnapshotId, ActionOutcome> reported = new HashMap<>();
    inRounds(
        removals,
        ImageDecision::imageId,
        this::isUndone,
        sideBySide(this::remove),
        answers -> {
          ActionOutcome image = answers.get(0);
          if (Outcomes.isDone(image) && image.resource() instanceof ImageId id) {
            gone.add(id);
          }
          for (ActionOutcome answer : answers.subList(1, answers.size())) {
            if (answer.resource() instanceof SnapshotId id) {
              // Of two images that share a snapshot the first leaves it and the last takes it.
              reported.merge(
                  planned(id), compact(answer), (one, other) -> Outcomes.isDone(one) ? one : other);
            }
          }
          ended.accept(image);
        });
    List<SnapshotId> all =
        Stream.of(
                imagesBySnapshot.keySet().stream(),
                orphans.stream().filter(id -> !imagesBySnapshot.containsKey(id)),
                reported.keySet().stream().filter(id -> !isPlanned(id)))
            .flatMap(ids -> ids)
            .sorted()
            .toList();
    inRounds(
        all,
        id -> id,
        id -> isLeft(id, gone, Optional.ofNullable(reported.get(id))),
        sideBySide(id -> remove(id, gone, Optional.ofNullable(reported.get(id)))),
        ended);
    changed.stream().sorted(ExecutionResult.order()).forEach(ended);
  }

  /** Thousands of snapshots go along with their images, and of most EC2 says the same. */
  private ActionOutcome compact(ActionOutcome answer) {
    return Outcomes.of(
        answer.resource() instanceof SnapshotId id ? planned(id) : answer.resource(),
        answer.outcome(),
        words.intern(answer.code()),
        words.intern(answer.message()));
  }

  /** Returns the id that the plan holds, if it holds it. */
  private SnapshotId planned(SnapshotId id) {
    SnapshotId held = imagesBySnapshot.floorKey(id);
    return id.equals(held) ? held : id;
  }

  private <T, R> Round<T, R> sideBySide(Function<T, Optional<R>> action) {
    return (items, meanwhile, ended) -> workers.forEach(items, action, meanwhile, ended);
  }

  private boolean isUndone(ImageDecision decision) {
    return history.done(decision.imageId()).isEmpty();
  }

  /** Whether a snapshot is still to be deleted, unless another look keeps it. */
  private boolean isLeft(SnapshotId id, Set<ImageId> gone, Optional<ActionOutcome> reported) {
    return isPlanned(id)
        && history.done(id).isEmpty()
        && reported.filter(Execution::isFinal).isEmpty()
        && imageThatStays(id, gone).isEmpty();
  }

  /**
   * Changes images, which stay, all together.
   *
   * @param ended is told the outcomes, empty for those that are to wait
   */
  private void change(
      List<ImageDecision> decisions,
      Runnable meanwhile,
      BiConsumer<ImageDecision, Optional<ActionOutcome>> ended) {
    workers.noticeInterrupt();
    Map<ImageId, Optional<ActionOutcome>> outcomes = new HashMap<>();
    List<StageChange> due = new ArrayList<>();
    for (ImageDecision decision : decisions) {
      ImageId id = decision.imageId();
      Action action = decision.stageChange().orElseThrow();
      Optional<ActionOutcome> outcome = withoutChange(id, action);
      outcomes.put(id, outcome);
      if (outcome.isEmpty() && rechecks.permits(id)) {
        rechecks
            .seen(id)
            .map(image -> stages.orElseThrow().change(action, image, history.recorded(id)))
            .ifPresent(due::add);
      }
    }
    if (due.isEmpty()) {
      meanwhile.run();
    } else {
      outcomes.putAll(
          stages.orElseThrow().round(workers).make(due, rechecks::permitsRemoval, meanwhile));
    }
    for (ImageDecision decision : decisions) {
      Optional<ActionOutcome> outcome = outcomes.getOrDefault(decision.imageId(), Optional.empty());
      outcome.ifPresent(made -> advance());
      ended.accept(decision, outcome);
    }
  }

  /** Returns how an image ends without being changed now, if it does. */
  private Optional<ActionOutcome> withoutChange(ImageId id, Action action) {
    return history
        .done(id)
        .map(ended -> ended.get(0))
        .or(
            () ->
                rechecks
                    .settled(id)
                    .filter(end -> !isHalfMade(id, end))
                    .map(end -> begunBefore(id, end)))
        .or(() -> notTried(id).map(why -> of(action, why)));
  }

  /** What an execution that was killed has begun is finished, though it looks undone. */
  private boolean isHalfMade(ImageId id, ActionOutcome settled) {
    return history.isOpen(id) && settled.code().equals(ReasonCodes.STAGE_UNDONE);
  }

  /** A change that a killed execution had begun, and that is made, is its success. */
  private ActionOutcome begunBefore(ImageId id, ActionOutcome settled) {
    return history.isOpen(id) && settled.code().equals(OutcomeCodes.ALREADY_DONE)
        ? calls.foundDone(of(settled.action(), RemovalCalls.foundDone(id, "it is made")))
        : settled;
  }

  private static ActionOutcome of(Action action, ActionOutcome outcome) {
    return ActionOutcome.change(
        action, (ImageId) outcome.resource(), outcome.outcome(), outcome.code(), outcome.message());
  }

  /** Returns the outcomes of an image and of what went along, or empty if it is to wait. */
  private Optional<List<ActionOutcome>> remove(ImageDecision removal) {
    ImageId id = removal.imageId();
    Optional<List<ActionOutcome>> outcomes =
        history
            .done(id)
            .or(() -> withoutCall(id, rechecks.settled(id)).map(List::of))
            .or(
                () ->
                    rechecks.permitsRemoval(id)
                        ? Optional.of(deregister(removal))
                        : Optional.empty());
    outcomes.ifPresent(
        ended -> {
          tracker.end(id, ended);
          ended.forEach(this::noteSnapshot);
          advance();
        });
    return outcomes;
  }

  /** What went along with its image needs no further look for another one. */
  private void noteSnapshot(ActionOutcome ended) {
    if (Outcomes.isDone(ended)
        && ended.resource() instanceof SnapshotId id
        && imagesBySnapshot.getOrDefault(id, Set.of()).size() > 1) {
      endedSnapshots.add(id);
    }
  }

  /** Returns how something ends without being removed now, if it does. */
  private Optional<ActionOutcome> withoutCall(ResourceId id, Optional<ActionOutcome> settled) {
    if (history.isOpen(id) && workers.stopped().isEmpty()) {
      Optional<ActionOutcome> found = calls.lookUpOpen(id);
      if (found.isPresent()) {
        return found;
      }
    }
    return settled.or(() -> notTried(id));
  }

  /** Returns the end of what is not begun any more. */
  private Optional<ActionOutcome> notTried(ResourceId id) {
    return workers
        .stopped()
        .map(stop -> stop.skipped(id))
        .or(
            () ->
                blindness.map(
                    why -> Outcomes.of(id, Outcome.FAILED, OutcomeCodes.RECHECK_FAILED, why)))
        .or(
            () ->
                limit
                    .filter(passed -> isLimited(id))
                    .map(
                        passed ->
                            Outcomes.of(id, Outcome.SKIPPED, passed.code(), passed.message())));
  }

  /** The snapshots of images that are removed go all the same, so that none is stranded. */
  private boolean isLimited(ResourceId id) {
    return id instanceof ImageId
        || (id instanceof SnapshotId snapshot && !imagesBySnapshot.containsKey(snapshot));
  }

  private List<ActionOutcome> deregister(ImageDecision removal) {
    Set<SnapshotId> present = new TreeSet<>();
    removal.snapshots().forEach(snapshot -> present.add(snapshot.snapshotId()));
    present.addAll(rechecks.snapshotsOf(removal.imageId()));
    tracker.begin(removal.imageId());
    // EC2 offers no choice per snapshot, so all of them have to go, now as in the plan.
    return !present.isEmpty()
            && present.stream().allMatch(snapshot -> goesWith(removal.imageId(), snapshot))
        ? calls.deregisterWithSnapshots(removal.imageId(), present)
        : List.of(calls.deregister(removal.imageId()));
  }

  private boolean goesWith(ImageId image, SnapshotId snapshot) {
    Set<ImageId> images = imagesBySnapshot.getOrDefault(snapshot, Set.of());
    return images.contains(image)
        && rechecks.isFor(snapshot)
        && rechecks.settled(snapshot).isEmpty()
        && images.stream().noneMatch(this::mayStay);
  }

  /** Whether the re-check keeps an image that the plan removes, or has yet to look at it. */
  private boolean mayStay(ImageId image) {
    return rechecks
        .settled(image)
        .map(end -> !Outcomes.isDone(end))
        .orElseGet(() -> !rechecks.isFor(image));
  }

  /** Returns the outcome of a snapshot, or empty if it is to wait. */
  private Optional<ActionOutcome> remove(
      SnapshotId id, Set<ImageId> gone, Optional<ActionOutcome> reported) {
    if (reported.isPresent() && !isPlanned(id)) {
      return reported;
    }
    Optional<ActionOutcome> outcome =
        history
            .done(id)
            .map(ended -> ended.get(0))
            .or(() -> reported.map(calls::certain).filter(Execution::isFinal))
            .or(() -> withoutCall(id, imageThatStays(id, gone).or(() -> settled(id))))
            .or(
                () ->
                    rechecks.permitsRemoval(id) ? Optional.of(calls.delete(id)) : Optional.empty());
    outcome.ifPresent(
        ended -> {
          tracker.end(ended);
          advance();
        });
    return outcome;
  }

  private Optional<ActionOutcome> settled(SnapshotId id) {
    return rechecks
        .settled(id)
        .map(staying -> rechecks.isMissing(id) ? calls.goneOr(id, staying) : staying);
  }

  private boolean isPlanned(SnapshotId id) {
    return imagesBySnapshot.containsKey(id) || orphans.contains(id);
  }

  private Optional<ActionOutcome> imageThatStays(SnapshotId id, Set<ImageId> gone) {
    List<ImageId> staying =
        imagesBySnapshot.getOrDefault(id, Set.of()).stream()
            .filter(image -> !gone.contains(image))
            .toList();
    return staying.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ActionOutcome.deletion(
                id,
                Outcome.SKIPPED,
                ReasonCodes.IMAGE_NOT_REMOVED,
                "The image of the snapshot was not removed: " + staying));
  }

  /**
   * What EC2 left because another image referred to it, or by an error of its own, is tried again.
   */
  private static boolean isFinal(ActionOutcome reported) {
    return reported.outcome() != Outcome.SKIPPED && !reported.code().equals("internal-error");
  }

  /** Does everything, and returns the results in the order of the items. */
  private <T, R> List<R> inRounds(
      List<T> items,
      Function<T, ? extends ResourceId> id,
      Predicate<T> needsLook,
      Round<T, R> action) {
    List<R> results = new ArrayList<>();
    inRounds(items, id, needsLook, action, results::add);
    return results;
  }

  /**
   * Does everything: first what needs no look, then the rest in rounds. While a round is done, the
   * account is looked at for the next one. What a look does not permit any more waits for another.
   *
   * @param needsLook whether something is removed or changed, unless a look keeps it
   * @param ended is told the results in the order of the items, as soon as they are there
   */
  private <T, R> void inRounds(
      List<T> items,
      Function<T, ? extends ResourceId> id,
      Predicate<T> needsLook,
      Round<T, R> action,
      Consumer<? super R> ended) {
    OrderedBuffer<ResourceId, R> results =
        new OrderedBuffer<>(items.stream().map(id).iterator(), ended);
    Deque<T> left = new ArrayDeque<>();
    List<T> round = new ArrayList<>();
    items.forEach(item -> (needsLook.test(item) ? left : round).add(item));
    putBack(inParallel(round, id, action, results, () -> {}), left);
    List<T> next = List.of();
    int fruitless = 0;
    while (!next.isEmpty() || !left.isEmpty()) {
      List<T> now = next.isEmpty() ? lookedAt(left, id) : next;
      List<T> following =
          rechecks.canLookDuring(now.size())
              ? poll(left, rechecks.batch(left.size(), now.size()))
              : List.of();
      AtomicReference<Runnable> use = new AtomicReference<>(() -> {});
      List<T> waiting =
          inParallel(now, id, action, results, () -> use.set(look(following, id, now.size())));
      putBack(waiting, left);
      Objects.requireNonNull(use.get()).run();
      next = following;
      fruitless = waiting.size() == now.size() ? fruitless + 1 : 0;
      if (fruitless == FRUITLESS_LOOKS) {
        blindness =
            Optional.of(
                "Not tried, because "
                    + FRUITLESS_LOOKS
                    + " re-checks in a row expired before anything could be begun: permit more time"
                    + " between re-checks, or more threads");
      }
    }
  }

  /** Returns what is next, after a look at it if there was none that still counts. */
  private <T> List<T> lookedAt(Deque<T> left, Function<T, ? extends ResourceId> id) {
    List<T> permitted = poll(left, rechecks.batch(left.size(), rechecks.made()));
    if (permitted.stream().map(id).allMatch(rechecks::permits)) {
      return permitted;
    }
    putBack(permitted, left);
    List<T> next = poll(left, rechecks.batch(left.size(), 0));
    look(next, id, 0).run();
    return next;
  }

  /** What waits comes first, for what is behind it cannot be told before. */
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
   * Looks at the account. Without a new look nothing more is removed; what is done already is told
   * all the same.
   *
   * @return has the look count, whatever came of it
   */
  private <T> Runnable look(List<T> items, Function<T, ? extends ResourceId> id, int meanwhile) {
    if (items.isEmpty()
        || workers.noticeInterrupt()
        || blindness.isPresent()
        || (limit.isPresent() && items.stream().map(id).allMatch(this::isLimited))) {
      return () -> {};
    }
    try {
      Optional<Permit> taken = take(items.stream().map(id).toList(), meanwhile);
      return () -> taken.ifPresent(this::use);
    } catch (RuntimeException e) {
      if (workers.noticeInterrupt()) {
        return () -> {};
      }
      // What evidence lacks is said in words; of anything else the type is needed too.
      String why = e instanceof EvidenceException ? e.getMessage() : e.toString();
      LOG.warn("{} could not be read again; nothing more is removed: {}", calls.scope(), why);
      LOG.debug("Looking again failed", e);
      return () ->
          blindness =
              Optional.of("Not tried, because the account could not be looked at again: " + why);
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

  private void advance() {
    synchronized (progressLock) {
      done++;
      Progress now =
          Progress.of(
              "removal",
              done,
              changes.size() + removals.size() + imagesBySnapshot.size() + orphans.size());
      progress.call(listener -> listener.onProgress(now));
    }
  }
}
