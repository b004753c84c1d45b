package io.amiclean.core.exclusion;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.account;
import static io.amiclean.core.Fixtures.codes;
import static io.amiclean.core.Fixtures.snapshot;
import static io.amiclean.core.Fixtures.snapshotId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.StorageTier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SnapshotExclusionFiltersTest {

  @Test
  void taggedProtectsWhateverTheValue() {
    assertThat(reasons(SnapshotExclusionFilters.tagged("keep"), tagged("keep", "")))
        .containsExactly(Reason.of("excluded-tag", "Protected by the tag keep=", "keep="));
    assertThat(reasons(SnapshotExclusionFilters.tagged("keep"), tagged("kee", "p"))).isEmpty();
  }

  @Test
  void taggedWithAValueComparesTheWholeValue() {
    SnapshotExclusionFilter filter = SnapshotExclusionFilters.tagged("stage", "prod");

    assertThat(codes(reasons(filter, tagged("stage", "prod")))).containsExactly("excluded-tag");
    assertThat(reasons(filter, tagged("stage", "nonprod"))).isEmpty();
  }

  @Test
  void taggedWithAPatternMatchesTheWholeValue() {
    SnapshotExclusionFilter filter =
        SnapshotExclusionFilters.tagged("stage", Pattern.compile("prod|live"));

    assertThat(codes(reasons(filter, tagged("stage", "live")))).containsExactly("excluded-tag");
    assertThat(reasons(filter, tagged("stage", "alive"))).isEmpty();
  }

  @Test
  void managedByServiceKnowsWhatTheServicesWrite() {
    Snapshot backup =
        snapshot(1).description("This snapshot is created by the AWS Backup service.").build();
    Snapshot lifecycle =
        snapshot(2).description("Created for policy: policy-0abc schedule: daily").build();
    Snapshot both =
        snapshot(3)
            .putTags("aws:backup:source-resource", "vol-1")
            .putTags("aws:dlm:lifecycle-policy-id", "policy-1")
            .build();
    SnapshotExclusionFilter filter = SnapshotExclusionFilters.managedByService();

    assertThat(reasons(filter, backup))
        .containsExactly(
            Reason.of(
                "managed-by",
                "Managed by AWS Backup, as its description 'This snapshot is created by the AWS"
                    + " Backup service.' says",
                "AWS Backup"));
    assertThat(reasons(filter, lifecycle))
        .flatExtracting(Reason::evidence)
        .containsExactly("Data Lifecycle Manager");
    assertThat(reasons(filter, both))
        .flatExtracting(Reason::evidence)
        .containsExactly("AWS Backup", "Data Lifecycle Manager");
    assertThat(reasons(filter, tagged("dlm:managed", "true"))).hasSize(1);
    assertThat(reasons(filter, snapshot(4).description("A backup service").build())).isEmpty();
  }

  @Test
  void taggedRefusesABlankKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SnapshotExclusionFilters.tagged("", "x"))
        .withMessage("The tag key '' is blank: expected some text");
  }

  @Test
  void idsProtectsTheNamedSnapshotsOnly() {
    SnapshotExclusionFilter filter = SnapshotExclusionFilters.ids(snapshotId(1));

    assertThat(codes(reasons(filter, snapshot(1).build()))).containsExactly("excluded-id");
    assertThat(reasons(filter, snapshot(2).build())).isEmpty();
  }

  @Test
  void lockedTellsWhenTheLockEnds() {
    SnapshotExclusionFilter filter = SnapshotExclusionFilters.locked();
    Instant end = NOW.plus(Duration.ofDays(1));

    assertThat(reasons(filter, snapshot(1).locked(true).lockedUntil(end).build()))
        .containsExactly(
            Reason.of(
                "snapshot-locked",
                "EC2 refuses to delete the snapshot while it is locked",
                "2017-06-17T00:00:00Z"));
    assertThat(reasons(filter, snapshot(1).locked(true).build()))
        .flatExtracting(Reason::evidence)
        .containsExactly("no end");
    assertThat(reasons(filter, snapshot(1).build())).isEmpty();
  }

  @Test
  void lockedBelievesEc2AndNotTheClock() {
    Snapshot snapshot = snapshot(1).locked(true).lockedUntil(NOW.minusSeconds(1)).build();

    assertThat(codes(reasons(SnapshotExclusionFilters.locked(), snapshot)))
        .containsExactly("snapshot-locked");
  }

  @Test
  void archivedLessThanProtectsUntilTheTimeIsOver() {
    SnapshotExclusionFilter filter = SnapshotExclusionFilters.archivedLessThan(Duration.ofDays(90));
    Instant before = NOW.minus(Duration.ofDays(90));

    assertThat(reasons(filter, archived(before.plusSeconds(1))))
        .containsExactly(
            Reason.of(
                "snapshot-archived",
                "Archived less than P90D ago, for which it is billed anyway",
                "2017-03-18T00:00:01Z"));
    assertThat(reasons(filter, archived(before))).isEmpty();
  }

  @Test
  void archivedLessThanTakesAnUnknownTimeForTooYoung() {
    Snapshot snapshot = snapshot(1).storageTier(StorageTier.ARCHIVE).build();

    assertThat(reasons(SnapshotExclusionFilters.archivedLessThan(Duration.ofDays(90)), snapshot))
        .flatExtracting(Reason::evidence)
        .containsExactly("unknown");
  }

  @Test
  void archivedLessThanLetsGoWhatIsArchivedNoMore() {
    Snapshot restored = snapshot(1).archivedAt(NOW).build();

    assertThat(reasons(SnapshotExclusionFilters.archivedLessThan(Duration.ofDays(90)), restored))
        .isEmpty();
  }

  @Test
  void archivedLessThanRefusesATimeThatIsNotPositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SnapshotExclusionFilters.archivedLessThan(Duration.ZERO))
        .withMessageContaining("PT0S");
  }

  @Test
  void fastRestoreTellsTheZonesInTheirOrder() {
    Snapshot snapshot = snapshot(1).addFastRestoreZones("eu-west-1b", "eu-west-1a").build();

    assertThat(reasons(SnapshotExclusionFilters.fastRestore(), snapshot))
        .containsExactly(
            Reason.of(
                "snapshot-fast-restore",
                "The snapshot is prepared for being restored fast",
                "eu-west-1a",
                "eu-west-1b"));
    assertThat(reasons(SnapshotExclusionFilters.fastRestore(), snapshot(1).build())).isEmpty();
  }

  @Test
  void descriptionsAreStableAndSorted() {
    assertThat(
            List.of(
                SnapshotExclusionFilters.tagged("keep").description(),
                SnapshotExclusionFilters.tagged("keep", "true").description(),
                SnapshotExclusionFilters.archivedLessThan(Duration.ofDays(90)).description(),
                SnapshotExclusionFilters.ids(snapshotId(2), snapshotId(1)).description()))
        .containsExactly(
            "tagged(key: keep)",
            "tagged(key: keep, value: true)",
            "archivedLessThan(P90D)",
            "ids(snap-00000001, snap-00000002)");
  }

  private static Snapshot archived(Instant time) {
    return snapshot(1).storageTier(StorageTier.ARCHIVE).archivedAt(time).build();
  }

  private static Snapshot tagged(String key, String value) {
    return snapshot(1).putTags(key, value).build();
  }

  private static List<Reason> reasons(SnapshotExclusionFilter filter, Snapshot snapshot) {
    return filter.evaluate(snapshot, account().snapshots(snapshot).context());
  }
}
