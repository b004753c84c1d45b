package io.amiclean.api.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.lifecycle.MalformedStageException;
import io.amiclean.api.lifecycle.StageMark;
import io.amiclean.api.lifecycle.StageMarkReader;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link StageMarkReader} promises. */
public abstract class StageMarkReaderContract
    extends StrategyContract<StageMarkReader, Image, Optional<StageMark>> {

  /**
   * Returns an image that has a mark.
   *
   * @return the image
   */
  protected abstract Image markedImage();

  /**
   * Returns what the mark of {@link #markedImage()} says.
   *
   * @return the mark, with its evidence
   */
  protected abstract StageMark mark();

  /**
   * Returns an image that has none of the marks.
   *
   * @return the image, of another id
   */
  protected abstract Image unmarkedImage();

  /**
   * Returns an image that has a mark which cannot be understood; none by default.
   *
   * @return the image, or empty if the reader understands every mark
   */
  protected Optional<Image> malformedImage() {
    return Optional.empty();
  }

  /** Returns the two images and {@link Samples#unusualImages()}. */
  @Override
  protected List<Image> questions() {
    return Stream.concat(
            Stream.of(markedImage(), unmarkedImage()), Samples.unusualImages().stream())
        .toList();
  }

  @Override
  protected final PlanningContext context() {
    return Samples.context(questions());
  }

  @Override
  protected final Optional<StageMark> ask(
      StageMarkReader strategy, Image question, PlanningContext context) {
    return strategy.read(question);
  }

  @Test
  void readsAMarkWithItsEvidence() {
    assertThat(answer(strategy(), markedImage(), context())).contains(mark());
    assertThat(mark().evidence()).as("what says so").isNotEmpty();
  }

  @Test
  void findsNoMarkWhereThereIsNone() {
    assertThat(answer(strategy(), unmarkedImage(), context())).isEmpty();
  }

  /** A mark that is taken for none would begin the stages from the start. */
  @Test
  void refusesAMarkThatCannotBeUnderstood() {
    malformedImage()
        .ifPresent(
            image ->
                assertThatExceptionOfType(MalformedStageException.class)
                    .isThrownBy(() -> strategy().read(image))
                    .satisfies(e -> assertThat(e.getMessage()).isNotBlank()));
  }
}
