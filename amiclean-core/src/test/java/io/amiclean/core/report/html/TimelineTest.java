package io.amiclean.core.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.core.report.html.Timeline.Tick;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimelineTest {

  @ParameterizedTest
  @CsvSource({
    "2025-06-10T00:00:00Z, 2025-06-15T00:00:00Z, day, 2025-06-15, 2025-06-15",
    "2025-01-01T00:00:00Z, 2025-06-15T23:59:59Z, week, 2025-06-09, Week of 2025-06-09",
    "2022-01-31T00:00:00Z, 2025-06-15T00:00:00Z, month, 2025-06-01, Jun 2025",
    "2015-05-05T00:00:00Z, 2025-06-15T00:00:00Z, quarter, 2025-04-01, 2025 Q2",
    "2006-01-01T00:00:00Z, 2025-06-15T00:00:00Z, year, 2025-01-01, 2025",
    "1700-01-01T00:00:00Z, 2025-06-15T00:00:00Z, 10 years, 2020-01-01, From 2020",
    "0001-01-01T00:00:00Z, 2025-06-15T00:00:00Z, 100 years, 2000-01-01, From 2000"
  })
  void dividesTimeByTheCalendar(
      Instant oldest, Instant newest, String unit, LocalDate period, String name) {
    Timeline timeline = Timeline.of(List.of(newest, oldest));

    assertThat(timeline.unit()).isEqualTo(unit);
    assertThat(timeline.periodOf(newest)).isEqualTo(period);
    assertThat(timeline.name(period)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "2025-06-15T00:00:00Z, 2025-06-15T00:00:00Z",
    "2025-06-01T00:00:00Z, 2025-06-15T00:00:00Z",
    "2025-01-01T00:00:00Z, 2025-06-15T00:00:00Z",
    "2022-06-15T00:00:00Z, 2025-06-15T00:00:00Z",
    "2006-06-15T00:00:00Z, 2025-06-15T00:00:00Z",
    "0001-01-01T00:00:00Z, 2025-06-15T00:00:00Z",
    "-1000000000-01-01T00:00:00Z, +1000000000-12-31T23:59:59.999999999Z"
  })
  void holdsAllTimesAndFewTicks(Instant oldest, Instant newest) {
    Timeline timeline = Timeline.of(List.of(oldest, newest));

    LocalDate first = timeline.periodOf(oldest);
    LocalDate last = timeline.periodOf(newest);
    assertThat(timeline.start(first)).isBetween(0.0, (double) Timeline.WIDTH);
    assertThat(timeline.width(first)).isPositive();
    assertThat(timeline.start(last) + timeline.width(last)).isEqualTo(Timeline.WIDTH);
    assertThat(timeline.ticks()).hasSizeBetween(1, 8);
    assertThat(timeline.ticks())
        .extracting(Tick::position)
        .isSorted()
        .allMatch(x -> x < Timeline.WIDTH);
  }

  @Test
  void placesTicksWhereTheCalendarTurns() {
    Timeline timeline =
        Timeline.of(
            List.of(Instant.parse("2022-02-01T00:00:00Z"), Instant.parse("2025-06-15T00:00:00Z")));

    assertThat(timeline.ticks())
        .extracting(Tick::name)
        .containsExactly("Jul 2022", "Jan 2023", "Jul 2023", "Jan 2024", "Jul 2024", "Jan 2025");
  }

  @Test
  void beginsBeforeASingleDay() {
    Instant day = Instant.parse("2025-06-15T12:00:00Z");
    Timeline timeline = Timeline.of(List.of(day));

    assertThat(timeline.width(timeline.periodOf(day))).isLessThan(Timeline.WIDTH / 10.0);
  }
}
