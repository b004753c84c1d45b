package io.amiclean.core.snapshot.internal;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.context;
import static io.amiclean.core.Fixtures.device;
import static io.amiclean.core.Fixtures.image;
import static io.amiclean.core.Fixtures.snapshot;
import static io.amiclean.core.Fixtures.snapshotId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.RecycleBinRule;
import io.amiclean.api.model.RecycleBinRule.Kind;
import io.amiclean.api.model.ResourceTag;
import io.amiclean.api.model.SnapshotInventory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecoveryPeriodsTest {

  private static final Image IMAGE =
      image(1)
          .putTags("env", "dev")
          .addBlockDevices(device("/dev/xvda", snapshotId(1)))
          .addBlockDevices(device("/dev/xvdb", snapshotId(2)))
          .build();

  private static RecycleBinRule.Builder rule(String id, Kind kind, int days) {
    return RecycleBinRule.builder().id(id).kind(kind).days(days);
  }

  private static PlanningContext read(RecycleBinRule... rules) {
    PlanningContext before = context(IMAGE);
    return PlanningContext.builder()
        .from(before)
        .images(
            ImageInventory.builder()
                .from(before.images())
                .addRecycleBinRules(rules)
                .addEvidence(Evidence.complete("recycle-bin-rules", rules.length, NOW))
                .build())
        .snapshots(
            SnapshotInventory.builder()
                .from(before.snapshots())
                .snapshots(List.of(snapshot(1).build(), snapshot(2).putTags("env", "test").build()))
                .build())
        .build();
  }

  @Test
  void areUnknownWithoutTheRules() {
    RecoveryPeriods periods = new RecoveryPeriods(context(IMAGE));

    assertThat(periods.of(IMAGE, List.of())).isEmpty();
    assertThat(periods.of(snapshotId(1))).isEmpty();
  }

  @Test
  void ofAnImageWithoutARuleAreNone() {
    RecoveryPeriods periods = new RecoveryPeriods(read(rule("a", Kind.SNAPSHOT, 7).build()));

    assertThat(periods.of(IMAGE, List.of())).hasValue(0);
  }

  @Test
  void ofAnImageEndWithThoseOfItsDeletedSnapshots() {
    RecoveryPeriods periods =
        new RecoveryPeriods(
            read(
                rule("a", Kind.IMAGE, 30).build(),
                rule("b", Kind.SNAPSHOT, 14).build(),
                rule("c", Kind.SNAPSHOT, 21).addTags(ResourceTag.of("env", "test")).build()));

    assertThat(periods.of(IMAGE, List.of())).hasValue(30);
    assertThat(periods.of(IMAGE, List.of(snapshotId(2)))).hasValue(21);
    assertThat(periods.of(IMAGE, List.of(snapshotId(1), snapshotId(2)))).hasValue(14);
  }

  @Test
  void ofAnImageWhoseSnapshotsAreDeletedForGoodAreNone() {
    RecoveryPeriods periods = new RecoveryPeriods(read(rule("a", Kind.IMAGE, 30).build()));

    assertThat(periods.of(IMAGE, List.of(snapshotId(1)))).hasValue(0);
  }

  @Test
  void ofAnImageWithoutSnapshotsAreNone() {
    Image onInstanceStore = image(2).build();

    assertThat(
            new RecoveryPeriods(read(rule("a", Kind.IMAGE, 30).build()))
                .of(onInstanceStore, List.of()))
        .hasValue(0);
  }

  @Test
  void areTheLongestOfTheRulesThatHold() {
    assertThat(
            RecycleBinRule.days(
                List.of(
                    rule("a", Kind.IMAGE, 7).build(),
                    rule("b", Kind.IMAGE, 30).addTags(ResourceTag.of("env", "dev")).build(),
                    rule("c", Kind.IMAGE, 90).addTags(ResourceTag.of("env", "prod")).build()),
                Kind.IMAGE,
                IMAGE.tags()))
        .isEqualTo(30);
  }

  @Test
  void ofARuleOfTheRegionLeaveOutWhatHasAnExcludedTag() {
    RecycleBinRule rule =
        rule("a", Kind.IMAGE, 7).addExcludedTags(ResourceTag.of("env", "dev")).build();

    assertThat(rule.holds(Map.of("env", "dev"))).isFalse();
    assertThat(rule.holds(Map.of("env", "prod"))).isTrue();
  }

  @Test
  void areUnderstatedInDoubt() {
    RecycleBinRule ofKey = rule("a", Kind.IMAGE, 7).addTags(ResourceTag.of("env", "")).build();
    RecycleBinRule exceptKey =
        rule("b", Kind.IMAGE, 7).addExcludedTags(ResourceTag.of("env", "")).build();
    RecycleBinRule pending = rule("c", Kind.IMAGE, 7).available(false).build();

    assertThat(ofKey.holds(Map.of("env", "dev"))).isFalse();
    assertThat(exceptKey.holds(Map.of("env", "dev"))).isFalse();
    assertThat(pending.holds(Map.of())).isFalse();
  }

  @Test
  void areAtLeastADay() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rule("a", Kind.IMAGE, 0).build())
        .withMessageContaining("holds for 0 days: expected 1 or more");
  }
}
