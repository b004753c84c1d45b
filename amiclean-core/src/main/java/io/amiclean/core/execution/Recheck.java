package io.amiclean.core.execution;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.Refusal;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.core.plan.PlanDrift;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the account says right before a plan is executed. It can only shrink the plan: it settles
 * images and snapshots that are gone, or that are to stay now.
 */
interface Recheck {

  /** Returns what changed since the plan was made. */
  PlanDrift drift();

  /** Returns the limits that the plan passes now. */
  List<Refusal> refusals();

  /** Returns how an image ends without anything being done to it, if it does. */
  Optional<ActionOutcome> settled(ImageId image);

  /** Returns how a snapshot ends without anything being done to it, if it does. */
  Optional<ActionOutcome> settled(SnapshotId snapshot);

  /** Returns whether other images have to end before a snapshot can be decided on. */
  boolean isPending(SnapshotId snapshot);

  /** Returns whether a snapshot that is to be deleted was not found. */
  boolean isMissing(SnapshotId snapshot);

  /** Returns an image as it was read. */
  Optional<Image> seen(ImageId image);

  /** Returns the snapshots that deregistering an image together with its snapshots would take. */
  default Set<SnapshotId> snapshotsOf(ImageId image) {
    return seen(image).<Set<SnapshotId>>map(Image::snapshotIds).orElse(Set.of());
  }

  /**
   * Refuses what is of another account or region than a plan.
   *
   * @throws PlanRefusedException if the scopes differ
   */
  static void requireScope(CleanupPlan plan, String what, CleanupScope actual) {
    if (!actual.equals(plan.scope())) {
      throw new PlanRefusedException(
          "The plan is of "
              + plan.scope()
              + ", but the "
              + what
              + " are of "
              + actual
              + ": use the credentials and the region of the plan");
    }
  }

  /**
   * Refuses an image that is not the one that was planned for.
   *
   * @throws PlanRefusedException if owner or creation date differ
   */
  static void requireSame(ImageDecision planned, Image image, CleanupScope scope) {
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
