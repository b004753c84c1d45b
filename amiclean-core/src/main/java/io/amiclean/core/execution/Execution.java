package io.amiclean.core.execution;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Progress;
import io.amiclean.api.model.ProgressListener;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
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

  private final Removals calls;
  private final Looks looks;
  private final History history;
  private final Optional<StageChanges> stages;
  private final List<ImageDecision> changes;
  private final List<ImageDecision> removals;
  private final Set<SnapshotId> orphans;
  private final Map<SnapshotId, Set<ImageId>> imagesBySnapshot = new TreeMap<>();
  private final Set<SnapshotId> endedSnapshots = ConcurrentHashMap.newKeySet();
  private final Workers workers;
  private final ProgressListener listener;
  private final Object progressLock = new Object();
  private long done;
  private volatile Optional<String> blindness = Optional.empty();

  Execution(
      Removals calls,
      Optional<StageChanges> stages,
      Looks looks,
      History history,
      List<ImageDecision> changes,
      List<ImageDecision> removals,
      List<SnapshotDecision> orphans,
      Workers workers,
      ProgressListener listener) {
    this.calls = calls;
    this.stages = stages;
    this.changes = changes;
    this.looks = looks;
    this.history = history;
    this.removals = removals;
    this.orphans =
        orphans.stream()
            .map(SnapshotDecision::snapshotId)
            .collect(Collectors.toCollection(TreeSet::new));
    this.workers = workers;
    this.listener = listener;
    for (ImageDecision removal : removals) {
      for (SnapshotDecision snapshot : removal.snapshots()) {
        if (snapshot.isDeletion()) {
          imagesBySnapshot
              .computeIfAbsent(snapshot.snapshotId(), id -> new TreeSet<>())
              .add(removal.imageId());
        }
      }
    }
  }

  /** Returns whether earlier executions left nothing to do. */
  boolean isFinished() {
    Set<ResourceId> known = history.done().collect(Collectors.toSet());
    return Stream.concat(changes.stream(), removals.stream())
            .allMatch(removal -> known.contains(removal.imageId()))
        && known.containsAll(imagesBySnapshot.keySet())
        && known.containsAll(orphans);
  }

  /** Returns the snapshots that are still to be deleted, sorted. */
  Set<SnapshotId> remainingSnapshots() {
    Set<SnapshotId> remaining = new TreeSet<>(imagesBySnapshot.keySet());
    remaining.addAll(orphans);
    history.done().filter(SnapshotId.class::isInstance).forEach(remaining::remove);
    remaining.removeAll(endedSnapshots);
    return remaining;
  }

  /** Does what is planned and returns the outcomes: images first, then snapshots. */
  List<ActionOutcome> run() {
    Set<ImageId> gone = new HashSet<>();
    Map<SnapshotId, ActionOutcome> reported = new HashMap<>();
    List<ActionOutcome> outcomes = new ArrayList<>(inRounds(changes, this::change));
    for (List<ActionOutcome> answers : inRounds(removals, this::remove)) {
      ActionOutcome image = answers.get(0);
      outcomes.add(image);
      if (Outcomes.isDone(image) && image.resource() instanceof ImageId id) {
        gone.add(id);
      }
      for (ActionOutcome answer : answers.subList(1, answers.size())) {
        if (answer.resource() instanceof SnapshotId id) {
          // Of two images that share a snapshot the first leaves it and the last takes it.
          reported.merge(id, answer, (one, other) -> Outcomes.isDone(one) ? one : other);
        }
      }
    }
    Set<SnapshotId> all = new TreeSet<>(imagesBySnapshot.keySet());
    all.addAll(orphans);
    all.addAll(reported.keySet());
    outcomes.addAll(
        inRounds(List.copyOf(all), id -> remove(id, gone, Optional.ofNullable(reported.get(id)))));
    return outcomes;
  }

  /** Returns the outcome of an image that changes and stays, or empty if it is to wait. */
  private Optional<ActionOutcome> change(ImageDecision decision) {
    ImageId id = decision.imageId();
    Action action = decision.stageChange().orElseThrow();
    Optional<ActionOutcome> outcome =
        history
            .done(id)
            .map(ended -> ended.get(0))
            .or(() -> looks.settled(id))
            .or(() -> notTried(id).map(why -> of(action, why)))
            .or(
                () ->
                    looks.permitsRemoval()
                        ? looks.seen(id).map(image -> change(action, image))
                        : Optional.empty());
    outcome.ifPresent(ended -> advance());
    return outcome;
  }

  private ActionOutcome change(Action action, Image image) {
    return stages.orElseThrow().change(action, image, history.recorded(image.id()));
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
            .or(() -> withoutCall(id, looks.settled(id)).map(List::of))
            .or(() -> looks.permitsRemoval() ? Optional.of(deregister(removal)) : Optional.empty());
    outcomes.ifPresent(
        ended -> {
          ended.forEach(this::noteSnapshot);
          advance();
        });
    return outcomes;
  }

  /** What went along with its image needs no further look. */
  private void noteSnapshot(ActionOutcome ended) {
    if (Outcomes.isDone(ended) && ended.resource() instanceof SnapshotId id) {
      endedSnapshots.add(id);
    }
  }

  /** Returns how something ends without being removed now, if it does. */
  private Optional<ActionOutcome> withoutCall(ResourceId id, Optional<ActionOutcome> settled) {
    if (history.isOpen(id) && !workers.areStopped()) {
      Optional<ActionOutcome> found = calls.lookUpOpen(id);
      if (found.isPresent()) {
        return found;
      }
    }
    return settled.or(() -> notTried(id));
  }

  /** Returns the end of what is not begun any more. */
  private Optional<ActionOutcome> notTried(ResourceId id) {
    if (workers.areStopped()) {
      return Optional.of(
          Outcomes.of(
              id,
              Outcome.SKIPPED,
              OutcomeCodes.INTERRUPTED,
              "The execution was interrupted before"));
    }
    return blindness.map(why -> Outcomes.of(id, Outcome.FAILED, OutcomeCodes.RECHECK_FAILED, why));
  }

  private List<ActionOutcome> deregister(ImageDecision removal) {
    Set<SnapshotId> present = new TreeSet<>();
    removal.snapshots().forEach(snapshot -> present.add(snapshot.snapshotId()));
    present.addAll(looks.snapshotsOf(removal.imageId()));
    // EC2 offers no choice per snapshot, so all of them have to go, now as in the plan.
    return !present.isEmpty()
            && present.stream().allMatch(snapshot -> goesWith(removal.imageId(), snapshot))
        ? calls.deregisterWithSnapshots(removal.imageId(), present)
        : List.of(calls.deregister(removal.imageId()));
  }

  private boolean goesWith(ImageId image, SnapshotId snapshot) {
    Set<ImageId> images = imagesBySnapshot.getOrDefault(snapshot, Set.of());
    return images.contains(image)
        && looks.settled(snapshot).isEmpty()
        && images.stream().noneMatch(this::stays);
  }

  /** Whether the re-check keeps an image that the plan removes. */
  private boolean stays(ImageId image) {
    return looks.settled(image).filter(end -> !Outcomes.isDone(end)).isPresent();
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
            .or(() -> withoutCall(id, imageThatStays(id, gone).or(() -> looks.settled(id))))
            .or(() -> looks.permitsRemoval() ? Optional.of(calls.delete(id)) : Optional.empty());
    outcome.ifPresent(
        ended -> {
          endedSnapshots.add(id);
          advance();
        });
    return outcome;
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

  /** Does everything, in rounds: what has to wait for another look is done after it. */
  private <T, R> List<R> inRounds(List<T> items, Function<T, Optional<R>> action) {
    List<R> results = new ArrayList<>(items.size());
    List<T> waiting = new ArrayList<>();
    int next = 0;
    while (!waiting.isEmpty() || next < items.size()) {
      if (!waiting.isEmpty()) {
        lookAgain();
      }
      int room = Math.min(items.size() - next, Math.max(0, looks.removals() - waiting.size()));
      List<T> round = new ArrayList<>(waiting);
      round.addAll(items.subList(next, next + room));
      next += room;
      waiting.clear();
      List<Optional<R>> answers = workers.forEach(round, action);
      for (int i = 0; i < round.size(); i++) {
        if (answers.get(i).isPresent()) {
          results.add(answers.get(i).get());
        } else {
          waiting.add(round.get(i));
        }
      }
    }
    return results;
  }

  /** Without a new look nothing more is removed; what is done already is told all the same. */
  private void lookAgain() {
    if (workers.noticeInterrupt() || blindness.isPresent()) {
      return;
    }
    try {
      looks.again(remainingSnapshots());
    } catch (RuntimeException e) {
      if (!workers.noticeInterrupt()) {
        LOG.warn("The account could not be looked at again; nothing more is removed", e);
        blindness =
            Optional.of("Not tried, because the account could not be looked at again: " + e);
      }
    }
  }

  private void advance() {
    synchronized (progressLock) {
      done++;
      try {
        listener.onProgress(
            Progress.of(
                "removal",
                done,
                changes.size() + removals.size() + imagesBySnapshot.size() + orphans.size()));
      } catch (RuntimeException e) {
        LOG.warn("A progress listener failed; the execution goes on", e);
      }
    }
  }
}
