package io.amiclean.core.plan;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.Verdict;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The difference of a plan and of one that the same policy makes of the account now: what changed,
 * and which images the plan is not to touch any more because of that. New images never make others
 * go: the plan shrinks, and does not grow.
 *
 * <p>Immutable and thread-safe.
 */
public final class PlanDrift {

  /** The code of an image of the plan that does not exist any more. */
  public static final String GONE = "gone";

  /** The code of an image that the plan does not know. Evidence: its groups, if they are known. */
  public static final String NEW = "new";

  /** What a lifecycle retains waits; no retention keeps it. */
  private static final Set<String> KEPT_BY_LIFECYCLE =
      Set.of(ReasonCodes.WAITING_IN_STAGE, ReasonCodes.LAST_STAGE);

  private static final Reason IMAGE_GONE = Reason.of(GONE, "The image is gone");

  private final Map<ImageId, Reason> changes;
  private final Map<ImageId, Reason> staying;

  private PlanDrift(Map<ImageId, Reason> changes, Map<ImageId, Reason> staying) {
    this.changes = Collections.unmodifiableMap(changes);
    this.staying = Collections.unmodifiableMap(staying);
  }

  /**
   * Compares a plan image by image, so that no new plan has to be in memory as a whole. Not
   * thread-safe.
   */
  static final class Comparison {

    private final Map<ImageId, Reason> changes = new TreeMap<>();
    private final Map<ImageId, Reason> staying = new HashMap<>();

    /** Takes note of an image of the plan that does not exist any more. */
    void gone(ImageId image) {
      changes.put(image, IMAGE_GONE);
    }

    /**
     * Compares what is decided on an image.
     *
     * @param before the decision of the plan; null if the plan does not know the image
     * @param after what the same policy decides now, with the groups under the same names
     */
    void compare(@Nullable ImageDecision before, ImageDecision after) {
      ImageId id = after.imageId();
      if (before == null) {
        changes.put(id, Reason.of(NEW, "The image is new", after.groups()));
        return;
      }
      change(before, after)
          .ifPresent(
              reason -> {
                changes.put(id, reason);
                if (!before.actions().isEmpty()) {
                  staying.put(id, reason);
                }
              });
    }

    /** Returns what changed. */
    PlanDrift drift() {
      return new PlanDrift(changes, staying);
    }
  }

  private static Optional<Reason> change(ImageDecision before, ImageDecision after) {
    boolean acted = !before.actions().isEmpty();
    if (acted
        && before.actions().equals(after.actions())
        && before.groups().equals(after.groups())) {
      return Optional.empty();
    }
    if (after.verdict() == Verdict.EXCLUDED && before.verdict() != Verdict.EXCLUDED) {
      return Optional.of(excluded(after.reasons().get(0)));
    }
    if (before.verdict() != Verdict.UNMAPPED && !before.groups().equals(after.groups())) {
      return Optional.of(
          Reason.of(
              ReasonCodes.GROUP_CHANGED,
              "The image was in " + String.join(", ", before.groups()) + " and is not any more",
              after.groups()));
    }
    return acted ? Optional.of(kept(before, after)) : Optional.empty();
  }

  private static Reason excluded(Reason reason) {
    return reason.code().equals(ReasonCodes.IN_USE)
        ? Reason.of(ReasonCodes.BECAME_IN_USE, reason.message(), reason.evidence())
        : reason;
  }

  /** Returns why an image that is in the same groups is not changed in the same way any more. */
  private static Reason kept(ImageDecision before, ImageDecision after) {
    Reason reason = after.reasons().get(0);
    if (after.verdict() == Verdict.RETAINED) {
      return before.stageChange().filter(Action.RESTORE_IMAGE::equals).isPresent()
              || KEPT_BY_LIFECYCLE.contains(reason.code())
          ? reason
          : Reason.of(ReasonCodes.BECAME_RETAINED, reason.message(), reason.evidence());
    }
    if (after.actions().isEmpty()) {
      return reason;
    }
    if (after.actions().contains(Action.RESTORE_IMAGE) && after.reasons().size() > 1) {
      // What keeps an image that was on its way comes behind the proposal to restore it.
      Reason keeping = after.reasons().get(1);
      return isExclusion(after, keeping)
          ? excluded(keeping)
          : Reason.of(ReasonCodes.BECAME_RETAINED, keeping.message(), keeping.evidence());
    }
    return Reason.of(
        ReasonCodes.STAGE_UNDONE,
        "The image is not in the stage any more that it was planned in: " + reason.message(),
        reason.evidence());
  }

  private static boolean isExclusion(ImageDecision decision, Reason reason) {
    return decision.trace().stream()
        .flatMap(trace -> Stream.of(trace.exclusion(), trace.candidateChecks()))
        .flatMap(answers -> answers.all().stream())
        .anyMatch(answer -> answer.reasons().contains(reason));
  }

  /**
   * Returns what changed: images that are {@linkplain #GONE gone} or {@linkplain #NEW new}, and why
   * others would not be decided on any more as they were. Images that the plan excludes are named
   * only if they are gone, or in other groups.
   *
   * @return the changes by image, sorted by id
   */
  public Map<ImageId, Reason> changes() {
    return changes;
  }

  /**
   * Returns why an image that the plan changes is to be left alone now.
   *
   * @param image the image
   * @return the reason, or empty if the plan still holds for it, or if it is gone
   */
  public Optional<Reason> keeping(ImageId image) {
    Objects.requireNonNull(image, "image");
    return Optional.ofNullable(staying.get(image));
  }

  /**
   * Returns whether an image of the plan does not exist any more.
   *
   * @param image the image
   * @return whether it is {@link #GONE}
   */
  public boolean isGone(ImageId image) {
    Objects.requireNonNull(image, "image");
    Reason change = changes.get(image);
    return change != null && change.code().equals(GONE);
  }
}
