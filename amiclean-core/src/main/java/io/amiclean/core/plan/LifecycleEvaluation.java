package io.amiclean.core.plan;

import io.amiclean.api.internal.StrategyInvoker;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.lifecycle.StageMark;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.StageWait;
import io.amiclean.api.plan.Verdict;
import io.amiclean.core.exclusion.internal.LifecycleFilters;
import io.amiclean.core.internal.EnumFormat;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.core.lifecycle.LifecycleTags;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the lifecycle makes of the decisions on the images of one inventory. */
final class LifecycleEvaluation {

  /** What keeps amiclean's hands off an image, and so is no reason to restore it. */
  private static final Set<String> HANDS_OFF =
      Set.of(
          ReasonCodes.NOT_SELECTED,
          ReasonCodes.NOT_OWNED,
          ReasonCodes.NOT_AVAILABLE,
          ReasonCodes.ON_HOLD,
          ReasonCodes.MALFORMED_STAGE);

  /** What an image that others may launch goes through, for that is how it gets private. */
  private static final Set<Action> DESPITE_SHARING =
      Set.of(Action.DEPRECATE_IMAGE, Action.MAKE_IMAGE_PRIVATE);

  private final LifecyclePolicy policy;
  private final LifecycleTags tags;
  private final PlanningContext context;
  private final Map<ImageId, Step> steps = new HashMap<>();

  LifecycleEvaluation(LifecyclePolicy policy, PlanningContext context) {
    this.policy = policy;
    this.tags = policy.tags();
    this.context = context;
  }

  /** What comes next for an image that nothing keeps: a change, or a reason to wait. */
  private record Step(
      Verdict verdict,
      List<Reason> reasons,
      Optional<Action> change,
      Optional<StageWait> stageWait,
      List<String> evidence) {}

  /** Returns whether an image is moved although it is not known who else uses it. */
  boolean isMovedDespite(ImageId image, List<Reason> reasons) {
    return reasons.stream().allMatch(why -> why.code().equals(ReasonCodes.SHARED_USAGE_UNKNOWN))
        && context
            .images()
            .image(image)
            .flatMap(known -> policy.next(policy.mark(known)))
            .filter(rule -> DESPITE_SHARING.contains(rule.action()))
            .isPresent();
  }

  /** Returns whether an image that nothing keeps has come to the end of its way. */
  boolean isRemovalDue(Image image) {
    return step(image).verdict() == Verdict.REMOVE;
  }

  /** Returns the decision by the lifecycle. */
  ImageDecision settle(Image image, ImageDecision decision) {
    if (decision.isRemoval()) {
      Step step = step(image);
      List<Reason> reasons =
          step.verdict() == Verdict.REMOVE
              ? decision.reasons().stream().map(reason -> with(reason, step.evidence())).toList()
              : step.reasons();
      return step.verdict() == Verdict.STAGE
          ? changed(decision, step, movingReasons(decision, step))
          : changed(decision, step, reasons);
    }
    Set<String> traces = tags.traces(image);
    if (traces.isEmpty() || !isToBeRestored(image, decision.reasons())) {
      return decision;
    }
    Reason proposed =
        Reason.of(
            ReasonCodes.RESTORE_PROPOSED,
            "The image was on the way to its removal, and is to stay",
            traces.stream().map(key -> key + "=" + image.tags().get(key)).toList());
    return ImageDecision.builder()
        .from(decision)
        .verdict(Verdict.STAGE)
        .stageChange(Action.RESTORE_IMAGE)
        .reasons(Stream.concat(Stream.of(proposed), decision.reasons().stream()).toList())
        .build();
  }

  private static ImageDecision changed(ImageDecision decision, Step step, List<Reason> reasons) {
    return ImageDecision.builder()
        .from(decision)
        .verdict(step.verdict())
        .stageChange(step.change())
        .stageWait(step.stageWait())
        .reasons(reasons)
        .build();
  }

  private static Reason with(Reason reason, List<String> evidence) {
    return Reason.of(
        reason.code(),
        reason.message(),
        Stream.concat(reason.evidence().stream(), evidence.stream()).toList());
  }

  private static List<Reason> movingReasons(ImageDecision decision, Step step) {
    List<String> ranks =
        decision.reasons().stream().flatMap(reason -> reason.evidence().stream()).toList();
    return step.reasons().stream().map(reason -> with(reason, ranks)).toList();
  }

