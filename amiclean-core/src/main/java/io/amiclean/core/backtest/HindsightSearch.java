package io.amiclean.core.backtest;

import static java.util.stream.Collectors.groupingBy;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.core.inventory.AccountHistory;
import io.amiclean.core.inventory.RecordedAccount;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Looks up in later recordings what became of removals. Immutable and thread-safe. */
final class HindsightSearch {

  /** EC2 User Guide, "Check when an AMI was last used". */
  static final Duration LAUNCH_DELAY = Duration.ofHours(24);

  private static final int MOST_EVIDENCE = 10;

  private final String region;
  private final List<Seen> recordings;

  HindsightSearch(AccountHistory history) {
    this.region = history.scope().region();
    this.recordings = history.recordings().stream().map(Seen::of).toList();
  }

  /** A recording, with its images by what they were made from. */
  private record Seen(
      RecordedAccount account, Instant readAt, Map<ImageId, List<Image>> bySource, boolean whole) {

    static Seen of(RecordedAccount account) {
      return new Seen(
          account,
          AccountHistory.readAt(account),
          account.loadImages().images().stream()
              .filter(image -> image.sourceImageId().isPresent())
              .collect(groupingBy(image -> image.sourceImageId().orElseThrow())),
          account.loadUsage().evidence().stream().noneMatch(Evidence::skipped));
    }

    boolean holds(ResourceId resource) {
      return resource instanceof ImageId image
          ? account.loadImages().image(image).isPresent()
          : account.loadSnapshots().snapshot((SnapshotId) resource).isPresent();
    }
  }

  /**
   * Returns a removal with all that is known of it afterwards.
   *
   * @param image the image; empty for an orphan snapshot
   * @param deleted the snapshots that were deleted with it, or the orphan snapshot
   * @param unanswered what a candidate check was not asked about
   */
  BacktestRemoval judged(
      Instant removedAt,
      Optional<Instant> usageReadAt,
      Optional<ImageDecision> image,
      List<SnapshotDecision> deleted,
      Set<ResourceId> unanswered) {
    List<Seen> later =
        recordings.stream().filter(recording -> recording.readAt().isAfter(removedAt)).toList();
    List<ResourceId> removed =
        Stream.<ResourceId>concat(
                image.stream().map(ImageDecision::imageId),
                deleted.stream().map(SnapshotDecision::snapshotId))
            .toList();
    List<LaterUse> uses = uses(removed, removedAt, later);
    Set<BlindSpot> blindSpots = EnumSet.noneOf(BlindSpot.class);
    if (removed.stream().anyMatch(unanswered::contains)) {
      blindSpots.add(BlindSpot.CHECK_NOT_RECORDED);
    }
    Optional<Instant> coveredUntil = coveredUntil(removed.get(0), removedAt, later, blindSpots);
    return BacktestRemoval.builder()
        .removedAt(removedAt)
        .usageReadAt(usageReadAt)
        .image(image)
        .snapshots(deleted)
        .evidence(uses.subList(0, Math.min(MOST_EVIDENCE, uses.size())))
        .moreEvidence(Math.max(0, uses.size() - MOST_EVIDENCE))
        .coveredUntil(coveredUntil)
        .blindSpots(blindSpots)
        .build();
  }

  private static Optional<Instant> coveredUntil(
      ResourceId resource, Instant removedAt, List<Seen> later, Set<BlindSpot> blindSpots) {
    List<Seen> holding = later.stream().filter(recording -> recording.holds(resource)).toList();
    List<Seen> whole = holding.stream().filter(Seen::whole).toList();
    if (whole.isEmpty()) {
      blindSpots.add(
          holding.isEmpty() ? BlindSpot.NOT_RECORDED_AFTERWARDS : BlindSpot.SOURCES_LEFT_OUT);
      return Optional.empty();
    }
    Optional<Instant> until =
        Optional.of(whole.get(whole.size() - 1).readAt().minus(LAUNCH_DELAY))
            .filter(removedAt::isBefore);
    if (until.isEmpty()) {
      blindSpots.add(BlindSpot.LAUNCH_NOT_YET_REPORTED);
    }
    return until;
  }

  private List<LaterUse> uses(List<ResourceId> removed, Instant removedAt, List<Seen> later) {
    Uses uses = new Uses(removedAt);
    for (Seen recording : later) {
      for (ResourceId target : removed) {
        recording
            .account()
            .loadUsage()
            .referencesTo(target)
            .forEach(reference -> uses.refer(recording, target, reference));
        if (target instanceof ImageId image) {
          recording
              .account()
              .loadImages()
              .image(image)
              .flatMap(Image::lastLaunchedTime)
              .ifPresent(launch -> uses.launch(recording, image, launch));
          recording.bySource().getOrDefault(image, List.of()).stream()
              .filter(
                  copy -> copy.sourceImageRegion().filter(from -> !from.equals(region)).isEmpty())
              .forEach(copy -> uses.make(recording, image, LaterUse.Kind.SOURCE_OF_IMAGE, copy));
        } else {
          recording
              .account()
              .loadImages()
              .imagesBySnapshot()
              .getOrDefault(target, List.of())
              .stream()
              .flatMap(user -> recording.account().loadImages().image(user).stream())
              .forEach(made -> uses.make(recording, target, LaterUse.Kind.PART_OF_IMAGE, made));
        }
      }
    }
    return uses.found.values().stream().sorted().toList();
  }

  /** The uses after a removal; of several recordings, the first one that shows a use counts. */
  private static final class Uses {

    private final Instant removedAt;
    private final Map<List<Object>, LaterUse> found = new HashMap<>();

    Uses(Instant removedAt) {
      this.removedAt = removedAt;
    }

    void launch(Seen recording, ImageId image, Instant launch) {
      if (launch.isAfter(removedAt)) {
        add(launch, use(LaterUse.Kind.LAUNCHED, recording, image).at(launch));
      }
    }

    void refer(Seen recording, ResourceId target, ImageReference reference) {
      add(
          reference,
          use(LaterUse.Kind.REFERRED_TO, recording, target)
              .at(recording.readAt())
              .reference(reference));
    }

    void make(Seen recording, ResourceId target, LaterUse.Kind kind, Image made) {
      made.creationDate()
          .filter(created -> created.isAfter(removedAt))
          .ifPresent(
              created -> add(made.id(), use(kind, recording, target).at(created).image(made.id())));
    }

    private static ImmutableLaterUse.Builder use(
        LaterUse.Kind kind, Seen recording, ResourceId target) {
      return LaterUse.builder().kind(kind).target(target).recordedAt(recording.readAt());
    }

    private void add(Object what, ImmutableLaterUse.Builder use) {
      LaterUse built = use.build();
      found.putIfAbsent(List.of(built.kind(), built.target(), what), built);
    }
  }
}
