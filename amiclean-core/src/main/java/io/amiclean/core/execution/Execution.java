package io.amiclean.core.execution;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ImageOperations;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.execution.SnapshotOperations;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Progress;
import io.amiclean.api.model.ProgressListener;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.SnapshotId;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a plan: first the images, side by side, then the snapshots that did not go with them.
 * Snapshots come last because EC2 deletes none that a registered image refers to.
 */
final class Execution {

  private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

  private final ImageOperations images;
  private final SnapshotOperations snapshots;
  private final Optional<Recheck> recheck;
  private final List<ImageDecision> removals;
  private final Set<SnapshotId> orphans;
  private final Map<SnapshotId, Set<ImageId>> imagesBySnapshot = new TreeMap<>();
  private final ExecutorService pool;
  private final ProgressListener listener;
  private final Object progressLock = new Object();
  private long done;
  private volatile boolean interrupted;

  Execution(
      ImageOperations images,
      SnapshotOperations snapshots,
      Optional<Recheck> recheck,
      List<ImageDecision> removals,
      List<SnapshotDecision> orphans,
      ExecutorService pool,
      ProgressListener listener) {
    this.images = images;
    this.snapshots = snapshots;
    this.recheck = recheck;
    this.removals = removals;
    this.orphans =
        orphans.stream()
            .map(SnapshotDecision::snapshotId)
            .collect(Collectors.toCollection(TreeSet::new));
    this.pool = pool;
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

  /** Does what is planned and returns the outcomes: images first, then snapshots, each by id. */
  List<ActionOutcome> run() {
    Set<ImageId> gone = new HashSet<>();
    Map<SnapshotId, ActionOutcome> reported = new HashMap<>();
    List<ActionOutcome> outcomes = new ArrayList<>();
    for (List<ActionOutcome> answers : inParallel(removals, this::remove)) {
      ActionOutcome image = answers.get(0);
      outcomes.add(image);
      if (isDone(image) && image.resource() instanceof ImageId id) {
        gone.add(id);
      }
      for (ActionOutcome answer : answers.subList(1, answers.size())) {
        if (answer.resource() instanceof SnapshotId id) {
          // Of two images that share a snapshot the first leaves it and the last takes it.
          reported.merge(id, answer, (one, other) -> isDone(one) ? one : other);
        }
      }
    }
    Set<SnapshotId> all = new TreeSet<>(imagesBySnapshot.keySet());
    all.addAll(orphans);
    all.addAll(reported.keySet());
    outcomes.addAll(
        inParallel(
            List.copyOf(all), id -> remove(id, gone, Optional.ofNullable(reported.get(id)))));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return outcomes;
  }

  private List<ActionOutcome> remove(ImageDecision removal) {
    ImageId id = removal.imageId();
    Optional<ActionOutcome> settled = recheck.flatMap(look -> look.settled(id));
    List<ActionOutcome> outcomes;
    if (settled.isPresent()) {
      outcomes = List.of(settled.get());
    } else if (interrupted) {
      outcomes =
          List.of(
              ActionOutcome.deregistration(
                  id,
                  Outcome.SKIPPED,
                  OutcomeCodes.INTERRUPTED,
                  "The execution was interrupted before"));
    } else if (goesWithSnapshots(removal)) {
      outcomes = deregisterWithSnapshots(id);
    } else {
      outcomes =
          List.of(certain(() -> images.deregister(id), unknown(id), () -> images.exists(id)));
    }
    advance();
    return outcomes;
  }

  /** EC2 offers no choice per snapshot, so all of them have to go, now as in the plan. */
  private boolean goesWithSnapshots(ImageDecision removal) {
    Set<SnapshotId> present = new TreeSet<>();
    removal.snapshots().forEach(snapshot -> present.add(snapshot.snapshotId()));
    recheck.ifPresent(look -> present.addAll(look.snapshotsOf(removal.imageId())));
    return !present.isEmpty()
        && present.stream()
            .allMatch(
                snapshot ->
                    imagesBySnapshot.getOrDefault(snapshot, Set.of()).contains(removal.imageId())
                        && recheck.flatMap(look -> look.settled(snapshot)).isEmpty()
                        && imagesBySnapshot.getOrDefault(snapshot, Set.of()).stream()
                            .noneMatch(this::stays));
  }

  /** Whether the re-check keeps an image that the plan removes. */
  private boolean stays(ImageId image) {
    return recheck.flatMap(look -> look.settled(image)).filter(end -> !isDone(end)).isPresent();
  }

  private List<ActionOutcome> deregisterWithSnapshots(ImageId id) {
    List<ActionOutcome> answers = new ArrayList<>();
    ActionOutcome image =
        certain(
            () -> {
              answers.addAll(images.deregisterWithSnapshots(id));
              return answers.isEmpty() ? unknown(id) : answers.get(0);
            },
            unknown(id),
            () -> images.exists(id));
    List<ActionOutcome> outcomes = new ArrayList<>();
    outcomes.add(image);
    outcomes.addAll(answers.subList(Math.min(1, answers.size()), answers.size()));
    return outcomes;
  }

  private ActionOutcome remove(SnapshotId id, Set<ImageId> gone, Optional<ActionOutcome> reported) {
    if (reported.isPresent() && !isPlanned(id)) {
      return reported.get();
    }
    ActionOutcome outcome = outcome(id, gone, reported);
    advance();
    return outcome;
  }

  private boolean isPlanned(SnapshotId id) {
    return imagesBySnapshot.containsKey(id) || orphans.contains(id);
  }

  private ActionOutcome outcome(
      SnapshotId id, Set<ImageId> gone, Optional<ActionOutcome> reported) {
    Optional<ActionOutcome> known =
        reported.map(answer -> certain(() -> answer, answer, () -> snapshots.exists(id)));
    if (known.isPresent() && isFinal(known.get())) {
      return known.get();
    }
    List<ImageId> staying =
        imagesBySnapshot.getOrDefault(id, Set.of()).stream()
            .filter(image -> !gone.contains(image))
            .toList();
    if (!staying.isEmpty()) {
      return ActionOutcome.deletion(
          id,
          Outcome.SKIPPED,
          ReasonCodes.IMAGE_NOT_REMOVED,
          "The image of the snapshot was not removed: " + staying);
    }
    Optional<ActionOutcome> settled = recheck.flatMap(look -> look.settled(id));
    if (settled.isPresent()) {
      return settled.get();
    }
    if (interrupted) {
      return ActionOutcome.deletion(
          id, Outcome.SKIPPED, OutcomeCodes.INTERRUPTED, "The execution was interrupted before");
    }
    return certain(() -> snapshots.delete(id), unknown(id), () -> snapshots.exists(id));
  }

  /**
   * What EC2 left because another image referred to it, or by an error of its own, is tried again.
   */
  private static boolean isFinal(ActionOutcome reported) {
    return reported.outcome() != Outcome.SKIPPED && !reported.code().equals("internal-error");
  }

  private static boolean isDone(ActionOutcome outcome) {
    return outcome.outcome() == Outcome.SUCCEEDED || outcome.outcome() == Outcome.ALREADY_GONE;
  }

  /** Calls EC2; where the answer is lost, looks up what happened instead of repeating the call. */
  private static ActionOutcome certain(
      Supplier<ActionOutcome> call, ActionOutcome unknown, BooleanSupplier exists) {
    ActionOutcome outcome;
    try {
      outcome = call.get();
    } catch (RuntimeException e) {
      LOG.warn("The removal of {} failed unexpectedly", unknown.resource().value(), e);
      outcome = unknown;
    }
    if (outcome == null || !outcome.resource().equals(unknown.resource())) {
      outcome = unknown;
    }
    if (outcome.outcome() != Outcome.UNKNOWN) {
      return outcome;
    }
    try {
      return exists.getAsBoolean()
          ? with(
              outcome,
              Outcome.FAILED,
              OutcomeCodes.FOUND_UNDONE,
              "The answer was lost (" + outcome.message() + "), and it still exists: run it again")
          : with(
              outcome,
              Outcome.SUCCEEDED,
              OutcomeCodes.FOUND_DONE,
              "The answer was lost (" + outcome.message() + "), and it no longer exists");
    } catch (RuntimeException e) {
      return with(
          outcome,
          Outcome.UNKNOWN,
          outcome.code(),
          outcome.message() + "; looking it up failed as well: " + e.getMessage());
    }
  }

  private static ActionOutcome unknown(ImageId image) {
    return ActionOutcome.deregistration(image, Outcome.UNKNOWN, "unexpected", "No usable answer");
  }

  private static ActionOutcome unknown(SnapshotId snapshot) {
    return ActionOutcome.deletion(snapshot, Outcome.UNKNOWN, "unexpected", "No usable answer");
  }

  private static ActionOutcome with(
      ActionOutcome outcome, Outcome now, String code, String message) {
    return outcome.resource() instanceof ImageId image
        ? ActionOutcome.deregistration(image, now, code, message)
        : ActionOutcome.deletion((SnapshotId) outcome.resource(), now, code, message);
  }

  private <T, R> List<R> inParallel(List<T> items, Function<T, R> action) {
    if (Thread.interrupted()) {
      interrupted = true;
    }
    List<Future<R>> futures = new ArrayList<>(items.size());
    for (T item : items) {
      futures.add(pool.submit(() -> action.apply(item)));
    }
    List<R> results = new ArrayList<>(items.size());
    for (Future<R> future : futures) {
      results.add(await(future));
    }
    return results;
  }

  /**
   * An interrupt stops what has not begun; what is under way is waited for, to know how it ends.
   */
  private <R> R await(Future<R> future) {
    while (true) {
      try {
        return future.get();
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        throw new IllegalStateException("An action of the execution failed", e.getCause());
      }
    }
  }

  private void advance() {
    synchronized (progressLock) {
      done++;
      try {
        listener.onProgress(
            Progress.of(
                "removal", done, removals.size() + imagesBySnapshot.size() + orphans.size()));
      } catch (RuntimeException e) {
        LOG.warn("A progress listener failed; the execution goes on", e);
      }
    }
  }
}
