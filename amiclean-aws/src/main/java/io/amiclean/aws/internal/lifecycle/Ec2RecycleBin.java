package io.amiclean.aws.internal.lifecycle;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.internal.SnapshotDescriptions;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.Action;
import io.amiclean.aws.internal.CallerScope;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.internal.call.MutatingCall;
import io.amiclean.aws.internal.call.Refusal;
import io.amiclean.aws.internal.call.UnusableAnswerException;
import io.amiclean.aws.internal.source.Ec2Lookup;
import io.amiclean.aws.lifecycle.RecycleBin;
import io.amiclean.aws.lifecycle.RecycledImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ListImagesInRecycleBinRequest;
import software.amazon.awssdk.services.ec2.model.ListSnapshotsInRecycleBinRequest;
import software.amazon.awssdk.services.ec2.model.RestoreImageFromRecycleBinRequest;
import software.amazon.awssdk.services.ec2.model.RestoreSnapshotFromRecycleBinRequest;

/**
 * The Recycle Bin of a region in EC2. Thread-safe.
 *
 * <p>A call is repeated while EC2 refuses it for its rate or no connection comes about, whatever
 * the client itself would retry; everything else is tried once. What comes back is logged at INFO.
 */
public final class Ec2RecycleBin implements RecycleBin {

  private static final Logger LOG = LoggerFactory.getLogger(RecycleBin.class);

  private static final ReadOperation IMAGES =
      new ReadOperation("recycled-images", "ec2:ListImagesInRecycleBin");
  private static final ReadOperation SNAPSHOTS =
      new ReadOperation("recycled-snapshots", "ec2:ListSnapshotsInRecycleBin");

  private static final int PAGE = 1000;

  private static final String ALREADY_RESTORED = "already-restored";

  private final CheckedClient<Ec2Client> ec2;
  private final CallerScope scope;
  private final Ec2Lookup lookup;
  private final RetryStrategy retry;

  /**
   * Creates a Recycle Bin.
   *
   * @param ec2 the client; the caller owns it
   * @param scope the account and region that the client speaks for, as log lines name them
   */
  public Ec2RecycleBin(CheckedClient<Ec2Client> ec2, CallerScope scope) {
    this(ec2, scope, MutatingCall.RETRY);
  }

  Ec2RecycleBin(CheckedClient<Ec2Client> ec2, CallerScope scope, RetryStrategy retry) {
    this.ec2 = Objects.requireNonNull(ec2, "ec2");
    this.scope = Objects.requireNonNull(scope, "scope");
    this.lookup = new Ec2Lookup(ec2);
    this.retry = retry;
  }

  @Override
  public List<RecycledImage> images() {
    Map<ImageId, RecycledImage> images = new TreeMap<>();
    IMAGES.pages(
        ec2,
        Ec2Client::listImagesInRecycleBin,
        ListImagesInRecycleBinRequest.builder().maxResults(PAGE).build(),
        page ->
            page.images()
                .forEach(
                    image -> {
                      ImageId id = Ids.image(IMAGES, image.imageId(), "an image");
                      images.put(
                          id,
                          new RecycledImage(
                              id,
                              Objects.requireNonNullElse(image.name(), ""),
                              time(image.recycleBinEnterTime(), id),
                              time(image.recycleBinExitTime(), id)));
                    }));
    return List.copyOf(images.values());
  }

  private static Instant time(@Nullable Instant time, ImageId id) {
    if (time == null) {
      throw IMAGES.misunderstood("no time at which " + id + " entered or leaves the Recycle Bin");
    }
    return time;
  }

  @Override
  public List<ActionOutcome> restore(Collection<ImageId> images) {
    Set<ImageId> asked = new LinkedHashSet<>(images);
    if (asked.isEmpty()) {
      return List.of();
    }
    Set<ImageId> recycled = new TreeSet<>();
    images().forEach(image -> recycled.add(image.id()));
    Map<ImageId, SortedSet<SnapshotId>> snapshots = snapshotsByImage();
    List<ActionOutcome> outcomes = new ArrayList<>();
    for (ImageId image : asked) {
      if (recycled.contains(image)) {
        restore(image, snapshots.getOrDefault(image, new TreeSet<>()), outcomes);
      } else {
        outcomes.add(absent(image));
      }
    }
    return List.copyOf(outcomes);
  }

  private Map<ImageId, SortedSet<SnapshotId>> snapshotsByImage() {
    Map<ImageId, SortedSet<SnapshotId>> snapshots = new TreeMap<>();
    SNAPSHOTS.pages(
        ec2,
        Ec2Client::listSnapshotsInRecycleBin,
        ListSnapshotsInRecycleBinRequest.builder().maxResults(PAGE).build(),
        page ->
            page.snapshots()
                .forEach(
                    snapshot -> {
                      SnapshotId id = Ids.snapshot(SNAPSHOTS, snapshot.snapshotId(), "a snapshot");
                      SnapshotDescriptions.madeFor(
                              Objects.requireNonNullElse(snapshot.description(), ""))
                          .ifPresent(
                              image ->
                                  snapshots.computeIfAbsent(image, key -> new TreeSet<>()).add(id));
                    }));
    return snapshots;
  }

