package io.amiclean.api.testing;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.BlockDevice;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageLineage;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.SnapshotInventory;
import io.amiclean.api.model.SnapshotState;
import io.amiclean.api.model.StorageTier;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.SnapshotVerdict;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.report.CleanupReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Images, snapshots and what belongs to them, for tests of strategies, sources and sinks. */
public final class Samples {

  /** The planning time, and the time at which everything was read. */
  public static final Instant NOW = Instant.parse("2025-06-01T12:00:00Z");

  /** The account whose images the samples are. */
  public static final AccountId ACCOUNT = AccountId.of("123456789012");

  /** Somebody else's account. */
  public static final AccountId OTHER_ACCOUNT = AccountId.of("210987654321");

  /** The scope of all samples. */
  public static final CleanupScope SCOPE = CleanupScope.of(ACCOUNT, "eu-west-1");

  /** A scope that no sample is of. */
  public static final CleanupScope OTHER_SCOPE = CleanupScope.of(OTHER_ACCOUNT, "us-east-1");

  private Samples() {}

  /**
   * Returns the id of the image with a number.
   *
   * @param number 0 or more
   * @return the id; ids are in the order of their numbers
   */
  public static ImageId imageId(int number) {
    return ImageId.of("ami-%017x".formatted(number));
  }

  /**
   * Returns the id of the snapshot with a number.
   *
   * @param number 0 or more
   * @return the id; ids are in the order of their numbers
   */
  public static SnapshotId snapshotId(int number) {
    return SnapshotId.of("snap-%017x".formatted(number));
  }

  /**
   * Returns a builder for an ordinary image: own, available, private, made as many days before
   * {@link #NOW} as its number says, with the snapshot of the same number and a tag {@code role}.
   *
   * @param number 0 or more
   * @return the builder; tags and block devices that are set on it come in addition
   */
  public static Image.Builder imageBuilder(int number) {
    return Image.builder()
        .id(imageId(number))
        .name("image-" + number)
        .ownerId(ACCOUNT)
        .creationDate(NOW.minus(Duration.ofDays(number)))
        .state(ImageState.AVAILABLE)
        .sharing(Sharing.PRIVATE)
        .putTags("role", "front")
        .addBlockDevices(device("/dev/xvda", number));
  }

  /**
   * Returns an ordinary image, as {@link #imageBuilder(int)} has it.
   *
   * @param number 0 or more
   * @return the image
   */
  public static Image image(int number) {
    return imageBuilder(number).build();
  }

  /**
   * Returns ordinary images.
   *
   * @param count how many
   * @return the images 1 to {@code count}, which is newest first
   */
  public static List<Image> images(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(Samples::image).toList();
  }

  /**
   * Returns a block device of 8 GiB.
   *
   * @param name the device name
   * @param number the number of its snapshot
   * @return the device
   */
  public static BlockDevice device(String name, int number) {
    return BlockDevice.builder().deviceName(name).snapshotId(snapshotId(number)).sizeGiB(8).build();
  }

  /**
   * Returns images that differ in all that a strategy may ask, and of which much is not known: no
   * strategy may fail on one of them. Their numbers are 9000 and above.
   *
   * @return the images, sorted by id
   */
  public static List<Image> unusualImages() {
    return List.of(
        Image.builder().id(imageId(9000)).build(),
        Image.builder().id(ImageId.of("ami-ffffffff")).build(),
        imageBuilder(9001).name("").build(),
        imageBuilder(9002).ownerId(OTHER_ACCOUNT).ownerAlias("amazon").build(),
        imageBuilder(9003).state(ImageState.DISABLED).build(),
        imageBuilder(9004).state(ImageState.PENDING).build(),
        imageBuilder(9005).sharing(Sharing.PUBLIC).build(),
        imageBuilder(9006).deregistrationProtection("enabled-with-cooldown").build(),
        imageBuilder(9007).addBlockDevices(device("/dev/xvdb", 9001)).build(),
        imageBuilder(9008).addBlockDevices(device("/dev/xvdb", 9008)).build(),
        imageBuilder(9009).creationDate(NOW.plus(Duration.ofDays(1))).build(),
        imageBuilder(9010).creationDate(Instant.EPOCH).lastLaunchedTime(NOW).build(),
        imageBuilder(9011).deprecationTime(NOW).putTags("", "").putTags("a.b=c\\", "d.e").build(),
        imageBuilder(9012).description("Ünïcode \u2603").putFacts("compose", "nightly").build());
  }

