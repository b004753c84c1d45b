package io.amiclean.core.plan;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.SCOPE;
import static io.amiclean.core.Fixtures.account;
import static io.amiclean.core.Fixtures.image;
import static io.amiclean.core.plan.Planning.CLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.plan.AccountReader;
import io.amiclean.api.plan.AccountReading;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.source.ImageSource;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.source.SnapshotSource;
import io.amiclean.core.inventory.AccountRecorder;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.retention.RetentionStrategies;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AccountReadingTest {

  private static final int NONE = 0;

  private final ThreadLocal<Integer> current = ThreadLocal.withInitial(() -> NONE);
  private final AtomicInteger begun = new AtomicInteger();

  /** The reading in which each part of the account was read last. */
  private final Map<String, Integer> read = new ConcurrentHashMap<>();

  /** An account with one image that goes, and that notes in which reading it is read. */
  private final class NotingAccount implements AccountReader {

    private final PlanningContext context = account().images(image(1).build()).context();

    private <T> T noted(String part, T value) {
      read.put(part, current.get());
      return value;
    }

    @Override
    public ImageSource images() {
      return () -> noted("images", context.images());
    }

    @Override
    public SnapshotSource snapshots() {
      return () -> noted("snapshots", context.snapshots());
    }

    @Override
    public ImageUsageSource usage() {
      return () -> noted("usage", context.usage());
    }

    @Override
    public List<CandidateCheck> candidateChecks() {
      return List.of(
          images ->
              noted(
                  "check",
                  CandidateFindings.builder()
                      .scope(SCOPE)
                      .addEvidence(Evidence.complete("launch-permissions", images.size(), NOW))
                      .build()));
    }

    @Override
    public AccountReading beginReading() {
      int reading = begun.incrementAndGet();
      return new AccountReading() {
        @Override
        public <T> T within(Supplier<T> work) {
          int before = current.get();
          current.set(reading);
          try {
            return work.get();
          } finally {
            current.set(before);
          }
        }
      };
    }
  }

  private CleanupPlannerBuilder planner() {
    return CleanupPlanner.builder()
        .account(new NotingAccount())
        .groupBy(Mappers.everything("all"))
        .retain(RetentionStrategies.nothing())
        .clock(CLOCK);
  }

  @Test
  void aPlanIsReadInOneReadingItsChecksIncluded() {
    planner().build().plan();

    assertThat(read).isEqualTo(Map.of("images", 1, "snapshots", 1, "usage", 1, "check", 1));
  }

  @Test
  void aPlanWithOrphansIsReadInOneReading() {
    planner().orphanSnapshots().build().plan();

    assertThat(read).isEqualTo(Map.of("images", 1, "snapshots", 1, "usage", 1, "check", 1));
  }

  @Test
  void eachPlanBeginsAReading() {
    CleanupPlanner planner = planner().build();
    planner.plan();

    planner.plan();

    assertThat(read.values()).containsOnly(2);
  }

  @Test
  void whatIsReadBeforePlanningIsAReadingOfItsOwn() {
    CleanupPlanner planner = planner().build();

    planner.plan(planner.read());

    assertThat(read).containsEntry("usage", 1).containsEntry("check", 2);
  }

  @Test
  void whatARecordingListsIsReadInOneReading() {
    AccountRecorder.builder().account(new NotingAccount()).build().record();

    assertThat(read).containsEntry("images", 1).containsEntry("snapshots", 1);
    assertThat(read).containsEntry("usage", 1);
  }
}
