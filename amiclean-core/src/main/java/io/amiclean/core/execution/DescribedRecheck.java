package io.amiclean.core.execution;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.lifecycle.MalformedStageException;
import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Refusal;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotCheck;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.SnapshotFindings;
import io.amiclean.api.policy.Protection;
import io.amiclean.core.lifecycle.LifecycleSpecs;
import io.amiclean.core.lifecycle.LifecycleTags;
import io.amiclean.core.plan.PlanDrift;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A re-check of a plan whose strategies are known by their descriptions only: it settles images and
 * snapshots that are gone, got a user or became unavailable since, and refuses a plan that does not
 * fit the account any more.
 */
final class DescribedRecheck implements Recheck {

  private static final Logger LOG = LoggerFactory.getLogger(DescribedRecheck.class);

  private final CleanupPlan plan;
  private final ImageInventory images;
  private final ImageUsage usage;
  private final PlanDrift drift;
  private final Set<ImageId> removals;
  private final boolean availableOnly;
  private final Optional<LifecycleTags> tags;
  private final Map<ImageId, Action> actions = new HashMap<>();
  private final Map<ImageId, ActionOutcome> settled = new HashMap<>();
  private final Map<SnapshotId, ActionOutcome> kept = new HashMap<>();

  /**
   * Compares a plan with what was just read.
   *
   * @param next what is about to be removed or changed: the checks are asked about these only
   * @throws PlanRefusedException if something is of another scope, or an image of the plan has
   *     another owner or creation date now
   * @throws EvidenceException if something was not read to its end
   */
  DescribedRecheck(
      CleanupPlan plan,
      List<ImageDecision> removals,
      List<ImageDecision> changes,
      ImageInventory images,
      ImageUsage usage,
      List<CandidateCheck> checks,
      Set<ResourceId> next) {
    Recheck.requireScope(plan, "images", images.scope());
    Recheck.requireScope(plan, "usage", usage.scope());
    requireComplete(images.evidence());
    requireComplete(usage.evidence());
    this.plan = plan;
    this.images = images;
    this.usage = usage;
    this.drift = PlanDrift.between(plan, images, usage);
    this.tags = plan.policy().lifecycle().map(LifecycleSpecs::tags);
    this.availableOnly = plan.policy().protects(Protection.NOT_AVAILABLE);
    this.removals = removals.stream().map(ImageDecision::imageId).collect(Collectors.toSet());
    List<Image> remaining = new ArrayList<>();
    Stream.concat(removals.stream(), changes.stream())
        .forEach(
            decision ->
                look(decision)
                    .filter(image -> next.contains(image.id()))
                    .ifPresent(remaining::add));
    for (CandidateCheck check : checks) {
      lastLook(check, remaining);
    }
  }

  /** Settles an image, or returns it to be looked at further. */
  private Optional<Image> look(ImageDecision decision) {
    ImageId id = decision.imageId();
    Action action = decision.stageChange().orElse(Action.DEREGISTER_IMAGE);
    actions.put(id, action);
    Optional<Image> image = image(id);
    image.ifPresent(present -> Recheck.requireSame(decision, present, plan.scope()));
    if (image.isEmpty()) {
      settled.put(id, gone(id));
      return Optional.empty();
    }
    Optional<ActionOutcome> outcome = marks(decision, image.get(), action);
    if (outcome.isEmpty() && action != Action.RESTORE_IMAGE) {
      outcome = protection(image.get()).or(() -> drift(id));
    }
    outcome.ifPresent(settling -> settled.put(id, settling));
    return outcome.isEmpty() && action != Action.RESTORE_IMAGE ? image : Optional.empty();
  }

  /** What the tags of the lifecycle say now. */
  private Optional<ActionOutcome> marks(ImageDecision decision, Image image, Action action) {
    boolean staged = tags.isPresent() || decision.stageChange().isPresent();
    if (!staged && !plan.policy().protects(Protection.ON_HOLD)) {
      return Optional.empty();
    }
    LifecycleTags marks = tags.orElse(LifecycleTags.defaults());
    Optional<String> hold = marks.holdOn(image);
    if (hold.isPresent()) {
      return Optional.of(
          skipped(
              image.id(),
              ReasonCodes.ON_HOLD,
              "Somebody put the image on hold since it was planned: " + hold.get()));
    }
    if (!staged) {
      return Optional.empty();
    }
    try {
      marks.requireReadable(image);
      return progress(decision, image, action, marks);
    } catch (MalformedStageException e) {
      LOG.debug("The marks of {} are malformed", image.id(), e);
      return Optional.of(
          skipped(image.id(), ReasonCodes.MALFORMED_STAGE, String.valueOf(e.getMessage())));
    }
  }

