package io.amiclean.core.retention;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** The periods of a calendar retention, in UTC, from the shortest to the longest. */
public enum CalendarPeriod {
  /** An hour. */
  HOUR("hourly", ChronoUnit.HOURS) {
    @Override
    LocalDateTime start(LocalDateTime time) {
      return time.truncatedTo(ChronoUnit.HOURS);
    }

    @Override
    String name(LocalDateTime start) {
      return String.format(Locale.ROOT, "%sT%02d", start.toLocalDate(), start.getHour());
    }
  },
  /** A day. */
  DAY("daily", ChronoUnit.DAYS) {
    @Override
    LocalDateTime start(LocalDateTime time) {
      return time.truncatedTo(ChronoUnit.DAYS);
    }

    @Override
    String name(LocalDateTime start) {
      return start.toLocalDate().toString();
    }
  },
  /** A week of ISO 8601, from Monday to Sunday. */
  WEEK("weekly", ChronoUnit.WEEKS) {
    @Override
    LocalDateTime start(LocalDateTime time) {
      return DAY.start(time).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    @Override
    String name(LocalDateTime start) {
      return String.format(
          Locale.ROOT,
          "%04d-W%02d",
          start.get(IsoFields.WEEK_BASED_YEAR),
          start.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }
  },
  /** A month. */
  MONTH("monthly", ChronoUnit.MONTHS) {
    @Override
    LocalDateTime start(LocalDateTime time) {
      return DAY.start(time).withDayOfMonth(1);
    }

    @Override
    String name(LocalDateTime start) {
      return YearMonth.from(start).toString();
    }
  },
  /** A year. */
  YEAR("yearly", ChronoUnit.YEARS) {
    @Override
    LocalDateTime start(LocalDateTime time) {
      return DAY.start(time).withDayOfYear(1);
    }

    @Override
    String name(LocalDateTime start) {
      return String.format(Locale.ROOT, "%04d", start.getYear());
    }
  };

  private final String key;
  private final ChronoUnit unit;

  CalendarPeriod(String key, ChronoUnit unit) {
    this.key = key;
    this.unit = unit;
  }

  /**
   * Returns the name of the period in a policy file.
   *
   * @return the name, such as {@code daily}
   */
  public String key() {
    return key;
  }

  /** Returns the start of the period that holds a time. */
  abstract LocalDateTime start(LocalDateTime time);

  /** Returns the name of a period, such as {@code 2017-W24}. */
  abstract String name(LocalDateTime start);

  /** Returns the start of the last of some periods, counted back from the one with a time. */
  LocalDateTime startOfLast(int periods, LocalDateTime time) {
    return start(time).minus(periods - 1L, unit);
  }
}
