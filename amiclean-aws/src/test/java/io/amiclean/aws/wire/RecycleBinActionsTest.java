package io.amiclean.aws.wire;

import static io.amiclean.aws.wire.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ImageAttributeName;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.SnapshotRecycleBinInfo;

class RecycleBinActionsTest {

  private static final Instant NOW = Instant.parse("2024-05-01T12:00:00Z");

  @AutoClose private final WireEndpoint endpoint = new WireEndpoint();
  @AutoClose private final WireClients clients = WireClients.of(endpoint);
  private final Ec2Client ec2 = clients.ec2();
  private final WireState state = endpoint.state().clock(Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void keepsWhatIsRemovedUnderARule() {
    state.recycle(Duration.ofDays(7));
    state.image("ami-1").name("front-1").device("/dev/xvda", "snap-1", 8);

    ec2.deregisterImage(r -> r.imageId("ami-1").deleteAssociatedSnapshots(true));

    assertThat(state.imageIds()).isEmpty();
    assertThat(state.snapshotIds()).isEmpty();
    assertThat(ec2.listImagesInRecycleBin(r -> {}).images())
        .singleElement()
        .satisfies(
            image -> {
              assertThat(image.name()).isEqualTo("front-1");
              assertThat(image.recycleBinEnterTime()).isEqualTo(NOW);
              assertThat(image.recycleBinExitTime()).isEqualTo(NOW.plus(Duration.ofDays(7)));
            });
    assertThat(ec2.listSnapshotsInRecycleBin(r -> {}).snapshots())
        .singleElement()
        .satisfies(
            snapshot -> {
              assertThat(snapshot.snapshotId()).isEqualTo("snap-1");
              assertThat(snapshot.description()).endsWith("for ami-1");
              assertThat(snapshot.recycleBinEnterTime()).isEqualTo(NOW);
            });
  }

  @Test
  void keepsNothingWithoutARule() {
    state.image("ami-1").device("/dev/xvda", "snap-1", 8);

    ec2.deregisterImage(r -> r.imageId("ami-1").deleteAssociatedSnapshots(true));

    assertThat(ec2.listImagesInRecycleBin(r -> {}).images()).isEmpty();
    assertThat(ec2.listSnapshotsInRecycleBin(r -> {}).snapshots()).isEmpty();
  }

  @Test
  void givesAnImageBackAsItWasAfterItsSnapshots() {
    state.recycle(Duration.ofDays(7));
    state.image("ami-1").device("/dev/xvda", "snap-1", 8).tag("role", "front").shared();
    ec2.deregisterImage(r -> r.imageId("ami-1").deleteAssociatedSnapshots(true));

    assertRefused("IncorrectState", () -> ec2.restoreImageFromRecycleBin(r -> r.imageId("ami-1")));
    assertThat(ec2.restoreSnapshotFromRecycleBin(r -> r.snapshotId("snap-1")).volumeSize())
        .isEqualTo(8);
    ec2.restoreImageFromRecycleBin(r -> r.imageId("ami-1"));

    assertThat(ec2.describeImages(r -> r.imageIds("ami-1")).images().get(0).tags()).hasSize(1);
    assertThat(
            ec2.describeImageAttribute(
                    r -> r.imageId("ami-1").attribute(ImageAttributeName.LAUNCH_PERMISSION))
                .launchPermissions())
        .extracting(LaunchPermission::groupAsString)
        .containsExactly("all");
    assertRefused("InvalidSnapshot.InUse", () -> ec2.deleteSnapshot(r -> r.snapshotId("snap-1")));
    assertThat(ec2.listImagesInRecycleBin(r -> {}).images()).isEmpty();
    assertThat(ec2.listSnapshotsInRecycleBin(r -> {}).snapshots()).isEmpty();
  }

  @Test
  void givesNoImageBackWhoseSnapshotIsGone() {
    state.recycledImage("ami-1").device("/dev/xvda", "snap-1", 8);
    state.remove("snap-1");

    assertRefused(
        "InvalidSnapshot.NotFound", () -> ec2.restoreImageFromRecycleBin(r -> r.imageId("ami-1")));
  }

  @Test
  void givesBackOnlyWhatItHolds() {
    state.image("ami-1").device("/dev/xvda", "snap-1", 8);

    assertRefused(
        "InvalidAMIID.NotFound", () -> ec2.restoreImageFromRecycleBin(r -> r.imageId("ami-1")));
    assertRefused(
        "InvalidSnapshot.NotFound",
        () -> ec2.restoreSnapshotFromRecycleBin(r -> r.snapshotId("snap-1")));
    assertRefused(
        "InvalidSnapshotID.Malformed",
        () -> ec2.restoreSnapshotFromRecycleBin(r -> r.snapshotId("ami-1")));
  }

  @Test
  void listsSnapshotsInPages() {
    IntStream.range(0, 1001).forEach(i -> state.recycledSnapshot("snap-" + i));

    assertThat(ec2.listSnapshotsInRecycleBin(r -> {}).snapshots()).hasSize(1000);
    assertThat(ec2.listSnapshotsInRecycleBinPaginator(r -> r.maxResults(500)).snapshots())
        .hasSize(1001);
    assertThat(ec2.listSnapshotsInRecycleBin(r -> r.snapshotIds("snap-7")).snapshots())
        .extracting(SnapshotRecycleBinInfo::snapshotId)
        .containsExactly("snap-7");
    assertRefused(
        "InvalidParameterValue", () -> ec2.listSnapshotsInRecycleBin(r -> r.maxResults(4)));
  }
}
