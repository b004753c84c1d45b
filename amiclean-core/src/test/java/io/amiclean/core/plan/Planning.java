package io.amiclean.core.plan;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;

import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.Verdict;
import io.amiclean.core.Fixtures;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;

/** What the tests of the planner have in common. */
final class Planning {

  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private Planning() {}

  /** Begins a planner of an account that still lacks grouping and retention. */
  static CleanupPlannerBuilder planner(Fixtures.Account account) {
    PlanningContext context = account.context();
    return CleanupPlanner.builder()
        .images(context::images)
        .snapshots(context::snapshots)
        .usage(context::usage)
        .clock(CLOCK);
  }

  /** Begins a planner of an account by which everything goes that nothing protects. */
  static CleanupPlannerBuilder sweeping(Fixtures.Account account) {
    return planner(account)
        .groupBy(Mappers.everything("all"))
        .retain(RetentionStrategies.nothing());
  }

  static ImageDecision decision(CleanupPlan plan, int image) {
    return plan.explain(imageId(image));
  }

  static Verdict verdict(CleanupPlan plan, int image) {
    return decision(plan, image).verdict();
  }

  /** The numbers of the images that go. */
  static List<Integer> removed(CleanupPlan plan) {
    return plan.removals().stream()
        .map(removal -> Integer.parseInt(removal.imageId().value().substring("ami-".length()), 16))
        .toList();
  }

  static SnapshotDecision snapshotOf(CleanupPlan plan, int image, int snapshot) {
    return decision(plan, image).snapshots().stream()
        .filter(decision -> decision.snapshotId().equals(snapshotId(snapshot)))
        .findFirst()
        .orElseThrow();
  }
}