  private void restore(
      ImageId image, SortedSet<SnapshotId> snapshots, List<ActionOutcome> outcomes) {
    LOG.debug("{} is in the Recycle Bin, and of its snapshots {}", image, snapshots);
    List<SnapshotId> left = new ArrayList<>();
    for (SnapshotId snapshot : snapshots) {
      ActionOutcome outcome = restore(snapshot);
      outcomes.add(outcome);
      if (outcome.outcome() != Outcome.SUCCEEDED) {
        left.add(snapshot);
      }
    }
    outcomes.add(
        left.isEmpty()
            ? restore(image)
            : ofImage(
                image,
                Outcome.SKIPPED,
                "snapshots-not-restored",
                "An image comes back after its snapshots only, and these did not: " + left));
  }

  private ActionOutcome restore(SnapshotId snapshot) {
    return restored(
        "snapshot",
        snapshot,
        (outcome, code, message) ->
            ActionOutcome.change(Action.RESTORE_SNAPSHOT, snapshot, outcome, code, message),
        "ec2:RestoreSnapshotFromRecycleBin",
        call ->
            snapshot
                    .value()
                    .equals(
                        call.send(
                                ec2,
                                Ec2Client::restoreSnapshotFromRecycleBin,
                                RestoreSnapshotFromRecycleBinRequest.builder()
                                    .snapshotId(snapshot.value())
                                    .build())
                            .snapshotId())
                ? true
                : null,
        () -> lookup.exists(snapshot));
  }

  private ActionOutcome restore(ImageId image) {
    return restored(
        "image",
        image,
        (outcome, code, message) -> ofImage(image, outcome, code, message),
        "ec2:RestoreImageFromRecycleBin",
        call ->
            call.send(
                    ec2,
                    Ec2Client::restoreImageFromRecycleBin,
                    RestoreImageFromRecycleBinRequest.builder().imageId(image.value()).build())
                .returnValue(),
        () -> lookup.exists(image));
  }

  /** Makes the outcome of an image or a snapshot. */
  @FunctionalInterface
  private interface Ending {
    ActionOutcome of(Outcome outcome, String code, String message);
  }

  private ActionOutcome restored(
      String kind,
      ResourceId target,
      Ending ending,
      String permission,
      Function<MutatingCall, @Nullable Boolean> call,
      BooleanSupplier registered) {
    MutatingCall transmission = new MutatingCall(retry);
    Optional<Refusal> undone;
    try {
      undone = Refusal.of(call.apply(transmission), "not-restored");
    } catch (SdkException | UnusableAnswerException e) {
      undone = Optional.of(Refusal.of(e, transmission).naming(permission));
    }
    if (undone.isPresent()) {
      Refusal refusal = undone.get();
      return mayBeOver(refusal) && exists(target, registered)
          ? ending.of(Outcome.SUCCEEDED, ALREADY_RESTORED, notThere(kind))
          : ending.of(refusal.outcome(), refusal.code(), refusal.message());
    }
    LOG.info("Restored {} from the Recycle Bin of {}", target, scope);
    return ending.of(
        Outcome.SUCCEEDED, "restored", "Restored the " + kind + " from the Recycle Bin");
  }

  private static String notThere(String kind) {
    return "The " + kind + " is not in the Recycle Bin any more";
  }

  /** The Recycle Bin does not hold it: it was restored before, or its time was over. */
  private ActionOutcome absent(ImageId image) {
    try {
      return lookup.exists(image)
          ? ofImage(image, Outcome.SUCCEEDED, ALREADY_RESTORED, notThere("image"))
          : ofImage(
              image,
              Outcome.ALREADY_GONE,
              "not-in-recycle-bin",
              "The image is neither in the Recycle Bin nor registered");
    } catch (EvidenceException e) {
      return ofImage(
          image,
          Outcome.FAILED,
          "not-in-recycle-bin",
          "The image is not in the Recycle Bin, and whether it is registered is not known: "
              + e.getMessage());
    }
  }

  /**
   * The call whose answer is not known, or another one since it was listed, may have restored it.
   */
  private static boolean mayBeOver(Refusal refusal) {
    return refusal.outcome() == Outcome.UNKNOWN
        || Set.of(
                "IncorrectState",
                "InvalidAMIID.NotFound",
                "InvalidAMIID.Unavailable",
                "InvalidSnapshot.NotFound")
            .contains(refusal.code());
  }

  private static boolean exists(ResourceId target, BooleanSupplier registered) {
    try {
      return registered.getAsBoolean();
    } catch (EvidenceException e) {
      LOG.debug("{} was refused, and cannot be looked up", target, e);
      return false;
    }
  }

  private static ActionOutcome ofImage(
      ImageId image, Outcome outcome, String code, String message) {
    return ActionOutcome.change(Action.RESTORE_IMAGE, image, outcome, code, message);
  }
}
