package io.amiclean.core.inmemory;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.BlockDevice;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.ProductCode;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.model.SnapshotId;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says what an image of an {@link InMemoryAccount} is like. What is not said is as for an image
 * that was just made: available, owned by the account, private, and without tags. The creation date
 * is unknown unless it is given.
 *
 * <p>Not thread-safe; used only while it is handed out.
 */
public final class ImageSpec {

  private static final int LETTERS = 26;

  private final Image.Builder image =
      Image.builder().state(ImageState.AVAILABLE).sharing(Sharing.PRIVATE);
  private @Nullable ImageId id;
  private boolean ownerSaid;
  private int devices;

  ImageSpec() {}

  /**
   * Gives the image a name, {@code ""} by default.
   *
   * @param name the name
   * @return this
   */
  public ImageSpec name(String name) {
    image.name(name);
    return this;
  }

  /**
   * Describes the image.
   *
   * @param description the description
   * @return this
   */
  public ImageSpec description(String description) {
    image.description(description);
    return this;
  }

  /**
   * Says when the image was created.
   *
   * @param time the time, such as {@code 2017-06-15T09:55:42Z}
   * @return this
   * @throws IllegalArgumentException if the text is no such time
   */
  public ImageSpec createdAt(String time) {
    return createdAt(Times.parse(time));
  }

  /**
   * Says when the image was created.
   *
   * @param time the time
   * @return this
   */
  public ImageSpec createdAt(Instant time) {
    image.creationDate(time);
    return this;
  }

  /**
   * Adds a tag, or changes its value.
   *
   * @param key the key
   * @param value the value
   * @return this
   */
  public ImageSpec tag(String key, String value) {
    image.putTags(key, value);
    return this;
  }

  /**
   * Adds tags, or changes their values.
   *
   * @param tags the values by key
   * @return this
   */
  public ImageSpec tags(Map<String, String> tags) {
    image.putAllTags(tags);
    return this;
  }

  /**
   * Adds a block device with a snapshot. The first device is {@code /dev/xvda}, the second {@code
   * /dev/xvdb}, and so on. Unless the account is given otherwise, the snapshot exists, is completed
   * and has the same owner.
   *
   * @param snapshotId the id of the snapshot
   * @param sizeGiB the size of the volume in GiB
   * @return this
   * @throws IllegalArgumentException if the id is malformed, or the size is less than 1
   */
  public ImageSpec snapshot(String snapshotId, int sizeGiB) {
    return device(
        BlockDevice.builder()
            .deviceName(nextDeviceName())
            .snapshotId(SnapshotId.of(snapshotId))
            .sizeGiB(sizeGiB)
            .build());
  }

  /**
   * Adds a block device.
   *
   * @param device the device
   * @return this
   * @throws IllegalArgumentException if its size is less than 1
   */
  public ImageSpec device(BlockDevice device) {
    device.sizeGiB().ifPresent(Sizes::requireGiB);
    image.addBlockDevices(device);
    devices++;
    return this;
  }

  /** The names that EC2 recommends: from xvda to xvdz, then from xvdba on. */
  private String nextDeviceName() {
    String first = devices < LETTERS ? "" : String.valueOf((char) ('a' + devices / LETTERS));
    return "/dev/xvd" + first + (char) ('a' + devices % LETTERS);
  }

  /**
   * Puts the image into a state, {@link ImageState#AVAILABLE} by default.
   *
   * @param state the state
   * @return this
   */
  public ImageSpec state(ImageState state) {
    image.state(state);
    return this;
  }

  /**
   * Says that another account owns the image, which the account may see but not remove.
   *
   * @param accountId twelve digits
   * @return this
   */
  public ImageSpec ownedBy(String accountId) {
    image.ownerId(AccountId.of(accountId));
    ownerSaid = true;
    return this;
  }

  /**
   * Says that nobody knows who owns the image.
   *
   * @return this
   */
  public ImageSpec ownedByUnknown() {
    image.ownerId(Optional.empty());
    ownerSaid = true;
    return this;
  }

