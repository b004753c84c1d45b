package io.amiclean.api.model;

import io.amiclean.api.internal.AmicleanStyle;
import java.time.Instant;
import org.immutables.value.Value;

/** What a strategy may look at besides the image in question: everything that was read, and now. */
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
