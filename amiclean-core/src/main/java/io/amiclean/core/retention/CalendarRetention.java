package io.amiclean.core.retention;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.Counter;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The retentions by periods that hold an image, so that a group that is not built any more keeps
 * its last ones. Immutable.
 */
final class CalendarRetention {

  /** What an image is kept for. */
  private record Grounds(String words, String evidence, List<Counter> counters) {

    static Grounds uncounted(String name, String evidence) {
      return new Grounds(name, evidence, List.of());
    }

    /** A period whose count has no end is not counted. */
    static Grounds counted(String words, CalendarPeriod period, String name, int left, int count) {
      if (count == Integer.MAX_VALUE) {
        return uncounted(words, period.key() + " " + name);
      }
      Counter counter = Counter.of(period.key() + " " + name, count - left, count);
      return new Grounds(words, counter.toString(), List.of(counter));
    }
  }

  private final Map<ImageId, List<Grounds>> kept = new LinkedHashMap<>();

  private CalendarRetention() {}

  /** Keeps the newest of each of the last periods, counted from the planning time. */
  static RetentionStrategy fromNow(Map<CalendarPeriod, Integer> counts, StrategySpec spec) {
    return RetentionStrategy.named(
        spec,
        (group, context) -> {
          CalendarRetention calendar = new CalendarRetention();
          LocalDateTime now = timeOf(context.now());
          List<Image> images = RankedRetentions.available(group);
          List<Image> past = new ArrayList<>();
          for (Image image : images) {
            if (timeOf(image).isAfter(now)) {
              calendar.keep(
                  image, CalendarPeriod.DAY.name(CalendarPeriod.DAY.start(timeOf(image))));
            } else {
              past.add(image);
            }
          }
          counts.forEach((period, count) -> calendar.keepFrom(period, count, past, now));
          return calendar.decision(group);
        });
  }

  private void keepFrom(
      CalendarPeriod period, int count, List<Image> newestFirst, LocalDateTime now) {
    LocalDateTime oldest = period.startOfLast(count, now);
    Set<LocalDateTime> seen = new HashSet<>();
    for (Image image : newestFirst) {
      LocalDateTime start = period.start(timeOf(image));
      if (count > 0 && !start.isBefore(oldest) && seen.add(start)) {
        keep(image, period.name(start));
      }
    }
  }

  /** Counts each kind of period by itself, as {@code restic forget} does. */
  static RetentionStrategy counting(Map<CalendarPeriod, Integer> counts) {
    Map<CalendarPeriod, Integer> periods = checked(counts);
    return RetentionStrategy.named(
        spec("calendar", periods, SpecArgument::of),
        (group, context) -> {
          CalendarRetention calendar = new CalendarRetention();
          List<Image> images = RankedRetentions.available(group);
          periods.forEach((period, count) -> calendar.keepNewestOfEach(period, count, images));
          return calendar.decision(group);
        });
  }

  /** Counts the periods in which no shorter one keeps an image, as Proxmox prunes. */
  static RetentionStrategy countingInTurn(Map<CalendarPeriod, Integer> counts) {
    Map<CalendarPeriod, Integer> periods = checked(counts);
    return RetentionStrategy.named(
        spec("calendarInTurn", periods, SpecArgument::of),
        (group, context) -> {
          CalendarRetention calendar = new CalendarRetention();
          List<Image> images = RankedRetentions.available(group);
          Set<ImageId> passed = new HashSet<>();
          periods.forEach(
              (period, count) -> calendar.keepWhereNoneIsKept(period, count, images, passed));
          return calendar.decision(group);
        });
  }

  /** Keeps the newest of each period, as far as it is not much older than the newest of all. */
  static RetentionStrategy within(Map<CalendarPeriod, Duration> times) {
    checkArgument(!times.isEmpty(), "No period: expected at least one, such as daily");
    times.forEach((period, time) -> RetentionStrategies.checkPositive(period.key(), time));
    Map<CalendarPeriod, Duration> periods = ImmutableMap.copyOf(new TreeMap<>(times));
    return RetentionStrategy.named(
        spec("keepWithin", periods, SpecArgument::of),
        (group, context) -> {
          CalendarRetention calendar = new CalendarRetention();
          List<Image> images = RankedRetentions.available(group);
          periods.forEach(
              (period, time) ->
                  calendar.keepNewestOfEach(
                      period, Integer.MAX_VALUE, AgeRetentions.within(time, images)));
          return calendar.decision(group);
        });
  }

