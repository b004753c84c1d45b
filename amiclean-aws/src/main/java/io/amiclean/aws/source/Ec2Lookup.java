package io.amiclean.aws.source;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.SnapshotId;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ImageState;
import software.amazon.awssdk.services.ec2.model.SnapshotState;

/**
 * Looks up whether one own image or snapshot still exists. Thread-safe.
 *
 * <p>It asks by filter: an id that EC2 does not know is then an empty answer and not an error.
 */
public final class Ec2Lookup {

  private static final ReadOperation IMAGES =
      new ReadOperation(EvidenceSources.IMAGES, "ec2:DescribeImages");
  private static final ReadOperation SNAPSHOTS =
      new ReadOperation(EvidenceSources.SNAPSHOTS, "ec2:DescribeSnapshots");

  private static final int PAGE = 1000;

  private final Ec2Client ec2;

  /**
   * Creates a lookup.
   *
   * @param ec2 the client; the caller owns it
   */
  public Ec2Lookup(Ec2Client ec2) {
    this.ec2 = Objects.requireNonNull(ec2, "ec2");
  }

  /**
   * Returns whether the account still has an image, in whatever state but deregistered: EC2 lists
   * deregistered images for a while.
   *
   * @param id the image
   * @return whether it exists
   * @throws io.amiclean.api.model.EvidenceException if EC2 does not tell
   */
  public boolean exists(ImageId id) {
    Filter filter = Filter.builder().name("image-id").values(id.value()).build();
    AtomicBoolean exists = new AtomicBoolean();
    IMAGES.pages(
        token ->
            ec2.describeImages(
                request ->
                    request
                        .owners("self")
                        .filters(filter)
                        .includeDeprecated(true)
                        .includeDisabled(true)
                        .maxResults(PAGE)
                        .nextToken(token)),
        DescribeImagesResponse::nextToken,
        page ->
            page.images().stream()
                .filter(image -> id.value().equals(image.imageId()))
                .filter(image -> image.state() != ImageState.DEREGISTERED)
                .forEach(image -> exists.set(true)));
    return exists.get();
  }

  /**
   * Returns whether the account still has a snapshot that is not in the Recycle Bin.
   *
   * @param id the snapshot
   * @return whether it exists
   * @throws io.amiclean.api.model.EvidenceException if EC2 does not tell
   */
  public boolean exists(SnapshotId id) {
    Filter filter = Filter.builder().name("snapshot-id").values(id.value()).build();
    AtomicBoolean exists = new AtomicBoolean();
    SNAPSHOTS.pages(
        token ->
            ec2.describeSnapshots(
                request ->
                    request.ownerIds("self").filters(filter).maxResults(PAGE).nextToken(token)),
        DescribeSnapshotsResponse::nextToken,
        page ->
            page.snapshots().stream()
                .filter(snapshot -> id.value().equals(snapshot.snapshotId()))
                .filter(snapshot -> snapshot.state() != SnapshotState.RECOVERABLE)
                .forEach(snapshot -> exists.set(true)));
    return exists.get();
  }
}
