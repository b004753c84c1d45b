package io.amiclean.core.report;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.exclusion.ExclusionFilters.tagged;
import static io.amiclean.core.mapping.Mappers.tags;
import static io.amiclean.core.retention.RetentionStrategies.keepNewest;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.Protection;
import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.core.SamplePlans;
import io.amiclean.core.cost.PriceList;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import java.time.LocalDate;
import java.util.Currency;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DecisionTextTest {

  private static final PriceList ELSEWHERE =
      PriceList.builder()
          .source("nowhere")
          .date(LocalDate.parse("2026-01-01"))
          .currency(Currency.getInstance("USD"))
          .build();

  @Test
  void countsWhatGoesAndWhatStaysByReason() {
    assertThat(text(PriceList.builtIn(), "eu-west-1").images())
        .isEqualTo(
            """
            Account 123456789012, region eu-west-1: 6 images read
            2 images to remove, 3 kept (1 excluded by tag, 1 in use, 1 retained), 1 ungrouped
            2 snapshots to delete, 24 GiB, at most USD 1.20 a month
            Removal is for good: no rule of the Recycle Bin holds them
            """);
  }

  @Test
  void addsUpSeveralScopes() {
    assertThat(text(PriceList.builtIn(), "eu-west-1", "us-east-1").images())
        .isEqualTo(
            """
            2 scopes: 12 images read
            4 images to remove, 6 kept (2 excluded by tag, 2 in use, 2 retained), 2 ungrouped
            4 snapshots to delete, 48 GiB, at most USD 2.40 a month
            Removal is for good: no rule of the Recycle Bin holds them
            """);
  }

  @Test
  void saysWhereTheCostIsUnknown() {
    assertThat(text(ELSEWHERE, "eu-west-1").images())
        .endsWith(
            """
            2 snapshots to delete, 24 GiB, cost unknown in eu-west-1
            Removal is for good: no rule of the Recycle Bin holds them
            """);
  }

  @Test
  void leavesOrphansToTheirOwnLines() {
    assertThat(text(PriceList.builtIn(), "eu-west-1").orphans())
        .isEqualTo(
            """
            Account 123456789012, region eu-west-1
            1 orphan snapshot to delete, 100 GiB, at most USD 5.00 a month
            Removal is for good: no rule of the Recycle Bin holds it
            """);
  }

  @Test
  void saysWhichRulesDecidedOnNothingUnlessThatIsLeftOut() {
    CleanupPlan plan =
        CleanupPlanner.builder()
            .account(
                InMemoryAccount.builder()
                    .image("ami-0000000a", image -> image.createdAt(day(1)))
                    .build())
            .exclude(tagged("mistyped"))
            .groupBy(Mappers.everything("all"))
            .retain(keepNewest(1))
            .build()
            .plan();
    DecisionText text = new DecisionText(PriceList.builtIn()).add(plan);
    String line = "exclude: tagged(key: mistyped) matches nothing\n";

    assertThat(text.images()).contains(line);
    assertThat(text.unmatchedRules()).containsExactly("exclude: tagged(key: mistyped)");
    assertThat(text.withoutUnmatchedRules().images()).doesNotContain(line);
  }

  private static DecisionText text(PriceList prices, String... regions) {
    DecisionText text = new DecisionText(prices);
    Stream.of(regions).map(DecisionTextTest::plan).forEach(text::add);
    return text;
  }

  private static CleanupPlan plan(String region) {
    InMemoryAccount account =
        InMemoryAccount.builder()
            .region(region)
            .image(
                "ami-0000000a",
                image -> image.tag("role", "web").createdAt(day(1)).snapshot("snap-0000000a", 8))
            .image(
                "ami-0000000b",
                image -> image.tag("role", "web").createdAt(day(2)).snapshot("snap-0000000b", 16))
            .image(
                "ami-0000000c",
                image -> image.tag("role", "web").createdAt(day(3)).snapshot("snap-0000000c", 8))
            .image(
                "ami-0000000d", image -> image.tag("role", "web").tag("keep", "").createdAt(day(4)))
            .image("ami-0000000e", image -> image.tag("role", "web").createdAt(day(5)))
            .image("ami-0000000f", image -> image.createdAt(day(6)))
            .instance("i-0123456789abcdef0", "ami-0000000e")
            .snapshot("snap-0000000f", snapshot -> snapshot.sizeGiB(100).madeFor("ami-000000ff"))
            .build();
    return CleanupPlanner.builder()
        .images(account)
        .snapshots(account)
        .usage(account)
        .exclude(tagged("keep"))
        .groupBy(tags("role"))
        .retain(keepNewest(1))
        .orphanSnapshots()
        .build()
        .plan();
  }

  private static String day(int day) {
    return "2024-01-0" + day + "T00:00:00Z";
  }

  @Test
  void namesWhatWasLeftOutOnPurpose() {
    CleanupPlan plan =
        CleanupPlan.builder()
            .from(SamplePlans.everyVerdict())
            .reading(
                ReadingPolicy.builder().addSkippedSources("instances").sharedAllowed(true).build())
            .policy(
                CleanupPolicy.builder()
                    .from(SamplePlans.everyVerdict().policy())
                    .addWithoutProtections(Protection.ON_HOLD)
                    .build())
            .addEvidence(
                Evidence.skipped("instances", NOW), Evidence.skipped("launch-templates", NOW))
            .build();

    assertThat(new DecisionText(PriceList.builtIn()).add(plan).leftOut())
        .containsExactly(
            "Not read, as was asked for: instances; images that only this would keep can go",
            "Without the protection ON_HOLD, as was asked for",
            "Images that are shared with other accounts can go, as was asked for, whoever uses"
                + " them there");
  }

  @Test
  void namesNothingWhereNothingWasLeftOut() {
    assertThat(text(PriceList.builtIn(), "eu-west-1").leftOut()).isEmpty();
  }
}
