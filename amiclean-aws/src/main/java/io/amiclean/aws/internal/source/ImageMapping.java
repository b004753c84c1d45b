package io.amiclean.aws.internal.source;

import io.amiclean.api.model.BlockDevice;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.ProductCode;
import io.amiclean.api.model.Sharing;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * EC2's images as those of amiclean. What EC2 does not say, or says in an unknown way, is unknown.
 *
 * <p>What decides nothing is left out: how instances run on an image, what scans found in it, the
 * instance that it was made of, and the public parameter that names it, which only public images
 * have.
 */
final class ImageMapping {

  private static final Logger LOG = LoggerFactory.getLogger(ImageMapping.class);

  private ImageMapping() {}

  static Image image(
      ReadOperation operation, software.amazon.awssdk.services.ec2.model.Image ec2Image) {
    ImageId id = Ids.image(operation, ec2Image.imageId(), "an image");
    return Image.builder()
        .id(id)
        .name(Objects.requireNonNullElse(ec2Image.name(), ""))
        .description(Optional.ofNullable(ec2Image.description()))
        .ownerId(Ids.optionalAccount(operation, ec2Image.ownerId(), "the owner of " + id))
        .ownerAlias(Optional.ofNullable(ec2Image.imageOwnerAlias()))
        .creationDate(time(ec2Image.creationDate(), id))
        .state(state(ec2Image.stateAsString()))
        .tags(tags(ec2Image.tags()))
        .blockDevices(
            ec2Image.blockDeviceMappings().stream()
                .map(mapping -> blockDevice(operation, mapping, id))
                .toList())
        .sharing(
            Boolean.TRUE.equals(ec2Image.publicLaunchPermissions())
                ? Sharing.PUBLIC
                : Sharing.UNKNOWN)
        .deprecationTime(time(ec2Image.deprecationTime(), id))
        .lastLaunchedTime(time(ec2Image.lastLaunchedTime(), id))
        .deregistrationProtection(Optional.ofNullable(ec2Image.deregistrationProtection()))
        .architecture(Optional.ofNullable(ec2Image.architectureAsString()))
        .platform(Optional.ofNullable(ec2Image.platformDetails()))
        .sourceImageId(sourceImage(operation, ec2Image.sourceImageId(), id))
        .sourceImageRegion(Optional.ofNullable(ec2Image.sourceImageRegion()))
        .productCodes(productCodes(ec2Image.productCodes()))
        .build();
  }

  /**
   * Whether it is a kernel or a RAM disk, which EC2 lists among the images: such an image has no
   * snapshots, and machine images refer to it.
   */
  static boolean isPartOfImages(software.amazon.awssdk.services.ec2.model.Image ec2Image) {
    return Set.of("kernel", "ramdisk").contains(String.valueOf(ec2Image.imageTypeAsString()))
        && ec2Image.blockDeviceMappings().isEmpty();
  }

  static Map<String, String> tags(List<Tag> ec2Tags) {
    Map<String, String> tags = new HashMap<>();
    for (Tag tag : ec2Tags) {
      if (tag.key() != null) {
        tags.put(tag.key(), Objects.requireNonNullElse(tag.value(), ""));
      }
    }
    return tags;
  }

  private static ImageState state(@Nullable String name) {
    return switch (Objects.requireNonNullElse(name, "")) {
      case "pending" -> ImageState.PENDING;
      case "available" -> ImageState.AVAILABLE;
      case "invalid" -> ImageState.INVALID;
      case "deregistered" -> ImageState.DEREGISTERED;
      case "transient" -> ImageState.TRANSIENT;
      case "failed" -> ImageState.FAILED;
      case "error" -> ImageState.ERROR;
      case "disabled" -> ImageState.DISABLED;
      default -> ImageState.UNKNOWN;
    };
  }

  /** EC2 writes times as text, with and without fractions of a second. */
  private static Optional<Instant> time(@Nullable String text, ImageId id) {
    if (Ids.isMissing(text)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      LOG.debug("{} has the time '{}', which is not ISO 8601: it counts as unknown", id, text);
      return Optional.empty();
    }
  }

  private static BlockDevice blockDevice(
      ReadOperation operation, BlockDeviceMapping mapping, ImageId id) {
    BlockDevice.Builder device =
        BlockDevice.builder().deviceName(Objects.requireNonNullElse(mapping.deviceName(), ""));
    EbsBlockDevice ebs = mapping.ebs();
    if (ebs != null) {
      device
          .snapshotId(Ids.optionalSnapshot(operation, ebs.snapshotId(), "a block device of " + id))
          .sizeGiB(
              ebs.volumeSize() == null ? OptionalInt.empty() : OptionalInt.of(ebs.volumeSize()));
    }
    return device.build();
  }

  private static Optional<ImageId> sourceImage(
      ReadOperation operation, @Nullable String value, ImageId id) {
    return Ids.isMissing(value)
        ? Optional.empty()
        : Optional.of(Ids.image(operation, value, "the source image of " + id));
  }

  private static List<ProductCode> productCodes(
      List<software.amazon.awssdk.services.ec2.model.ProductCode> codes) {
    return codes.stream()
        .filter(code -> code.productCodeId() != null)
        .map(
            code ->
                ProductCode.of(
                    code.productCodeId(),
                    Objects.requireNonNullElse(code.productCodeTypeAsString(), "")))
        .toList();
  }
}
