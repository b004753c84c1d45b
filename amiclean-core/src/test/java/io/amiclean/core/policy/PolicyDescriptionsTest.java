package io.amiclean.core.policy;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.UnmatchedRule;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.LifecycleSpec;
import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.core.json.PolicyJson;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyDescriptionsTest {

  private static final String EVERYTHING =
      """
      {
        "schemaVersion": 1,
        "name": "golden images",
        "groupBy": [{ "tags": ["role"] }],
        "exclude": [{ "tagged": { "key": "keep" } }, { "inUse": {} }],
        "excludeSnapshots": [{ "archivedLessThan": "P90D" }],
        "retain": [{ "keepNewest": 4 }],
        "only": ["ami-0123456789abcdef0"],
        "orphanSnapshots": true,
        "evidence": { "maximumAge": "PT1H", "minimumImages": 1, "minimum": { "instances": 10 } },
        "limits": {
          "removeAtMost": 50, "removeAtMostPercent": 20, "keepAtLeast": 2, "stageAtMost": 5
        },
        "withoutProtections": ["ON_HOLD"],
        "recordTags": ["team", "owner"]
      }
      """;

  /** What has no default. */
  private static final CleanupPolicy BARE =
      CleanupPolicy.builder()
          .addGroupBy(StrategySpec.of("everything"))
          .addRetain(StrategySpec.of("nothing"))
          .build();

  private static final Map<String, List<String>> BARE_LINES =
      Map.of("groupBy", List.of("everything()"), "retain", List.of("nothing()"));

  @Test
  void whatIsAsByDefaultIsLeftOut() {
    assertThat(PolicyDescriptions.of(BARE, ReadingPolicy.defaults())).isEqualTo(BARE_LINES);
  }

  @Test
  void everyPartOfAPolicyIsDescribed() {
    CleanupPolicy policy =
        CleanupPolicy.builder()
            .from(PolicyJson.read(EVERYTHING))
            .resolveSnapshots(StrategySpec.of("acme.resolved"))
            .lifecycle(
                LifecycleSpec.builder()
                    .addStages(StrategySpec.of("makePrivate"))
                    .addReaders(StrategySpec.of("acme.mark"))
                    .putTags("hold", "acme:hold")
                    .build())
            .build();

    assertThat(PolicyDescriptions.of(policy, ReadingPolicy.defaults()))
        .containsExactly(
            entry(
                "evidence",
                List.of("maximumAge: PT1H", "minimumImages: 1", "minimum of instances: 10")),
            entry("exclude", List.of("tagged(key: keep)", "inUse()")),
            entry("excludeSnapshots", List.of("archivedLessThan(P90D)")),
            entry("groupBy", List.of("tags(role)")),
            entry("lifecycle.readers", List.of("acme.mark()")),
            entry("lifecycle.stages", List.of("makePrivate()")),
            entry("lifecycle.tags", List.of("hold: acme:hold")),
            entry(
                "limits",
                List.of(
                    "removeAtMost: 50",
                    "removeAtMostPercent: 20",
                    "keepAtLeast: 2",
                    "stageAtMost: 5")),
            entry("name", List.of("golden images")),
            entry("only", List.of("ami-0123456789abcdef0")),
            entry("orphanSnapshots", List.of("true")),
            entry("recordTags", List.of("owner", "team")),
            entry("resolveSnapshots", List.of("acme.resolved()")),
            entry("retain", List.of("keepNewest(4)")),
            entry("withoutProtections", List.of("ON_HOLD")));
  }

  @Test
  void everyPartOfTheReadingIsDescribed() {
    ReadingPolicy reading =
        ReadingPolicy.builder()
            .addSkippedSources("fleets")
            .addFurtherSources("acme.emr")
            .addUsageIn(
                CleanupScope.of(AccountId.of("210987654321"), "eu-west-1"),
                CleanupScope.of(AccountId.of("111111111111"), "eu-west-1"))
            .launchTemplateVersions("in-use")
            .addPinnedImages(ImageId.of("ami-0123456789abcdef0"))
            .addSsmPaths("/acme")
            .usageReports(true)
            .sharedAllowed(true)
            .archivedAllowed(true)
            .addFacts(ImageFact.WATERMARKS)
            .build();

    assertThat(PolicyDescriptions.of(BARE, reading))
        .containsAllEntriesOf(BARE_LINES)
        .hasSize(12)
        .contains(
            entry("reading.archivedAllowed", List.of("true")),
            entry("reading.facts", List.of("image-watermarks")),
            entry("reading.furtherSources", List.of("acme.emr")),
            entry("reading.launchTemplateVersions", List.of("in-use")),
            entry("reading.pinnedImages", List.of("ami-0123456789abcdef0")),
            entry("reading.sharedAllowed", List.of("true")),
            entry("reading.skippedSources", List.of("fleets")),
            entry("reading.ssmPaths", List.of("/acme")),
            entry("reading.usageIn", List.of("111111111111/eu-west-1", "210987654321/eu-west-1")),
            entry("reading.usageReports", List.of("true")));
  }

  @Test
  void aPlanIsDescribedByTheDigestOfItsPolicyToo() {
    CleanupPlan.Builder plan = CleanupPlan.builder().createdAt(NOW).scope(SCOPE).policy(BARE);

    assertThat(PolicyDescriptions.ofPlan(plan.build(), policy -> "digest"))
        .containsAllEntriesOf(BARE_LINES)
        .containsOnlyKeys("policy", "groupBy", "retain")
        .containsEntry("policy", List.of("digest"));
    plan.addUnmatched(UnmatchedRule.of(UnmatchedRule.Kind.RETAIN, StrategySpec.of("nothing")));
    assertThat(PolicyDescriptions.ofPlan(plan.build(), policy -> "digest"))
        .containsEntry("matched nothing", List.of("retain: nothing()"));
  }
}