  /**
   * Returns a builder for an ordinary snapshot: own, completed, made for the image of the same
   * number at the same time.
   *
   * @param number 0 or more
   * @return the builder; tags that are set on it come in addition
   */
  public static Snapshot.Builder snapshotBuilder(int number) {
    return Snapshot.builder()
        .id(snapshotId(number))
        .ownerId(ACCOUNT)
        .description("Created by CreateImage(i-0123456789abcdef0) for " + imageId(number))
        .startTime(NOW.minus(Duration.ofDays(number)))
        .state(SnapshotState.COMPLETED)
        .volumeSizeGiB(8)
        .storageTier(StorageTier.STANDARD);
  }

  /**
   * Returns an ordinary snapshot, as {@link #snapshotBuilder(int)} has it.
   *
   * @param number 0 or more
   * @return the snapshot
   */
  public static Snapshot snapshot(int number) {
    return snapshotBuilder(number).build();
  }

  /**
   * Returns snapshots that differ in all that a strategy may ask, and of which much is not known:
   * no strategy may fail on one of them. Their numbers are 9100 and above.
   *
   * @return the snapshots, sorted by id
   */
  public static List<Snapshot> unusualSnapshots() {
    return List.of(
        Snapshot.builder().id(snapshotId(9100)).build(),
        Snapshot.builder().id(SnapshotId.of("snap-ffffffff")).build(),
        snapshotBuilder(9101).ownerId(OTHER_ACCOUNT).build(),
        snapshotBuilder(9102).state(SnapshotState.PENDING).build(),
        snapshotBuilder(9103).storageTier(StorageTier.ARCHIVE).build(),
        snapshotBuilder(9104).description("").putTags("", "").build(),
        snapshotBuilder(9105).startTime(NOW.plus(Duration.ofDays(1))).fullSizeBytes(0).build(),
        snapshotBuilder(9106).locked(true).build(),
        snapshotBuilder(9107).storageTier(StorageTier.ARCHIVE).archivedAt(NOW).build(),
        snapshotBuilder(9108).addFastRestoreZones("eu-west-1b", "eu-west-1a").build());
  }

  /**
   * Returns an inventory of images, with the evidence of one complete source.
   *
   * @param images the images in any order
   * @return the inventory
   */
  public static ImageInventory inventory(Collection<Image> images) {
    return ImageInventory.builder()
        .scope(SCOPE)
        .readAt(NOW)
        .images(images)
        .addEvidence(Evidence.complete("images", images.size(), NOW))
        .build();
  }

  /**
   * Returns an inventory of snapshots, with the evidence of one complete source.
   *
   * @param snapshots the snapshots in any order
   * @return the inventory
   */
  public static SnapshotInventory snapshotInventory(Collection<Snapshot> snapshots) {
    return SnapshotInventory.builder()
        .scope(SCOPE)
        .readAt(NOW)
        .snapshots(snapshots)
        .addEvidence(Evidence.complete("snapshots", snapshots.size(), NOW))
        .build();
  }

  /**
   * Returns a usage, with the evidence of one complete source.
   *
   * @param references who uses what
   * @return the usage
   */
  public static ImageUsage usage(ImageReference... references) {
    return ImageUsage.builder()
        .scope(SCOPE)
        .readAt(NOW)
        .addReferences(references)
        .addEvidence(Evidence.complete("instances", references.length, NOW))
        .build();
  }

  /**
   * Returns the context of planning at {@link #NOW} over images, all of whose snapshots are own and
   * completed.
   *
   * @param images the images in any order
   * @param references who uses what
   * @return the context
   */
  public static PlanningContext context(Collection<Image> images, ImageReference... references) {
    List<Snapshot> snapshots =
        images.stream()
            .flatMap(image -> image.snapshotIds().stream())
            .distinct()
            .map(
                id ->
                    Snapshot.builder()
                        .id(id)
                        .ownerId(ACCOUNT)
                        .state(SnapshotState.COMPLETED)
                        .build())
            .toList();
    return PlanningContext.builder()
        .now(NOW)
        .images(inventory(images))
        .snapshots(snapshotInventory(snapshots))
        .usage(usage(references))
        .build();
  }

  /**
   * Returns a group {@code role=front} with candidates alone.
   *
   * @param candidates the candidates in any order
   * @return the group
   */
  public static ImageGroup group(Image... candidates) {
    return group(Arrays.asList(candidates), List.of());
  }

