package io.amiclean.api.policy;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.model.ImageId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.immutables.value.Value;

/**
 * What is to stay, as a value: the strategies by name, the limits, and which protections are left
 * out. A planner has one, a policy file holds one, and every plan holds that which it was made
 * with. Two planners of equal policies decide alike on the same inventory.
 *
 * <p>Immutable and thread-safe.
 */
@Value.Immutable
@AmicleanStyle
public abstract class CleanupPolicy {

  /** The resolver that a policy has by default. */
  public static final StrategySpec DEFAULT_RESOLVER = StrategySpec.of("blockDevices");

  CleanupPolicy() {}

  /**
   * Returns a new builder.
   *
   * @return a builder without grouping and retention
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns what people call this policy.
   *
   * @return the name, such as {@code golden images}
   */
  public abstract Optional<String> name();

  /**
   * Returns what places images in groups.
   *
   * @return the mappers, whose groups are joined
   */
  public abstract List<StrategySpec> groupBy();

  /**
   * Returns what protects images.
   *
   * @return the filters
   */
  public abstract List<StrategySpec> exclude();

  /**
   * Returns what protects snapshots.
   *
   * @return the filters
   */
  public abstract List<StrategySpec> excludeSnapshots();

  /**
   * Returns what each group keeps.
   *
   * @return the retentions; what any of them keeps stays
   */
  public abstract List<StrategySpec> retain();

  /**
   * Returns which images alone may be removed.
   *
   * @return the images, sorted; empty for all. A selection of none protects every image
   */
  public abstract Optional<SortedSet<ImageId>> only();

  /**
   * Returns whether orphan snapshots are decided on.
   *
   * @return whether they are, {@code false} by default
   */
  @Value.Default
  public boolean orphanSnapshots() {
    return false;
  }

  /**
   * Returns which snapshots are removed with an image.
   *
   * @return the resolver, {@link #DEFAULT_RESOLVER} by default
   */
  @Value.Default
  public StrategySpec resolveSnapshots() {
    return DEFAULT_RESOLVER;
  }

  /**
   * Returns how old and how small evidence may be.
   *
   * @return the limits, none by default
   */
  @Value.Default
  public EvidenceLimits evidence() {
    return EvidenceLimits.none();
  }

  /**
   * Returns how much may be removed.
   *
   * @return the limits, none by default
   */
  @Value.Default
  public PlanLimits limits() {
    return PlanLimits.none();
  }

  /**
   * Returns which of the protections that are on by default are left out.
   *
   * @return the protections, none by default
   */
  @Value.NaturalOrder
  public abstract SortedSet<Protection> withoutProtections();

  /**
   * Returns which tags of images are recorded in the plan.
   *
   * @return the keys
   */
  @Value.NaturalOrder
  public abstract SortedSet<String> recordTags();

  /**
   * Returns the stages that images are moved through.
   *
   * @return the stages; empty if images are removed at once
   */
  public abstract Optional<LifecycleSpec> lifecycle();

  @Value.Check
  void check() {
    for (String key : recordTags()) {
      if (key.isBlank()) {
        throw new IllegalArgumentException("A blank tag key: expected a key such as owner");
      }
    }
  }

  /** Builds a {@link CleanupPolicy}; nothing has to be set. Not thread-safe. */
  public static final class Builder extends ImmutableCleanupPolicy.Builder {
    Builder() {}

    /**
     * Sets which images alone may be removed.
     *
     * @param images the images; none protect every image
     * @return this builder
     */
    public Builder onlyOf(Iterable<ImageId> images) {
      TreeSet<ImageId> sorted = new TreeSet<>();
      images.forEach(sorted::add);
      return only(Collections.unmodifiableSortedSet(sorted));
    }
  }
}
