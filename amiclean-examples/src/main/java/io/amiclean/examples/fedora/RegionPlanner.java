package io.amiclean.examples.fedora;

import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.AwsClients;
import io.amiclean.aws.source.EvidenceSources;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.core.exclusion.ExclusionFilters;
import io.amiclean.core.plan.CleanupPlanner;
import java.time.Clock;
import java.time.Duration;

/**
 * Selects the images of a region that a step of Fedora's process is about.
 *
 * @param step the step
 * @param days for how many days back images are looked at, by their publication
 * @param permissionsWait for how many days images stay public after their publication
 * @param deleteWait for how many days images stay private before they go
 * @param clock the one clock of all plans
 */
record RegionPlanner(ProcessStep step, int days, int permissionsWait, int deleteWait, Clock clock) {

  /** Opens a region as the step has to read it. */
  AwsAccount account(AwsClients clients) {
    ReadingOptions.Builder reading = ReadingOptions.builder();
    if (step == ProcessStep.CHANGE_PERMISSIONS) {
      // That an image is shared is why it is made private, so it must not protect the image.
      reading.skip(EvidenceSources.LAUNCH_PERMISSIONS);
    }
    return AwsAccount.builder().clients(clients).clock(clock).options(reading.build()).build();
  }

  /** Selects images; the removals of the plan are those that the step is about. */
  CleanupPlan plan(AwsAccount account, PublishedImages published) {
    Duration within = Duration.ofDays(days);
    CleanupPlanner.Builder planner =
        CleanupPlanner.builder()
            .images(new DatagrepperImageSource(account.images(), published))
            .snapshots(account.snapshots())
            .usage(account.allUsage())
            .check(account.lastLook())
            .exclude(new ComposeFilter())
            .groupBy(new ComposeMapper())
            .clock(clock);
    switch (step) {
      case CHANGE_PERMISSIONS ->
          planner
              .exclude(ExclusionFilters.tagged(RevocationTag.KEY)) // it was done before
              .retain(new PublicationWindow(within, Duration.ofDays(permissionsWait)));
      case DELETE ->
          planner
              .exclude(new RevocationFilter(Duration.ofDays(deleteWait)))
              .retain(new PublicationWindow(within, Duration.ZERO));
    }
    return planner.build().plan();
  }
}
