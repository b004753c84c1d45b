package io.amiclean.api.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ProgressMeterTest {

  private Instant now = Instant.parse("2017-06-16T00:00:00Z");
  private final ProgressMeter meter = new ProgressMeter(() -> now);

  @Test
  void theFirstStepTellsNoSpeed() {
    assertThat(meter.measure(Progress.of("removal", 1, 10)))
        .isEqualTo(new ProgressMeter.Speed(OptionalDouble.empty(), Optional.empty()));
  }

  @Test
  void theRestTakesAsLongAsWhatIsDone() {
    meter.measure(Progress.of("removal", 0, 30));
    now = now.plusSeconds(5);

    assertThat(meter.measure(Progress.of("removal", 10, 30)))
        .isEqualTo(
            new ProgressMeter.Speed(OptionalDouble.of(2), Optional.of(Duration.ofSeconds(10))));
  }

  @Test
  void aTaskOfUnknownEndHasASpeed() {
    meter.measure(Progress.of("images", 100));
    now = now.plusMillis(500);

    assertThat(meter.measure(Progress.of("images", 150)))
        .isEqualTo(new ProgressMeter.Speed(OptionalDouble.of(100), Optional.empty()));
  }

  @Test
  void nothingIsLeftOfATaskThatIsDone() {
    meter.measure(Progress.of("removal", 0, 10));
    now = now.plusSeconds(1);

    assertThat(meter.measure(Progress.of("removal", 12, 10)).left()).contains(Duration.ZERO);
  }

  @Test
  void aTaskThatStandsStillTellsNoSpeed() {
    meter.measure(Progress.of("removal", 1, 10));
    now = now.plusSeconds(1);

    assertThat(meter.measure(Progress.of("removal", 1, 10)).left()).isEmpty();
  }

  @Test
  void eachTaskHasItsOwnTime() {
    meter.measure(Progress.of("images", 0));
    now = now.plusSeconds(10);
    meter.measure(Progress.of("removal", 0, 10));
    now = now.plusSeconds(1);

    assertThat(meter.measure(Progress.of("removal", 5, 10)).perSecond()).hasValue(5);
  }
}
