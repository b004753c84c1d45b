package io.amiclean.api.snapshot;

import io.amiclean.api.internal.Arguments;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.policy.Strategy;
import io.amiclean.api.policy.StrategySpec;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Says which snapshots belong to an image and go with it.
 *
 * <p>Pure, and safe for use by several threads. Whatever a resolver answers, a planner keeps a
 * snapshot that another image refers to, that is not the account's own, or that something else
 * protects.
 */
@FunctionalInterface
public interface SnapshotResolver extends Strategy {

  /**
   * Returns the snapshots of an image.
   *
   * @param image an image that may be removed
   * @param context everything that was read, and the planning time
   * @return the snapshots that go with it; empty if there are none
   */
  Set<SnapshotId> resolve(Image image, PlanningContext context);

  /**
   * Gives a resolver the description that plans and error messages show; a lambda has none of its
   * own.
   *
   * @param description the description, the same in every run
   * @param resolver the resolver
   * @return a resolver that answers as the given one
   * @throws IllegalArgumentException if the description is blank
   */
  static SnapshotResolver named(String description, SnapshotResolver resolver) {
    Arguments.requireDescription(description);
    Objects.requireNonNull(resolver, "resolver");
    return new NamedResolver(resolver, Optional.empty(), description);
  }

  /**
   * Gives a resolver the spec that plans and policies hold, and of which a provider makes it.
   *
   * @param spec the spec, the same in every run
   * @param resolver the resolver
   * @return a resolver that answers as the given one
   */
  static SnapshotResolver named(StrategySpec spec, SnapshotResolver resolver) {
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(resolver, "resolver");
    return new NamedResolver(resolver, Optional.of(spec), spec.description());
  }
}
