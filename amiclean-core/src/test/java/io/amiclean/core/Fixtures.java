package io.amiclean.core;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.BlockDevice;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.SnapshotInventory;
import io.amiclean.api.model.SnapshotState;
import io.amiclean.api.model.StorageTier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A small account for tests: images and snapshots by number, and contexts made of them. */
public final class Fixtures {

  /** The planning time of all tests, a Friday. */
  public static final Instant NOW = Instant.parse("2017-06-16T00:00:00Z");

  public static final AccountId ACCOUNT = AccountId.of("123456789012");

  public static final AccountId OTHER_ACCOUNT = AccountId.of("210987654321");

  public static final CleanupScope SCOPE = CleanupScope.of(ACCOUNT, "eu-west-1");

  private Fixtures() {}

  /** The id of the image with a number, such as {@code ami-0000000a}. */
  public static ImageId imageId(int number) {
    return ImageId.of(String.format(Locale.ROOT, "ami-%08x", number));
  }

  /** The id of the snapshot with a number, such as {@code snap-0000000a}. */
  public static SnapshotId snapshotId(int number) {
    return SnapshotId.of(String.format(Locale.ROOT, "snap-%08x", number));
  }

  /** Begins an available image of ours, named {@code image-N}, that is N days old. */
  public static Image.Builder image(int number) {
    return Image.builder()
        .id(imageId(number))
        .name("image-" + number)
        .ownerId(ACCOUNT)
        .creationDate(NOW.minus(Duration.ofDays(number)))
        .state(ImageState.AVAILABLE)
        .sharing(Sharing.PRIVATE);
  }

  /** An available image of ours with a name. */
  public static Image imageNamed(int number, String name) {
    return image(number).name(name).build();
  }

  /** An available image of ours with a tag. */
  public static Image imageTagged(int number, String key, String value) {
    return image(number).putTags(key, value).build();
  }

  /** A block device of 8 GiB. */
  public static BlockDevice device(String name, SnapshotId snapshot) {
    return BlockDevice.builder().deviceName(name).snapshotId(snapshot).sizeGiB(8).build();
  }

  /** Begins a completed snapshot of ours of 8 GiB, begun N days ago. */
  public static Snapshot.Builder snapshot(int number) {
    return Snapshot.builder()
        .id(snapshotId(number))
        .ownerId(ACCOUNT)
        .startTime(NOW.minus(Duration.ofDays(number)))
        .state(SnapshotState.COMPLETED)
        .storageTier(StorageTier.STANDARD)
        .volumeSizeGiB(8);
  }

  /** What EC2 writes into the snapshot that CreateImage makes for an image. */
  public static String createdFor(ImageId image) {
    return "Created by CreateImage(i-06a469f2d64822242) for " + image;
  }

  /** The context of an account that holds these images and nothing else. */
  public static PlanningContext context(Image... images) {
    return account().images(images).context();
  }

  /** Begins an account without anything in it. */
  public static Account account() {
    return new Account();
  }

  /** The codes of reasons, in their order. */
  public static List<String> codes(List<Reason> reasons) {
    return reasons.stream().map(Reason::code).toList();
  }

  /** Returns what was read of an account that holds these, and nothing else. */
  public static PlanningContext context(
      List<Image> images,
      Set<ImageId> recycled,
      List<Snapshot> snapshots,
      List<ImageReference> references) {
    return PlanningContext.builder()
        .now(NOW)
        .images(
            ImageInventory.builder()
                .scope(SCOPE)
                .readAt(NOW)
                .images(images)
                .recycledImageIds(recycled)
                .addEvidence(Evidence.complete("images", 0, NOW))
                .build())
        .snapshots(
            SnapshotInventory.builder()
                .scope(SCOPE)
                .readAt(NOW)
                .snapshots(snapshots)
                .addEvidence(Evidence.complete("snapshots", 0, NOW))
                .build())
        .usage(
            ImageUsage.builder()
                .scope(SCOPE)
                .readAt(NOW)
                .references(references)
                .addEvidence(Evidence.complete("instances", 0, NOW))
                .build())
        .build();
  }

  /** Gathers what an account holds, and makes it a context. */
  public static final class Account {

    private final List<Image> images = new ArrayList<>();
    private final Set<ImageId> recycled = new LinkedHashSet<>();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private final List<ImageReference> references = new ArrayList<>();

    private Account() {}

    public Account images(Image... added) {
      images.addAll(Arrays.asList(added));
      return this;
    }

    public Account recycled(ImageId... added) {
      recycled.addAll(Arrays.asList(added));
      return this;
    }

    public Account snapshots(Snapshot... added) {
      snapshots.addAll(Arrays.asList(added));
      return this;
    }

    /** Adds a user of an image or a snapshot. */
    public Account used(ResourceId target, String kind, String user) {
      references.add(ImageReference.of(target, kind, user));
      return this;
    }

    public PlanningContext context() {
      return Fixtures.context(images, recycled, snapshots, references);
    }
  }
}