  private boolean isToBeRestored(Image image, List<Reason> reasons) {
    return image.ownerId().filter(context.scope().accountId()::equals).isPresent()
        && reasons.stream().noneMatch(reason -> HANDS_OFF.contains(reason.code()))
        && !reasons.stream()
            .allMatch(reason -> reason.code().equals(ReasonCodes.SHARED_USAGE_UNKNOWN))
        && (image.state() == ImageState.AVAILABLE
            || LifecycleFilters.isDisabledByStage(tags, image));
  }

  private Step step(Image image) {
    return steps.computeIfAbsent(image.id(), id -> next(image));
  }

  private Step next(Image image) {
    Optional<StageMark> mark = policy.mark(image);
    List<String> evidence = mark.map(StageMark::evidence).orElse(List.of());
    Optional<String> undone = mark.flatMap(present -> undone(present, image));
    if (undone.isPresent()) {
      return stay(
          Verdict.EXCLUDED,
          Reason.of(
              ReasonCodes.STAGE_UNDONE,
              "The stage of the image was undone by hand: " + undone.get(),
              evidence));
    }
    Optional<LifecycleRule> next = policy.next(mark);
    if (next.isEmpty()) {
      return stay(
          Verdict.RETAINED,
          Reason.of(
              ReasonCodes.LAST_STAGE,
              "The image is in the last stage of the lifecycle, which does not remove it",
              evidence));
    }
    LifecycleRule rule = next.get();
    Optional<Instant> until = mark.map(present -> present.since().plus(rule.minimumStay()));
    if (until.filter(context.now()::isBefore).isPresent()) {
      return waiting(mark.orElseThrow(), until.get(), rule);
    }
    List<Reason> conditions =
        StrategyInvoker.reasons(
            rule.condition(), image.id(), () -> rule.condition().evaluate(image, context));
    if (!conditions.isEmpty()) {
      return new Step(Verdict.EXCLUDED, conditions, Optional.empty(), Optional.empty(), evidence);
    }
    if (rule.action() == Action.DEREGISTER_IMAGE) {
      return new Step(Verdict.REMOVE, List.of(), Optional.empty(), Optional.empty(), evidence);
    }
    Reason due =
        Reason.of(
            ReasonCodes.NEXT_STAGE,
            "Nothing keeps the image, and its next stage is due: "
                + EnumFormat.phrase(rule.action()),
            evidence);
    return new Step(
        Verdict.STAGE, List.of(due), Optional.of(rule.action()), Optional.empty(), evidence);
  }

  private static Step stay(Verdict verdict, Reason reason) {
    return new Step(verdict, List.of(reason), Optional.empty(), Optional.empty(), List.of());
  }

  private Step waiting(StageMark mark, Instant until, LifecycleRule next) {
    String stage = mark.stage().word();
    Reason reason =
        Reason.of(
            ReasonCodes.WAITING_IN_STAGE,
            "The image is "
                + stage
                + (mark.since().isAfter(context.now()) ? " from " : " since ")
                + mark.since()
                + "; its next stage, "
                + EnumFormat.phrase(next.action())
                + ", is due at "
                + until,
            "stage " + stage,
            "since " + mark.since(),
            "until " + until);
    return new Step(
        Verdict.RETAINED,
        List.of(reason),
        Optional.empty(),
        Optional.of(StageWait.of(mark.stage().action(), mark.since(), until)),
        List.of());
  }

  private Optional<String> undone(StageMark mark, Image image) {
    if (mark.stage() == Stage.DISABLED && image.state() == ImageState.AVAILABLE) {
      return Optional.of("it is available again");
    }
    if (mark.stage() == Stage.DEPRECATED
        && image.deprecationTime().isEmpty()
        && tags.read(image).isPresent()) {
      return Optional.of("its deprecation was cancelled");
    }
    return mark.stage() == Stage.PRIVATE && image.sharing() == Sharing.PUBLIC && wasClosed(image)
        ? Optional.of("everybody may launch it again")
        : Optional.empty();
  }

  /**
   * Where chosen permissions only are taken away, an image may have stayed public on purpose. The
   * record of a stage that was begun holds what is not taken away yet.
   */
  private boolean wasClosed(Image image) {
    return (!image.tags().containsKey(tags.next())
            && tags.record(image).filter(LaunchPermissions::everybody).isPresent())
        || policy.rules().stream()
            .flatMap(rule -> rule.chosen().stream())
            .allMatch(LaunchPermissions::everybody);
  }
}
