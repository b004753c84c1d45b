package io.amiclean.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ExclusionFilter} promises. A filter that asks the inventories or the usage
 * overrides {@link #context()} as well.
 */
public abstract class ExclusionFilterContract
    extends StrategyContract<ExclusionFilter, Image, List<Reason>> {

  /**
   * Returns an image that the filter protects.
   *
   * @return the image
   */
  protected abstract Image protectedImage();

  /**
   * Returns an image that the filter does not protect.
   *
   * @return the image, of another id
   */
  protected abstract Image unprotectedImage();

  /** Returns the two images and {@link Samples#unusualImages()}. */
  @Override
  protected List<Image> questions() {
    return Stream.concat(
            Stream.of(protectedImage(), unprotectedImage()), Samples.unusualImages().stream())
        .toList();
  }

  /** Returns by default the {@link #questions()}, all of them unused. */
  @Override
  protected PlanningContext context() {
    return Samples.context(questions());
  }

  @Override
  protected final List<Reason> ask(
      ExclusionFilter strategy, Image question, PlanningContext context) {
    return strategy.evaluate(question, context);
  }

  @Test
  void saysWhyItProtectsAnImage() {
    assertThat(answer(strategy(), protectedImage(), context())).isNotEmpty();
  }

  @Test
  void hasNoReasonForAnImageThatItDoesNotProtect() {
    assertThat(answer(strategy(), unprotectedImage(), context())).isEmpty();
  }

  @Test
  void givesReasonsToKeepOnly() {
    assertEach(questions(), image -> assertKeeping(answer(strategy(), image, context())));
  }

  /** It has no clock of its own. */
  @Test
  void protectsTheSameImagesWhenAllTimesAreShifted() {
    assertSameAtOtherTimes(
        shift ->
            questions().stream()
                .filter(
                    image -> !answer(strategy(), shift.of(image), shift.of(context())).isEmpty())
                .map(Image::id)
                .toList());
  }
}