  private static Optional<ActionOutcome> progress(
      ImageDecision decision, Image image, Action action, LifecycleTags marks) {
    boolean done =
        action == Action.RESTORE_IMAGE
            ? marks.traces(image).isEmpty()
            : Stage.enteredBy(action)
                .flatMap(
                    stage -> marks.read(image).filter(mark -> mark.stage().compareTo(stage) >= 0))
                .isPresent();
    if (done) {
      return Optional.of(
          ActionOutcome.change(
              action,
              image.id(),
              Outcome.ALREADY_GONE,
              OutcomeCodes.ALREADY_DONE,
              "Done before: " + marks.traces(image)));
    }
    boolean moved =
        decision.reasons().stream()
            .flatMap(reason -> reason.evidence().stream())
            .filter(evidence -> evidence.startsWith(marks.since() + "="))
            .anyMatch(
                evidence ->
                    !evidence.equals(marks.since() + "=" + image.tags().get(marks.since())));
    return moved
        ? Optional.of(
            ActionOutcome.change(
                action,
                image.id(),
                Outcome.SKIPPED,
                ReasonCodes.STAGE_UNDONE,
                "The image is not in the stage any more that it was planned in"))
        : Optional.empty();
  }

  private static void requireComplete(List<Evidence> evidence) {
    for (Evidence read : evidence) {
      if (!read.isUsable()) {
        throw new EvidenceException(
            read.source(),
            "The source '"
                + read.source()
                + "' was not read to its end: execute when it answers in full");
      }
    }
  }

  /** EC2 may list an image for a short time after it was deregistered. */
  private Optional<Image> image(ImageId id) {
    return images.image(id).filter(image -> image.state() != ImageState.DEREGISTERED);
  }

  private ActionOutcome gone(ImageId image) {
    return ActionOutcome.change(
        action(image),
        image,
        Outcome.ALREADY_GONE,
        OutcomeCodes.ALREADY_GONE,
        "The image was gone before the execution began");
  }

  private Optional<ActionOutcome> protection(Image image) {
    List<ImageReference> users = usage.referencesTo(image.id());
    if (!users.isEmpty()) {
      return Optional.of(
          skipped(
              image.id(),
              ReasonCodes.BECAME_IN_USE,
              "The image got a user since it was planned: " + ImageReference.describe(users)));
    }
    if (image.isDeregistrationProtected()) {
      return Optional.of(
          skipped(
              image.id(),
              ReasonCodes.DEREGISTRATION_PROTECTED,
              "The image was protected from deregistration since it was planned"));
    }
    if (availableOnly
        && image.state() != ImageState.AVAILABLE
        && tags.filter(marks -> marks.isDisabledByStage(image)).isEmpty()) {
      return Optional.of(
          skipped(
              image.id(),
              ReasonCodes.NOT_AVAILABLE,
              "The image became " + image.state() + " since it was planned"));
    }
    return Optional.empty();
  }

  private Optional<ActionOutcome> drift(ImageId image) {
    return drift
        .keeping(image)
        .map(reason -> skipped(image, reason.code(), reason.message() + suffix(reason.evidence())));
  }

  @Override
  public PlanDrift drift() {
    return drift;
  }

  private void lastLook(CandidateCheck check, List<Image> remaining) {
    List<Image> asked =
        remaining.stream().filter(image -> !settled.containsKey(image.id())).toList();
    if (asked.isEmpty()) {
      return;
    }
    CandidateFindings findings = check.check(asked);
    Recheck.requireScope(plan, "findings of " + check.description(), findings.scope());
    requireComplete(findings.evidence());
    findings
        .reasons()
        .forEach(
            (image, reasons) -> {
              if (isMovedDespite(image, reasons)) {
                return;
              }
              Reason reason = reasons.get(0);
              settled.putIfAbsent(
                  image,
                  skipped(
                      image,
                      reason.code().equals(ReasonCodes.IN_USE)
                          ? ReasonCodes.BECAME_IN_USE
                          : reason.code(),
                      reason.message() + suffix(reason.evidence())));
            });
  }

