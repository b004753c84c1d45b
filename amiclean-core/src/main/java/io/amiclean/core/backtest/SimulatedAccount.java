package io.amiclean.core.backtest;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.model.SnapshotInventory;
import io.amiclean.api.plan.AccountReader;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotCheck;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.SnapshotFindings;
import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.api.source.ImageSource;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.source.SnapshotSource;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.execution.PlanExecutorBuilder;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.inventory.RecordedAccount;
import io.amiclean.core.lifecycle.LifecycleSpecs;
import io.amiclean.core.plan.CleanupPlanner;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a policy has made of an account so far: what is gone, and what stages of the lifecycle left
 * on images. Plans are executed by {@link PlanExecutor} on an {@link InMemoryAccount} of the images
 * and snapshots that they act on. Not thread-safe.
 */
final class SimulatedAccount {

  private final Set<ResourceId> gone = new HashSet<>();
  private final Map<ImageId, StageTraces> staged = new HashMap<>();

  /**
   * Returns an account of the past without what is gone, and with what stages left.
   *
   * @param time when everything counts as read
   */
  AccountReader on(RecordedAccount past, Instant time) {
    ImageInventory images = past.loadImages();
    SnapshotInventory snapshots = past.loadSnapshots();
    return new Reader(
        past,
        ImageInventory.builder()
            .from(images)
            .images(
                images.images().stream()
                    .filter(image -> !gone.contains(image.id()))
                    .map(this::staged)
                    .toList())
            .build(),
        SnapshotInventory.builder()
            .from(snapshots)
            .snapshots(
                snapshots.snapshots().stream()
                    .filter(snapshot -> !gone.contains(snapshot.id()))
                    .toList())
            .build(),
        past.candidateChecks().stream().map(check -> simulated(check, time)).toList(),
        past.snapshotChecks().stream().map(check -> dated(check, time)).toList());
  }

  private Image staged(Image image) {
    StageTraces traces = staged.get(image.id());
    return traces == null ? image : traces.on(image);
  }

  /** Nobody else uses an image that the simulation made private. */
  private CandidateCheck simulated(CandidateCheck check, Instant time) {
    return CandidateCheck.named(
        check.description(),
        candidates -> {
          CandidateFindings findings = check.check(candidates);
          Map<ImageId, List<Reason>> reasons = new TreeMap<>(findings.reasons());
          reasons.replaceAll((image, why) -> isClosed(image) ? withoutSharing(why) : why);
          reasons.values().removeIf(List::isEmpty);
          return CandidateFindings.builder()
              .from(findings)
              .reasons(reasons)
              .evidence(dated(findings.evidence(), time))
              .build();
        });
  }

  private static SnapshotCheck dated(SnapshotCheck check, Instant time) {
    return SnapshotCheck.named(
        check.description(),
        deletions -> {
          SnapshotFindings findings = check.check(deletions);
          return SnapshotFindings.builder()
              .from(findings)
              .evidence(dated(findings.evidence(), time))
              .build();
        });
  }

  private static List<Evidence> dated(List<Evidence> evidence, Instant time) {
    return evidence.stream()
        .map(read -> Evidence.builder().from(read).readAt(read.readAt().map(known -> time)).build())
        .toList();
  }

  private boolean isClosed(ImageId image) {
    StageTraces traces = staged.get(image);
    return traces != null && traces.sharing() == Sharing.PRIVATE;
  }

  private static List<Reason> withoutSharing(List<Reason> reasons) {
    return reasons.stream()
        .filter(reason -> !reason.code().equals(ReasonCodes.SHARED_USAGE_UNKNOWN))
        .toList();
  }

  /** Executes a plan that {@link #on} was read for, and returns what succeeded. */
  List<ActionOutcome> execute(
      CleanupPlan plan, CleanupPlanner planner, AccountReader read, Clock clock) {
    ImageInventory images = read.images().loadImages();
    InMemoryAccount account = actedOn(plan, images, read.snapshots().loadSnapshots(), clock);
    PlanExecutorBuilder executor =
        PlanExecutor.builder().operations(account).lifecycle(account).clock(clock);
    // Stages are moved by what the tags say, which an executor reads again.
    ExecutionResult result =
        (plan.stageChanges().isEmpty() ? executor.withoutRecheck() : executor.planner(planner))
            .build()
            .execute(plan);
    List<ActionOutcome> done =
        result.outcomes().stream()
            .filter(outcome -> outcome.outcome() == Outcome.SUCCEEDED)
            .toList();
    ImageInventory changed = account.loadImages();
    for (ActionOutcome outcome : done) {
      if (outcome.action() == Action.DEREGISTER_IMAGE
          || outcome.action() == Action.DELETE_SNAPSHOT) {
        gone.add(outcome.resource());
      } else {
        ImageId id = (ImageId) outcome.resource();
        Image after = changed.image(id).orElseThrow();
        staged.put(
            id,
            StageTraces.between(
                images.image(id).orElseThrow(), after, staged.get(id), closes(outcome, plan)));
      }
    }
    return done;
  }

  /** Returns whether a stage took all launch permissions away. */
  private static boolean closes(ActionOutcome outcome, CleanupPlan plan) {
    return outcome.action() == Action.DISABLE_IMAGE
        || (outcome.action() == Action.MAKE_IMAGE_PRIVATE
            && plan.policy().lifecycle().flatMap(LifecycleSpecs::revoked).isEmpty());
  }

  private static InMemoryAccount actedOn(
      CleanupPlan plan, ImageInventory images, SnapshotInventory snapshots, Clock clock) {
    InMemoryAccount.Builder account =
        InMemoryAccount.builder()
            .account(plan.scope().accountId().value())
            .region(plan.scope().region())
            .clock(clock);
    List<Image> changing =
        Stream.concat(plan.removals().stream(), plan.stageChanges().stream())
            .map(ImageDecision::imageId)
            .map(id -> images.image(id).orElseThrow())
            .toList();
    changing.forEach(account::image);
    Stream.concat(
            changing.stream().flatMap(image -> image.snapshotIds().stream()),
            plan.orphanSnapshots().stream()
                .filter(SnapshotDecision::isDeletion)
                .map(SnapshotDecision::snapshotId))
        .distinct()
        .flatMap(id -> snapshots.snapshot(id).stream())
        .forEach(account::snapshot);
    return account.build();
  }

  /** Reads the simulated account as it is on a day. */
  private record Reader(
      RecordedAccount past,
      ImageInventory imagesLeft,
      SnapshotInventory snapshotsLeft,
      List<CandidateCheck> candidateChecks,
      List<SnapshotCheck> snapshotChecks)
      implements AccountReader {

    @Override
    public ImageSource images() {
      return () -> imagesLeft;
    }

    @Override
    public SnapshotSource snapshots() {
      return () -> snapshotsLeft;
    }

    @Override
    public ImageUsageSource usage() {
      return past;
    }

    @Override
    public ReadingPolicy reading() {
      return past.reading();
    }
  }
}
