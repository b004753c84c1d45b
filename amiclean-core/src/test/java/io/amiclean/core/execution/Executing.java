package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.plan.CleanupPlannerBuilder;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;

/** What the tests of the executor have in common. */
final class Executing {

  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private Executing() {}

  /** Begins an account; images and snapshots are those of the numbers. */
  static Account account() {
    return new Account();
  }

  static String ami(int number) {
    return imageId(number).value();
  }

  static String snap(int number) {
    return snapshotId(number).value();
  }

  /** Begins a planner by which everything goes that nothing protects. */
  static CleanupPlannerBuilder planner(InMemoryAccount account) {
    return CleanupPlanner.builder()
        .images(account)
        .snapshots(account)
        .usage(account)
        .groupBy(Mappers.everything("all"))
        .retain(RetentionStrategies.nothing())
        .orphanSnapshots()
        .clock(CLOCK);
  }

  static CleanupPlan plan(InMemoryAccount account) {
    return planner(account).build().plan();
  }

  /** Begins an executor that plans again on the account; one removal at a time. */
  static PlanExecutorBuilder executor(InMemoryAccount account) {
    return executor(account, planner(account).build());
  }

  /** Begins an executor that plans again by a planner; one removal at a time. */
  static PlanExecutorBuilder executor(InMemoryAccount account, CleanupPlanner planner) {
    return PlanExecutor.builder().operations(account).planner(planner).concurrency(1).clock(CLOCK);
  }

  static ExecutionResult execute(InMemoryAccount account, CleanupPlan plan) {
    return executor(account).build().execute(plan);
  }

  static ExecutionResult execute(
      InMemoryAccount account, CleanupPlanner planner, CleanupPlan plan) {
    return executor(account, planner).build().execute(plan);
  }

  static ActionOutcome outcome(ExecutionResult result, ResourceId id) {
    return result.outcomes().stream()
        .filter(outcome -> outcome.resource().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** Outcome and code of an action, such as {@code SKIPPED in-use}. */
  static String ending(ExecutionResult result, ResourceId id) {
    ActionOutcome outcome = outcome(result, id);
    return outcome.outcome() + " " + outcome.code();
  }

  static Outcome imageOutcome(ExecutionResult result, int image) {
    return outcome(result, imageId(image)).outcome();
  }

  static Outcome snapshotOutcome(ExecutionResult result, int snapshot) {
    return outcome(result, snapshotId(snapshot)).outcome();
  }

  /** Builds an account. */
  static final class Account {

    private final InMemoryAccount.Builder builder = InMemoryAccount.builder().clock(CLOCK);

    private Account() {}

    /** Adds an image that is as many days old as its number, with snapshots of 8 GiB. */
    Account image(int number, int... snapshots) {
      builder.image(
          ami(number),
          image -> {
            image.name("image-" + number).createdAt(NOW.minus(Duration.ofDays(number)));
            for (int snapshot : snapshots) {
              image.snapshot(snap(snapshot), 8);
            }
          });
      return this;
    }

    InMemoryAccount.Builder and() {
      return builder;
    }

    InMemoryAccount build() {
      return builder.build();
    }
  }
}
