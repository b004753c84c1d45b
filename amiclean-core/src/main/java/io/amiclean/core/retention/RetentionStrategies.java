package io.amiclean.core.retention;

import static com.google.common.base.Preconditions.checkArgument;

import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * The built-in retentions. All are pure and safe for use by several threads.
 *
 * <p>Only images that are {@linkplain ImageState#AVAILABLE available} count where newest ones are
 * chosen: a pending, failed or disabled image cannot be rolled back to, and must not take the place
 * of one that can.
 */
public final class RetentionStrategies {

  private RetentionStrategies() {}

  /**
   * Keeps the newest available candidates, in addition to what filters keep. Images of the same
   * creation date are ranked by id. Reason: {@code keep-newest}, with the rank in the group as
   * evidence.
   *
   * @param images how many; 0 keeps none
   * @return the strategy
   * @throws IllegalArgumentException if the number is negative
   */
  public static RetentionStrategy keepNewest(int images) {
    return RankedRetentions.newest(images);
  }

  /**
   * Keeps candidates that were created less than a time before the planning time; one of exactly
   * that age is let go, one created after the planning time is young. Reason: {@code minimum-age},
   * with the creation date as evidence.
   *
   * @param age the minimum age of what may go
   * @return the strategy
   * @throws IllegalArgumentException if the age is not positive
   */
  public static RetentionStrategy youngerThan(Duration age) {
    return AgeRetentions.youngerThan(age);
  }

  /**
   * Keeps candidates from which an instance was launched less than a time before the planning time.
   * Reason: {@code launched-within}, with the last launch as evidence.
   *
   * <p>A candidate without a last launched time is let go. EC2 reports launches up to 24 hours late
   * and from April 2017 on (EC2 User Guide, "Check when an AMI was last used"), so that absence
   * does not mean never; but it has no other answer for images that really were never launched.
   * Combine this strategy with other evidence, such as {@link #youngerThan} a time above a day.
   *
   * @param time how long a launch keeps an image
   * @return the strategy
   * @throws IllegalArgumentException if the time is not positive
   */
  public static RetentionStrategy launchedWithin(Duration time) {
    return AgeRetentions.launchedWithin(time);
  }

  /**
   * Keeps the newest candidates that a group needs to hold a number of images, counting all that
   * {@linkplain ImageGroup#kept() stay anyway}, whatever their state. As the last strategy of
   * {@link RetentionStrategy#then then} it also counts what the strategies before it keep; in
   * {@link RetentionStrategy#anyOf anyOf} it does not see that. Reason: {@code keep-at-least}, with
   * the place in the group as evidence.
   *
   * @param images how many images the group is to hold; 0 keeps none
   * @return the strategy
   * @throws IllegalArgumentException if the number is negative
   */
  public static RetentionStrategy keepAtLeast(int images) {
    return RankedRetentions.atLeast(images);
  }

  /**
   * Keeps the newest available candidate of each of the last calendar days, ISO weeks (Monday to
   * Sunday) and months, all in UTC. The period that holds the planning time is the first of them,
   * so that {@code calendarFromNow(7, 4, 12)} spans today and the six days before, this week and
   * the three before, this month and the eleven before. One image may stand for a day, a week and a
   * month at once. Reason: {@code keep-calendar}, with the periods as evidence, such as {@code
   * 2017-06-15}, {@code 2017-W24} and {@code 2017-06}.
   *
   * <p>A period without images stays empty: no older image takes its place, so that a group that is
   * not built any more is let go altogether when its last period has passed. Combine this strategy
   * with {@link #keepNewest} or {@link #keepAtLeast} where that must not be.
   *
   * <p>Candidates created after the planning time are in no past period; they are kept, each for
   * the day of its creation.
   *
   * @param days how many days; 0 for none
   * @param weeks how many ISO weeks; 0 for none
   * @param months how many months; 0 for none
   * @return the strategy
   * @throws IllegalArgumentException if a number is negative, or all are 0
   */
  public static RetentionStrategy calendarFromNow(int days, int weeks, int months) {
    checkNotNegative("number of days", days);
    checkNotNegative("number of weeks", weeks);
    checkNotNegative("number of months", months);
    checkArgument(
        days > 0 || weeks > 0 || months > 0,
        "A calendar of 0 days, 0 weeks and 0 months keeps nothing: expected at least one period");
    Map<CalendarPeriod, Integer> counts = new EnumMap<>(CalendarPeriod.class);
    counts.put(CalendarPeriod.DAY, days);
    counts.put(CalendarPeriod.WEEK, weeks);
    counts.put(CalendarPeriod.MONTH, months);
    return CalendarRetention.fromNow(
        counts,
        StrategySpec.ofField("calendarFromNow", "daily", SpecArgument.of(days))
            .with("weekly", SpecArgument.of(weeks))
            .with("monthly", SpecArgument.of(months)));
  }

  /**
   * Keeps the newest available candidate of each of the last periods that hold one: {@code
   * calendar(Map.of(DAY, 7, WEEK, 4))} keeps the newest of the last seven days on which an image
   * was made, and of the last four such weeks. A group that is not built any more keeps its last
   * ones. While a count is unfilled the oldest candidate stays as well, so that a history grows up
   * to its counts. One image may stand for several periods. This is how {@code restic forget}
   * counts. Reason: {@code keep-calendar}, with what is left of each counter as evidence.
   *
   * @param counts how many periods of each kind; 0 for none
   * @return the strategy
   * @throws IllegalArgumentException if a count is negative, or none is greater than 0
   */
  public static RetentionStrategy calendar(Map<CalendarPeriod, Integer> counts) {
    return CalendarRetention.counting(counts);
  }

  /**
   * Keeps as {@link #calendar} does, but counts a longer period only if none of the shorter ones
   * keeps an image in it, so that {@code daily: 7, weekly: 4} reaches back four weeks beyond the
   * seven days. The oldest candidate is not kept for being the oldest. This is how Proxmox Backup
   * Server prunes. Reason: {@code keep-calendar}, with what is left of each counter as evidence.
   *
   * @param counts how many periods of each kind; 0 for none
   * @return the strategy
   * @throws IllegalArgumentException if a count is negative, or none is greater than 0
   */
  public static RetentionStrategy calendarInTurn(Map<CalendarPeriod, Integer> counts) {
    return CalendarRetention.countingInTurn(counts);
  }

  /**
   * Keeps the available candidates that are at most so much older than the newest of them. Unlike
   * {@link #youngerThan} it does not count from the planning time: a group that is not built any
   * more keeps its last ones. Reason: {@code keep-within}.
   *
   * @param time the greatest difference in age, greater than 0
   * @return the strategy
   * @throws IllegalArgumentException if the time is not positive
   */
  public static RetentionStrategy keepWithin(Duration time) {
    return AgeRetentions.withinNewest(time);
  }

  /**
   * Keeps the newest available candidate of each period, as far as it is at most so much older than
   * the newest of the group: {@code keepWithin(Map.of(DAY, Duration.ofDays(30)))} keeps the newest
   * of each day of the last 30 days before the newest. Reason: {@code keep-calendar}.
   *
   * @param times the greatest difference in age for each kind of period, greater than 0
   * @return the strategy
   * @throws IllegalArgumentException if there is no period, or a time is not positive
   */
  public static RetentionStrategy keepWithin(Map<CalendarPeriod, Duration> times) {
    return CalendarRetention.within(times);
  }

  /**
   * Keeps the available candidates with the newest versions, in addition to what filters keep. The
   * version is the first one of Semantic Versioning 2.0.0 (semver.org) that stands by itself in the
   * name, with or without a {@code v} before it, and precedence is SemVer's: {@code front-1.10.0}
   * is newer than {@code front-1.9.0}, and {@code front-1.10.0-rc.1} is between them. Images of
   * equal precedence are ranked newest first. Reason: {@code keep-newest-version}, with version and
   * rank as evidence.
   *
   * <p>Exactly major, minor and patch count, as numbers without leading zeros: {@code 1.2}, {@code
   * 1.2.3.4} and {@code 2017.06.15} are no versions, nor is {@code 1.2.3} in {@code app1.2.3}. What
   * follows a hyphen is a pre-release, whatever it means to people: {@code front-1.2.3-a3c56c4} is
   * older than {@code front-1.2.3}.
   *
   * <p>Candidates without a version are kept, whatever their state: it is not known that they are
   * old. Reason: {@code unknown-version}.
   *
   * @param images how many images with a version; 0 keeps none of them
   * @return the strategy
   * @throws IllegalArgumentException if the number is negative
   */
  public static RetentionStrategy newestByVersion(int images) {
    return RankedRetentions.newestByVersion(images);
  }

  /**
   * Lets the oldest candidates go until a number of images is left in the region, and keeps the
   * others. It is meant for EC2's quota of AMIs in a region, 50,000 unless it was raised (EC2 User
   * Guide, "Amazon EC2 AMI quotas"). Reason: {@code quota-target}, with what is left of the number
   * as evidence.
   *
   * <p>It decides on all groups at once: all images of the inventory count as left, excluded ones
   * included, but for those that it lets go. An image that one of its groups keeps counts as well.
   * As the last strategy of {@link RetentionStrategy#then then} it lets go the oldest of what the
   * strategies before it let go; in {@link RetentionStrategy#anyOf anyOf} it does not see what the
   * others keep, so that more images may be left. Where a strategy asks it about one group alone,
   * that group keeps the number by itself. Images in the Recycle Bin count for EC2, but not here:
   * what was removed would make more images go in the next plan.
   *
   * @param images how many images are to be left, at least 1
   * @return the strategy
   * @throws IllegalArgumentException if the number is not positive
   */
  public static RetentionStrategy quotaTarget(int images) {
    checkArgument(
        images > 0,
        "The number of images that are to be left in the region is %s: expected 1 or more",
        images);
    return new QuotaTarget(images);
  }

  /**
   * Keeps or removes groups as a whole: if another retention keeps an image of a group, or any of
   * the group's images {@linkplain ImageGroup#kept() stays anyway}, all candidates of the group
   * stay. With {@link io.amiclean.core.mapping.Mappers#family family} as the mapper that is an
   * image with all its copies. Reason: {@code keep-together}, with an image that stays as evidence.
   *
   * <p>An image that one of its groups keeps stays in its other groups as well, so that these stay
   * whole. What a retention outside of this one keeps is not seen.
   *
   * @param retention which images make their groups stay
   * @return the strategy
   */
  public static RetentionStrategy together(RetentionStrategy retention) {
    return new Together(retention);
  }

  /**
   * Keeps nothing: every candidate goes.
   *
   * @return the strategy
   */
  public static RetentionStrategy nothing() {
    return RetentionStrategy.named(
        StrategySpec.of("nothing"), (group, context) -> RetentionDecision.keepNone());
  }

  static void checkNotNegative(String what, int number) {
    checkArgument(number >= 0, "The %s is %s: expected 0 or more", what, number);
  }

  static void checkPositive(String what, Duration time) {
    checkArgument(
        time.compareTo(Duration.ZERO) > 0,
        "The %s %s is not positive: expected one such as P30D",
        what,
        SpecArgument.of(time));
  }
}
