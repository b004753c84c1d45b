package io.amiclean.examples.library;

import static io.amiclean.core.mapping.Mappers.tags;
import static io.amiclean.core.retention.RetentionStrategies.keepNewest;
import static io.amiclean.core.testing.CleanupPlanAssert.assertThat;

import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.plan.CleanupPlanner;
import org.junit.jupiter.api.Test;

/**
 * A test as a deployment pipeline would hold it: the rules of the clean-up, tried on an account.
 */
class DeploymentPipelineTest {

  private final InMemoryAccount account =
      InMemoryAccount.builder()
          .image("ami-0000aaaa", ami -> ami.tag("role", "web").createdAt("2024-01-01T00:00:00Z"))
          .image("ami-0000bbbb", ami -> ami.tag("role", "web").createdAt("2024-02-01T00:00:00Z"))
          .image("ami-0000cccc", ami -> ami.tag("role", "web").createdAt("2024-03-01T00:00:00Z"))
          .instance("i-0123456789abcdef0", "ami-0000aaaa")
          .build();

  private final CleanupPlan plan =
      CleanupPlanner.builder()
          .account(account)
          .groupBy(tags("role"))
          .retain(keepNewest(1))
          .build()
          .plan();

  @Test
  void removesTheImageThatNobodyNeeds() {
    assertThat(plan).removes("ami-0000bbbb").because("not-retained").removesAtMost(1);
  }

  @Test
  void keepsTheImageInProductionBecauseOfItsInstance() {
    assertThat(plan).keeps("ami-0000aaaa").because("in-use");
  }
}
