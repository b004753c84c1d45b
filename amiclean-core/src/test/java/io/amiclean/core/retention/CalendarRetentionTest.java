package io.amiclean.core.retention;

import static io.amiclean.core.Fixtures.context;
import static io.amiclean.core.Fixtures.image;
import static io.amiclean.core.retention.CalendarPeriod.DAY;
import static io.amiclean.core.retention.CalendarPeriod.HOUR;
import static io.amiclean.core.retention.CalendarPeriod.MONTH;
import static io.amiclean.core.retention.CalendarPeriod.WEEK;
import static io.amiclean.core.retention.CalendarPeriod.YEAR;
import static io.amiclean.core.retention.RetentionStrategies.calendar;
import static io.amiclean.core.retention.RetentionStrategies.calendarInTurn;
import static io.amiclean.core.retention.RetentionStrategies.keepWithin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.Counter;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.Reason;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The retentions by periods, in the cases that the manuals of restic ("Removing backup snapshots")
 * and Proxmox Backup Server ("Pruning") describe.
 */
class CalendarRetentionTest {

  private static final GroupKey KEY = GroupKey.of(List.of(GroupKey.Label.of("role", "front")));

  static Stream<Arguments> countsOfEachKindByItself() {
    return Stream.of(
        Arguments.of(
            "the newest of each of the last days, where several were made on a day",
            Map.of(DAY, 2),
            times(
                "2024-03-03T18:00",
                "2024-03-03T06:00",
                "2024-03-02T18:00",
                "2024-03-02T06:00",
                "2024-03-01T06:00",
                "2024-02-28T06:00"),
            times("2024-03-03T18:00", "2024-03-02T18:00")),
        Arguments.of(
            "four Sundays by four days, where an image was made on Sundays only",
            Map.of(DAY, 4),
            times(
                "2024-03-24T10:00",
                "2024-03-17T10:00",
                "2024-03-10T10:00",
                "2024-03-03T10:00",
                "2024-02-25T10:00",
                "2024-02-18T10:00"),
            times("2024-03-24T10:00", "2024-03-17T10:00", "2024-03-10T10:00", "2024-03-03T10:00")),
        Arguments.of(
            "the last ones of a group that has not been built for years",
            Map.of(DAY, 2, WEEK, 1),
            times("2019-03-03T18:00", "2019-03-02T18:00", "2019-02-01T18:00"),
            times("2019-03-03T18:00", "2019-03-02T18:00")),
        Arguments.of(
            "the oldest while a count is unfilled",
            Map.of(YEAR, 3),
            times("2024-03-03T18:00", "2024-03-02T18:00", "2024-03-01T18:00"),
            times("2024-03-03T18:00", "2024-03-01T18:00")),
        Arguments.of(
            "nothing more for being the oldest when the counts are filled",
            Map.of(YEAR, 1),
            times("2024-03-03T18:00", "2024-03-02T18:00", "2024-03-01T18:00"),
            times("2024-03-03T18:00")),
        Arguments.of(
            "weeks from Monday to Sunday",
            Map.of(WEEK, 2),
            times("2024-03-04T00:00", "2024-03-03T23:59", "2024-02-26T00:00", "2024-02-25T23:59"),
            times("2024-03-04T00:00", "2024-03-03T23:59")),
        Arguments.of(
            "the newest of each of the last hours that hold one",
            Map.of(HOUR, 2),
            times("2024-03-03T18:59", "2024-03-03T18:01", "2024-03-03T07:30", "2024-03-02T07:30"),
            times("2024-03-03T18:59", "2024-03-03T07:30")));
  }

  @ParameterizedTest(name = "keeps {0}")
  @MethodSource("countsOfEachKindByItself")
  void counts(
      String what,
      Map<CalendarPeriod, Integer> counts,
      List<LocalDateTime> made,
      List<LocalDateTime> kept) {
    assertThat(kept(calendar(counts), made)).as(what).isEqualTo(kept);
  }

  @Test
  void keepsOnlyTheSharedOnesOnceOfAHundredYearsOfDays() {
    List<LocalDateTime> days = daily(LocalDate.of(2024, 12, 31), 36_500);

    List<LocalDateTime> kept = kept(calendar(Map.of(DAY, 7, WEEK, 5, MONTH, 12, YEAR, 75)), days);

    // 7 days; of 5 weeks the 2 newest hold kept days, of which one ends with the year.
    assertThat(kept).startsWith(days.subList(0, 7).toArray(LocalDateTime[]::new));
    assertThat(kept.stream().map(time -> time.getYear()).distinct()).hasSize(75);
    assertThat(kept.stream().filter(time -> time.getYear() == 2024).map(LocalDateTime::getMonth))
        .containsAll(List.of(Month.values()));
  }

