package io.amiclean.api.model;

import io.amiclean.api.internal.AmicleanStyle;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * What a strategy may use in addition to the image in question: everything that was read, and now.
 */
@Value.Immutable
@AmicleanStyle
public abstract class PlanningContext {

  PlanningContext() {}

  /**
   * Returns a new builder.
   *
   * @return a builder without any part
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the time that is planned for. Strategies have no other clock.
   *
   * @return the planning time
   */
  public abstract Instant now();

  /**
   * Returns the images.
   *
   * @return the complete inventory
   */
  public abstract ImageInventory images();

  /**
   * Returns the snapshots.
   *
   * @return the complete inventory of the account's own snapshots
   */
  public abstract SnapshotInventory snapshots();

  /**
   * Returns who uses what.
   *
   * @return the usage from all sources
   */
  public abstract ImageUsage usage();

  /**
   * Returns the lineage of images that are gone, and that the plan which is being executed removes.
   * A mapper that groups images by what they come from needs it: when images that were let go are
   * gone, the others are to stay in their groups.
   *
   * @return the lineage by image; empty unless a plan is re-checked
   */
  public abstract Map<ImageId, ImageLineage> goneImages();

  /**
   * Returns what an image comes from, whether it exists or is {@linkplain #goneImages() gone}.
   *
   * @param image the id
   * @return its lineage, or empty if there is no such image
   */
  public final Optional<ImageLineage> lineage(ImageId image) {
    Objects.requireNonNull(image, "image");
    return images()
        .image(image)
        .map(ImageLineage::of)
        .or(() -> Optional.ofNullable(goneImages().get(image)));
  }

  /**
   * Returns the scope that is planned for.
   *
   * @return the scope
   */
  public final CleanupScope scope() {
    return images().scope();
  }

  @Value.Check
  void check() {
    if (!snapshots().scope().equals(scope())) {
      throw new ScopeMismatchException("snapshots", scope(), snapshots().scope());
    }
    if (!usage().scope().equals(scope())) {
      throw new ScopeMismatchException("usage", scope(), usage().scope());
    }
  }

  /**
   * Builds a {@link PlanningContext}; {@code now}, {@code images}, {@code snapshots} and {@code
   * usage} have to be set. Not thread-safe.
   */
  public static final class Builder extends ImmutablePlanningContext.Builder {
    Builder() {}
  }
}
