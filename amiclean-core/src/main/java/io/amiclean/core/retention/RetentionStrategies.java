package io.amiclean.core.retention;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableList.toImmutableList;

import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.Counter;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
    checkNotNegative("number of newest images", images);
    return RetentionStrategy.named(
        StrategySpec.of("keepNewest", images),
        (group, context) -> {
          String name = group.key().shortName();
          return keepFirst(
              images,
              available(group),
              (image, rank, ranked) ->
                  Reason.of(
                          ReasonCodes.KEEP_NEWEST,
                          "Among the newest " + images + " of " + name,
                          rank(name, rank, ranked))
                      .counting(List.of(Counter.of("newest", rank, images))));
        });
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
    Objects.requireNonNull(age, "age");
    checkPositive("minimum age", age);
    return RetentionStrategy.named(
        StrategySpec.of("youngerThan", age),
        (group, context) ->
            RetentionDecision.keep(
                youngerThan(age, group.candidates(), context.now()),
                image -> young(creationDate(image), context.now(), age)));
  }

  /** The candidates are newest first: none is young after the first that is not. */
  private static List<Image> youngerThan(Duration age, List<Image> candidates, Instant now) {
    int young = 0;
    while (young < candidates.size() && isWithin(age, creationDate(candidates.get(young)), now)) {
      young++;
    }
    return candidates.subList(0, young);
  }

  private static Reason young(Instant created, Instant now, Duration age) {
    return Reason.of(
        ReasonCodes.MINIMUM_AGE,
        ageInWords(created, now) + ", younger than the minimum age of " + inWords(age),
        created.toString());
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
    checkPositive("time since the last launch", time);
    return RetentionStrategy.named(
        StrategySpec.of("launchedWithin", time),
        (group, context) -> {
          Map<ImageId, List<Reason>> reasons = new LinkedHashMap<>();
          for (Image image : group.candidates()) {
            image
                .lastLaunchedTime()
                .filter(launched -> isWithin(time, launched, context.now()))
                .ifPresent(
                    launched ->
                        reasons.put(
                            image.id(),
                            List.of(
                                Reason.of(
                                    ReasonCodes.LAUNCHED_WITHIN,
                                    "Last launched at " + launched + ", within " + inWords(time),
                                    launched.toString()))));
          }
          return RetentionDecision.of(reasons);
        });
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
    checkNotNegative("number of images that a group holds", images);
    return RetentionStrategy.named(
        StrategySpec.of("keepAtLeast", images),
        (group, context) -> {
          int stayAnyway = group.kept().size();
          return keepFirst(
              Math.max(0, images - stayAnyway),
              group.candidates(),
              (image, rank, ranked) ->
                  Reason.of(
                          ReasonCodes.KEEP_AT_LEAST,
                          group.key().shortName() + " is to hold at least " + images + " images",
                          group.key().shortName()
                              + ": number "
                              + (stayAnyway + rank)
                              + " of at least "
                              + images)
                      .counting(List.of(Counter.of("at least", stayAnyway + rank, images))));
        });
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
    checkPositive("time before the newest image", time);
    return RetentionStrategy.named(
        StrategySpec.of("keepWithin", time),
        (group, context) ->
            RetentionDecision.keep(
                within(time, available(group)),
                image ->
                    Reason.of(
                        ReasonCodes.KEEP_WITHIN,
                        "Created within "
                            + inWords(time)
                            + " before the newest image of "
                            + group.key().shortName(),
                        "created " + creationDate(image))));
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
    checkNotNegative("number of newest versions", images);
    return RetentionStrategy.named(
        StrategySpec.of("newestByVersion", images),
        (group, context) -> {
          List<Versioned> versioned = new ArrayList<>();
          List<Image> unversioned = new ArrayList<>();
          for (Image image : group.candidates()) {
            SemanticVersion.find(image.name())
                .ifPresentOrElse(
                    version -> versioned.add(new Versioned(image, version)),
                    () -> unversioned.add(image));
          }
          List<Versioned> ranked =
              versioned.stream()
                  .filter(entry -> isAvailable(entry.image()))
                  .sorted(Versioned.NEWEST_FIRST)
                  .toList();
          Map<ImageId, SemanticVersion> versions = new LinkedHashMap<>();
          ranked.forEach(entry -> versions.put(entry.image().id(), entry.version()));
          RetentionDecision newest =
              keepFirst(
                  images,
                  ranked.stream().map(Versioned::image).toList(),
                  (image, rank, of) ->
                      Reason.of(
                              ReasonCodes.KEEP_NEWEST_VERSION,
                              "Among the newest "
                                  + images
                                  + " versions of "
                                  + group.key().shortName(),
                              "version " + versions.get(image.id()),
                              rank(group.key().shortName(), rank, of))
                          .counting(List.of(Counter.of("newest versions", rank, images))));
          return newest.plus(
              RetentionDecision.keep(
                  unversioned,
                  image ->
                      Reason.of(
                          ReasonCodes.UNKNOWN_VERSION,
                          "The name '" + image.name() + "' tells no version such as 1.2.3")));
        });
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

  /** Returns those images that are at most so much older than the newest. */
  static List<Image> within(Duration time, List<Image> newestFirst) {
    if (newestFirst.isEmpty()) {
      return List.of();
    }
    Instant oldest = creationDate(newestFirst.get(0)).minus(time);
    return newestFirst.stream().filter(image -> !creationDate(image).isBefore(oldest)).toList();
  }

  private static RetentionDecision keepFirst(int count, List<Image> ranked, RankedReason reason) {
    Map<ImageId, List<Reason>> reasons = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(count, ranked.size()); i++) {
      Image image = ranked.get(i);
      reasons.put(image.id(), List.of(reason.of(image, i + 1, ranked.size())));
    }
    return RetentionDecision.of(reasons);
  }

  static List<Image> available(ImageGroup group) {
    List<Image> candidates = group.candidates();
    for (Image image : candidates) {
      if (!isAvailable(image)) {
        return candidates.stream()
            .filter(RetentionStrategies::isAvailable)
            .collect(toImmutableList());
      }
    }
    return candidates;
  }

  private static boolean isAvailable(Image image) {
    return image.state() == ImageState.AVAILABLE;
  }

  private static String rank(String group, int rank, int ranked) {
    return group + ": rank " + rank + " of " + ranked;
  }

  private static boolean isWithin(Duration time, Instant event, Instant now) {
    return Duration.between(event, now).compareTo(time) < 0;
  }

  private static Instant creationDate(Image candidate) {
    return candidate.creationDate().orElseThrow();
  }

  private static String ageInWords(Instant created, Instant now) {
    Duration age = Duration.between(created, now);
    return age.isNegative()
        ? "Created " + inWords(age.negated()) + " after the planning time"
        : "Created " + inWords(age) + " ago";
  }

  /** Days, hours, minutes and seconds as far as they are not 0, such as {@code 29 d 23 h}. */
  private static String inWords(Duration duration) {
    List<String> parts = new ArrayList<>();
    addPart(parts, duration.toDaysPart(), "d");
    addPart(parts, duration.toHoursPart(), "h");
    addPart(parts, duration.toMinutesPart(), "min");
    addPart(parts, duration.toSecondsPart(), "s");
    return parts.isEmpty() ? "less than 1 s" : String.join(" ", parts);
  }

  private static void addPart(List<String> parts, long amount, String unit) {
    if (amount > 0) {
      parts.add(amount + " " + unit);
    }
  }

  private static void checkNotNegative(String what, int number) {
    checkArgument(number >= 0, "The %s is %s: expected 0 or more", what, number);
  }

  static void checkPositive(String what, Duration time) {
    checkArgument(
        time.compareTo(Duration.ZERO) > 0,
        "The %s %s is not positive: expected one such as PT720H",
        what,
        time);
  }

  /** Why an image with a rank is kept. */
  @FunctionalInterface
  private interface RankedReason {
    Reason of(Image image, int rank, int ranked);
  }

  private record Versioned(Image image, SemanticVersion version) {
    static final Comparator<Versioned> NEWEST_FIRST =
        Comparator.comparing(Versioned::version, Comparator.reverseOrder())
            .thenComparing(Versioned::image, Image.NEWEST_FIRST);
  }
}
