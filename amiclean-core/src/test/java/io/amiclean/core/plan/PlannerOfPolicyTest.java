package io.amiclean.core.plan;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.lifecycle.LifecycleRule.deprecate;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.snapshot.SnapshotResolver;
import io.amiclean.core.exclusion.ExclusionFilters;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.retention.RetentionStrategies;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A planner that is made of a policy decides as the one that the policy is of. */
class PlannerOfPolicyTest {

  private final InMemoryAccount account =
      InMemoryAccount.builder()
          .clock(Planning.CLOCK)
          .image("ami-00000001", image -> image.createdAt(NOW).snapshot("snap-00000001", 8))
          .image("ami-00000002", image -> image.createdAt(NOW).tag("keep", "yes"))
          .snapshot("snap-00000009", orphan -> orphan.madeFor("ami-00000009"))
          .build();

  private CleanupPlan assertDecidesTheSame(UnaryOperator<CleanupPlannerBuilder> options) {
    CleanupPlan plan =
        options
            .apply(
                CleanupPlanner.builder()
                    .account(account)
                    .groupBy(Mappers.everything("all"))
                    .retain(RetentionStrategies.nothing())
                    .clock(Planning.CLOCK))
            .build()
            .plan();

    CleanupPlanner made =
        CleanupPlanner.builder()
            .account(account)
            .policy(plan.policy())
            .clock(Planning.CLOCK)
            .build();

    assertThat(made.plan()).isEqualTo(plan);
    return plan;
  }

  @Test
  void onWhatItSelects() {
    ImageId selected = ImageId.of("ami-00000001");

    CleanupPlan plan = assertDecidesTheSame(planner -> planner.selectOnly(List.of(selected)));

    assertThat(plan.removals()).hasSize(1);
  }

  @Test
  void amongWhatIsSelectedBesides() {
    CleanupPlan plan =
        assertDecidesTheSame(planner -> planner.selectOnly(List.of(ImageId.of("ami-00000001"))));

    for (boolean first : List.of(true, false)) {
      CleanupPlannerBuilder both = CleanupPlanner.builder().account(account).clock(Planning.CLOCK);
      List<ImageId> other = List.of(ImageId.of("ami-00000002"));
      CleanupPlannerBuilder ready =
          first
              ? both.policy(plan.policy()).selectOnly(other)
              : both.selectOnly(other).policy(plan.policy());

      assertThat(ready.build().plan().removals()).isEmpty();
    }
  }

  @Test
  void onTheSnapshotsOfAResolverThatWasGivenBesides() {
    CleanupPlan plan = assertDecidesTheSame(planner -> planner);
    SnapshotResolver none = SnapshotResolver.named("none", (image, context) -> Set.of());

    for (boolean first : List.of(true, false)) {
      CleanupPlannerBuilder both = CleanupPlanner.builder().account(account).clock(Planning.CLOCK);
      CleanupPlannerBuilder ready =
          first
              ? both.policy(plan.policy()).resolveSnapshots(none)
              : both.resolveSnapshots(none).policy(plan.policy());

      assertThat(ready.build().plan().summary().snapshotsToDelete()).isZero();
    }
  }

  @Test
  void onOrphans() {
    CleanupPlan plan = assertDecidesTheSame(CleanupPlannerBuilder::orphanSnapshots);

    assertThat(plan.orphanSnapshots()).hasSize(1);
  }

  @Test
  void onStagesWithAConditionOfTheirOwn() {
    CleanupPlan plan =
        assertDecidesTheSame(
            planner ->
                planner.lifecycle(
                    LifecyclePolicy.of(deprecate().unless(ExclusionFilters.tagged("keep")))));

    assertThat(plan.stageChanges()).hasSize(1);
  }
}
