package io.amiclean.aws.wire;

import static io.amiclean.aws.wire.Refusals.assertRefused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateVolumePermission;
import software.amazon.awssdk.services.ec2.model.DescribeFastSnapshotRestoreSuccessItem;
import software.amazon.awssdk.services.ec2.model.DescribeFastSnapshotRestoresRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLockedSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotTierStatusRequest;
import software.amazon.awssdk.services.ec2.model.FastSnapshotRestoreStateCode;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.LockState;
import software.amazon.awssdk.services.ec2.model.LockedSnapshotsInfo;
import software.amazon.awssdk.services.ec2.model.PermissionGroup;
import software.amazon.awssdk.services.ec2.model.SnapshotAttributeName;
import software.amazon.awssdk.services.ec2.model.SnapshotTierStatus;
import software.amazon.awssdk.services.ec2.model.StorageTier;
import software.amazon.awssdk.services.ec2.model.TieringOperationStatus;

class SnapshotActionsTest {

  private static final String OTHER = "999999999999";
  private static final String TIME = "2024-02-01T00:00:00.000Z";

  @AutoClose private final WireEndpoint endpoint = new WireEndpoint();
  @AutoClose private final WireClients clients = WireClients.of(endpoint);
  private final Ec2Client ec2 = clients.ec2();
  private final WireState state = endpoint.state();

  private static Filter filter(String name, String... values) {
    return Filter.builder().name(name).values(values).build();
  }

  @Nested
  class DescribeLockedSnapshots {

    private List<String> ids(DescribeLockedSnapshotsRequest.Builder request) {
      return ec2.describeLockedSnapshots(request.build()).snapshots().stream()
          .map(LockedSnapshotsInfo::snapshotId)
          .toList();
    }

    private DescribeLockedSnapshotsRequest.Builder request() {
      return DescribeLockedSnapshotsRequest.builder();
    }

    @Test
    void showsOwnLocksTheExpiredIncluded() {
      state.snapshot("snap-1").locked("compliance", TIME);
      state.snapshot("snap-2").locked("expired", null);
      state.snapshot("snap-3");
      state.snapshot("snap-4").owner(OTHER).shared().locked();

      assertThat(ec2.describeLockedSnapshots(r -> {}).snapshots())
          .extracting(
              LockedSnapshotsInfo::snapshotId,
              LockedSnapshotsInfo::lockState,
              LockedSnapshotsInfo::lockExpiresOn,
              LockedSnapshotsInfo::ownerId)
          .containsExactly(
              tuple("snap-1", LockState.COMPLIANCE, Instant.parse(TIME), state.account()),
              tuple("snap-2", LockState.EXPIRED, null, state.account()));
    }

    @Test
    void selects() {
      state.snapshot("snap-1").locked("compliance", TIME);
      state.snapshot("snap-2").locked();

      assertThat(ids(request().filters(filter("lock-state", "governance"))))
          .containsExactly("snap-2");
      assertThat(ids(request().snapshotIds("snap-1"))).containsExactly("snap-1");
      assertRefused("InvalidParameterValue", 400, () -> ids(request().filters(filter("x", "y"))));
    }

    @Test
    void pagesInItsBounds() {
      IntStream.range(0, 1001).forEach(i -> state.snapshot("snap-" + i).locked());

      assertThat(ids(request().maxResults(5))).hasSize(5);
      assertThat(ids(request())).hasSize(1000);
      assertRefused("InvalidParameterValue", 400, () -> ids(request().maxResults(4)));
      assertRefused(
          "InvalidParameterCombination",
          400,
          () -> ids(request().snapshotIds("snap-1").maxResults(5)));
    }

    @Test
    void needsThePermission() {
      state.deny("ec2:DescribeLockedSnapshots");

      assertRefused("UnauthorizedOperation", 403, () -> ids(request()));
    }
  }

  @Nested
  class DescribeSnapshotTierStatus {

    private List<String> ids(DescribeSnapshotTierStatusRequest.Builder request) {
      return ec2.describeSnapshotTierStatus(request.build()).snapshotTierStatuses().stream()
          .map(SnapshotTierStatus::snapshotId)
          .toList();
    }

    private DescribeSnapshotTierStatusRequest.Builder request() {
      return DescribeSnapshotTierStatusRequest.builder();
    }

    @Test
    void showsTheTierOfAllOwnSnapshots() {
      state.snapshot("snap-1").archived(TIME);
      state.snapshot("snap-2");
      state.snapshot("snap-3").owner(OTHER).shared().archived(TIME);

      assertThat(ec2.describeSnapshotTierStatus(r -> {}).snapshotTierStatuses())
          .extracting(
              SnapshotTierStatus::snapshotId,
              SnapshotTierStatus::storageTier,
              SnapshotTierStatus::lastTieringOperationStatus,
              SnapshotTierStatus::archivalCompleteTime)
          .containsExactly(
              tuple(
                  "snap-1",
                  StorageTier.ARCHIVE,
                  TieringOperationStatus.ARCHIVAL_COMPLETED,
                  Instant.parse(TIME)),
              tuple("snap-2", StorageTier.STANDARD, null, null));
    }

    @Test
    void filtersByTheLastOperation() {
      state.snapshot("snap-1").archived(TIME);
      state.snapshot("snap-2").tiering("archival-in-progress");
      state.snapshot("snap-3");

      assertThat(
              ids(request().filters(filter("last-tiering-operation", "archival-in-progress", "x"))))
          .containsExactly("snap-2");
      assertThat(ids(request().filters(filter("snapshot-id", "snap-3")))).containsExactly("snap-3");
      assertRefused("InvalidParameterValue", 400, () -> ids(request().filters(filter("x", "y"))));
    }

