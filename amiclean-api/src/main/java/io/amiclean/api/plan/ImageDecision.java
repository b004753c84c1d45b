package io.amiclean.api.plan;

import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.SnapshotId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a plan means to do with an image and its snapshots, and why. Immutable and thread-safe.
 *
 * <p>Two decisions are equal if they decide the same on the same image for the same reasons,
 * whatever {@linkplain #trace() way} led there.
 */
public final class ImageDecision {

  private static final Set<Action> STAGE_CHANGES =
      Set.of(
          Action.DEPRECATE_IMAGE,
          Action.MAKE_IMAGE_PRIVATE,
          Action.DISABLE_IMAGE,
          Action.RESTORE_IMAGE);

  /** Why an image changes, which no reason to keep it is. */
  private static final Set<String> CHANGING_CODES =
      Set.of(ReasonCodes.NOT_RETAINED, ReasonCodes.NEXT_STAGE, ReasonCodes.RESTORE_PROPOSED);

  private static final Comparator<SnapshotDecision> BY_ID =
      Comparator.comparing(SnapshotDecision::snapshotId);

  private final ImageId imageId;
  private final String name;
  private final @Nullable Instant creationDate;
  private final List<String> groups;
  private final Map<String, String> tags;
  private final Verdict verdict;
  private final @Nullable Action stageChange;
  private final Explanation explanation;

  private ImageDecision(Builder builder) {
    this.imageId = required("imageId", builder.imageId);
    this.name = required("name", builder.name);
    this.creationDate = builder.creationDate.orElse(null);
    this.groups = List.copyOf(builder.groups);
    this.tags = sorted(builder.tags);
    this.verdict = required("verdict", builder.verdict);
    this.stageChange = builder.stageChange.orElse(null);
    this.explanation =
        new Given(
            List.copyOf(builder.reasons),
            builder.snapshots.stream().sorted(BY_ID).toList(),
            builder.trace);
    check();
  }

  private ImageDecision(
      Image image, List<String> groups, Verdict verdict, Explanation explanation) {
    this.imageId = image.id();
    this.name = image.name();
    this.creationDate = image.creationDate().orElse(null);
    this.groups = groups;
    this.tags = Map.of();
    this.verdict = verdict;
    this.stageChange = null;
    this.explanation = explanation;
  }

  private ImageDecision(ImageDecision decision, Map<String, String> tags) {
    this.imageId = decision.imageId;
    this.name = decision.name;
    this.creationDate = decision.creationDate;
    this.groups = decision.groups;
    this.tags = tags;
    this.verdict = decision.verdict;
    this.stageChange = decision.stageChange;
    this.explanation = decision.explanation;
  }

  private static Map<String, String> sorted(Map<String, String> tags) {
    return tags.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(tags));
  }

  /** What was given in full. */
  private record Given(
      List<Reason> reasons, List<SnapshotDecision> snapshots, @Nullable Supplier<ImageTrace> way)
      implements Explanation {

    @Override
    public List<Reason> reasons(ImageId image) {
      return reasons;
    }

    @Override
    public List<SnapshotDecision> snapshots(ImageId image) {
      return snapshots;
    }

    @Override
    public ImageTrace trace(ImageId image) {
      return Objects.requireNonNull(way, "trace").get();
    }
  }

  private static <T> T required(String attribute, @Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("The decision on an image lacks " + attribute);
    }
    return value;
  }

  /**
   * Returns a new builder.
   *
   * @return a builder without image and verdict
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns a decision that is explained when somebody asks. It holds one image of many, so that
   * nothing of it is made that nobody reads.
   *
   * @param image the image
   * @param groups the names that the plan shows its groups under, sorted and immutable
   * @param verdict what is to be done with it; not {@link Verdict#STAGE}
   * @param explanation tells why
   * @return the decision
   * @throws IllegalArgumentException if the verdict is {@link Verdict#STAGE}
   */
  public static ImageDecision of(
      Image image, List<String> groups, Verdict verdict, Explanation explanation) {
    if (verdict == Verdict.STAGE) {
      throw new IllegalArgumentException(
          "The decision on " + image.id() + " is STAGE without a change: expected a builder");
    }
    return new ImageDecision(image, List.copyOf(groups), verdict, explanation);
  }

  /**
   * Returns the image.
   *
   * @return the id
   */
  public ImageId imageId() {
    return imageId;
  }

  /**
   * Returns the image's name.
   *
   * @return the name, {@code ""} if it has none
   */
  public String name() {
    return name;
  }

  /**
   * Returns when the image was created.
   *
   * @return the time, or empty if unknown
   */
  public Optional<Instant> creationDate() {
    return Optional.ofNullable(creationDate);
  }

  /**
   * Returns the groups of the image by the names that the plan shows them under.
   *
   * @return the names, sorted; empty if the image is unmapped
   */
  public List<String> groups() {
    return groups;
  }

  /**
   * Returns the tags of the image that the planner was asked to record, such as those that name its
   * owner.
   *
   * @return the values by key, sorted by key; empty if none were asked for or the image has none of
   *     them
   */
  public Map<String, String> tags() {
    return tags;
  }

  /**
   * Returns this decision with other recorded tags.
   *
   * @param recorded the values by key
   * @return the decision
   */
  public ImageDecision withTags(Map<String, String> recorded) {
    return new ImageDecision(this, sorted(recorded));
  }

  /**
   * Returns what is to be done with the image.
   *
   * @return the verdict
   */
  public Verdict verdict() {
    return verdict;
  }

  /**
   * Returns the change that moves the image by a stage of the lifecycle, or restores it.
   *
   * @return {@link Action#DEPRECATE_IMAGE}, {@link Action#MAKE_IMAGE_PRIVATE}, {@link
   *     Action#DISABLE_IMAGE} or {@link Action#RESTORE_IMAGE} if the verdict is {@link
   *     Verdict#STAGE}, else empty
   */
  public Optional<Action> stageChange() {
    return Optional.ofNullable(stageChange);
  }

  /**
   * Returns the changes to the image.
   *
   * @return {@link Action#DEREGISTER_IMAGE} if the verdict is {@link Verdict#REMOVE}, {@link
   *     #stageChange()} if it is {@link Verdict#STAGE}, else none
   */
  public List<Action> actions() {
    return isRemoval()
        ? List.of(Action.DEREGISTER_IMAGE)
        : stageChange == null ? List.of() : List.of(stageChange);
  }

  /**
   * Returns why.
   *
   * @return one or more reasons
   */
  public List<Reason> reasons() {
    return explanation.reasons(imageId);
  }

  /**
   * Returns what is to be done with the image's snapshots.
   *
   * @return the decisions, sorted by id
   */
  public List<SnapshotDecision> snapshots() {
    return explanation.snapshots(imageId);
  }

  /**
   * Returns the way of the image through the stages. It is put together when it is asked for.
   *
   * @return the way, or empty if the plan does not tell it
   */
  public Optional<ImageTrace> trace() {
    return explanation instanceof Given given && given.way() == null
        ? Optional.empty()
        : Optional.of(explanation.trace(imageId));
  }

  /**
   * Returns whether the image is to be removed.
   *
   * @return whether the verdict is {@link Verdict#REMOVE}
   */
  public boolean isRemoval() {
    return verdict == Verdict.REMOVE;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof ImageDecision that
            && imageId.equals(that.imageId)
            && verdict == that.verdict
            && name.equals(that.name)
            && Objects.equals(creationDate, that.creationDate)
            && stageChange == that.stageChange
            && groups.equals(that.groups)
            && tags.equals(that.tags)
            && reasons().equals(that.reasons())
            && snapshots().equals(that.snapshots()));
  }

  @Override
  public int hashCode() {
    return Objects.hash(imageId, verdict, groups);
  }

  @Override
  public String toString() {
    return "ImageDecision{imageId="
        + imageId
        + ", name="
        + name
        + (creationDate == null ? "" : ", creationDate=" + creationDate)
        + ", groups="
        + groups
        + (tags.isEmpty() ? "" : ", tags=" + tags)
        + ", verdict="
        + verdict
        + (stageChange == null ? "" : ", stageChange=" + stageChange)
        + ", reasons="
        + reasons()
        + ", snapshots="
        + snapshots()
        + "}";
  }

  private boolean isRestoring() {
    return stageChange == Action.RESTORE_IMAGE;
  }

  /** A restoring names what keeps the image as well. */
  private boolean fitsStageChange(String code) {
    return isRestoring()
        ? !code.equals(ReasonCodes.NOT_RETAINED) && !code.equals(ReasonCodes.NEXT_STAGE)
        : code.equals(ReasonCodes.NEXT_STAGE);
  }

  private void check() {
    if (reasons().isEmpty()) {
      throw new IllegalArgumentException(
          "The decision on " + imageId + " has no reason: expected at least one");
    }
    if (verdict == Verdict.STAGE
        ? stageChange == null || !STAGE_CHANGES.contains(stageChange)
        : stageChange != null) {
      throw new IllegalArgumentException(
          "The decision on "
              + imageId
              + " contradicts itself: the verdict "
              + verdict
              + " does not go with the stage change "
              + (stageChange == null ? "none" : stageChange.name()));
    }
    if (isRestoring()
        && reasons().stream()
            .noneMatch(reason -> reason.code().equals(ReasonCodes.RESTORE_PROPOSED))) {
      throw new IllegalArgumentException(
          "The decision on "
              + imageId
              + " restores it without the reason '"
              + ReasonCodes.RESTORE_PROPOSED
              + "'");
    }
    for (Reason reason : reasons()) {
      boolean fits =
          switch (verdict) {
            case REMOVE -> reason.code().equals(ReasonCodes.NOT_RETAINED);
            case STAGE -> fitsStageChange(reason.code());
            case UNMAPPED -> reason.code().equals(ReasonCodes.NO_GROUP) && groups.isEmpty();
            case RETAINED, EXCLUDED ->
                !CHANGING_CODES.contains(reason.code())
                    && !reason.code().equals(ReasonCodes.NO_GROUP);
          };
      if (!fits) {
        throw new IllegalArgumentException(
            "The decision on "
                + imageId
                + " contradicts itself: the verdict "
                + verdict
                + " does not go with the reason '"
                + reason.code()
                + "' and the groups "
                + groups);
      }
    }
    Set<SnapshotId> known = new HashSet<>();
    for (SnapshotDecision snapshot : snapshots()) {
      if (!known.add(snapshot.snapshotId())) {
        throw new IllegalArgumentException(
            "The decision on "
                + imageId
                + " names "
                + snapshot.snapshotId()
                + " twice: expected each snapshot once");
      }
      if (snapshot.isDeletion() && !isRemoval()) {
        throw new IllegalArgumentException(
            "The decision on "
                + imageId
                + " contradicts itself: the image stays, and its snapshot "
                + snapshot.snapshotId()
                + " is to be deleted");
      }
    }
  }

  /**
   * Whether whoever tells the decision vouches for it, so that it is not to be read to check it.
   */
  boolean isVouchedFor() {
    return !(explanation instanceof Given);
  }

  /** Builds an {@link ImageDecision}. Not thread-safe. */
  public static final class Builder {

    private @Nullable ImageId imageId;
    private @Nullable String name;
    private Optional<Instant> creationDate = Optional.empty();
    private final List<String> groups = new ArrayList<>(1);
    private final Map<String, String> tags = new TreeMap<>();
    private @Nullable Verdict verdict;
    private Optional<Action> stageChange = Optional.empty();
    private final List<Reason> reasons = new ArrayList<>(1);
    private final List<SnapshotDecision> snapshots = new ArrayList<>(1);
    private @Nullable Supplier<ImageTrace> trace;

    private Builder() {}

    /**
     * Takes over a whole decision; what it holds lists of is added.
     *
     * @param decision the decision
     * @return this builder
     */
    public Builder from(ImageDecision decision) {
      imageId = decision.imageId;
      name = decision.name;
      creationDate = decision.creationDate();
      groups.addAll(decision.groups);
      tags.putAll(decision.tags);
      verdict = decision.verdict;
      stageChange = decision.stageChange();
      reasons.addAll(decision.reasons());
      snapshots.addAll(decision.snapshots());
      trace =
          decision.explanation instanceof Given given
              ? given.way()
              : () -> decision.explanation.trace(decision.imageId);
      return this;
    }

    /**
     * Sets the image. Required.
     *
     * @param id the id
     * @return this builder
     */
    public Builder imageId(ImageId id) {
      this.imageId = Objects.requireNonNull(id, "imageId");
      return this;
    }

    /**
     * Sets the image's name. Required.
     *
     * @param imageName the name, {@code ""} if it has none
     * @return this builder
     */
    public Builder name(String imageName) {
      this.name = Objects.requireNonNull(imageName, "name");
      return this;
    }

    /**
     * Sets when the image was created. Default: unknown.
     *
     * @param date the time
     * @return this builder
     */
    public Builder creationDate(Instant date) {
      return creationDate(Optional.of(date));
    }

    /**
     * Sets when the image was created. Default: unknown.
     *
     * @param date the time, or empty if unknown
     * @return this builder
     */
    public Builder creationDate(Optional<Instant> date) {
      this.creationDate = Objects.requireNonNull(date, "creationDate");
      return this;
    }

    /**
     * Adds groups. Default: none.
     *
     * @param names the names that the plan shows them under
     * @return this builder
     */
    public Builder addGroups(String... names) {
      groups.addAll(Arrays.asList(names));
      return this;
    }

    /**
     * Adds groups. Default: none.
     *
     * @param added the names that the plan shows them under
     * @return this builder
     */
    public Builder addAllGroups(Iterable<? extends String> added) {
      added.forEach(groups::add);
      return this;
    }

    /**
     * Sets the groups instead of those given before.
     *
     * @param names the names that the plan shows them under
     * @return this builder
     */
    public Builder groups(Iterable<String> names) {
      groups.clear();
      names.forEach(groups::add);
      return this;
    }

    /**
     * Sets the recorded tags of the image instead of those given before. Default: none.
     *
     * @param recorded the values by key
     * @return this builder
     */
    public Builder tags(Map<String, String> recorded) {
      tags.clear();
      tags.putAll(recorded);
      return this;
    }

    /**
     * Sets what is to be done with the image. Required.
     *
     * @param decided the verdict
     * @return this builder
     */
    public Builder verdict(Verdict decided) {
      this.verdict = Objects.requireNonNull(decided, "verdict");
      return this;
    }

    /**
     * Sets the change of a verdict {@link Verdict#STAGE}. Default: none.
     *
     * @param change the change
     * @return this builder
     */
    public Builder stageChange(Action change) {
      return stageChange(Optional.of(change));
    }

    /**
     * Sets the change of a verdict {@link Verdict#STAGE}. Default: none.
     *
     * @param change the change, or empty if there is none
     * @return this builder
     */
    public Builder stageChange(Optional<Action> change) {
      this.stageChange = Objects.requireNonNull(change, "stageChange");
      return this;
    }

    /**
     * Adds reasons. At least one is required.
     *
     * @param added the reasons
     * @return this builder
     */
    public Builder addReasons(Reason... added) {
      reasons.addAll(Arrays.asList(added));
      return this;
    }

    /**
     * Adds reasons. At least one is required.
     *
     * @param added the reasons
     * @return this builder
     */
    public Builder addAllReasons(Iterable<? extends Reason> added) {
      added.forEach(reasons::add);
      return this;
    }

    /**
     * Sets the reasons instead of those given before.
     *
     * @param given the reasons
     * @return this builder
     */
    public Builder reasons(Iterable<Reason> given) {
      List<Reason> all = new ArrayList<>();
      given.forEach(all::add);
      reasons.clear();
      reasons.addAll(all);
      return this;
    }

    /**
     * Adds decisions on snapshots of the image. Default: none.
     *
     * @param added the decisions
     * @return this builder
     */
    public Builder addSnapshots(SnapshotDecision... added) {
      snapshots.addAll(Arrays.asList(added));
      return this;
    }

    /**
     * Adds decisions on snapshots of the image. Default: none.
     *
     * @param added the decisions
     * @return this builder
     */
    public Builder addAllSnapshots(Iterable<? extends SnapshotDecision> added) {
      added.forEach(snapshots::add);
      return this;
    }

    /**
     * Sets the decisions on the snapshots of the image instead of those given before.
     *
     * @param given the decisions
     * @return this builder
     */
    public Builder snapshots(Iterable<SnapshotDecision> given) {
      List<SnapshotDecision> all = new ArrayList<>();
      given.forEach(all::add);
      snapshots.clear();
      snapshots.addAll(all);
      return this;
    }

    /**
     * Sets the way of the image. Default: it is not told.
     *
     * @param way the way
     * @return this builder
     */
    public Builder trace(ImageTrace way) {
      Objects.requireNonNull(way, "trace");
      return trace(() -> way);
    }

    /**
     * Sets who tells the way of the image when it is asked for. Default: it is not told.
     *
     * @param teller tells the same way each time; safe for use by several threads
     * @return this builder
     */
    public Builder trace(Supplier<ImageTrace> teller) {
      this.trace = Objects.requireNonNull(teller, "trace");
      return this;
    }

    /**
     * Builds the decision.
     *
     * @return the decision
     * @throws IllegalStateException if something required is missing
     * @throws IllegalArgumentException if the decision contradicts itself, naming how
     */
    public ImageDecision build() {
      return new ImageDecision(this);
    }
  }
}
