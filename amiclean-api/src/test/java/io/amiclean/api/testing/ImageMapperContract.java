package io.amiclean.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ImageMapper} promises. A mapper that asks the inventories or the usage
 * overrides {@link #context()} as well.
 */
public abstract class ImageMapperContract
    extends StrategyContract<ImageMapper, Image, Set<GroupKey>> {

  /**
   * Returns an image that the mapper places.
   *
   * @return the image
   */
  protected abstract Image placedImage();

  /**
   * Returns the groups that the mapper places {@link #placedImage()} in.
   *
   * @return the keys, at least one
   */
  protected abstract Set<GroupKey> groupsOfPlacedImage();

  /**
   * Returns images that the mapper cannot place, none by default.
   *
   * @return the images, of other ids
   */
  protected List<Image> unplacedImages() {
    return List.of();
  }

  /** Returns the images that are placed and not placed, and {@link Samples#unusualImages()}. */
  @Override
  protected List<Image> questions() {
    return Stream.of(List.of(placedImage()), unplacedImages(), Samples.unusualImages())
        .flatMap(List::stream)
        .toList();
  }

  /** Returns by default the {@link #questions()}, all of them unused. */
  @Override
  protected PlanningContext context() {
    return Samples.context(questions());
  }

  @Override
  protected final Set<GroupKey> ask(ImageMapper strategy, Image question, PlanningContext context) {
    return strategy.map(question, context);
  }

  @Test
  void placesAnImageInItsGroups() {
    assertThat(answer(strategy(), placedImage(), context()))
        .isNotEmpty()
        .isEqualTo(groupsOfPlacedImage());
  }

  @Test
  void leavesAnImageThatItCannotPlaceWithoutGroups() {
    assertEach(
        unplacedImages(), image -> assertThat(answer(strategy(), image, context())).isEmpty());
  }

  /**
   * What is let go is removed in batches: that must not move another image to other groups. The
   * lineage of what is gone is in the context.
   */
  @Test
  void placesAnImageInTheSameGroupsWhenOthersAreGone() {
    PlanningContext before = context();
    for (Image image : questions()) {
      PlanningContext after =
          Samples.without(
              questions().stream().filter(other -> !other.id().equals(image.id())).toList(),
              before);

      assertThat(answer(strategy(), image, after))
          .as("the groups of %s", image.id())
          .isEqualTo(answer(strategy(), image, before));
    }
  }

  @Test
  void namesNoGroupNull() {
    assertEach(
        questions(),
        image -> assertThat(answer(strategy(), image, context())).doesNotContainNull());
  }
}