    @Test
    void pages() {
      IntStream.range(0, 3).forEach(i -> state.snapshot("snap-" + i));

      assertThat(ids(request().maxResults(2))).hasSize(2);
      assertThat(ec2.describeSnapshotTierStatusPaginator(r -> r.maxResults(2)))
          .flatExtracting(page -> page.snapshotTierStatuses())
          .hasSize(3);
    }
  }

  @Nested
  class DescribeFastSnapshotRestores {

    private DescribeFastSnapshotRestoresRequest.Builder request() {
      return DescribeFastSnapshotRestoresRequest.builder();
    }

    private List<String> ids(DescribeFastSnapshotRestoresRequest.Builder request) {
      return ec2.describeFastSnapshotRestores(request.build()).fastSnapshotRestores().stream()
          .map(DescribeFastSnapshotRestoreSuccessItem::snapshotId)
          .toList();
    }

    @Test
    void showsEachZoneOfASnapshot() {
      state.snapshot("snap-1").fastRestore("eu-west-1a").fastRestore("eu-west-1b", "disabled");
      state.snapshot("snap-2");

      assertThat(ec2.describeFastSnapshotRestores(r -> {}).fastSnapshotRestores())
          .extracting(
              DescribeFastSnapshotRestoreSuccessItem::snapshotId,
              DescribeFastSnapshotRestoreSuccessItem::availabilityZone,
              DescribeFastSnapshotRestoreSuccessItem::state)
          .containsExactly(
              tuple("snap-1", "eu-west-1a", FastSnapshotRestoreStateCode.ENABLED),
              tuple("snap-1", "eu-west-1b", FastSnapshotRestoreStateCode.DISABLED));
    }

    @Test
    void filters() {
      state.snapshot("snap-1").fastRestore("eu-west-1a");
      state.snapshot("snap-2").fastRestore("eu-west-1a", "disabled");

      assertThat(ids(request().filters(filter("state", "enabled")))).containsExactly("snap-1");
      assertRefused("InvalidParameterValue", 400, () -> ids(request().filters(filter("x", "y"))));
    }

    @Test
    void pagesInItsBounds() {
      IntStream.range(0, 201).forEach(i -> state.snapshot("snap-" + i).fastRestore("eu-west-1a"));

      assertThat(ids(request().maxResults(1000))).hasSize(200);
      assertThat(ids(request().maxResults(2))).hasSize(2);
    }
  }

  @Nested
  class DescribeSnapshotAttribute {

    private List<CreateVolumePermission> permissions(String id) {
      return ec2.describeSnapshotAttribute(
              r -> r.snapshotId(id).attribute(SnapshotAttributeName.CREATE_VOLUME_PERMISSION))
          .createVolumePermissions();
    }

    @Test
    void tellsWhoMayCreateVolumes() {
      state.snapshot("snap-1").shared().sharedWith(OTHER);
      state.snapshot("snap-2");

      assertThat(permissions("snap-1"))
          .extracting(CreateVolumePermission::group, CreateVolumePermission::userId)
          .containsExactly(tuple(PermissionGroup.ALL, null), tuple(null, OTHER));
      assertThat(permissions("snap-2")).isEmpty();
    }

    @Test
    void isForTheOwnerAndForOneAttribute() {
      state.snapshot("snap-1").owner(OTHER).sharedWith(state.account());
      state.snapshot("snap-2").owner(OTHER);
      state.snapshot("snap-3");

      assertRefused("AuthFailure", 403, () -> permissions("snap-1"));
      assertRefused("InvalidSnapshot.NotFound", 400, () -> permissions("snap-2"));
      assertRefused("InvalidSnapshotID.Malformed", 400, () -> permissions("ami-1"));
      assertRefused(
          "MissingParameter",
          400,
          () -> ec2.describeSnapshotAttribute(r -> r.snapshotId("snap-3")));
      assertRefused(
          "InvalidParameterValue",
          400,
          () -> ec2.describeSnapshotAttribute(r -> r.snapshotId("snap-3").attribute("name")));
    }
  }

  @Test
  void aSharedSnapshotIsSeenByThoseItIsSharedWith() {
    state.snapshot("snap-1").owner(OTHER).sharedWith(state.account());

    assertThat(ec2.describeSnapshots().snapshots()).hasSize(1);
  }

  @Test
  void aLockThatHasExpiredRefusesNothing() {
    state.snapshot("snap-1").locked("expired", TIME);
    state.snapshot("snap-2").locked("compliance-cooloff", TIME);

    ec2.deleteSnapshot(r -> r.snapshotId("snap-1"));

    assertRefused(
        "OperationNotPermitted", 400, () -> ec2.deleteSnapshot(r -> r.snapshotId("snap-2")));
    assertThat(state.snapshotIds()).containsExactly("snap-2");
  }

  @Test
  void anInventorySaysWhatIsLockedAndArchived() throws IOException {
    String json =
        "{'snapshots': [{'snapshotId': 'snap-1', 'locked': true}, {'snapshotId': 'snap-2',"
            + " 'archivedAt': '2024-02-01T00:00:00.000Z'}]}";

    WireState loaded =
        WireState.load(new ByteArrayInputStream(json.replace('\'', '"').getBytes(UTF_8)));

    assertThat(loaded.snapshot("snap-1").isLocked()).isTrue();
    assertThat(loaded.snapshot("snap-2").isLocked()).isFalse();
    assertThat(loaded.snapshot("snap-2").tiering).containsEntry("archivalCompleteTime", TIME);
  }
}
