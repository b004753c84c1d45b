package io.amiclean.core.report.internal;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.RecycleBinRule;
import io.amiclean.api.model.RecycleBinRule.Kind;
import io.amiclean.api.model.ResourceTag;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.inventory.AccountRecorder;
import io.amiclean.core.inventory.InventoryJson;
import io.amiclean.core.inventory.RecordedAccount;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.report.TextReport;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecoveryTest {

  private final InMemoryAccount account =
      InMemoryAccount.builder()
          .image(
              imageId(1).value(),
              image -> image.createdAt("2017-01-01T00:00:00Z").snapshot(snapshotId(1).value(), 8))
          .image(
              imageId(2).value(),
              image ->
                  image
                      .createdAt("2017-02-01T00:00:00Z")
                      .tag("env", "test")
                      .snapshot(snapshotId(2).value(), 8))
          .snapshot(snapshotId(9).value(), snapshot -> snapshot.madeFor("ami-00000099"))
          .clock(Clock.fixed(NOW, ZoneOffset.UTC))
          .build();

  private static RecycleBinRule.Builder rule(Kind kind, int days) {
    return RecycleBinRule.builder().id(kind + "-" + days).kind(kind).days(days);
  }

  private ImageInventory with(RecycleBinRule... rules) {
    return ImageInventory.builder()
        .from(account.loadImages())
        .addRecycleBinRules(rules)
        .addEvidence(Evidence.complete("recycle-bin-rules", rules.length, NOW))
        .build();
  }

  private CleanupPlan plan(ImageInventory images) {
    return CleanupPlanner.builder()
        .account(account)
        .images(() -> images)
        .groupBy(Mappers.everything("all"))
        .retain(RetentionStrategies.nothing())
        .orphanSnapshots()
        .clock(Clock.fixed(NOW, ZoneOffset.UTC))
        .build()
        .plan();
  }

  private static Optional<String> ofOrphans(CleanupPlan plan) {
    Recovery recovery = new Recovery();
    recovery.addOrphans(plan);
    return recovery.sentence();
  }

  @Test
  void isNotSaidWithoutTheRules() {
    CleanupPlan plan = plan(account.skip("recycle-bin-rules").loadImages());

    assertThat(Recovery.ofImages(List.of(plan), Integer::toString)).isEmpty();
    assertThat(Recovery.of(plan.explain(imageId(1)))).isEmpty();
  }

  @Test
  void isForGoodWhereNoRuleHolds() {
    CleanupPlan plan = plan(with());

    assertThat(Recovery.ofImages(List.of(plan), Integer::toString))
        .contains("Removal is for good: no rule of the Recycle Bin holds them");
    assertThat(ofOrphans(plan))
        .contains("Removal is for good: no rule of the Recycle Bin holds it");
  }

  @Test
  void isSaidInDays() {
    CleanupPlan plan = plan(with(rule(Kind.IMAGE, 7).build(), rule(Kind.SNAPSHOT, 7).build()));

    assertThat(Recovery.ofImages(List.of(plan), Integer::toString))
        .contains("Removal can be undone for 7 days, from the Recycle Bin");
    assertThat(TextReport.explain(plan, plan.explain(imageId(1))))
        .contains("\n  Removal can be undone for 7 days, from the Recycle Bin\n");
  }

  @Test
  void isSaidOfEachPartWhereItDiffers() {
    CleanupPlan plan =
        plan(
            with(
                rule(Kind.IMAGE, 7).addExcludedTags(ResourceTag.of("env", "test")).build(),
                rule(Kind.SNAPSHOT, 1).build()));

    assertThat(Recovery.ofImages(List.of(plan), Integer::toString))
        .contains("Of the 2, removal of 1 can be undone for 1 day, that of 1 is for good");
  }

  @Test
  void isNotSaidWhereNothingIsRemoved() {
    CleanupPlan plan =
        CleanupPlanner.builder()
            .account(account)
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.keepNewest(10))
            .build()
            .plan();

    assertThat(Recovery.ofImages(List.of(plan), Integer::toString)).isEmpty();
    assertThat(ofOrphans(plan)).isEmpty();
  }

  @Test
  void standsInThePlansJson() {
    CleanupPlan plan = plan(with(rule(Kind.IMAGE, 7).build(), rule(Kind.SNAPSHOT, 14).build()));

    CleanupPlan read = PlanJson.read(PlanJson.write(plan));

    assertThat(read).isEqualTo(plan);
    assertThat(read.explain(imageId(1)).recoverableDays()).hasValue(7);
    assertThat(read.explain(snapshotId(9)).recoverableDays()).hasValue(14);
  }

  @Test
  void ofARecordingIsThatOfItsRules() {
    ImageInventory images =
        with(
            rule(Kind.IMAGE, 7).addTags(ResourceTag.of("env", "test")).locked(true).build(),
            rule(Kind.SNAPSHOT, 14).addExcludedTags(ResourceTag.of("a", "")).build());

    RecordedAccount recorded =
        InventoryJson.read(
            InventoryJson.write(
                AccountRecorder.builder()
                    .images(() -> images)
                    .snapshots(account)
                    .usage(account)
                    .check(account)
                    .build()
                    .record()));

    assertThat(recorded.loadImages()).isEqualTo(images);
  }
}
