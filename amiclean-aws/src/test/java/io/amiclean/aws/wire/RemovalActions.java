package io.amiclean.aws.wire;

import io.amiclean.aws.wire.Ec2State.Image;
import io.amiclean.aws.wire.Ec2State.Snapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** EC2: what deregisters images and deletes snapshots. */
final class RemovalActions {

  private static final String BACKUP_TAG = "aws:backup:source-resource";

  private final Ec2Service ec2;
  private final WireState state;

  RemovalActions(Ec2Service ec2, WireState state) {
    this.ec2 = ec2;
    this.state = state;
    ec2.action(
        "DeregisterImage", this::deregisterImage, "ImageId", "DeleteAssociatedSnapshots", "DryRun");
    ec2.action("DeleteSnapshot", this::deleteSnapshot, "SnapshotId", "DryRun");
  }

  private Map<String, ?> deregisterImage(WireRequest request) {
    Ec2Service.unlessDryRun(request);
    Image image = ec2.ownImage(request.required("ImageId"));
    if (image.tags.containsKey(BACKUP_TAG)) {
      throw new WireFault(
          403,
          "AuthFailure",
          "This image is managed by AWS Backup and cannot be deleted via EC2 APIs. To delete this image, please use the AWS Backup APIs, CLI, or console.");
    }
    if (!image.is("deregistrationProtection", "disabled")) {
      throw WireFault.of(
          "OperationNotPermitted",
          "The image "
              + image.id
              + " is protected from deregistration: disable its protection first.");
    }
    state.ec2.deregister(image);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("return", true);
    if (request.isTrue("DeleteAssociatedSnapshots")) {
      answer.put(
          "deleteSnapshotResultSet",
          image.snapshotIds().stream()
              .distinct()
              .map(id -> Map.of("snapshotId", id, "returnCode", deleteWithImage(id)))
              .toList());
    }
    return answer;
  }

  /** What became of a snapshot of an image that was just deregistered. */
  private String deleteWithImage(String id) {
    Snapshot snapshot = state.ec2.snapshots.get(id);
    if (ec2.isDenied("DeleteSnapshot")) {
      return "missing-permissions";
    }
    if (!users(id).isEmpty()) {
      return "skipped";
    }
    if (snapshot == null || refusal(snapshot).isPresent()) {
      return "client-error";
    }
    if (snapshot.returnCode.isPresent()) {
      return snapshot.returnCode.get();
    }
    state.ec2.delete(snapshot);
    return "success";
  }

  private Map<String, ?> deleteSnapshot(WireRequest request) {
    Ec2Service.unlessDryRun(request);
    Snapshot snapshot = ec2.visibleSnapshot(request);
    String id = snapshot.id;
    refusal(snapshot)
        .ifPresent(
            fault -> {
              throw fault;
            });
    Set<String> users = users(id);
    if (!users.isEmpty()) {
      throw WireFault.of(
          "InvalidSnapshot.InUse",
          "The snapshot " + id + " is currently in use by " + users.iterator().next());
    }
    state.ec2.delete(snapshot);
    return Map.of("return", true);
  }

  /**
   * The registered images on a snapshot: disabled and deprecated ones count, and those do not that
   * are listed for a while after their end.
   */
  private Set<String> users(String snapshotId) {
    return state.ec2.imagesOnSnapshots.getOrDefault(snapshotId, Set.of()).stream()
        .filter(id -> !isLingering(state.ec2.images.get(id)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isLingering(@Nullable Image image) {
    return image != null && image.is("imageState", "deregistered");
  }

  private static Optional<WireFault> refusal(Snapshot snapshot) {
    if (!snapshot.isOwn()) {
      return Optional.of(
          new WireFault(403, "AuthFailure", "Not authorized for snapshot: " + snapshot.id));
    }
    if (snapshot.tags.containsKey(BACKUP_TAG)) {
      return Optional.of(
          WireFault.of(
              "InvalidParameterValue",
              "This snapshot is managed by the AWS Backup service and cannot be deleted via EC2 APIs. If you wish to delete this snapshot, please do so via the Backup console."));
    }
    if (snapshot.isLocked()) {
      return Optional.of(
          WireFault.of("OperationNotPermitted", "The snapshot " + snapshot.id + " is locked."));
    }
    return Optional.empty();
  }
}
