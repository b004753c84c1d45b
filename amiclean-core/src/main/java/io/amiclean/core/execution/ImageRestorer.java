package io.amiclean.core.execution;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.CleanupListener;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.journal.ExecutionJournal;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.lifecycle.LifecycleOperations;
import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.source.ImageSource;
import io.amiclean.core.internal.Listeners;
import io.amiclean.core.internal.LogContext;
import io.amiclean.core.lifecycle.LifecycleSpecs;
import io.amiclean.core.lifecycle.LifecycleTags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings images back that were moved through stages, because they are needed after all: launch
 * permissions exactly as they are recorded, enabled, not deprecated. An image that is brought back
 * is put on hold, unless that is left out, so that no plan takes it again until the hold is lifted.
 *
 * <p>The hold comes first, and the tags that record what was taken away go last, by one call, when
 * EC2 has confirmed that all of it is given back. So a restoring that was killed is finished by
 * restoring the same images again, and nothing is lost that a journal would have to keep. What
 * cannot be given back, such as being public where an account blocks that (EC2 User Guide, "Block
 * public access to your AMIs"), fails and stays recorded; everything else is given back all the
 * same. A public image keeps a deprecation, two years after its creation at the latest, because EC2
 * does not cancel it ("Deprecate an Amazon EC2 AMI").
 *
 * <p>Interrupting the calling thread stops the restoring after the images that are under way; the
 * others are skipped, and the result says so, though they may be on hold already: all images are
 * put on hold together. Immutable, and safe for use by several threads, though not for one image at
 * the same time.
 */
public final class ImageRestorer {

  private static final Logger LOG = LoggerFactory.getLogger(ImageRestorer.class);

  /** EC2 User Guide, "Tag restrictions". */
  private static final int LONGEST_VALUE = 256;

  private final LifecycleOperations operations;
  private final ImageSource images;
  private final LifecycleTags tags;
  private final Optional<String> heldBy;
  private final Map<ImageId, LaunchPermissions> recorded;
  private final int concurrency;
  private final Clock clock;
  private final Listeners<CleanupListener> listeners;

  private ImageRestorer(Builder builder) {
    this.operations = require(builder.operations, "operations(...)");
    this.images = require(builder.images, "images(...)");
    if (builder.heldBy == null && !builder.withoutHold) {
      throw missing("holdBy(...), or withoutHold() if the next plan may take the images again");
    }
    if (builder.heldBy != null && builder.withoutHold) {
      throw new IllegalStateException(
          "The restoring has holdBy(...) and withoutHold(): expected one of them");
    }
    this.tags = builder.tags;
    this.heldBy = Optional.ofNullable(builder.heldBy);
    this.recorded = Map.copyOf(builder.recorded);
    this.concurrency = builder.concurrency;
    this.clock = builder.clock;
    this.listeners = new Listeners<>(builder.listeners);
  }

  /**
   * Returns a new builder.
   *
   * @return a builder that still lacks operations, images and a word on holding
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Restores images. One that no stage has touched is put on hold too, and skipped ({@link
   * OutcomeCodes#NEVER_STAGED}).
   *
   * @param ids the images
   * @return an outcome of {@link Action#RESTORE_IMAGE} for each
   * @throws PlanRefusedException if operations and images are of different scopes; nothing was
   *     changed
   * @throws EvidenceException if the images cannot be read; nothing was changed
   */
  public ExecutionResult restore(Collection<ImageId> ids) {
    return restore(ids, tags);
  }

  private ExecutionResult restore(Collection<ImageId> ids, LifecycleTags tags) {
    Instant now = clock.instant();
    Optional<String> hold = heldBy.map(who -> now + " " + who);
    StageTransitions changes =
        new StageTransitions(
            operations,
            tags,
            ExecutionJournal.none(),
            clock,
            clock::instant,
            Optional.empty(),
            Duration.ZERO);
    return changeAll(
        ids,
        Action.RESTORE_IMAGE,
        image ->
            hold.isPresent() && isUntouched(image, tags)
                ? StageChange.holding(image, tags, hold.get())
                : changes.restore(
                    image,
                    // Who complained first is kept when a restoring is finished.
                    tags.holdOn(image).isPresent() ? Optional.empty() : hold,
                    Optional.ofNullable(recorded.get(image.id()))));
  }

  /** Of an image on hold, it is unknown what was restored already. */
  private boolean isUntouched(Image image, LifecycleTags tags) {
    return tags.traces(image).isEmpty()
        && tags.holdOn(image).isEmpty()
        && !recorded.containsKey(image.id())
        && image.state() != ImageState.DISABLED;
  }

  /**
   * Restores the images that a plan moves into a stage, by the tags of the plan's lifecycle.
   *
   * @param plan the plan
   * @return an outcome of {@link Action#RESTORE_IMAGE} for each
   * @throws PlanRefusedException if the plan is of another scope; nothing was changed
   * @throws EvidenceException if the images cannot be read; nothing was changed
   */
  public ExecutionResult restore(CleanupPlan plan) {
    requireScope("plan", plan.scope());
    return restore(
        plan.stageChanges().stream()
            .filter(decision -> decision.stageChange().flatMap(Stage::enteredBy).isPresent())
            .map(ImageDecision::imageId)
            .toList(),
        plan.policy().lifecycle().map(LifecycleSpecs::tags).orElse(tags));
  }

  /**
   * Restores the images that an execution moved into a stage, or may have.
   *
   * @param result the result
   * @return an outcome of {@link Action#RESTORE_IMAGE} for each
   * @throws PlanRefusedException if the result is of another scope; nothing was changed
   * @throws EvidenceException if the images cannot be read; nothing was changed
   */
  public ExecutionResult restore(ExecutionResult result) {
    requireScope("result", result.scope());
    return restore(
        result.outcomes().stream()
            .filter(outcome -> Stage.enteredBy(outcome.action()).isPresent())
            .filter(outcome -> outcome.outcome() != Outcome.SKIPPED)
            .map(outcome -> (ImageId) outcome.resource())
            .toList());
  }

  /**
   * Takes the hold of images away: the next plan decides on them as on any other.
   *
   * @param ids the images
   * @return an outcome of {@link Action#TAG_IMAGE} for each
   * @throws PlanRefusedException if operations and images are of different scopes; nothing was
   *     changed
   * @throws EvidenceException if the images cannot be read; nothing was changed
   */
  public ExecutionResult liftHold(Collection<ImageId> ids) {
    return changeAll(ids, Action.TAG_IMAGE, image -> StageChange.liftingHold(image, tags));
  }

  private ExecutionResult changeAll(
      Collection<ImageId> ids, Action action, Function<Image, StageChange> change) {
    return LogContext.within(operations.scope(), () -> changeEach(ids, action, change));
  }

  private ExecutionResult changeEach(
      Collection<ImageId> ids, Action action, Function<Image, StageChange> change) {
    Instant startedAt = clock.instant();
    ImageInventory inventory = images.loadImages();
    requireScope("inventory", inventory.scope());
    for (Evidence read : inventory.evidence()) {
      if (!read.isUsable()) {
        throw new EvidenceException(
            read.source(),
            "The source '"
                + read.source()
                + "' was not read to its end: restore when it answers in full");
      }
    }
    Set<ImageId> asked = new TreeSet<>(ids);
    List<StageChange> changes =
        asked.stream()
            .flatMap(id -> inventory.image(id).stream())
            .filter(image -> image.state() != ImageState.DEREGISTERED)
            .map(change)
            .toList();
    Map<ImageId, Optional<ActionOutcome>> ends;
    try (Workers workers = Workers.own(concurrency, "amiclean-restoring-%d", Deadline.none())) {
      ends =
          new StageBatch(operations, ExecutionJournal.none(), clock::instant, workers)
              .make(changes, id -> true, () -> {});
    }
    ExecutionResult result =
        ExecutionResult.builder()
            .startedAt(startedAt)
            .finishedAt(clock.instant())
            .scope(inventory.scope())
            .outcomes(
                asked.stream()
                    .map(
                        id ->
                            ends.getOrDefault(id, Optional.empty())
                                .orElseGet(
                                    () ->
                                        ActionOutcome.change(
                                            action,
                                            id,
                                            Outcome.ALREADY_GONE,
                                            OutcomeCodes.ALREADY_GONE,
                                            "There is no such image of " + inventory.scope())))
                    .toList())
            .build();
    result
        .outcomes()
        .forEach(outcome -> listeners.call(listener -> listener.ended(result.scope(), outcome)));
    LOG.info("{} in {}: {}", action, result.scope(), result.counts());
    return result;
  }

  private void requireScope(String what, CleanupScope scope) {
    if (!scope.equals(operations.scope())) {
      throw new PlanRefusedException(
          "The "
              + what
              + " is of "
              + scope
              + ", but the operations are of "
              + operations.scope()
              + ": use the credentials and the region of the "
              + what);
    }
  }

  private static <T> T require(@Nullable T part, String method) {
    if (part == null) {
      throw missing(method);
    }
    return part;
  }

  private static IllegalStateException missing(String method) {
    return new IllegalStateException("The restoring lacks " + method);
  }

  /** Builds a {@link ImageRestorer}. Not thread-safe. */
  public static final class Builder {

    private final Map<ImageId, LaunchPermissions> recorded = new HashMap<>();
    private @Nullable LifecycleOperations operations;
    private @Nullable ImageSource images;
    private @Nullable String heldBy;
    private boolean withoutHold;
    private LifecycleTags tags = LifecycleTags.defaults();
    private int concurrency = 8;
    private Clock clock = Clock.systemUTC();
    private final List<CleanupListener> listeners = new ArrayList<>();

    private Builder() {}

    /**
     * Sets what changes images. Required.
     *
     * @param lifecycle the operations; the last one given counts
     * @return this builder
     */
    public Builder operations(LifecycleOperations lifecycle) {
      this.operations = Objects.requireNonNull(lifecycle, "lifecycle");
      return this;
    }

    /**
     * Sets where the images and their tags are read. Required.
     *
     * @param source the source; the last one given counts
     * @return this builder
     */
    public Builder images(ImageSource source) {
      this.images = Objects.requireNonNull(source, "source");
      return this;
    }

    /**
     * Puts what is restored on hold, before anything else is done.
     *
     * @param who who wants it, for those who read the tag
     * @return this builder
     * @throws IllegalArgumentException if the text is blank, or too long for a tag
     */
    public Builder holdBy(String who) {
      if (who.isBlank() || who.length() + Instant.MAX.toString().length() >= LONGEST_VALUE) {
        throw new IllegalArgumentException(
            "'" + who + "' cannot be who holds an image: expected 1 to 200 characters");
      }
      this.heldBy = who;
      return this;
    }

    /**
     * Puts nothing on hold: the next plan may begin to move the images again.
     *
     * @return this builder
     */
    public Builder withoutHold() {
      this.withoutHold = true;
      return this;
    }

    /**
     * Sets the names of the tags, which have to be those of the lifecycle that moved the images: by
     * others, nothing is found to give back. Default: {@link LifecycleTags#defaults()}; a plan has
     * its own.
     *
     * @param names the names; the last ones given count
     * @return this builder
     */
    public Builder tags(LifecycleTags names) {
      this.tags = Objects.requireNonNull(names, "names");
      return this;
    }

    /**
     * Adds launch permissions that journals hold, such as {@code JournalFile.recordedPermissions}
     * has them: they are given back in addition to those that the tags hold. Default: none.
     *
     * @param permissions the permissions by image
     * @return this builder
     */
    public Builder recorded(Map<ImageId, LaunchPermissions> permissions) {
      permissions.forEach((image, held) -> recorded.merge(image, held, LaunchPermissions::and));
      return this;
    }

    /**
     * Sets how many images are restored side by side. Default: 8.
     *
     * @param threads the number, 1 or more
     * @return this builder
     * @throws IllegalArgumentException if the number is less than 1
     */
    public Builder concurrency(int threads) {
      if (threads < 1) {
        throw new IllegalArgumentException(
            "The concurrency " + threads + " is too small: expected 1 or more");
      }
      this.concurrency = threads;
      return this;
    }

    /**
     * Sets the clock of the times of holds and of the result. Default: the system's, in UTC.
     *
     * @param restoringClock the clock
     * @return this builder
     */
    public Builder clock(Clock restoringClock) {
      this.clock = Objects.requireNonNull(restoringClock, "restoringClock");
      return this;
    }

    /**
     * Adds a listener that receives how each action ended. Default: none.
     *
     * @param listener the listener, in addition to those given before; it is called on the thread
     *     that restores, and what it throws is logged once and changes nothing
     * @return this builder
     */
    public Builder listener(CleanupListener listener) {
      listeners.add(Objects.requireNonNull(listener, "listener"));
      return this;
    }

    /**
     * Builds the restoring.
     *
     * @return the restoring
     * @throws IllegalStateException if something required is missing, naming the method to call
     */
    public ImageRestorer build() {
      return new ImageRestorer(this);
    }
  }
}
