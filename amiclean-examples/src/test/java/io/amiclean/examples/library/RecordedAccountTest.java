package io.amiclean.examples.library;

import static io.amiclean.core.mapping.Mappers.tags;
import static io.amiclean.core.retention.RetentionStrategies.keepNewest;
import static io.amiclean.core.testing.CleanupPlanAssert.assertThat;

import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.inventory.InventoryJson;
import io.amiclean.core.inventory.RecordedAccount;
import io.amiclean.core.plan.CleanupPlanner;
import org.junit.jupiter.api.Test;

/**
 * The rules of the clean-up, tried on a real account that {@code amiclean record} wrote down: no
 * credentials, no network.
 */
class RecordedAccountTest {

  private final RecordedAccount account = InventoryJson.read(Resources.text("inventory.json"));

  private final CleanupPlan plan =
      CleanupPlanner.builder()
          .account(account)
          .groupBy(tags("role"))
          .retain(keepNewest(1))
          .build()
          .plan();

  @Test
  void neverRemovesWhatIsUsedOrShared() {
    assertThat(plan)
        .keeps("ami-0000aaaa")
        .because("in-use")
        .keeps("ami-0000bbbb")
        .because("shared-usage-unknown")
        .removesAtMost(1)
        .hasNoRefusals();
  }
}
