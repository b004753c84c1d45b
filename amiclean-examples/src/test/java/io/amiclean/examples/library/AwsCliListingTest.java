package io.amiclean.examples.library;

import static io.amiclean.core.mapping.Mappers.tags;
import static io.amiclean.core.retention.RetentionStrategies.keepNewest;
import static io.amiclean.core.testing.CleanupPlanAssert.assertThat;

import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.SnapshotInventory;
import io.amiclean.core.inventory.ImageInventories;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.plan.CleanupPlannerBuilder;
import org.junit.jupiter.api.Test;

/**
 * The rules of the clean-up, tried on what {@code aws ec2 describe-images --owners self}, {@code
 * describe-snapshots --owner-ids self} and {@code describe-instances} print.
 */
class AwsCliListingTest {

  private final ImageInventory images =
      ImageInventories.fromAwsCli(Resources.text("describe-images.json"));

  private final SnapshotInventory snapshots =
      ImageInventories.snapshotsFromAwsCli(
          Resources.text("describe-snapshots.json"), images.scope());

  private final ImageUsage instances =
      ImageInventories.instancesFromAwsCli(
          Resources.text("describe-instances.json"), images.scope());

  private CleanupPlannerBuilder rules() {
    return CleanupPlanner.builder()
        .images(() -> images)
        .snapshots(() -> snapshots)
        .groupBy(tags("role"))
        .retain(keepNewest(1));
  }

  @Test
  void neverRemovesWhatRuns() {
    assertThat(rules().usage(() -> instances).build().plan())
        .keeps("ami-0a1b2c3d4e5f60001")
        .because("in-use")
        .removes("ami-0a1b2c3d4e5f60002")
        .deletesSnapshots("snap-0a1b2c3d4e5f60002");
  }

  @Test
  void withoutUsageWhatRunsIsNotProtected() {
    assertThat(rules().withoutUsageEvidence().build().plan())
        .removes("ami-0a1b2c3d4e5f60001")
        .keeps("ami-0a1b2c3d4e5f60003")
        .because("keep-newest");
  }
}
