package io.amiclean.core.plan;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.imageId;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.ImageState;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.core.exclusion.ExclusionFilters;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PlanDriftInvariantsTest {

  /** What may change of an image. */
  private record State(
      boolean exists, String role, boolean used, boolean pinned, boolean disabled, boolean held) {}

  @Property(edgeCases = EdgeCasesMode.NONE)
  void noImageGoesThatANewPlanWouldKeep(
      @ForAll("states") List<State> before,
      @ForAll("states") List<State> after,
      @ForAll("retentions") RetentionStrategy retention) {
    CleanupPlan plan = planner(account(before), retention).plan();
    InMemoryAccount now = account(after);
    CleanupPlanner planner = planner(now, retention);

    PlanDrift drift = drift(plan, planner);

    CleanupPlan again = planner.plan();
    for (ImageDecision removal : plan.removals()) {
      boolean goes =
          now.imageIds().contains(removal.imageId()) && drift.keeping(removal.imageId()).isEmpty();
      if (goes) {
        assertThat(again.explain(removal.imageId()).isRemoval()).as("%s", removal).isTrue();
      }
    }
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void theSameAccountIsNoDrift(
      @ForAll("states") List<State> states, @ForAll("retentions") RetentionStrategy retention) {
    InMemoryAccount account = account(states);
    CleanupPlanner planner = planner(account, retention);

    assertThat(drift(planner.plan(), planner).changes()).isEmpty();
  }

  private static CleanupPlanner planner(InMemoryAccount account, RetentionStrategy retention) {
    return CleanupPlanner.builder()
        .images(account)
        .snapshots(account)
        .usage(account)
        .exclude(ExclusionFilters.tagged("pinned"))
        .groupBy(Mappers.tags("role"))
        .retain(retention)
        .clock(Planning.CLOCK)
        .build();
  }

  private static PlanDrift drift(CleanupPlan plan, CleanupPlanner again) {
    return again
        .recheck(plan, again.read(), ExecutionProgress.notBegun(Set.of()), Planning.CLOCK)
        .drift();
  }

  /** Image N is N days old. */
  private static InMemoryAccount account(List<State> states) {
    InMemoryAccount.Builder account = InMemoryAccount.builder().clock(Planning.CLOCK);
    for (int i = 0; i < states.size(); i++) {
      State state = states.get(i);
      int number = i + 1;
      String id = imageId(number).value();
      if (!state.exists()) {
        continue;
      }
      account.image(
          id,
          image -> {
            image.name("image").createdAt(NOW.minus(Duration.ofDays(number)));
            if (!state.role().isEmpty()) {
              image.tag("role", state.role());
            }
            if (state.pinned()) {
              image.tag("pinned", "yes");
            }
            if (state.held()) {
              image.tag("amiclean:hold", "2017-06-16T00:00:00Z anna");
            }
            if (state.disabled()) {
              image.state(ImageState.DISABLED);
            }
          });
      if (state.used()) {
        account.instance("i-" + number, id);
      }
    }
    return account.build();
  }

  @Provide
  Arbitrary<List<State>> states() {
    return Combinators.combine(
            often(true),
            Arbitraries.of("web", "web", "web", "db", ""),
            often(false),
            often(false),
            often(false),
            often(false))
        .as(State::new)
        .list()
        .ofSize(8);
  }

  private static Arbitrary<Boolean> often(boolean value) {
    return Arbitraries.of(value, value, value, value, value, !value);
  }

  @Provide
  Arbitrary<RetentionStrategy> retentions() {
    RetentionStrategy young = RetentionStrategies.youngerThan(Duration.ofHours(60));
    RetentionStrategy newest = RetentionStrategies.keepNewest(2);
    return Arbitraries.of(
        newest,
        young,
        RetentionStrategies.nothing(),
        young.then(newest),
        RetentionStrategy.anyOf(young, newest),
        RetentionStrategy.anyOf(newest, RetentionStrategies.keepNewest(1).then(young)),
        RetentionStrategies.keepAtLeast(3),
        RetentionStrategies.calendarFromNow(3, 0, 1),
        RetentionStrategy.anyOf(newest, RetentionStrategies.keepAtLeast(4)),
        RetentionStrategies.quotaTarget(3),
        RetentionStrategies.together(RetentionStrategies.keepNewest(1)),
        young.then(RetentionStrategies.together(RetentionStrategies.quotaTarget(4))));
  }
}
