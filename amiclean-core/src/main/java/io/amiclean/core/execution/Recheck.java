package io.amiclean.core.execution;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ImageOperations;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.lifecycle.MalformedStageException;
import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.core.lifecycle.LifecycleSpecs;
import io.amiclean.core.lifecycle.LifecycleTags;
import io.amiclean.core.plan.PlanRecheck;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What planning again says right before a plan is executed, as outcomes. It can only shrink the
 * plan: what is gone, or what the new plan does not hold as well, ends without being changed.
 */
final class Recheck {

  /** What comes before the question whether a change was made already. */
  private static final Set<String> HANDS_OFF =
      Set.of(ReasonCodes.ON_HOLD, ReasonCodes.MALFORMED_STAGE);

  private final PlanRecheck again;
  private final long readAt;
  private final LifecycleTags tags;
  private final Map<ImageId, Action> actions = new HashMap<>();

  /**
   * Compares a plan with the new one.
   *
   * @param readAt when the reading that it was made of ended, by a ticker
   * @throws PlanRefusedException if an image of the plan has another owner or creation date now
   */
  Recheck(CleanupPlan plan, PlanRecheck again, long readAt) {
    this.again = again;
    this.readAt = readAt;
    this.tags =
        plan.policy().lifecycle().map(LifecycleSpecs::tags).orElse(LifecycleTags.defaults());
    for (ImageDecision decision : plan.images()) {
      decision.actions().forEach(action -> actions.put(decision.imageId(), action));
      if (!decision.actions().isEmpty()) {
        again
            .image(decision.imageId())
            .ifPresent(image -> requireSame(decision, image, plan.scope()));
      }
    }
  }

  /** Returns what planning again says. */
  PlanRecheck again() {
    return again;
  }

  /** Returns when the account had been read, by the ticker: what was asked later is fresher. */
  long readAt() {
    return readAt;
  }

  /** Returns how an image ends without anything being done to it, if it does. */
  Optional<ActionOutcome> settled(ImageId id) {
    Action action =
        Optional.ofNullable(actions.get(id))
            .orElseThrow(() -> new IllegalArgumentException("The plan does not change " + id));
    Optional<Image> image = again.image(id);
    if (image.isEmpty()) {
      return Optional.of(
          ActionOutcome.change(
              action,
              id,
              Outcome.ALREADY_GONE,
              OutcomeCodes.ALREADY_GONE,
              "The image was gone before the execution began"));
    }
    Optional<Reason> keeping = again.drift().keeping(id);
    return keeping.filter(reason -> HANDS_OFF.contains(reason.code())).isEmpty()
            && isDone(action, image.get())
        ? Optional.of(
            ActionOutcome.change(
                action,
                id,
                Outcome.ALREADY_GONE,
                OutcomeCodes.ALREADY_DONE,
                "Done before: " + tags.traces(image.get())))
        : keeping.map(
            reason ->
                ActionOutcome.change(action, id, Outcome.SKIPPED, reason.code(), message(reason)));
  }

  private boolean isDone(Action action, Image image) {
    if (action == Action.RESTORE_IMAGE) {
      return tags.traces(image).isEmpty();
    }
    try {
      return Stage.enteredBy(action)
          .flatMap(stage -> tags.read(image).filter(mark -> mark.stage().compareTo(stage) >= 0))
          .isPresent();
    } catch (MalformedStageException e) {
      return false; // The new plan says so.
    }
  }

  /** Returns how a snapshot ends without anything being done to it, if it does. */
  Optional<ActionOutcome> settled(SnapshotId id) {
    return again.isPending(id)
        ? Optional.empty()
        : again.keeping(id).stream()
            .findFirst()
            .map(
                reason ->
                    ActionOutcome.deletion(id, Outcome.SKIPPED, reason.code(), message(reason)));
  }

  /** Returns the snapshots that deregistering an image together with its snapshots would take. */
  Set<SnapshotId> snapshotsOf(ImageId image) {
    return again.image(image).<Set<SnapshotId>>map(Image::snapshotIds).orElse(Set.of());
  }

  private static String message(Reason reason) {
    return reason.message()
        + (reason.evidence().isEmpty() ? "" : ": " + String.join(", ", reason.evidence()));
  }

  /**
   * Refuses what is not gone: what an account does not list any more may be that of another, or the
   * list lacks it.
   *
   * @throws PlanRefusedException if an image has another owner than the plan says
   * @throws EvidenceException if an image is there, and was not listed
   */
  static void requireGone(ImageOperations operations, CleanupPlan plan, Set<ImageId> missing) {
    if (missing.isEmpty()) {
      return;
    }
    operations
        .owners(missing)
        .forEach(
            (image, owner) -> {
              if (!owner.equals(plan.scope().accountId())) {
                throw new PlanRefusedException(
                    "The image "
                        + image
                        + " belongs to "
                        + owner
                        + ", but the plan is of "
                        + plan.scope()
                        + ": make a new plan");
              }
              throw new EvidenceException(
                  "images",
                  "The image "
                      + image
                      + " exists, but the images of "
                      + plan.scope()
                      + " were read without it: execute the plan again, or make a new one");
            });
  }

  /**
   * Refuses an image that is not the one that was planned for.
   *
   * @throws PlanRefusedException if owner or creation date differ
   */
  private static void requireSame(ImageDecision planned, Image image, CleanupScope scope) {
    if (image.ownerId().filter(scope.accountId()::equals).isEmpty()) {
      throw new PlanRefusedException(
          "The image "
              + image.id()
              + " belongs to "
              + image.ownerId().map(Object::toString).orElse("an unknown account")
              + ", but the plan is of "
              + scope
              + ": make a new plan");
    }
    if (!image.creationDate().equals(planned.creationDate())) {
      throw new PlanRefusedException(
          "The image "
              + image.id()
              + " was created at "
              + image.creationDate().map(Object::toString).orElse("an unknown time")
              + ", but the plan says "
              + planned.creationDate().map(Object::toString).orElse("an unknown time")
              + ": make a new plan");
    }
  }
}