  static Stream<Arguments> countsInTurn() {
    return Stream.of(
        Arguments.of(
            "weeks beyond the days, where the days are kept already",
            Map.of(DAY, 7, WEEK, 2),
            daily(LocalDate.of(2024, 3, 31), 28),
            Stream.of(
                    daily(LocalDate.of(2024, 3, 31), 7), // that week
                    daily(LocalDate.of(2024, 3, 24), 1),
                    daily(LocalDate.of(2024, 3, 17), 1))
                .flatMap(List::stream)
                .toList()),
        Arguments.of(
            "days on which an image was made only",
            Map.of(DAY, 2),
            times("2024-03-20T10:00", "2024-03-02T18:00", "2024-03-02T10:00", "2024-01-02T10:00"),
            times("2024-03-20T10:00", "2024-03-02T18:00")),
        Arguments.of(
            "no image for being the oldest",
            Map.of(YEAR, 3),
            times("2024-03-03T18:00", "2024-03-02T18:00"),
            times("2024-03-03T18:00")));
  }

  @ParameterizedTest(name = "keeps {0}")
  @MethodSource
  void countsInTurn(
      String what,
      Map<CalendarPeriod, Integer> counts,
      List<LocalDateTime> made,
      List<LocalDateTime> kept) {
    assertThat(kept(calendarInTurn(counts), made)).as(what).isEqualTo(kept);
  }

  @Nested
  class Within {

    private final List<LocalDateTime> made =
        times("2019-03-03T18:00", "2019-03-03T06:00", "2019-02-02T18:00", "2019-01-01T18:00");

    @Test
    void countsFromTheNewestOfTheGroup() {
      assertThat(kept(keepWithin(Duration.ofDays(29)), made))
          .isEqualTo(times("2019-03-03T18:00", "2019-03-03T06:00", "2019-02-02T18:00"));
    }

    @Test
    void leavesTheNewestOfEachPeriod() {
      assertThat(kept(keepWithin(Map.of(DAY, Duration.ofDays(29))), made))
          .isEqualTo(times("2019-03-03T18:00", "2019-02-02T18:00"));
    }
  }

  @Test
  void countsAvailableImagesOnly() {
    Image disabled = made("2024-03-03T18:00").state(ImageState.DISABLED).build();
    Image available = made("2024-03-03T06:00").build();

    assertThat(decide(calendar(Map.of(DAY, 1)), List.of(disabled, available)).reasons().keySet())
        .containsExactly(available.id());
  }

  @Test
  void saysWhatIsLeftOfEachCounter() {
    Image newest = made("2017-06-15T09:55").build();

    RetentionDecision decision =
        decide(
            calendar(Map.of(DAY, 7, MONTH, 12)), List.of(newest, made("2017-06-14T09:55").build()));

    assertThat(decision.reasons().get(newest.id()))
        .containsExactly(
            Reason.of(
                    "keep-calendar",
                    "Kept for 2017-06-15, 2017-06 in front",
                    "daily 2017-06-15: 6 of 7 left",
                    "monthly 2017-06: 11 of 12 left")
                .counting(
                    List.of(
                        Counter.of("daily 2017-06-15", 1, 7),
                        Counter.of("monthly 2017-06", 1, 12))));
  }

  @Test
  void refusesACalendarThatKeepsNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> calendar(Map.of(DAY, 0)))
        .withMessageContaining("expected at least one count");
  }

  private static List<LocalDateTime> kept(RetentionStrategy strategy, List<LocalDateTime> made) {
    List<Image> images = made.stream().map(time -> made(time).build()).toList();
    RetentionDecision decision = decide(strategy, images);
    return images.stream()
        .filter(image -> decision.keeps(image.id()))
        .map(image -> image.creationDate().orElseThrow().atOffset(ZoneOffset.UTC).toLocalDateTime())
        .toList();
  }

  private static RetentionDecision decide(RetentionStrategy strategy, List<Image> images) {
    return strategy.decide(
        ImageGroup.builder().key(KEY).candidates(images).build(),
        context(images.toArray(Image[]::new)));
  }

  private static Image.Builder made(String time) {
    return made(LocalDateTime.parse(time));
  }

  private static Image.Builder made(LocalDateTime time) {
    return image((int) (time.toEpochSecond(ZoneOffset.UTC) / 60))
        .creationDate(time.toInstant(ZoneOffset.UTC));
  }

  private static List<LocalDateTime> times(String... times) {
    return Stream.of(times).map(LocalDateTime::parse).toList();
  }

  private static List<LocalDateTime> daily(LocalDate newest, int count) {
    List<LocalDateTime> days = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      days.add(newest.minusDays(i).atTime(12, 0));
    }
    return days;
  }
}