  /**
   * Takes a last look at snapshots: at those that nothing settled yet.
   *
   * @param snapshots the snapshots that are about to be deleted
   * @throws PlanRefusedException if the look was at another account or region
   * @throws EvidenceException if the evidence could not be read to its end
   */
  void lookAt(Set<SnapshotId> snapshots, SnapshotCheck check) {
    Set<SnapshotId> ofStaying = snapshotsOfStayingImages();
    Set<SnapshotId> asked =
        snapshots.stream()
            .filter(snapshot -> !ofStaying.contains(snapshot) && settled(snapshot).isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    if (asked.isEmpty()) {
      return;
    }
    SnapshotFindings findings = check.check(Collections.unmodifiableSet(asked));
    Recheck.requireScope(plan, "findings of " + check.description(), findings.scope());
    requireComplete(findings.evidence());
    findings
        .reasons()
        .forEach(
            (snapshot, reasons) -> {
              Reason reason = reasons.get(0);
              kept.put(
                  snapshot,
                  ActionOutcome.deletion(
                      snapshot,
                      Outcome.SKIPPED,
                      reason.code(),
                      reason.message() + suffix(reason.evidence())));
            });
  }

  /** Their end is that of their images. */
  private Set<SnapshotId> snapshotsOfStayingImages() {
    return plan.removals().stream()
        .filter(
            removal -> settled(removal.imageId()).filter(end -> !Outcomes.isDone(end)).isPresent())
        .flatMap(removal -> removal.snapshots().stream())
        .map(SnapshotDecision::snapshotId)
        .collect(Collectors.toSet());
  }

  private ActionOutcome skipped(ImageId image, String code, String message) {
    return ActionOutcome.change(action(image), image, Outcome.SKIPPED, code, message);
  }

  private Action action(ImageId image) {
    return actions.getOrDefault(image, Action.DEREGISTER_IMAGE);
  }

  /** What others may launch is deprecated and made private all the same. */
  private boolean isMovedDespite(ImageId image, List<Reason> reasons) {
    return (action(image) == Action.DEPRECATE_IMAGE || action(image) == Action.MAKE_IMAGE_PRIVATE)
        && reasons.stream()
            .allMatch(reason -> reason.code().equals(ReasonCodes.SHARED_USAGE_UNKNOWN));
  }

  @Override
  public Optional<ActionOutcome> settled(ImageId image) {
    return Optional.ofNullable(settled.get(image));
  }

  @Override
  public Optional<ActionOutcome> settled(SnapshotId snapshot) {
    List<ImageReference> users = usage.referencesTo(snapshot);
    if (!users.isEmpty()) {
      return Optional.of(
          ActionOutcome.deletion(
              snapshot,
              Outcome.SKIPPED,
              ReasonCodes.SNAPSHOT_IN_USE,
              "The snapshot got a user since it was planned: " + ImageReference.describe(users)));
    }
    List<ImageId> others =
        images.imagesBySnapshot().getOrDefault(snapshot, List.of()).stream()
            .filter(image -> !removals.contains(image) && image(image).isPresent())
            .toList();
    return others.isEmpty()
        ? Optional.ofNullable(kept.get(snapshot))
        : Optional.of(
            ActionOutcome.deletion(
                snapshot,
                Outcome.SKIPPED,
                ReasonCodes.SHARED_SNAPSHOT,
                "Another image refers to the snapshot: " + others));
  }

  @Override
  public List<Refusal> refusals() {
    return List.of();
  }

  @Override
  public boolean isPending(SnapshotId snapshot) {
    return false;
  }

  @Override
  public boolean isMissing(SnapshotId snapshot) {
    return false;
  }

  @Override
  public Optional<Image> seen(ImageId id) {
    return image(id);
  }

  private static String suffix(List<String> evidence) {
    return evidence.isEmpty() ? "" : ": " + String.join(", ", evidence);
  }
}
