package io.amiclean.core.plan;

import static io.amiclean.core.Fixtures.imageId;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.UnmatchedRule;
import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.core.exclusion.ExclusionFilters;
import io.amiclean.core.exclusion.SnapshotExclusionFilters;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnmatchedRulesTest {

  private static CleanupPlannerBuilder planner() {
    return CleanupPlanner.builder().account(InMemoryAccount.demo());
  }

  private static List<String> unmatched(CleanupPlannerBuilder planner) {
    return planner.build().plan().unmatched().stream().map(UnmatchedRule::description).toList();
  }

  @Test
  void ofAPolicyAllOfWhichMatchesThereAreNone() {
    assertThat(
            unmatched(
                planner()
                    .groupBy(Mappers.tags("environment", "role"))
                    .exclude(ExclusionFilters.tagged("role", "front"))
                    .retain(RetentionStrategies.keepNewest(1))))
        .isEmpty();
  }

  @Test
  void everyPartThatDecidesOnNothingIsOne() {
    assertThat(
            unmatched(
                planner()
                    .groupBy(Mappers.tags("environment", "role"), Mappers.tags("rol"))
                    .exclude(ExclusionFilters.tagged("keep"))
                    .excludeSnapshots(SnapshotExclusionFilters.tagged("keep"))
                    .retain(RetentionStrategies.keepNewest(1))
                    .retain(RetentionStrategies.launchedWithin(Duration.ofDays(1)))))
        .containsExactly(
            "groupBy: tags(rol)",
            "exclude: tagged(key: keep)",
            "excludeSnapshots: tagged(key: keep)",
            "retain: launchedWithin(P1D)");
  }

  @Test
  void aRetentionThatIsToKeepNothingIsNone() {
    assertThat(
            unmatched(
                planner()
                    .groupBy(Mappers.tags("environment", "role"))
                    .retain(RetentionStrategies.keepNewest(0))))
        .isEmpty();
  }

  @Test
  void aTagOfImagesThatNoSnapshotHasIsNone() {
    assertThat(
            unmatched(
                planner()
                    .groupBy(Mappers.tags("role"))
                    .exclude(ExclusionFilters.tagged("role", "front"))
                    .excludeSnapshots(SnapshotExclusionFilters.tagged("role", "front"))
                    .retain(RetentionStrategies.keepNewest(1))))
        .isEmpty();
  }

  @Test
  void aTagThatASnapshotHasIsNone() {
    InMemoryAccount account =
        InMemoryAccount.builder()
            .image(
                imageId(1).value(),
                image -> image.tag("role", "front").createdAt("2017-06-15T00:00:00Z"))
            .snapshot("snap-00000001", snapshot -> snapshot.tag("keep", ""))
            .build();

    assertThat(
            unmatched(
                CleanupPlanner.builder()
                    .account(account)
                    .groupBy(Mappers.tags("role"))
                    .excludeSnapshots(SnapshotExclusionFilters.tagged("keep"))
                    .retain(RetentionStrategies.keepNewest(1))))
        .isEmpty();
  }

  @Test
  void aPinnedImageThatExistsIsNone() {
    InMemoryAccount account =
        InMemoryAccount.builder()
            .image(
                imageId(7).value(),
                image -> image.tag("role", "front").createdAt("2017-06-15T00:00:00Z"))
            .build();

    assertThat(
            unmatched(
                CleanupPlanner.builder()
                    .account(account)
                    .groupBy(Mappers.tags("role"))
                    .retain(RetentionStrategies.keepNewest(1))
                    .reading(ReadingPolicy.builder().addPinnedImages(imageId(7)).build())))
        .isEmpty();
  }

  @Test
  void retentionsThatAreJoinedAreSeenOneByOne() {
    assertThat(
            unmatched(
                planner()
                    .groupBy(Mappers.tags("role"))
                    .retain(
                        RetentionStrategies.launchedWithin(Duration.ofDays(1))
                            .then(RetentionStrategies.keepNewest(2)))))
        .containsExactly("retain: launchedWithin(P1D)");
  }

  @Test
  void aRetentionOfOnesOwnThatJoinsOthersIsNoneIfOneOfThemKeepsAnImage() {
    assertThat(
            unmatched(
                planner()
                    .groupBy(Mappers.tags("role"))
                    .retain(
                        RetentionStrategy.named(
                            StrategySpec.of("acme.both"),
                            RetentionStrategies.launchedWithin(Duration.ofDays(1))
                                .then(RetentionStrategies.keepNewest(2))))))
        .isEmpty();
  }

  @Test
  void whatKeepsNothingOnPurposeIsNone() {
    assertThat(
            unmatched(
                planner().groupBy(Mappers.tags("role")).retain(RetentionStrategies.nothing())))
        .isEmpty();
  }

  @Test
  void pinnedImagesThatDoNotExistAre() {
    assertThat(
            unmatched(
                planner()
                    .groupBy(Mappers.tags("role"))
                    .retain(RetentionStrategies.keepNewest(1))
                    .reading(ReadingPolicy.builder().addPinnedImages(imageId(7)).build())))
        .containsExactly("pinnedImages: ami-00000007");
  }

  @Test
  void ofAnAccountWithoutImagesThereAreNone() {
    assertThat(
            unmatched(
                CleanupPlanner.builder()
                    .account(InMemoryAccount.builder().build())
                    .groupBy(Mappers.tags("role"))
                    .retain(RetentionStrategies.keepNewest(1))))
        .isEmpty();
  }

  @Test
  void standInTheJsonOfThePlan() {
    CleanupPlan plan = plan();

    String json = PlanJson.write(plan);

    assertThat(json).contains("\"unmatched\"", "\"kind\": \"EXCLUDE\"", "\"PINNED_IMAGE\"");
    assertThat(PlanJson.read(json)).isEqualTo(plan);
  }

  private static CleanupPlan plan() {
    return planner()
        .groupBy(Mappers.tags("role"))
        .exclude(ExclusionFilters.tagged("keep"))
        .retain(RetentionStrategies.keepNewest(1))
        .reading(ReadingPolicy.builder().addPinnedImages(imageId(7)).build())
        .build()
        .plan();
  }
}
