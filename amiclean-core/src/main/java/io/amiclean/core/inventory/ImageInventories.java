package io.amiclean.core.inventory;

import com.google.common.base.Enums;
import io.amiclean.api.internal.SnapshotDescriptions;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.BlockDevice;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.ProductCode;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.SnapshotInventory;
import io.amiclean.api.model.SnapshotState;
import io.amiclean.api.model.StorageTier;
import io.amiclean.core.internal.json.JsonDocument;
import io.amiclean.core.internal.json.JsonObjectFormat;
import io.amiclean.core.internal.json.JsonText;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Inventories from what the AWS CLI prints, as it is, for unit tests of rules. Keys that are not
 * known are passed over, because AWS adds some.
 *
 * <pre>{@code
 * ImageInventory images = ImageInventories.fromAwsCli(describeImages);
 * CleanupPlanner.builder()
 *     .images(() -> images)
 *     .snapshots(() -> ImageInventories.snapshotsFromAwsCli(describeSnapshots, images.scope()))
 *     .usage(() -> ImageInventories.instancesFromAwsCli(describeInstances, images.scope()))
 * }</pre>
 *
 * <p>Such a listing says less than an account: nothing of what uses an image, of the Recycle Bin,
 * and not when it was made. A planner needs usage in addition, such as {@link
 * #instancesFromAwsCli}, or {@code withoutUsageEvidence()}, which says so aloud. It counts as read
 * in 1970, so that a limit on the age of evidence refuses it. {@link AccountRecorder} records an
 * account in full.
 *
 * <p>Thread-safe.
 */
public final class ImageInventories {

  /** The region of images whose listing does not show it; no plan for it can be executed. */
  public static final String UNKNOWN_REGION = "unknown-region";

  private static final Instant UNKNOWN_TIME = Instant.EPOCH;

  private static final JsonObjectFormat<Map<String, String>> TAG =
      JsonObjectFormat.ofTexts("Key")
          .optional("Value", (json, tag) -> tag.put("Value", json.text()))
          .ignoringUnknown();

  private static final JsonObjectFormat<Map<String, String>> PRODUCT_CODE =
      JsonObjectFormat.ofTexts("ProductCodeId")
          .optional("ProductCodeType", (json, code) -> code.put("type", json.text()))
          .ignoringUnknown();

  private static final JsonObjectFormat<BlockDevice.Builder> EBS =
      new JsonObjectFormat<BlockDevice.Builder>()
          .optional("SnapshotId", (json, device) -> device.snapshotId(SnapshotId.of(json.text())))
          .optional("VolumeSize", (json, device) -> device.sizeGiB(json.integer()))
          .ignoringUnknown();

  private static final JsonObjectFormat<BlockDevice.Builder> DEVICE =
      new JsonObjectFormat<BlockDevice.Builder>()
          .required("DeviceName", (json, device) -> device.deviceName(json.text()))
          .optional("Ebs", (json, device) -> json.object(EBS, device))
          .ignoringUnknown();

  private static final JsonObjectFormat<Image.Builder> IMAGE =
      new JsonObjectFormat<Image.Builder>()
          .required("ImageId", (json, image) -> image.id(ImageId.of(json.text())))
          .required("OwnerId", (json, image) -> image.ownerId(AccountId.of(json.text())))
          .required("CreationDate", (json, image) -> image.creationDate(time(json)))
          .required(
              "State",
              (json, image) -> image.state(constant(json, ImageState.class, ImageState.UNKNOWN)))
          .optional("Name", (json, image) -> image.name(json.text()))
          .optional("Description", (json, image) -> image.description(json.text()))
          .optional("ImageOwnerAlias", (json, image) -> image.ownerAlias(json.text()))
          .optional(
              "Public",
              (json, image) -> image.sharing(json.flag() ? Sharing.PUBLIC : Sharing.UNKNOWN))
          .optional("Tags", (json, image) -> image.tags(tags(json)))
          .optional(
              "BlockDeviceMappings",
              (json, image) ->
                  image.blockDevices(
                      json.list(item -> item.object(DEVICE, BlockDevice.builder()).build())))
          .optional("DeprecationTime", (json, image) -> image.deprecationTime(time(json)))
          .optional("LastLaunchedTime", (json, image) -> image.lastLaunchedTime(time(json)))
          .optional(
              "DeregistrationProtection",
              (json, image) -> image.deregistrationProtection(json.text()))
          .optional("Architecture", (json, image) -> image.architecture(json.text()))
          .optional("PlatformDetails", (json, image) -> image.platform(json.text()))
          .optional("SourceImageId", (json, image) -> image.sourceImageId(ImageId.of(json.text())))
          .optional("SourceImageRegion", (json, image) -> image.sourceImageRegion(json.text()))
          .optional(
              "ProductCodes",
              (json, image) -> image.productCodes(json.list(ImageInventories::productCode)))
          .ignoringUnknown();

  private static final JsonObjectFormat<Snapshot.Builder> SNAPSHOT =
      new JsonObjectFormat<Snapshot.Builder>()
          .required("SnapshotId", (json, snapshot) -> snapshot.id(SnapshotId.of(json.text())))
          .required("OwnerId", (json, snapshot) -> snapshot.ownerId(AccountId.of(json.text())))
          .required("StartTime", (json, snapshot) -> snapshot.startTime(time(json)))
          .required(
              "State",
              (json, snapshot) ->
                  snapshot.state(constant(json, SnapshotState.class, SnapshotState.UNKNOWN)))
          .optional("Description", (json, snapshot) -> snapshot.description(json.text()))
          .optional(
              "VolumeId",
              (json, snapshot) ->
                  snapshot.copied(SnapshotDescriptions.isVolumeOfCopies(json.text())))
          .optional("VolumeSize", (json, snapshot) -> snapshot.volumeSizeGiB(json.integer()))
          .optional(
              "FullSnapshotSizeInBytes",
              (json, snapshot) -> snapshot.fullSizeBytes(json.longInteger()))
          .optional(
              "StorageTier",
              (json, snapshot) ->
                  snapshot.storageTier(constant(json, StorageTier.class, StorageTier.UNKNOWN)))
          .optional("Tags", (json, snapshot) -> snapshot.tags(tags(json)))
          .ignoringUnknown();

  private static final JsonObjectFormat<Map<String, String>> INSTANCE_STATE =
      new JsonObjectFormat<Map<String, String>>()
          .required("Name", (json, instance) -> instance.put("state", json.text()))
          .ignoringUnknown();

  private static final JsonObjectFormat<Map<String, String>> INSTANCE =
      JsonObjectFormat.ofTexts("InstanceId", "ImageId")
          .required("State", (json, instance) -> json.object(INSTANCE_STATE, instance))
          .ignoringUnknown();

  private static final JsonObjectFormat<List<Map<String, String>>> RESERVATION =
      new JsonObjectFormat<List<Map<String, String>>>()
          .required(
              "Instances",
              (json, all) -> all.addAll(json.list(item -> item.object(INSTANCE, new HashMap<>()))))
          .ignoringUnknown();

  private ImageInventories() {}

  /**
   * Reads what {@code aws ec2 describe-images --owners self --include-deprecated --include-disabled
   * --output json} prints. The account is the owner of the images; the region is {@link
   * #UNKNOWN_REGION}.
   *
   * @param describeImages the output
   * @return the images
   * @throws DocumentFormatException if it is no such output, is only a part of it ({@code
   *     NextToken}), lacks {@code ImageId}, {@code OwnerId}, {@code CreationDate} or {@code State}
   *     of an image, or if the images are of no owner or of several
   */
  public static ImageInventory fromAwsCli(String describeImages) {
    Objects.requireNonNull(describeImages, "describeImages");
    List<Image> images = images(describeImages);
    SortedSet<String> owners = new TreeSet<>();
    images.forEach(image -> image.ownerId().ifPresent(owner -> owners.add(owner.value())));
    if (owners.size() != 1) {
      throw new DocumentFormatException(
          "The listing of images has "
              + (owners.isEmpty() ? "no owner" : "the owners " + String.join(", ", owners))
              + ": expected those of one account (--owners self), or say which is cleaned up",
          null);
    }
    return inventory(images, CleanupScope.of(AccountId.of(owners.first()), UNKNOWN_REGION));
  }

  /**
   * Reads what {@code aws ec2 describe-images} prints, of whatever owners.
   *
   * @param describeImages the output
   * @param scope the account that is cleaned up, and the region that was asked
   * @return the images, those of others included
   * @throws DocumentFormatException as {@link #fromAwsCli(String)} does, but for the owners
   */
  public static ImageInventory fromAwsCli(String describeImages, CleanupScope scope) {
    Objects.requireNonNull(describeImages, "describeImages");
    Objects.requireNonNull(scope, "scope");
    return inventory(images(describeImages), scope);
  }

  /**
   * Reads what {@code aws ec2 describe-snapshots --owner-ids self --output json} prints.
   *
   * @param describeSnapshots the output
   * @param scope the scope of the images
   * @return the snapshots
   * @throws DocumentFormatException if it is no such output, is only a part of it, or lacks {@code
   *     SnapshotId}, {@code OwnerId}, {@code StartTime} or {@code State} of a snapshot
   */
  public static SnapshotInventory snapshotsFromAwsCli(
      String describeSnapshots, CleanupScope scope) {
    Objects.requireNonNull(describeSnapshots, "describeSnapshots");
    Objects.requireNonNull(scope, "scope");
    List<Snapshot> snapshots =
        read(
            "listing of snapshots",
            describeSnapshots,
            "Snapshots",
            json -> json.list(item -> item.object(SNAPSHOT, Snapshot.builder()).build()));
    return SnapshotInventory.builder()
        .scope(scope)
        .readAt(UNKNOWN_TIME)
        .snapshots(snapshots)
        .addEvidence(evidence("snapshots", snapshots.size()))
        .build();
  }

  /**
   * Reads what {@code aws ec2 describe-instances --output json} prints. Instances that are
   * terminated use nothing.
   *
   * @param describeInstances the output
   * @param scope the scope of the images
   * @return usage by instances, and by nothing else
   * @throws DocumentFormatException if it is no such output, is only a part of it, or lacks {@code
   *     InstanceId}, {@code ImageId} or {@code State} of an instance
   */
  public static ImageUsage instancesFromAwsCli(String describeInstances, CleanupScope scope) {
    Objects.requireNonNull(describeInstances, "describeInstances");
    Objects.requireNonNull(scope, "scope");
    List<Map<String, String>> instances = new ArrayList<>();
    read(
            "listing of instances",
            describeInstances,
            "Reservations",
            json -> json.list(item -> item.object(RESERVATION, new ArrayList<>())))
        .forEach(instances::addAll);
    instances.removeIf(instance -> "terminated".equals(instance.get("state")));
    return ImageUsage.builder()
        .scope(scope)
        .readAt(UNKNOWN_TIME)
        .references(
            instances.stream()
                .map(
                    instance ->
                        ImageReference.of(
                            ImageId.of(instance.getOrDefault("ImageId", "")),
                            "instance",
                            instance.getOrDefault("InstanceId", ""),
                            instance.getOrDefault("state", "unknown")))
                .toList())
        .addEvidence(evidence("instances", instances.size()))
        .build();
  }

  private static List<Image> images(String describeImages) {
    return read(
        "listing of images",
        describeImages,
        "Images",
        json -> json.list(item -> item.object(IMAGE, Image.builder()).build()));
  }

  private static ImageInventory inventory(List<Image> images, CleanupScope scope) {
    return ImageInventory.builder()
        .scope(scope)
        .readAt(UNKNOWN_TIME)
        .images(images)
        .addEvidence(evidence("images", images.size()))
        .build();
  }

  private static Evidence evidence(String source, int items) {
    return Evidence.builder().source(source).items(items).complete(true).build();
  }

  private static <T> List<T> read(
      String name, String output, String key, JsonDocument.Item<List<T>> items) {
    JsonObjectFormat<List<T>> format =
        new JsonObjectFormat<List<T>>()
            .required(key, (json, all) -> all.addAll(items.read(json)))
            .optional(
                "NextToken",
                (json, all) -> {
                  if (json.nullable(JsonDocument::text)
                      .filter(token -> !token.isEmpty())
                      .isPresent()) {
                    throw json.failure(
                        "this is a part of what there is: expected all of it, so leave"
                            + " --max-items and --no-paginate out");
                  }
                })
            .ignoringUnknown();
    return JsonText.read(
        output,
        input -> JsonDocument.read(name, input, format, new ArrayList<>(), Function.identity()));
  }

  private static Map<String, String> tags(JsonDocument json) throws IOException {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Map<String, String> tag : json.list(item -> item.object(TAG, new HashMap<>()))) {
      tags.put(tag.getOrDefault("Key", ""), tag.getOrDefault("Value", ""));
    }
    return tags;
  }

  private static ProductCode productCode(JsonDocument json) throws IOException {
    Map<String, String> code = json.object(PRODUCT_CODE, new HashMap<>());
    return ProductCode.of(code.getOrDefault("ProductCodeId", ""), code.getOrDefault("type", ""));
  }

  /** What EC2 does not yet know today is unknown, and kept. */
  private static <E extends Enum<E>> E constant(JsonDocument json, Class<E> type, E unknown)
      throws IOException {
    return Enums.getIfPresent(type, json.text().toUpperCase(Locale.ROOT).replace('-', '_'))
        .or(unknown);
  }

  /** The first version of the CLI prints times as EC2 writes them, the second with an offset. */
  private static Instant time(JsonDocument json) throws IOException {
    String text = json.text();
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw json.failure("'" + text + "' is no time: expected one such as 2017-06-16T00:00:00Z");
    }
  }
}
