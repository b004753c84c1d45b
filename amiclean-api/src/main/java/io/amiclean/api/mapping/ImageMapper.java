package io.amiclean.api.mapping;

import io.amiclean.api.internal.Arguments;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.policy.Strategy;
import io.amiclean.api.policy.StrategySpec;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Places images in groups. Every image is mapped, excluded ones too; an image that no mapper places
 * is kept and reported as unmapped.
 *
 * <p>Pure, and safe for use by several threads. Several mappers of one planner join their groups:
 * an image goes only if every group it is in lets it go.
 */
@FunctionalInterface
public interface ImageMapper extends Strategy {

  /**
   * Returns the groups of an image.
   *
   * @param image the image
   * @param context everything that was read, and the planning time
   * @return the keys of its groups; empty if this mapper cannot place it
   */
  Set<GroupKey> map(Image image, PlanningContext context);

  /**
   * Gives a mapper the description that plans and error messages show; a lambda has none of its
   * own.
   *
   * @param description the description, the same in every run
   * @param mapper the mapper
   * @return a mapper that answers as the given one
   * @throws IllegalArgumentException if the description is blank
   */
  static ImageMapper named(String description, ImageMapper mapper) {
    Arguments.requireDescription(description);
    Objects.requireNonNull(mapper, "mapper");
    return new NamedMapper(mapper, Optional.empty(), description);
  }

  /**
   * Gives a mapper the spec that plans and policies hold, and of which a provider makes it.
   *
   * @param spec the spec, the same in every run
   * @param mapper the mapper
   * @return a mapper that answers as the given one
   */
  static ImageMapper named(StrategySpec spec, ImageMapper mapper) {
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(mapper, "mapper");
    return new NamedMapper(mapper, Optional.of(spec), spec.description());
  }
}
