package io.amiclean.core.retention;

import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.api.testing.RetentionStrategyContract;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;

/** Every built-in retention strategy keeps the contract, alone and combined. */
class RetentionStrategyContractsTest {

  /** A strategy. */
  abstract static class Contract extends RetentionStrategyContract {
    private final Supplier<RetentionStrategy> strategy;

    Contract(Supplier<RetentionStrategy> strategy) {
      this.strategy = strategy;
    }

    @Override
    protected RetentionStrategy strategy() {
      return strategy.get();
    }
  }

  @Nested
  class KeepNewest extends Contract {
    KeepNewest() {
      super(() -> RetentionStrategies.keepNewest(3));
    }
  }

  @Nested
  class YoungerThan extends Contract {
    YoungerThan() {
      super(() -> RetentionStrategies.youngerThan(Duration.ofDays(30)));
    }
  }

  @Nested
  class LaunchedWithin extends Contract {
    LaunchedWithin() {
      super(() -> RetentionStrategies.launchedWithin(Duration.ofDays(30)));
    }
  }

  @Nested
  class KeepAtLeast extends Contract {
    KeepAtLeast() {
      super(() -> RetentionStrategies.keepAtLeast(12));
    }
  }

  @Nested
  class Calendar extends Contract {
    Calendar() {
      super(() -> RetentionStrategies.calendarFromNow(7, 4, 12));
    }
  }

  @Nested
  class CalendarOfPeriods extends Contract {
    CalendarOfPeriods() {
      super(
          () ->
              RetentionStrategies.calendar(
                  Map.of(CalendarPeriod.DAY, 3, CalendarPeriod.WEEK, 2, CalendarPeriod.YEAR, 5)));
    }
  }

  @Nested
  class CalendarOfPeriodsInTurn extends Contract {
    CalendarOfPeriodsInTurn() {
      super(
          () ->
              RetentionStrategies.calendarInTurn(
                  Map.of(CalendarPeriod.DAY, 3, CalendarPeriod.WEEK, 2, CalendarPeriod.MONTH, 5)));
    }
  }

  @Nested
  class KeepWithin extends Contract {
    KeepWithin() {
      super(() -> RetentionStrategies.keepWithin(Duration.ofDays(10)));
    }
  }

  @Nested
  class KeepWithinEachPeriod extends Contract {
    KeepWithinEachPeriod() {
      super(
          () ->
              RetentionStrategies.keepWithin(
                  Map.of(
                      CalendarPeriod.DAY,
                      Duration.ofDays(10),
                      CalendarPeriod.MONTH,
                      Duration.ofDays(90))));
    }
  }

  @Nested
  class NewestByVersion extends Contract {
    NewestByVersion() {
      super(() -> RetentionStrategies.newestByVersion(3));
    }
  }

  @Nested
  class QuotaTarget extends Contract {
    QuotaTarget() {
      super(() -> RetentionStrategies.quotaTarget(40));
    }
  }

  @Nested
  class QuotaTargetAfterAnother extends Contract {
    QuotaTargetAfterAnother() {
      super(() -> RetentionStrategies.keepNewest(3).then(RetentionStrategies.quotaTarget(40)));
    }
  }

  @Nested
  class QuotaTargetBesideAnother extends Contract {
    QuotaTargetBesideAnother() {
      super(
          () ->
              RetentionStrategy.anyOf(
                  RetentionStrategies.keepNewest(3), RetentionStrategies.quotaTarget(40)));
    }
  }

  @Nested
  class Together extends Contract {
    Together() {
      super(
          () -> RetentionStrategies.together(RetentionStrategies.youngerThan(Duration.ofDays(10))));
    }
  }

  @Nested
  class Nothing extends Contract {
    Nothing() {
      super(RetentionStrategies::nothing);
    }
  }

  @Nested
  class EitherOfTwo extends Contract {
    EitherOfTwo() {
      super(
          () ->
              RetentionStrategy.anyOf(
                  RetentionStrategies.calendarFromNow(7, 0, 0), RetentionStrategies.keepNewest(3)));
    }
  }

  @Nested
  class OneAfterTheOther extends Contract {
    OneAfterTheOther() {
      super(
          () ->
              RetentionStrategies.youngerThan(Duration.ofDays(30))
                  .then(RetentionStrategies.keepAtLeast(35)));
    }
  }
}
