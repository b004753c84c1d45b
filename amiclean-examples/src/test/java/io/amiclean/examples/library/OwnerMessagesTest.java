package io.amiclean.examples.library;

import static io.amiclean.core.mapping.Mappers.tags;
import static io.amiclean.core.retention.RetentionStrategies.keepNewest;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.inmemory.ImageSpec;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.plan.CleanupPlanner;
import org.junit.jupiter.api.Test;

class OwnerMessagesTest {

  @Test
  void namesToEachOwnerTheImagesThatGo() {
    InMemoryAccount account =
        InMemoryAccount.builder()
            .image("ami-00000001", image -> front(image).tag("owner", "team-a"))
            .image("ami-00000002", image -> front(image).tag("owner", "team-b"))
            .image("ami-00000003", OwnerMessagesTest::front)
            .build();
    CleanupPlan plan =
        CleanupPlanner.builder()
            .images(account)
            .snapshots(account)
            .usage(account)
            .groupBy(tags("role"))
            .retain(keepNewest(0))
            .recordTags("owner")
            .build()
            .plan();

    assertThat(OwnerMessages.messages(plan)).containsOnlyKeys("team-a", "team-b", "nobody");
    assertThat(OwnerMessages.messages(plan).get("team-a"))
        .startsWith("ami-00000001 (")
        .contains("tags: owner=team-a", "not-retained")
        .doesNotContain("ami-00000002");
  }

  private static ImageSpec front(ImageSpec image) {
    return image.createdAt("2017-01-01T00:00:00Z").tag("role", "front");
  }
}
