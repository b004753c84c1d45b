package io.amiclean.core.retention;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** The periods of a calendar retention, each known by its first day. */
enum CalendarPeriod {
  DAY(ChronoUnit.DAYS) {
    @Override
    LocalDate firstDay(LocalDate day) {
      return day;
    }

    @Override
    String name(LocalDate firstDay) {
      return firstDay.toString();
    }
  },
  WEEK(ChronoUnit.WEEKS) {
    @Override
    LocalDate firstDay(LocalDate day) {
      return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    @Override
    String name(LocalDate firstDay) {
      return String.format(
          Locale.ROOT,
          "%04d-W%02d",
          firstDay.get(IsoFields.WEEK_BASED_YEAR),
          firstDay.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }
  },
  MONTH(ChronoUnit.MONTHS) {
    @Override
    LocalDate firstDay(LocalDate day) {
      return day.withDayOfMonth(1);
    }

    @Override
    String name(LocalDate firstDay) {
      return YearMonth.from(firstDay).toString();
    }
  };

  private final ChronoUnit unit;

  CalendarPeriod(ChronoUnit unit) {
    this.unit = unit;
  }

  /** Returns the first day of the period that holds a day. */
  abstract LocalDate firstDay(LocalDate day);

  /** Returns the name of a period, such as {@code 2017-W24}. */
  abstract String name(LocalDate firstDay);

  /** Returns the first day of the last of some periods, counted back from the one with a day. */
  LocalDate firstDayOfLast(int periods, LocalDate day) {
    return firstDay(day).minus(periods - 1L, unit);
  }
}
