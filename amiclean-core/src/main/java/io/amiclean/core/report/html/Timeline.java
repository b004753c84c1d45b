package io.amiclean.core.report.html;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjuster;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A time axis from the oldest image to the planning time, divided into periods of a calendar (UTC).
 * A place on the axis is a number from 0 to {@link #WIDTH}. Immutable.
 */
final class Timeline {

  /** Where the axis ends. */
  static final int WIDTH = 1000;

  private static final int MOST_PERIODS = 60;
  private static final int FEWEST_PERIODS = 12;
  private static final int MOST_TICKS = 8;

  /** A date that EC2 cannot have given must not stretch the axis beyond use. */
  private static final LocalDate FIRST_DAY = LocalDate.of(0, 1, 1);

  private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter YEAR = DateTimeFormatter.ofPattern("uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter QUARTER =
      DateTimeFormatter.ofPattern("uuuu 'Q'q", Locale.ENGLISH);

  /** The lengths that a period may have. */
  private static final List<Unit> UNITS =
      List.of(
          new Unit("day", Period.ofDays(1), day -> day, DateTimeFormatter.ISO_LOCAL_DATE),
          new Unit(
              "week",
              Period.ofWeeks(1),
              TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY),
              DateTimeFormatter.ofPattern("'Week of 'uuuu-MM-dd", Locale.ENGLISH)),
          new Unit("month", Period.ofMonths(1), TemporalAdjusters.firstDayOfMonth(), MONTH),
          new Unit(
              "quarter", Period.ofMonths(3), day -> day.with(IsoFields.DAY_OF_QUARTER, 1), QUARTER),
          new Unit("year", Period.ofYears(1), TemporalAdjusters.firstDayOfYear(), YEAR),
          years(10),
          years(100),
          years(1000));

  /** The distances that ticks may have. */
  private static final List<Step> STEPS =
      Stream.concat(
              IntStream.of(1, 2, 7, 14).mapToObj(days -> new Step(days, ChronoUnit.DAYS)),
              IntStream.of(1, 2, 3, 6, 12, 24, 60, 120, 1200, 24_000)
                  .mapToObj(months -> new Step(months, ChronoUnit.MONTHS)))
          .toList();

  private final Unit unit;

  /** Where periods begin, and where the last one ends. */
  private final NavigableSet<LocalDate> limits;

  private Timeline(Unit unit, NavigableSet<LocalDate> limits) {
    this.unit = unit;
    this.limits = limits;
  }

  /** Returns the axis that holds all times, at least one. */
  static Timeline of(Collection<Instant> times) {
    LocalDate first = day(Collections.min(times));
    LocalDate last = day(Collections.max(times));
    NavigableSet<LocalDate> limits = new TreeSet<>();
    for (Unit unit : UNITS) {
      limits = unit.limits(first, last);
      if (limits.size() <= MOST_PERIODS + 1) {
        return new Timeline(unit, limits);
      }
    }
    return new Timeline(UNITS.get(UNITS.size() - 1), limits);
  }

  private static LocalDate day(Instant time) {
    if (time.isBefore(FIRST_DAY.atStartOfDay(ZoneOffset.UTC).toInstant())) {
      return FIRST_DAY;
    }
    return time.isAfter(LAST_DAY.atStartOfDay(ZoneOffset.UTC).toInstant())
        ? LAST_DAY
        : LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  /** Returns how long a period is, such as {@code week}. */
  String unit() {
    return unit.name;
  }

  /** Returns the period of a time, by its first day. */
  LocalDate periodOf(Instant time) {
    return Objects.requireNonNullElse(limits.floor(day(time)), limits.first());
  }

  /** Returns the name of a period, such as {@code Week of 2017-06-12}. */
  String name(LocalDate period) {
    return unit.format.format(period);
  }

  /** Returns where a period begins. */
  double start(LocalDate period) {
    return position(period);
  }

  /** Returns how much of the axis a period takes. */
  double width(LocalDate period) {
    LocalDate end = Objects.requireNonNullElse(limits.higher(period), limits.last());
    return position(end) - position(period);
  }

  private double position(LocalDate day) {
    long length = ChronoUnit.DAYS.between(limits.first(), limits.last());
    return (double) ChronoUnit.DAYS.between(limits.first(), day) * WIDTH / length;
  }

  /** Returns the places that have a name, in order. */
  List<Tick> ticks() {
    for (Step step : STEPS) {
      List<Tick> ticks = ticks(step);
      if (ticks.size() <= MOST_TICKS) {
        return ticks;
      }
    }
    return List.of();
  }

  private List<Tick> ticks(Step step) {
    DateTimeFormatter format =
        step.unit == ChronoUnit.DAYS
            ? DateTimeFormatter.ISO_LOCAL_DATE
            : step.amount < 12 ? MONTH : YEAR;
    List<Tick> ticks = new ArrayList<>();
    LocalDate day = step.last(limits.first());
    while (day.isBefore(limits.last()) && ticks.size() <= MOST_TICKS) {
      if (!day.isBefore(limits.first())) {
        ticks.add(new Tick(position(day), format.format(day)));
      }
      day = day.plus(step.amount, step.unit);
    }
    return ticks;
  }

  private static Unit years(int years) {
    return new Unit(
        years + " years",
        Period.ofYears(years),
        day -> LocalDate.of(Math.floorDiv(LocalDate.from(day).getYear(), years) * years, 1, 1),
        DateTimeFormatter.ofPattern("'From 'uuuu", Locale.ENGLISH));
  }

  /** A place with a name. */
  record Tick(double position, String name) {}

  /** A distance between ticks. */
  private record Step(int amount, ChronoUnit unit) {

    /**
     * The last multiple up to a day: weeks begin on Mondays, and steps of two months in January.
     */
    LocalDate last(LocalDate day) {
      LocalDate origin =
          unit == ChronoUnit.DAYS ? LocalDate.of(2000, 1, 3) : LocalDate.of(2000, 1, 1);
      LocalDate start = unit == ChronoUnit.DAYS ? day : day.withDayOfMonth(1);
      return start.minus(Math.floorMod(unit.between(origin, start), (long) amount), unit);
    }
  }

  /** A length of periods. */
  private record Unit(
      String name, Period length, TemporalAdjuster start, DateTimeFormatter format) {

    NavigableSet<LocalDate> limits(LocalDate first, LocalDate last) {
      NavigableSet<LocalDate> limits = new TreeSet<>();
      LocalDate day = first.with(start);
      limits.add(day);
      while (!day.isAfter(last) && limits.size() <= MOST_PERIODS + 1) {
        day = day.plus(length);
        limits.add(day);
      }
      // A single bar as wide as the chart would say nothing of time.
      while (limits.size() <= FEWEST_PERIODS) {
        limits.add(limits.first().minus(length));
      }
      return limits;
    }
  }
}
