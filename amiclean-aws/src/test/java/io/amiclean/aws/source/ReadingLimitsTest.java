package io.amiclean.aws.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadingLimitsTest {

  @Test
  void hasTheDefaultsOfTheDocumentation() {
    ReadingLimits limits = ReadingLimits.defaults();

    assertThat(limits)
        .returns(Duration.ofMinutes(5), ReadingLimits::answerTime)
        .returns(Duration.ofHours(3), ReadingLimits::sourceTime)
        .returns(Duration.ofHours(6), ReadingLimits::readingTime)
        .returns(10_000, ReadingLimits::pages)
        .isEqualTo(ReadingLimits.builder().build());
  }

  @Test
  void differsByEachLimit() {
    assertThat(
            Set.of(
                ReadingLimits.defaults(),
                ReadingLimits.builder().answerTime(Duration.ofDays(1)).build(),
                ReadingLimits.builder().sourceTime(Duration.ofDays(1)).build(),
                ReadingLimits.builder().readingTime(Duration.ofDays(1)).build(),
                ReadingLimits.builder().answerBytes(1).build(),
                ReadingLimits.builder().pages(1).build(),
                ReadingLimits.builder().items(1).build()))
        .hasSize(7);
  }

  @Test
  void refusesLimitsThatNothingStaysWithin() {
    ReadingLimits.Builder builder = ReadingLimits.builder();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.answerTime(Duration.ZERO))
        .withMessage("answerTime is PT0S: expected a positive time, such as PT5M");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.sourceTime(Duration.ofSeconds(-1)))
        .withMessageStartingWith("sourceTime is PT-1S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.readingTime(Duration.ZERO))
        .withMessageStartingWith("readingTime is PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.answerBytes(0))
        .withMessage("answerBytes is 0: expected 1 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.pages(0))
        .withMessageStartingWith("pages is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.items(0))
        .withMessageStartingWith("items is 0");
  }
}
