package io.amiclean.core.plan;

import com.google.common.base.Throwables;
import io.amiclean.api.internal.SourceReading;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceGathering;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.ReadingInterruptedException;
import io.amiclean.api.model.SnapshotInventory;
import io.amiclean.api.plan.AccountReading;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.source.ImageSource;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.source.SnapshotSource;
import io.amiclean.core.internal.LogContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what a planner decides on: images, snapshots, and what uses them. Immutable. */
final class PlanningReader {

  private static final Logger LOG = LoggerFactory.getLogger(PlanningReader.class);

  private final ImageSource images;
  private final SnapshotSource snapshots;
  private final List<ImageUsageSource> usages;
  private final List<CandidateCheck> checks;
  private final Clock clock;

  PlanningReader(PlannerSettings settings) {
    this.images = settings.requiredImages();
    this.snapshots = settings.requiredSnapshots();
    this.usages = settings.requiredUsages();
    this.checks = settings.checks;
    this.clock = settings.clock;
  }

  /** Reads snapshots, then images, then usage. */
  PlanningContext readInOrder() {
    Instant now = clock.instant();
    // Snapshots before images: of an image that is being made meanwhile, the snapshots would
    // otherwise be there and the image not, as if they were orphans. What uses images comes last.
    EvidenceGathering gathering = new EvidenceGathering();
    Optional<SnapshotInventory> snapshotInventory = gathering.read(this::readSnapshots);
    Optional<ImageInventory> imageInventory = gathering.read(this::readImages);
    return context(now, gathering, imageInventory, snapshotInventory);
  }

  /**
   * Reads images and snapshots at the same time. That is for a plan without orphans: a snapshot is
   * otherwise asked about for its image only, and it does not matter which of the two was read
   * before the other.
   */
  PlanningContext readSideBySide(AccountReading reading) {
    Instant now = clock.instant();
    FutureTask<ImageInventory> readingImages =
        new FutureTask<>(LogContext.carried(() -> reading.within(this::readImages)));
    Thread thread = new Thread(readingImages, "amiclean-reading");
    thread.setDaemon(true);
    thread.start();
    try {
      EvidenceGathering gathering = new EvidenceGathering();
      Optional<SnapshotInventory> snapshotInventory = gathering.read(this::readSnapshots);
      Optional<ImageInventory> imageInventory = gathering.read(() -> answer(readingImages));
      return context(now, gathering, imageInventory, snapshotInventory);
    } finally {
      readingImages.cancel(true);
    }
  }

  private static ImageInventory answer(FutureTask<ImageInventory> reading) {
    try {
      return reading.get();
    } catch (ExecutionException e) {
      Throwables.throwIfUnchecked(Objects.requireNonNull(e.getCause()));
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReadingInterruptedException("images", e);
    }
  }

  private SnapshotInventory readSnapshots() {
    ReadingInterruptedException.throwIfInterrupted("snapshots");
    SnapshotInventory inventory =
        SourceReading.read(snapshots, snapshots::loadSnapshots, SnapshotInventory::evidence);
    inventory.evidence().forEach(Evidence::requireUsable);
    return inventory;
  }

  private ImageInventory readImages() {
    ReadingInterruptedException.throwIfInterrupted("images");
    ImageInventory inventory =
        SourceReading.read(images, images::loadImages, ImageInventory::evidence);
    inventory.evidence().forEach(Evidence::requireUsable);
    return inventory;
  }

  /**
   * Reads usage, and makes a context of it with what was read before. Where anything of it cannot
   * be read, the checks are probed too, so that one exception names all that is missing.
   */
  private PlanningContext context(
      Instant now,
      EvidenceGathering gathering,
      Optional<ImageInventory> readImages,
      Optional<SnapshotInventory> readSnapshots) {
    Optional<ImageUsage> readUsage =
        usages.isEmpty()
            ? readImages.map(
                inventory ->
                    ImageUsage.builder()
                        .scope(inventory.scope())
                        .readAt(now)
                        .addEvidence(Evidence.skipped("usage", now))
                        .build())
            : gathering.read(ImageUsageSource.allOf(usages)::loadUsage);
    ReadingInterruptedException.throwIfInterrupted("usage");
    if (!gathering.isComplete()) {
      checks.forEach(check -> gathering.probe(check::probe));
      gathering.requireComplete();
    }
    ImageInventory imageInventory = readImages.orElseThrow();
    SnapshotInventory snapshotInventory = readSnapshots.orElseThrow();
    ImageUsage usage = readUsage.orElseThrow();
    usage.evidence().forEach(Evidence::requireUsable);
    PlanningContext context =
        PlanningContext.builder()
            .now(now)
            .images(imageInventory)
            .snapshots(snapshotInventory)
            .usage(usage)
            .build();
    LOG.debug(
        "Read {}: {} images, {} snapshots, {} sources",
        context.scope(),
        imageInventory.images().size(),
        snapshotInventory.snapshots().size(),
        imageInventory.evidence().size()
            + snapshotInventory.evidence().size()
            + usage.evidence().size());
    return context;
  }
}