  private static Map<CalendarPeriod, Integer> checked(Map<CalendarPeriod, Integer> counts) {
    counts.forEach(
        (period, count) ->
            checkArgument(
                count >= 0, "The %s count is %s: expected 0 or more", period.key(), count));
    Map<CalendarPeriod, Integer> periods =
        ImmutableMap.copyOf(Maps.filterValues(new TreeMap<>(counts), count -> count > 0));
    checkArgument(
        !periods.isEmpty(), "A calendar of no period keeps nothing: expected at least one count");
    return periods;
  }

  private static <T> StrategySpec spec(
      String name, Map<CalendarPeriod, T> periods, Function<T, SpecArgument> argument) {
    return StrategySpec.of(
        name,
        SpecArgument.ofFields(
            periods.entrySet().stream()
                .collect(
                    toImmutableMap(
                        entry -> entry.getKey().key(),
                        entry -> argument.apply(entry.getValue())))));
  }

  /** The oldest image stays while the count is unfilled: history grows up to the counts. */
  private void keepNewestOfEach(CalendarPeriod period, int count, List<Image> newestFirst) {
    int left = count;
    Set<LocalDateTime> seen = new HashSet<>();
    for (int i = 0; i < newestFirst.size() && left > 0; i++) {
      Image image = newestFirst.get(i);
      LocalDateTime start = period.start(timeOf(image));
      if (seen.add(start)) {
        left--;
        kept(image, Grounds.counted(period.name(start), period, period.name(start), left, count));
      } else if (i == newestFirst.size() - 1 && count < Integer.MAX_VALUE) {
        left--;
        kept(
            image,
            Grounds.counted(
                "the oldest while " + period.key() + " is unfilled",
                period,
                "oldest",
                left,
                count));
      }
    }
  }

  private void keepWhereNoneIsKept(
      CalendarPeriod period, int count, List<Image> newestFirst, Set<ImageId> passed) {
    Set<LocalDateTime> covered = new HashSet<>();
    for (Image image : newestFirst) {
      if (kept.containsKey(image.id())) {
        covered.add(period.start(timeOf(image)));
      }
    }
    int left = count;
    Set<LocalDateTime> seen = new HashSet<>();
    for (Image image : newestFirst) {
      LocalDateTime start = period.start(timeOf(image));
      if (kept.containsKey(image.id()) || passed.contains(image.id()) || covered.contains(start)) {
        continue;
      }
      if (seen.contains(start)) {
        passed.add(image.id());
      } else if (left == 0) {
        return;
      } else {
        seen.add(start);
        left--;
        kept(image, Grounds.counted(period.name(start), period, period.name(start), left, count));
      }
    }
  }

  private void keep(Image image, String name) {
    kept(image, Grounds.uncounted(name, name));
  }

  private void kept(Image image, Grounds grounds) {
    kept.computeIfAbsent(image.id(), id -> new ArrayList<>()).add(grounds);
  }

  private RetentionDecision decision(ImageGroup group) {
    return RetentionDecision.keep(
        group.candidates().stream().filter(image -> kept.containsKey(image.id())).toList(),
        image -> {
          List<Grounds> grounds = kept.getOrDefault(image.id(), List.of());
          return Reason.of(
                  ReasonCodes.KEEP_CALENDAR,
                  grounds.stream()
                      .map(Grounds::words)
                      .distinct()
                      .collect(joining(", ", "Kept for ", " in " + group.key().shortName())),
                  grounds.stream().map(Grounds::evidence).toList())
              .counting(grounds.stream().flatMap(one -> one.counters().stream()).toList());
        });
  }

  private static LocalDateTime timeOf(Image image) {
    return timeOf(image.creationDate().orElseThrow());
  }

  private static LocalDateTime timeOf(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC).toLocalDateTime();
  }
}
