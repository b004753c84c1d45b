package outside.modules;

import static io.amiclean.core.mapping.Mappers.tags;
import static io.amiclean.core.retention.RetentionStrategies.keepNewest;

import io.amiclean.api.plan.AccountReader;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.aws.AwsAccount;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.plan.CleanupPlanner;

/** Plans for an account of AWS, or for one in memory. */
final class TidyAccount {

  private TidyAccount() {}

  static CleanupPlan plan(AwsAccount account) {
    return planOf(account);
  }

  static CleanupPlan plan(InMemoryAccount account) {
    return planOf(account);
  }

  private static CleanupPlan planOf(AccountReader account) {
    return CleanupPlanner.builder()
        .account(account)
        .groupBy(tags("role"))
        .retain(keepNewest(1))
        .build()
        .plan();
  }
}
