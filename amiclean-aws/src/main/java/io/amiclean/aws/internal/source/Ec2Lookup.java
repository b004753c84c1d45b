package io.amiclean.aws.internal.source;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.aws.internal.Batches;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.call.CheckedClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
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

  /** EC2's limit (EC2 API Reference, "Filtering"). */
  private static final int FILTER_VALUES = 200;

  private final CheckedClient<Ec2Client> ec2;

  /**
   * Creates a lookup.
   *
   * @param ec2 the client; the caller owns it
   */
  public Ec2Lookup(CheckedClient<Ec2Client> ec2) {
    this.ec2 = Objects.requireNonNull(ec2, "ec2");
  }

  /**
   * Returns whether the account still has an image, in whatever state but deregistered: EC2 lists
   * deregistered images for a while.
   *
   * @param id the image
   * @return whether it exists
   * @throws io.amiclean.api.model.EvidenceException if EC2 does not answer
   */
  public boolean exists(ImageId id) {
    return !images(List.of(id.value()), List.of("self")).isEmpty();
  }

  /**
   * Returns an image as EC2 describes it now.
   *
   * @param id the image
   * @return the image, or empty if the account does not have it any more
   * @throws io.amiclean.api.model.EvidenceException if EC2 does not answer
   */
  public Optional<io.amiclean.api.model.Image> find(ImageId id) {
    return images(List.of(id.value()), List.of("self")).stream()
        .findFirst()
        .map(image -> ImageMapping.image(IMAGES, image));
  }

  /**
   * Returns the owners of images of any account.
   *
   * @param ids the images
   * @return the owner of each that EC2 shows; deregistered images are not in the answer
   * @throws io.amiclean.api.model.EvidenceException if EC2 does not answer
   */
  public Map<ImageId, AccountId> owners(Set<ImageId> ids) {
    Map<ImageId, AccountId> owners = new TreeMap<>();
    for (List<String> some :
        Batches.of(ids.stream().map(ImageId::value).sorted().toList(), FILTER_VALUES)) {
      for (Image image : images(some, List.of())) {
        if (image.ownerId() == null) {
          throw IMAGES.misunderstood("no owner of " + image.imageId());
        }
        owners.put(ImageId.of(image.imageId()), AccountId.of(image.ownerId()));
      }
    }
    return owners;
  }

  /**
   * A filter finds what is there and says nothing of what is not, where ids would fail the call.
   */
  private List<Image> images(List<String> ids, List<String> owners) {
    Filter filter = Filter.builder().name("image-id").values(ids).build();
    List<Image> images = new ArrayList<>();
    IMAGES.pages(
        ec2,
        Ec2Client::describeImages,
        DescribeImagesRequest.builder()
            .owners(owners)
            .filters(filter)
            .includeDeprecated(true)
            .includeDisabled(true)
            .maxResults(PAGE)
            .build(),
        page ->
            page.images().stream()
                .filter(image -> ids.contains(image.imageId()))
                .filter(image -> image.state() != ImageState.DEREGISTERED)
                .forEach(images::add));
    return images;
  }

  /**
   * Returns whether the account still has a snapshot that is not in the Recycle Bin.
   *
   * @param id the snapshot
   * @return whether it exists
   * @throws io.amiclean.api.model.EvidenceException if EC2 does not answer
   */
  public boolean exists(SnapshotId id) {
    Filter filter = Filter.builder().name("snapshot-id").values(id.value()).build();
    AtomicBoolean exists = new AtomicBoolean();
    SNAPSHOTS.pages(
        ec2,
        Ec2Client::describeSnapshots,
        DescribeSnapshotsRequest.builder()
            .ownerIds("self")
            .filters(filter)
            .maxResults(PAGE)
            .build(),
        page ->
            page.snapshots().stream()
                .filter(snapshot -> id.value().equals(snapshot.snapshotId()))
                .filter(snapshot -> snapshot.state() != SnapshotState.RECOVERABLE)
                .forEach(snapshot -> exists.set(true)));
    return exists.get();
  }
}