  /**
   * Returns a group {@code role=front}.
   *
   * @param candidates the candidates in any order
   * @param kept the images that stay anyway, in any order
   * @return the group
   */
  public static ImageGroup group(Collection<Image> candidates, Collection<Image> kept) {
    return ImageGroup.builder()
        .key(GroupKey.of("role", "front"))
        .candidates(candidates)
        .kept(kept)
        .build();
  }

  /**
   * Returns a context in which images are gone, as a re-check has it: their lineage is left.
   *
   * @param gone the images
   * @param context the context before
   * @return the context after
   */
  public static PlanningContext without(Collection<Image> gone, PlanningContext context) {
    Map<ImageId, ImageLineage> lineage = new LinkedHashMap<>(context.goneImages());
    gone.forEach(image -> lineage.put(image.id(), ImageLineage.of(image)));
    return PlanningContext.builder()
        .from(context)
        .images(
            ImageInventory.builder()
                .from(context.images())
                .images(
                    context.images().images().stream()
                        .filter(image -> !lineage.containsKey(image.id()))
                        .toList())
                .build())
        .goneImages(lineage)
        .build();
  }

  /**
   * Returns a small policy.
   *
   * @return a policy that groups by the tag {@code role} and keeps the newest image of each group
   */
  public static CleanupPolicy policy() {
    return CleanupPolicy.builder()
        .addGroupBy(StrategySpec.ofTexts("tags", List.of("role")))
        .addRetain(StrategySpec.of("keepNewest", 1))
        .build();
  }

  /**
   * Returns a small plan: the images 1 to 4 are removed, retained, excluded and unmapped; of the
   * removed one's snapshots 1 goes and 2 stays, because image 2 has it as well.
   *
   * @return the plan
   */
  public static CleanupPlan plan() {
    SnapshotDecision shared =
        keep(
            2, Reason.of(ReasonCodes.SHARED_SNAPSHOT, "Another image has it.", imageId(2).value()));
    return CleanupPlan.builder()
        .createdAt(NOW)
        .scope(SCOPE)
        .policy(policy())
        .addEvidence(Evidence.complete("images", 4, NOW), Evidence.complete("instances", 1, NOW))
        .addImages(
            decision(1, Verdict.REMOVE, ReasonCodes.NOT_RETAINED)
                .addGroups("front")
                .addSnapshots(delete(1), shared)
                .build(),
            decision(2, Verdict.RETAINED, ReasonCodes.KEEP_NEWEST)
                .addGroups("front")
                .addSnapshots(shared)
                .build(),
            decision(3, Verdict.EXCLUDED, ReasonCodes.IN_USE).addGroups("front").build(),
            decision(4, Verdict.UNMAPPED, ReasonCodes.NO_GROUP).build())
        .build();
  }

  /**
   * Returns what became of {@link #plan()}: image 1 went, its snapshot could not be deleted.
   *
   * @return the result
   */
  public static ExecutionResult result() {
    return ExecutionResult.builder()
        .startedAt(NOW)
        .finishedAt(NOW.plusSeconds(2))
        .scope(SCOPE)
        .addOutcomes(
            ActionOutcome.deregistration(imageId(1), Outcome.SUCCEEDED, "done", "Deregistered."),
            ActionOutcome.deletion(snapshotId(1), Outcome.FAILED, "Client.X", "EC2 refused."))
        .build();
  }

  /**
   * Returns the report of {@link #plan()} and {@link #result()}.
   *
   * @return the report
   */
  public static CleanupReport report() {
    return CleanupReport.of(plan(), result());
  }

  private static ImageDecision.Builder decision(int number, Verdict verdict, String code) {
    return ImageDecision.builder()
        .imageId(imageId(number))
        .name("image-" + number)
        .creationDate(NOW.minus(Duration.ofDays(number)))
        .verdict(verdict)
        .addReasons(Reason.of(code, "A sample has this reason.", "sample"));
  }

  private static SnapshotDecision delete(int number) {
    return SnapshotDecision.builder()
        .snapshotId(snapshotId(number))
        .verdict(SnapshotVerdict.DELETE)
        .sizeGiB(8)
        .addReasons(Reason.of(ReasonCodes.ONLY_OF_REMOVED_IMAGES, "All its images go."))
        .build();
  }

  private static SnapshotDecision keep(int number, Reason reason) {
    return SnapshotDecision.builder()
        .snapshotId(snapshotId(number))
        .verdict(SnapshotVerdict.KEEP)
        .sizeGiB(8)
        .addReasons(reason)
        .build();
  }
}
