package io.amiclean.examples.fedora;

import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.plan.AccountReader;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.AwsClients;
import io.amiclean.aws.MinimumIamPolicy;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.plan.CleanupPlannerBuilder;
import io.amiclean.core.plan.StrategyRegistry;
import io.amiclean.examples.fedora.archive.DatagrepperImageSource;
import io.amiclean.examples.fedora.archive.PublishedImages;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Selects the images of a region that a step of Fedora's process is about.
 *
 * @param step the step
 * @param days how many days the window of publications goes back
 * @param permissionsWait for how many days images stay public after their publication
 * @param deleteWait for how many days images stay private before they go
 * @param clock the one clock of all plans
 */
record RegionPlanner(ProcessStep step, int days, int permissionsWait, int deleteWait, Clock clock) {

  /** Opens a region. */
  Region region(AwsClients clients) {
    return Region.of(AwsAccount.builder().clients(clients).clock(clock).build());
  }

  /** Returns the permissions that both steps need, and bringing images back. */
  static MinimumIamPolicy iamPolicy() {
    return MinimumIamPolicy.of(ReadingOptions.defaults()).withLifecycle(List.of(Stage.PRIVATE));
  }

  /** Selects images: {@link ProcessStep#selected} returns those of a plan. */
  CleanupPlanner planner(AccountReader account, PublishedImages published) {
    Duration within = Duration.ofDays(days);
    CleanupPlannerBuilder planner =
        reading(account, published).exclude(new ComposeFilter()).groupBy(new ComposeMapper());
    switch (step) {
      case CHANGE_PERMISSIONS ->
          planner
              .lifecycle(Revocation.POLICY)
              .exclude(Revocation.doneBefore())
              .retain(new PublicationWindow(within, Duration.ofDays(permissionsWait)));
      case DELETE ->
          planner
              .exclude(new RevocationFilter(Duration.ofDays(deleteWait)))
              .retain(new PublicationWindow(within, Duration.ZERO));
    }
    return planner.build();
  }

  /** Returns what plans by the policy of a plan that lay in a file. */
  CleanupPlannerBuilder planner(
      CleanupPlan plan, AccountReader account, PublishedImages published) {
    return reading(account, published)
        .policy(plan.policy(), StrategyRegistry.of(new FedoraStrategies()));
  }

  private CleanupPlannerBuilder reading(AccountReader account, PublishedImages published) {
    return CleanupPlanner.builder()
        .account(account)
        .images(new DatagrepperImageSource(account.images(), published))
        .clock(clock);
  }
}
