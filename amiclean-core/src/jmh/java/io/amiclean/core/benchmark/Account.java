package io.amiclean.core.benchmark;

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
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.SnapshotInventory;
import io.amiclean.api.model.SnapshotState;
import io.amiclean.api.model.StorageTier;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * An account of a given size, the same in every run: 50 images a group, of which one in 20 is in
 * use; two tags, one block device with a snapshot of its own, and a name of 20 characters each.
 */
final class Account {

  static final Instant NOW = Instant.parse("2017-06-16T00:00:00Z");
  static final Duration MINIMUM_AGE = Duration.ofDays(30);
  static final int KEPT = 4;

  private static final AccountId OWNER = AccountId.of("123456789012");
  private static final CleanupScope SCOPE = CleanupScope.of(OWNER, "eu-west-1");
  private static final int IMAGES_PER_GROUP = 50;
  private static final int IMAGES_PER_USER = 20;
  private static final int SECONDS = (int) Duration.ofDays(1000).toSeconds();

  final ImageInventory images;
  final SnapshotInventory snapshots;
  final ImageUsage usage;

  Account(int size) {
    Random random = new Random(1);
    int groups = Math.max(1, size / IMAGES_PER_GROUP);
    List<Image> all = new ArrayList<>(size);
    List<Snapshot> owned = new ArrayList<>(size);
    List<ImageReference> references = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      SnapshotId snapshot = SnapshotId.of("snap-" + digits(random));
      ImageId id = ImageId.of("ami-" + digits(random));
      Instant created = NOW.minusSeconds(random.nextInt(SECONDS));
      int group = random.nextInt(groups);
      all.add(
          Image.builder()
              .id(id)
              .name(String.format("service-image-%06x", i))
              .ownerId(OWNER)
              .state(ImageState.AVAILABLE)
              .creationDate(created)
              .putTags("environment", "env-" + group % 4)
              .putTags("role", "role-" + group / 4)
              .addBlockDevices(
                  BlockDevice.builder()
                      .deviceName("/dev/xvda")
                      .snapshotId(snapshot)
                      .sizeGiB(8)
                      .build())
              .build());
      owned.add(
          Snapshot.builder()
              .id(snapshot)
              .ownerId(OWNER)
              .description("Created by CreateImage(i-0123456789abcdef0) for " + id)
              .startTime(created)
              .state(SnapshotState.COMPLETED)
              .storageTier(StorageTier.STANDARD)
              .volumeSizeGiB(8)
              .build());
      if (i % IMAGES_PER_USER == 0) {
        references.add(ImageReference.of(id, "instance", "i-" + digits(random), "running"));
      }
    }
    images =
        ImageInventory.builder()
            .scope(SCOPE)
            .readAt(NOW)
            .images(all)
            .addEvidence(Evidence.complete("images", size, NOW))
            .build();
    snapshots =
        SnapshotInventory.builder()
            .scope(SCOPE)
            .readAt(NOW)
            .snapshots(owned)
            .addEvidence(Evidence.complete("snapshots", size, NOW))
            .build();
    usage =
        ImageUsage.builder()
            .scope(SCOPE)
            .readAt(NOW)
            .references(references)
            .addEvidence(Evidence.complete("instances", references.size(), NOW))
            .build();
  }

  private static String digits(Random random) {
    return String.format("0%016x", random.nextLong());
  }

  /** The planner of this account: keep 4, and a minimum age. */
  CleanupPlanner planner() {
    return CleanupPlanner.builder()
        .images(() -> images)
        .snapshots(() -> snapshots)
        .usage(() -> usage)
        .groupBy(Mappers.tags("environment", "role"))
        .retain(
            RetentionStrategies.youngerThan(MINIMUM_AGE)
                .then(RetentionStrategies.keepNewest(KEPT)))
        .clock(Clock.fixed(NOW, ZoneOffset.UTC))
        .build();
  }
}
