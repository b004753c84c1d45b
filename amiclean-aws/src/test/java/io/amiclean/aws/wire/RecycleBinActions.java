package io.amiclean.aws.wire;

import io.amiclean.aws.wire.RecycleBinState.RecycledImage;
import io.amiclean.aws.wire.RecycleBinState.RecycledSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The Recycle Bin: what is in it, and what brings it back.
 *
 * <p>The code with which EC2 refuses to restore an image before its snapshots is not documented;
 * here it is IncorrectState.
 */
final class RecycleBinActions {

  private final Ec2Service ec2;
  private final WireState state;

  RecycleBinActions(Ec2Service ec2, WireState state) {
    this.ec2 = ec2;
    this.state = state;
    ec2.action(
        "ListSnapshotsInRecycleBin",
        this::listSnapshotsInRecycleBin,
        "SnapshotId",
        "MaxResults",
        "NextToken",
        "DryRun");
    ec2.action("RestoreImageFromRecycleBin", this::restoreImage, "ImageId", "DryRun");
    ec2.action("RestoreSnapshotFromRecycleBin", this::restoreSnapshot, "SnapshotId", "DryRun");
  }

  private Map<String, ?> listSnapshotsInRecycleBin(WireRequest request) {
    Set<String> ids = Ec2Service.ids(request, "SnapshotId");
    return ec2.page(
        request,
        "snapshotSet",
        Set.of(),
        Ec2Service.bounds(request, 5, 1000),
        () ->
            state.recycleBin.snapshots.values().stream()
                .filter(snapshot -> ids.isEmpty() || ids.contains(snapshot.id))
                .toList());
  }

  private Map<String, ?> restoreImage(WireRequest request) {
    Ec2Service.unlessDryRun(request);
    String id = Ec2Service.imageId(request.required("ImageId"));
    RecycledImage recycled = state.recycleBin.images.get(id);
    if (recycled == null) {
      throw WireFault.of("InvalidAMIID.NotFound", "The image id '[" + id + "]' does not exist");
    }
    List<String> snapshots = recycled.image.snapshotIds();
    Optional<String> inBin =
        snapshots.stream().filter(state.recycleBin.snapshots::containsKey).findFirst();
    if (inBin.isPresent()) {
      throw WireFault.of(
          "IncorrectState",
          "The image "
              + id
              + " can't be restored while its snapshot "
              + inBin.get()
              + " is in the Recycle Bin");
    }
    Optional<String> gone =
        snapshots.stream()
            .filter(snapshot -> !state.ec2.snapshots.containsKey(snapshot))
            .findFirst();
    if (gone.isPresent()) {
      throw WireFault.of(
          "InvalidSnapshot.NotFound", "The snapshot '" + gone.get() + "' does not exist.");
    }
    state.recycleBin.restore(recycled);
    return Map.of("return", true);
  }

  private Map<String, ?> restoreSnapshot(WireRequest request) {
    Ec2Service.unlessDryRun(request);
    String id = Ec2Service.snapshotId(request.required("SnapshotId"));
    RecycledSnapshot recycled = state.recycleBin.snapshots.get(id);
    if (recycled == null) {
      throw WireFault.of("InvalidSnapshot.NotFound", "The snapshot '" + id + "' does not exist.");
    }
    state.recycleBin.restore(recycled);
    Map<String, Object> answer = new LinkedHashMap<>(recycled.snapshot.elements);
    answer
        .keySet()
        .retainAll(
            Set.of(
                "snapshotId",
                "description",
                "encrypted",
                "ownerId",
                "progress",
                "startTime",
                "status",
                "volumeId",
                "volumeSize"));
    return answer;
  }
}
