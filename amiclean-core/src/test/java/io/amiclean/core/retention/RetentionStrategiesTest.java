package io.amiclean.core.retention;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.codes;
import static io.amiclean.core.Fixtures.context;
import static io.amiclean.core.Fixtures.image;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.imageNamed;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.Counter;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.Reason;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionStrategiesTest {

  private static final GroupKey KEY =
      GroupKey.of(
          List.of(GroupKey.Label.of("environment", "dev"), GroupKey.Label.of("role", "front")));

  @Nested
  class KeepNewest {

    @Test
    void keepsTheNewestCandidates() {
      assertThat(kept(RetentionStrategies.keepNewest(2), days(3, 1, 4, 2)))
          .containsExactlyInAnyOrder(imageId(1), imageId(2));
    }

    @Test
    void saysTheRankInTheGroup() {
      RetentionDecision decision = decide(RetentionStrategies.keepNewest(4), days(1, 2, 3, 4, 5));

      assertThat(reasons(decision, 2))
          .containsExactly(
              Reason.of("keep-newest", "Among the newest 4 of dev.front", "dev.front: rank 2 of 5")
                  .counting(List.of(Counter.of("newest", 2, 4))));
    }

    @Test
    void breaksTiesById() {
      Image second = image(2).creationDate(NOW).build();
      Image first = image(1).creationDate(NOW).build();

      assertThat(kept(RetentionStrategies.keepNewest(1), second, first))
          .containsExactly(imageId(1));
    }

    @Test
    void countsAvailableImagesOnly() {
      Image disabled = image(1).state(ImageState.DISABLED).build();

      assertThat(
              kept(RetentionStrategies.keepNewest(1), disabled, image(2).build(), image(3).build()))
          .containsExactly(imageId(2));
    }

    @Test
    void keepsImagesInAdditionToThoseThatStayAnyway() {
      ImageGroup group = group(List.of(image(2).build()), List.of(image(1).build()));

      assertThat(kept(RetentionStrategies.keepNewest(1), group)).containsExactly(imageId(2));
    }

    @Test
    void zeroKeepsNone() {
      assertThat(kept(RetentionStrategies.keepNewest(0), days(1, 2))).isEmpty();
    }

    @Test
    void refusesANegativeNumber() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RetentionStrategies.keepNewest(-1))
          .withMessage("The number of newest images is -1: expected 0 or more");
    }
  }

  @Nested
  class YoungerThan {

    @Test
    void keepsYoungImagesWithTheirAge() {
      RetentionDecision decision =
          decide(
              RetentionStrategies.youngerThan(Duration.ofDays(30)),
              image(1).creationDate(Instant.parse("2017-05-17T00:00:01Z")).build());

      assertThat(reasons(decision, 1))
          .containsExactly(
              Reason.of(
                  "minimum-age",
                  "Created 29 d 23 h 59 min 59 s ago, younger than the minimum age of 30 d",
                  "2017-05-17T00:00:01Z"));
    }

    @Test
    void letsAnImageOfExactlyThatAgeGo() {
      assertThat(kept(RetentionStrategies.youngerThan(Duration.ofDays(30)), days(30, 31)))
          .isEmpty();
    }

    @Test
    void keepsAnImageFromTheFuture() {
      RetentionDecision decision =
          decide(
              RetentionStrategies.youngerThan(Duration.ofMinutes(90)),
              image(1).creationDate(NOW.plusSeconds(3600)).build());

      assertThat(reasons(decision, 1).get(0).message())
          .isEqualTo(
              "Created 1 h after the planning time, younger than the minimum age of 1 h 30 min");
    }

    @Test
    void keepsAnImageCreatedAtThePlanningTime() {
      RetentionDecision decision =
          decide(
              RetentionStrategies.youngerThan(Duration.ofMillis(1)),
              image(1).creationDate(NOW).build());

      assertThat(reasons(decision, 1).get(0).message())
          .isEqualTo("Created less than 1 s ago, younger than the minimum age of less than 1 s");
    }

    @Test
    void thenKeepNewestDoesNotCountTheYoung() {
      RetentionStrategy original =
          RetentionStrategies.youngerThan(Duration.ofDays(2))
              .then(RetentionStrategies.keepNewest(1));

      assertThat(kept(original, days(1, 2, 3))).containsExactly(imageId(1), imageId(2));
    }

    @Test
    void anyOfWithKeepNewestCountsTheYoung() {
      RetentionStrategy either =
          RetentionStrategy.anyOf(
              RetentionStrategies.youngerThan(Duration.ofDays(2)),
              RetentionStrategies.keepNewest(1));

      assertThat(kept(either, days(1, 2, 3))).containsExactly(imageId(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "P-1D"})
    void refusesAnAgeThatIsNotPositive(Duration age) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RetentionStrategies.youngerThan(age))
          .withMessage(
              "The minimum age %s is not positive: expected one such as P30D",
              SpecArgument.of(age));
    }
  }

  @Nested
  class LaunchedWithin {

    @Test
    void keepsImagesLaunchedLately() {
      Image image = image(100).lastLaunchedTime(NOW.minus(Duration.ofDays(1))).build();

      assertThat(
              reasons(decide(RetentionStrategies.launchedWithin(Duration.ofDays(2)), image), 100))
          .containsExactly(
              Reason.of(
                  "launched-within",
                  "Last launched at 2017-06-15T00:00:00Z, within 2 d",
                  "2017-06-15T00:00:00Z"));
    }

    @Test
    void letsALaunchOfExactlyThatAgeGo() {
      Image image = image(100).lastLaunchedTime(NOW.minus(Duration.ofDays(2))).build();

      assertThat(kept(RetentionStrategies.launchedWithin(Duration.ofDays(2)), image)).isEmpty();
    }

    @Test
    void letsImagesWithoutAKnownLaunchGo() {
      assertThat(kept(RetentionStrategies.launchedWithin(Duration.ofDays(2)), days(1))).isEmpty();
    }

    @Test
    void refusesATimeThatIsNotPositive() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RetentionStrategies.launchedWithin(Duration.ZERO))
          .withMessage(
              "The time since the last launch PT0S is not positive: expected one such as P30D");
    }
  }

  @Nested
  class KeepAtLeast {

    @Test
    void keepsTheNewestOfAGroupThatIsTooSmall() {
      RetentionDecision decision = decide(RetentionStrategies.keepAtLeast(2), days(3, 1, 2));

      assertThat(decision.reasons().keySet()).containsExactly(imageId(1), imageId(2));
      assertThat(reasons(decision, 2))
          .containsExactly(
              Reason.of(
                      "keep-at-least",
                      "dev.front is to hold at least 2 images",
                      "dev.front: number 2 of at least 2")
                  .counting(List.of(Counter.of("at least", 2, 2))));
    }

    @Test
    void countsImagesThatStayAnyway() {
      ImageGroup group =
          group(
              List.of(image(1).build(), image(2).build()),
              List.of(image(3).build(), image(4).state(ImageState.DISABLED).build()));
      RetentionDecision decision = RetentionStrategies.keepAtLeast(3).decide(group, context());

      assertThat(decision.reasons().keySet()).containsExactly(imageId(1));
      assertThat(reasons(decision, 1).get(0).evidence())
          .containsExactly("dev.front: number 3 of at least 3");
    }

    @Test
    void countsWhatStrategiesBeforeItKeep() {
      RetentionStrategy both =
          RetentionStrategies.keepNewest(1).then(RetentionStrategies.keepAtLeast(2));

      assertThat(kept(both, days(1, 2, 3))).containsExactly(imageId(1), imageId(2));
    }

    @Test
    void keepsNothingOfAGroupThatIsLargeEnough() {
      ImageGroup group =
          group(List.of(image(1).build()), List.of(image(2).build(), image(3).build()));

      assertThat(kept(RetentionStrategies.keepAtLeast(1), group)).isEmpty();
    }

    @Test
    void refusesANegativeNumber() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RetentionStrategies.keepAtLeast(-2))
          .withMessage("The number of images that a group holds is -2: expected 0 or more");
    }
  }

  @Nested
  class Calendar {

    @Test
    void keepsTheNewestImageOfEachDay() {
      Image noon = created(1, "2017-06-15T12:00:00Z");
      Image evening = created(2, "2017-06-15T23:59:59.999Z");
      Image dayBefore = created(3, "2017-06-14T00:00:00Z");

      assertThat(kept(RetentionStrategies.calendarFromNow(3, 0, 0), noon, evening, dayBefore))
          .containsExactly(imageId(2), imageId(3));
    }

    @Test
    void thePeriodThatHoldsNowIsTheFirst() {
      Image today = created(1, "2017-06-16T00:00:00Z");
      Image yesterday = created(2, "2017-06-15T23:59:59Z");

      assertThat(kept(RetentionStrategies.calendarFromNow(1, 0, 0), today, yesterday))
          .containsExactly(imageId(1));
    }

    @Test
    void weeksBeginOnMonday() {
      Image monday = created(1, "2017-06-12T00:00:00Z");
      Image sunday = created(2, "2017-06-11T23:59:59Z");
      RetentionDecision decision =
          decide(RetentionStrategies.calendarFromNow(0, 1, 0), monday, sunday);

      assertThat(decision.reasons().keySet()).containsExactly(imageId(1));
      assertThat(reasons(decision, 1).get(0).evidence()).containsExactly("2017-W24");
    }

    @Test
    void aWeekBelongsToTheYearOfItsThursday() {
      Image image = created(1, "2016-01-03T12:00:00Z");

      assertThat(
              reasons(decide(RetentionStrategies.calendarFromNow(0, 200, 0), image), 1)
                  .get(0)
                  .evidence())
          .containsExactly("2015-W53");
    }

    @Test
    void keepsTheNewestImageOfEachMonth() {
      assertThat(
              kept(
                  RetentionStrategies.calendarFromNow(0, 0, 3),
                  created(1, "2017-06-01T00:00:00Z"),
                  created(2, "2017-05-31T00:00:00Z"),
                  created(3, "2017-05-01T00:00:00Z"),
                  created(4, "2017-04-30T00:00:00Z"),
                  created(5, "2017-03-31T23:59:59Z")))
          .containsExactly(imageId(1), imageId(2), imageId(4));
    }

    @Test
    void oneImageStandsForSeveralPeriods() {
      RetentionDecision decision =
          decide(RetentionStrategies.calendarFromNow(7, 4, 12), created(1, "2017-06-15T12:00:00Z"));

      assertThat(reasons(decision, 1))
          .containsExactly(
              Reason.of(
                  "keep-calendar",
                  "Kept for 2017-06-15, 2017-W24, 2017-06 in dev.front",
                  "2017-06-15",
                  "2017-W24",
                  "2017-06"));
    }

    @Test
    void aPeriodWithoutImagesIsNotReplacedByAnOlderOne() {
      Image old = created(1, "2017-06-13T12:00:00Z");

      assertThat(kept(RetentionStrategies.calendarFromNow(3, 0, 0), old)).isEmpty();
    }

    @Test
    void anImageThatIsNotAvailableDoesNotStandForItsPeriod() {
      Image disabled =
          image(1)
              .creationDate(Instant.parse("2017-06-15T12:00:00Z"))
              .state(ImageState.DISABLED)
              .build();
      Image older = created(2, "2017-06-15T11:00:00Z");

      assertThat(kept(RetentionStrategies.calendarFromNow(2, 0, 0), disabled, older))
          .containsExactly(imageId(2));
    }

    @Test
    void imagesFromTheFutureAreKeptAndTakeNoPlace() {
      Image laterToday = created(1, "2017-06-16T12:00:00Z");
      Image tomorrow = created(2, "2017-06-17T12:00:00Z");
      Image now = created(3, "2017-06-16T00:00:00Z");

      assertThat(kept(RetentionStrategies.calendarFromNow(1, 0, 0), laterToday, tomorrow, now))
          .containsExactlyInAnyOrder(imageId(1), imageId(2), imageId(3));
    }

    @Test
    void manyPeriodsReachBackFarEnough() {
      assertThat(
              kept(
                  RetentionStrategies.calendarFromNow(
                      Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE),
                  created(1, "1970-01-01T00:00:00Z")))
          .containsExactly(imageId(1));
    }

    @Test
    void refusesNegativeNumbers() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RetentionStrategies.calendarFromNow(-1, 1, 1))
          .withMessage("The number of days is -1: expected 0 or more");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RetentionStrategies.calendarFromNow(1, -1, 1))
          .withMessage("The number of weeks is -1: expected 0 or more");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RetentionStrategies.calendarFromNow(1, 1, -1))
          .withMessage("The number of months is -1: expected 0 or more");
    }

    @Test
    void refusesACalendarWithoutPeriods() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RetentionStrategies.calendarFromNow(0, 0, 0))
          .withMessageContaining("keeps nothing: expected at least one period");
    }
  }

  @Nested
  class NewestByVersion {

    @Test
    void keepsTheNewestVersionsWhateverTheirAge() {
      RetentionDecision decision =
          decide(
              RetentionStrategies.newestByVersion(2),
              imageNamed(1, "front-1.9.0"),
              imageNamed(2, "front-v1.10.0"),
              imageNamed(3, "front-1.10.0-rc.1"));

      assertThat(decision.reasons().keySet()).containsExactly(imageId(2), imageId(3));
      assertThat(reasons(decision, 3))
          .containsExactly(
              Reason.of(
                      "keep-newest-version",
                      "Among the newest 2 versions of dev.front",
                      "version 1.10.0-rc.1",
                      "dev.front: rank 2 of 3")
                  .counting(List.of(Counter.of("newest versions", 2, 2))));
    }

    @Test
    void ranksEqualVersionsNewestFirst() {
      assertThat(
              kept(
                  RetentionStrategies.newestByVersion(1),
                  imageNamed(2, "front-1.0.0+a"),
                  imageNamed(1, "front-1.0.0+b")))
          .containsExactly(imageId(1));
    }

    @Test
    void keepsImagesWithoutAVersionForAReasonOfTheirOwn() {
      RetentionDecision decision =
          decide(
              RetentionStrategies.newestByVersion(0),
              imageNamed(1, "front-1.0.0"),
              imageNamed(2, "front-latest"));

      assertThat(decision.reasons().keySet()).containsExactly(imageId(2));
      assertThat(reasons(decision, 2))
          .containsExactly(
              Reason.of(
                  "unknown-version", "The name 'front-latest' holds no version such as 1.2.3"));
    }

    @Test
    void countsAvailableImagesOnly() {
      Image failed = image(1).name("front-2.0.0").state(ImageState.FAILED).build();

      assertThat(kept(RetentionStrategies.newestByVersion(1), failed, imageNamed(2, "front-1.0.0")))
          .containsExactly(imageId(2));
    }

    @Test
    void refusesANegativeNumber() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RetentionStrategies.newestByVersion(-1))
          .withMessage("The number of newest versions is -1: expected 0 or more");
    }
  }

  @Test
  void nothingKeepsNothing() {
    assertThat(kept(RetentionStrategies.nothing(), days(1, 2))).isEmpty();
  }

  @Test
  void reasonsOfJoinedStrategiesAreAllGiven() {
    RetentionStrategy either =
        RetentionStrategy.anyOf(
            RetentionStrategies.keepNewest(1), RetentionStrategies.youngerThan(Duration.ofDays(2)));

    assertThat(codes(reasons(decide(either, days(1)), 1)))
        .containsExactly("keep-newest", "minimum-age");
  }

  @Test
  void descriptionsNameWhatWasAsked() {
    assertThat(
            List.of(
                RetentionStrategies.keepNewest(4).description(),
                RetentionStrategies.youngerThan(Duration.ofDays(30)).description(),
                RetentionStrategies.launchedWithin(Duration.ofDays(30)).description(),
                RetentionStrategies.keepAtLeast(2).description(),
                RetentionStrategies.calendarFromNow(7, 4, 12).description(),
                RetentionStrategies.newestByVersion(3).description(),
                RetentionStrategies.nothing().description()))
        .containsExactly(
            "keepNewest(4)",
            "youngerThan(P30D)",
            "launchedWithin(P30D)",
            "keepAtLeast(2)",
            "calendarFromNow(daily: 7, weekly: 4, monthly: 12)",
            "newestByVersion(3)",
            "nothing()");
  }

  private static Image[] days(int... ages) {
    Image[] images = new Image[ages.length];
    for (int i = 0; i < ages.length; i++) {
      images[i] = image(ages[i]).build();
    }
    return images;
  }

  private static Image created(int number, String time) {
    return image(number).creationDate(Instant.parse(time)).build();
  }

  private static ImageGroup group(List<Image> candidates, List<Image> kept) {
    return ImageGroup.builder().key(KEY).candidates(candidates).kept(kept).build();
  }

  private static RetentionDecision decide(RetentionStrategy strategy, Image... candidates) {
    return strategy.decide(group(List.of(candidates), List.of()), context(candidates));
  }

  private static Set<ImageId> kept(RetentionStrategy strategy, Image... candidates) {
    return decide(strategy, candidates).reasons().keySet();
  }

  private static Set<ImageId> kept(RetentionStrategy strategy, ImageGroup group) {
    return strategy.decide(group, context()).reasons().keySet();
  }

  private static List<Reason> reasons(RetentionDecision decision, int image) {
    return requireNonNull(decision.reasons().get(imageId(image)));
  }
}
