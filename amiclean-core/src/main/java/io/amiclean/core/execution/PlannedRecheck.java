package io.amiclean.core.execution;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.lifecycle.MalformedStageException;
import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Refusal;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.core.lifecycle.LifecycleSpecs;
import io.amiclean.core.lifecycle.LifecycleTags;
import io.amiclean.core.plan.PlanDrift;
import io.amiclean.core.plan.PlanRecheck;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A re-check by planning again: what the new plan does not hold as well is skipped. */
final class PlannedRecheck implements Recheck {

  /** What comes before the question whether a change was made already. */
  private static final Set<String> HANDS_OFF =
      Set.of(ReasonCodes.ON_HOLD, ReasonCodes.MALFORMED_STAGE);

  private final PlanRecheck again;
  private final LifecycleTags tags;
  private final Map<ImageId, Action> actions = new HashMap<>();

  /**
   * Compares a plan with the new one.
   *
   * @throws PlanRefusedException if an image of the plan has another owner or creation date now
   */
  PlannedRecheck(CleanupPlan plan, PlanRecheck again) {
    this.again = again;
    this.tags =
        plan.policy().lifecycle().map(LifecycleSpecs::tags).orElse(LifecycleTags.defaults());
    for (ImageDecision decision : plan.images()) {
      decision.actions().forEach(action -> actions.put(decision.imageId(), action));
      if (!decision.actions().isEmpty()) {
        again
            .image(decision.imageId())
            .ifPresent(image -> Recheck.requireSame(decision, image, plan.scope()));
      }
    }
  }

  @Override
  public PlanDrift drift() {
    return again.drift();
  }

  @Override
  public List<Refusal> refusals() {
    return again.plan().refusals();
  }

  @Override
  public Optional<ActionOutcome> settled(ImageId id) {
    Action action = actions.getOrDefault(id, Action.DEREGISTER_IMAGE);
    Optional<Image> image = seen(id);
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

  @Override
  public Optional<ActionOutcome> settled(SnapshotId id) {
    return isPending(id)
        ? Optional.empty()
        : again.keeping(id).stream()
            .findFirst()
            .map(
                reason ->
                    ActionOutcome.deletion(id, Outcome.SKIPPED, reason.code(), message(reason)));
  }

  @Override
  public boolean isPending(SnapshotId snapshot) {
    return again.isPending(snapshot);
  }

  @Override
  public boolean isMissing(SnapshotId snapshot) {
    return again.isMissing(snapshot);
  }

  @Override
  public Optional<Image> seen(ImageId image) {
    return again.image(image);
  }

  private static String message(Reason reason) {
    return reason.message()
        + (reason.evidence().isEmpty() ? "" : ": " + String.join(", ", reason.evidence()));
  }
}
