package outside.modules;

import static io.amiclean.core.mapping.Mappers.tags;
import static io.amiclean.core.retention.RetentionStrategies.keepNewest;

import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.source.ImageSource;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.source.SnapshotSource;
import io.amiclean.aws.AwsAccount;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.plan.CleanupPlanner;

/** Plans for an account of AWS, or for one in memory. */
final class TidyAccount {

  private TidyAccount() {}

  static CleanupPlan plan(AwsAccount account) {
    return plan(account.images(), account.snapshots(), account.allUsage());
  }

  static CleanupPlan plan(InMemoryAccount account) {
    return plan(account, account, account);
  }

  private static CleanupPlan plan(
      ImageSource images, SnapshotSource snapshots, ImageUsageSource usage) {
    return CleanupPlanner.builder()
        .images(images)
        .snapshots(snapshots)
        .usage(usage)
        .groupBy(tags("role"))
        .retain(keepNewest(1))
        .build()
        .plan();
  }
}
