package io.amiclean.api.testing;

import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotInventory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Moves what a strategy is asked about, and the context, to another time: a strategy that has no
 * clock of its own does not notice.
 */
record TimeShift(Duration by) {

  /**
   * In days: 28 years. Between 1901 and 2099 every date is the same day of the week again after
   * them, so that strategies which count calendar days, weeks or months do not notice either.
   */
  private static final int CYCLE = 1461 * 7;

  /** Returns shifts into the past and into the future, which take most samples beyond today. */
  static List<TimeShift> bothWays() {
    return List.of(new TimeShift(Duration.ofDays(-CYCLE)), new TimeShift(Duration.ofDays(CYCLE)));
  }

  Image of(Image image) {
    return Image.builder()
        .from(image)
        .creationDate(of(image.creationDate()))
        .deprecationTime(of(image.deprecationTime()))
        .lastLaunchedTime(of(image.lastLaunchedTime()))
        .build();
  }

  Snapshot of(Snapshot snapshot) {
    return Snapshot.builder()
        .from(snapshot)
        .startTime(of(snapshot.startTime()))
        .archivedAt(of(snapshot.archivedAt()))
        .lockedUntil(of(snapshot.lockedUntil()))
        .build();
  }

  ImageGroup of(ImageGroup group) {
    return ImageGroup.builder()
        .from(group)
        .candidates(images(group.candidates()))
        .kept(images(group.kept()))
        .build();
  }

  PlanningContext of(PlanningContext context) {
    ImageInventory images = context.images();
    SnapshotInventory snapshots = context.snapshots();
    ImageUsage usage = context.usage();
    return PlanningContext.builder()
        .from(context)
        .now(context.now().plus(by))
        .images(
            ImageInventory.builder()
                .from(images)
                .readAt(images.readAt().plus(by))
                .images(images(images.images()))
                .evidence(evidence(images.evidence()))
                .build())
        .snapshots(
            SnapshotInventory.builder()
                .from(snapshots)
                .readAt(snapshots.readAt().plus(by))
                .snapshots(snapshots.snapshots().stream().map(this::of).toList())
                .evidence(evidence(snapshots.evidence()))
                .build())
        .usage(
            ImageUsage.builder()
                .from(usage)
                .readAt(usage.readAt().plus(by))
                .evidence(evidence(usage.evidence()))
                .build())
        .build();
  }

  private List<Image> images(List<Image> images) {
    return images.stream().map(this::of).toList();
  }

  private List<Evidence> evidence(List<Evidence> evidence) {
    return evidence.stream()
        .map(read -> Evidence.builder().from(read).readAt(of(read.readAt())).build())
        .toList();
  }

  private Optional<Instant> of(Optional<Instant> time) {
    return time.map(before -> before.plus(by));
  }
}
