package io.amiclean.core.execution;

import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.Progress;
import io.amiclean.api.model.ProgressListener;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.core.internal.Listeners;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One run of a plan: first the images that change and stay, then those that go, side by side, then
 * the snapshots that did not go with them. Snapshots come last because EC2 deletes none that a
 * registered image refers to. All of it is done in {@link RecheckRounds}.
 */
final class Execution {

  private final RemovalCalls calls;
  private final RecheckSchedule rechecks;
  private final JournalReplay history;
  private final ProgressTracker tracker;
  private final Optional<StageTransitions> stages;
  private final List<ImageDecision> changes;
  private final List<ImageDecision> removals;
  private final PlannedSnapshots snapshots;
  private final RecheckRounds rounds;
  private final Workers workers;
  private final Listeners<ProgressListener> progress;
  private final Object progressLock = new Object();
  private long done;
  private final Interner<String> words = Interners.newStrongInterner();

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
    this.snapshots = new PlannedSnapshots(removals, orphans);
    this.rounds = new RecheckRounds(calls.scope(), rechecks, workers, snapshots);
    this.workers = workers;
    this.progress = progress;
  }

  /** Returns whether earlier executions left nothing to do. */
  boolean isFinished() {
    Set<ResourceId> known = history.done().collect(Collectors.toSet());
    return Stream.concat(changes.stream(), removals.stream())
            .allMatch(removal -> known.contains(removal.imageId()))
        && known.containsAll(snapshots.ofImages())
        && known.containsAll(snapshots.orphans());
  }

  /**
   * Re-checks before anything is changed, and throws what that throws. If it is stopped by then,
   * nothing is begun, and nothing thrown.
   *
   * @throws PlanRefusedException if the plan passes a limit now, and no execution has begun it
   */
  void recheckFirst() {
    if (workers.noticeInterrupt()) {
      return;
    }
    List<ResourceId> ids =
        Stream.of(changes, removals)
            .map(decisions -> decisions.stream().map(ImageDecision::imageId).toList())
            .map(this::undone)
            .filter(left -> !left.isEmpty())
            .findFirst()
            .orElseGet(() -> undone(List.copyOf(snapshots.orphans())));
    rounds
        .first(ids)
        .ifPresent(
            permit -> {
              if (!permit.recheck().again().refusals().isEmpty() && !tracker.hasBegun()) {
                throw new PlanRefusedException(permit.recheck().again().refusals());
              }
              rounds.use(permit);
            });
  }

  private List<ResourceId> undone(List<? extends ResourceId> ids) {
    return ids.stream().filter(id -> history.done(id).isEmpty()).collect(Collectors.toList());
  }

  /**
   * Does what is planned.
   *
   * @param ended receives the outcomes in the order of a result, on this thread, each as soon as it
   *     and all before it are certain. Those of images that change and stay come last, and so do
   *     those of snapshots behind all images: of these, only what is needed to report them is kept.
   */
  void run(Consumer<ActionOutcome> ended) {
    List<ActionOutcome> changed =
        stages
            .map(
                made ->
                    rounds.run(changes, ImageDecision::imageId, this::isUndone, changingBy(made)))
            .orElse(List.of());
    Set<ImageId> gone = new HashSet<>();
    Map<SnapshotId, ActionOutcome> reported = new HashMap<>();
    rounds.run(
        removals,
        ImageDecision::imageId,
        this::isUndone,
        sideBySide(this::remove),
        answers -> {
          ActionOutcome image = answers.get(0);
          if (image.isDone() && image.resource() instanceof ImageId id) {
            gone.add(id);
          }
          for (ActionOutcome answer : answers.subList(1, answers.size())) {
            if (answer.resource() instanceof SnapshotId id) {
              // Of two images that share a snapshot the first leaves it and the last takes it.
              SnapshotId held = snapshots.held(id);
              reported.merge(
                  held, compact(held, answer), (one, other) -> one.isDone() ? one : other);
            }
          }
          ended.accept(image);
        });
    List<SnapshotId> all =
        Stream.of(
                snapshots.ofImages().stream(),
                snapshots.orphans().stream(),
                reported.keySet().stream().filter(id -> !snapshots.contains(id)))
            .flatMap(ids -> ids)
            .sorted()
            .toList();
    rounds.run(
        all,
        id -> id,
        id -> isLeft(id, gone, Optional.ofNullable(reported.get(id))),
        sideBySide(id -> remove(id, gone, Optional.ofNullable(reported.get(id)))),
        ended);
    changed.stream().sorted(ExecutionResult.order()).forEach(ended);
  }

  /** Thousands of snapshots go along with their images, and of most EC2 says the same. */
  private ActionOutcome compact(SnapshotId id, ActionOutcome answer) {
    return Outcomes.of(
        id, answer.outcome(), words.intern(answer.code()), words.intern(answer.message()));
  }

  private <T, R> RecheckRounds.Round<T, R> sideBySide(Function<T, Optional<R>> action) {
    return (items, meanwhile, ended) -> workers.forEach(items, action, meanwhile, ended);
  }

  private RecheckRounds.Round<ImageDecision, ActionOutcome> changingBy(StageTransitions made) {
    return (decisions, meanwhile, ended) -> change(made, decisions, meanwhile, ended);
  }

  private boolean isUndone(ImageDecision decision) {
    return history.done(decision.imageId()).isEmpty();
  }

  /** Whether a snapshot is still to be deleted, unless another re-check keeps it. */
  private boolean isLeft(SnapshotId id, Set<ImageId> gone, Optional<ActionOutcome> reported) {
    return snapshots.contains(id)
        && history.done(id).isEmpty()
        && reported.filter(Execution::isFinal).isEmpty()
        && imageThatStays(id, gone).isEmpty();
  }

  /**
   * Changes images, which stay, all together.
   *
   * @param ended receives the outcomes, empty for those that are to wait
   */
  private void change(
      StageTransitions made,
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
            .map(image -> made.change(action, image, history.recorded(id)))
            .ifPresent(due::add);
      }
    }
    outcomes.putAll(made.round(workers).make(due, rechecks::permitsRemoval, meanwhile));
    for (ImageDecision decision : decisions) {
      Optional<ActionOutcome> outcome = outcomes.getOrDefault(decision.imageId(), Optional.empty());
      outcome.ifPresent(end -> advance());
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
        .or(() -> rounds.notTried(id).map(why -> of(action, why)));
  }

  /**
   * A restoring that a killed execution has begun is finished, although a re-check reports its
   * stage as undone. Of any other change that is reported only where somebody took it back.
   */
  private boolean isHalfMade(ImageId id, ActionOutcome settled) {
    return history.isOpen(id)
        && settled.action() == Action.RESTORE_IMAGE
        && settled.code().equals(ReasonCodes.STAGE_UNDONE);
  }

  /** A change that a killed execution had begun, and that is made, is its success. */
  private ActionOutcome begunBefore(ImageId id, ActionOutcome settled) {
    return history.isOpen(id) && settled.code().equals(OutcomeCodes.ALREADY_DONE)
        ? calls.foundDone(of(settled.action(), RemovalCalls.foundDone(id, "it is made")))
        : settled;
  }

  private static ActionOutcome of(Action action, ActionOutcome outcome) {
    return ActionOutcome.change(
        action, outcome.resource(), outcome.outcome(), outcome.code(), outcome.message());
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
          advance();
        });
    return outcomes;
  }

  /** Returns how something ends without being removed now, if it does. */
  private Optional<ActionOutcome> withoutCall(ResourceId id, Optional<ActionOutcome> settled) {
    if (history.isOpen(id) && workers.stopped().isEmpty()) {
      Optional<ActionOutcome> found = calls.lookUpOpen(id);
      if (found.isPresent()) {
        return found;
      }
    }
    return settled.or(() -> rounds.notTried(id));
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

  /** What other images share, a re-check keeps or leaves pending until all of them go. */
  private boolean goesWith(ImageId image, SnapshotId snapshot) {
    return snapshots.imagesOf(snapshot).contains(image)
        && rechecks.covers(snapshot)
        && rechecks.settled(snapshot).isEmpty();
  }

  /** Returns the outcome of a snapshot, or empty if it is to wait. */
  private Optional<ActionOutcome> remove(
      SnapshotId id, Set<ImageId> gone, Optional<ActionOutcome> reported) {
    if (reported.isPresent() && !snapshots.contains(id)) {
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

  private Optional<ActionOutcome> imageThatStays(SnapshotId id, Set<ImageId> gone) {
    List<ImageId> staying =
        snapshots.imagesOf(id).stream().filter(image -> !gone.contains(image)).toList();
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

  private void advance() {
    synchronized (progressLock) {
      done++;
      Progress now =
          Progress.of("removal", done, changes.size() + removals.size() + snapshots.count());
      progress.call(listener -> listener.onProgress(now));
    }
  }
}