  /**
   * Gives the owner an alias. EC2 refuses to deregister images of {@code aws-backup-vault}.
   *
   * @param alias the alias
   * @return this
   */
  public ImageSpec ownerAlias(String alias) {
    image.ownerAlias(alias);
    return this;
  }

  /**
   * Says who else may launch the image, {@link Sharing#PRIVATE} by default.
   *
   * @param sharing nobody, some, everybody, or not looked up
   * @return this
   */
  public ImageSpec sharing(Sharing sharing) {
    image.sharing(sharing);
    return this;
  }

  /**
   * Says when the image is, or was, deprecated.
   *
   * @param time the time, such as {@code 2017-06-15T09:55:42Z}
   * @return this
   * @throws IllegalArgumentException if the text is no such time
   */
  public ImageSpec deprecatedAt(String time) {
    return deprecatedAt(Times.parse(time));
  }

  /**
   * Says when the image is, or was, deprecated.
   *
   * @param time the time
   * @return this
   */
  public ImageSpec deprecatedAt(Instant time) {
    image.deprecationTime(time);
    return this;
  }

  /**
   * Says when an instance was last launched from the image.
   *
   * @param time the time, such as {@code 2017-06-15T09:55:42Z}
   * @return this
   * @throws IllegalArgumentException if the text is no such time
   */
  public ImageSpec lastLaunchedAt(String time) {
    return lastLaunchedAt(Times.parse(time));
  }

  /**
   * Says when an instance was last launched from the image.
   *
   * @param time the time
   * @return this
   */
  public ImageSpec lastLaunchedAt(Instant time) {
    image.lastLaunchedTime(time);
    return this;
  }

  /**
   * Protects the image from deregistration, without a cooldown.
   *
   * @return this
   */
  public ImageSpec deregistrationProtected() {
    return deregistrationProtection("enabled-without-cooldown");
  }

  /**
   * Sets the deregistration protection as EC2 writes it.
   *
   * @param protection the protection; everything but {@code disabled} protects
   * @return this
   */
  public ImageSpec deregistrationProtection(String protection) {
    image.deregistrationProtection(protection);
    return this;
  }

  /**
   * Sets the architecture.
   *
   * @param architecture the architecture, such as {@code x86_64}
   * @return this
   */
  public ImageSpec architecture(String architecture) {
    image.architecture(architecture);
    return this;
  }

  /**
   * Sets the platform.
   *
   * @param platform the platform in words, such as {@code Linux/UNIX}
   * @return this
   */
  public ImageSpec platform(String platform) {
    image.platform(platform);
    return this;
  }

  /**
   * Says which image this one was copied or made from.
   *
   * @param imageId the source image
   * @param region the code of its region
   * @return this
   */
  public ImageSpec copiedFrom(String imageId, String region) {
    image.sourceImageId(ImageId.of(imageId)).sourceImageRegion(region);
    return this;
  }

  /**
   * Adds a product code.
   *
   * @param id the code
   * @param type {@code marketplace} or {@code devpay}
   * @return this
   */
  public ImageSpec productCode(String id, String type) {
    image.addProductCodes(ProductCode.of(id, type));
    return this;
  }

  /**
   * Adds a fact, or changes its value.
   *
   * @param name the name
   * @param value the value
   * @return this
   * @see Image#facts()
   */
  public ImageSpec fact(String name, String value) {
    image.putFacts(name, value);
    return this;
  }

  /**
   * Adds a fact that EC2 knows and is asked for on demand, such as a watermark.
   *
   * @param kind the kind of fact
   * @param name its name, such as the key of the watermark
   * @return this
   */
  public ImageSpec fact(ImageFact kind, String name) {
    return fact(kind.key(name), "");
  }

  void id(ImageId value) {
    id = value;
    image.id(value);
  }

  ImageId id() {
    return Objects.requireNonNull(id, "A spec has its id from the start");
  }

  /** The image as far as it is said, for what a document says in parts. */
  Image.Builder values() {
    return image;
  }

  Image toImage(AccountId defaultOwner) {
    if (!ownerSaid) {
      image.ownerId(defaultOwner);
    }
    return image.build();
  }
}
