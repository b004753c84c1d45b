package io.amiclean.aws.budget;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ImageOperations;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.execution.SnapshotOperations;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.BlockDevice;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.SnapshotInventory;
import io.amiclean.api.model.SnapshotState;
import io.amiclean.api.model.StorageTier;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.source.ImageSource;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.aws.budget.RequestBudget.BucketKey;
import io.amiclean.aws.budget.RequestBudget.Permit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * A region of an account in virtual time: each call goes through the budget, takes its time, and is
 * refused where the region's own token bucket is empty. It is then repeated after the SDK's wait,
 * as {@link io.amiclean.aws.internal.call.MutatingCall} has it, and the budget's.
 */
final class SimulatedEc2
    implements ImageSource, ImageUsageSource, CandidateCheck, ImageOperations, SnapshotOperations {

  private static final int PAGE = 1000;
  private static final int REFERENCES_PER_CALL = 10;
  private static final int CALLS_FOR_USAGE = 12;
  private static final int SIDE_BY_SIDE = 8;
  private static final int ATTEMPTS = 10;
  private static final Duration CALL = Duration.ofMillis(250);
  private static final Duration PAGE_OF_IMAGES = Duration.ofMillis(800);
  private static final double SECOND = 1e9;

  /**
   * What the region's buckets are like.
   *
   * @param size their size, compared with the documented one
   * @param neighbour which part of what they gain somebody else takes, at random times
   */
  record Buckets(double size, double neighbour) {
    static final Buckets DOCUMENTED = new Buckets(1, 0);
  }

  private final VirtualTime time;
  private final RequestBudget budget;
  private final CleanupScope scope;
  private final Buckets buckets;
  private final Random random;

  /** Concurrent, as a reader lists images on a thread that virtual time knows nothing of. */
  private final Map<ImageId, Image> images = new ConcurrentSkipListMap<>();

  private final Map<String, Bucket> actions = new HashMap<>();

  SimulatedEc2(
      VirtualTime time, RequestBudget budget, CleanupScope scope, Buckets buckets, int count) {
    this.time = time;
    this.budget = budget;
    this.scope = scope;
    this.buckets = buckets;
    this.random = new Random(scope.hashCode());
    for (int number = 0; number < count; number++) {
      Image image =
          Image.builder()
              .id(ImageId.of("ami-%017x".formatted(number)))
              .name("image-" + number)
              .ownerId(scope.accountId())
              .creationDate(time.instant().minusSeconds(number + 1L))
              .state(ImageState.AVAILABLE)
              .sharing(Sharing.PRIVATE)
              .addBlockDevices(
                  BlockDevice.builder()
                      .deviceName("/dev/xvda")
                      .snapshotId(SnapshotId.of("snap-%017x".formatted(number)))
                      .build())
              .build();
      images.put(image.id(), image);
    }
  }

  /** How many calls of an action there were. */
  int calls(String action) {
    return Optional.ofNullable(actions.get(action)).map(bucket -> bucket.calls).orElse(0);
  }

  /** How many of them were refused for their rate. */
  int refused(String action) {
    return Optional.ofNullable(actions.get(action)).map(bucket -> bucket.refused).orElse(0);
  }

  int imagesLeft() {
    return images.size();
  }

  /** A token bucket as EC2 keeps it. */
  private final class Bucket {
    private final BucketSize size;
    private double tokens;
    private long filledAt = time.nanos();
    private double neighbourAt;
    private int calls;
    private int refused;

    Bucket(String action) {
      BucketSize documented = BucketSize.documented(action, true);
      size =
          new BucketSize(
              documented.capacity() * buckets.size(), documented.refill() * buckets.size());
      tokens = size.capacity();
      neighbourAt = time.nanos() + pause();
    }

    /** Until the neighbour's next call. */
    private double pause() {
      return buckets.neighbour() == 0
          ? Double.POSITIVE_INFINITY
          : -Math.log(1 - random.nextDouble()) / (size.refill() * buckets.neighbour()) * SECOND;
    }

    private void fill(long until) {
      tokens = Math.min(size.capacity(), tokens + (until - filledAt) / SECOND * size.refill());
      filledAt = until;
    }

    boolean take() {
      for (; neighbourAt < time.nanos(); neighbourAt += pause()) {
        fill((long) neighbourAt);
        tokens -= tokens >= 1 ? 1 : 0;
      }
      fill(time.nanos());
      calls++;
      if (tokens < 1) {
        refused++;
        return false;
      }
      tokens--;
      return true;
    }
  }

  /** Half of it is the way there, and no two calls take the same time. */
  private void travel(Duration duration) {
    time.sleep((long) (duration.toNanos() / 2.0 * (0.5 + random.nextDouble())));
  }

  /** Returns whether the call was answered in the end. */
  private boolean call(String action, Duration duration) {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Permit permit =
          budget.await(
              new BucketKey(Optional.of(scope.accountId()), scope.region(), "Ec2", action, true));
      travel(duration);
      boolean taken = actions.computeIfAbsent(action, Bucket::new).take();
      travel(duration);
      if (taken) {
        permit.letThrough();
        return true;
      }
      permit.refused();
      double wait = Math.min(20, 0.5 * Math.pow(2, attempt - 1));
      time.sleep((long) (random.nextDouble() * wait * SECOND));
    }
    return false;
  }

  @Override
  public CleanupScope scope() {
    return scope;
  }

  /** They are listed while the snapshots are, as an account's reader does it. */
  @Override
  public ImageInventory loadImages() {
    return inventory();
  }

  /** The same without a call, to plan from. Each reading makes images of its own, as EC2's do. */
  ImageInventory inventory() {
    List<Image> found =
        images.values().stream().map(image -> Image.builder().from(image).build()).toList();
    return ImageInventory.builder()
        .scope(scope)
        .readAt(time.instant())
        .images(found)
        .addEvidence(Evidence.complete("images", found.size(), time.instant()))
        .build();
  }

  SnapshotInventory loadSnapshots() {
    ExecutorService pool = time.pool(1);
    Future<Boolean> listing = pool.submit(() -> list("DescribeImages"));
    list("DescribeSnapshots");
    try {
      listing.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    } finally {
      pool.shutdown();
    }
    return snapshots();
  }

  private boolean list(String action) {
    boolean answered = true;
    for (int page = 0; page <= images.size() / PAGE; page++) {
      answered &= call(action, PAGE_OF_IMAGES);
    }
    return answered;
  }

  SnapshotInventory snapshots() {
    return SnapshotInventory.builder()
        .scope(scope)
        .readAt(time.instant())
        .addEvidence(Evidence.complete("snapshots", images.size(), time.instant()))
        .snapshots(
            images.values().stream()
                .flatMap(image -> image.snapshotIds().stream())
                .map(
                    id ->
                        Snapshot.builder()
                            .id(id)
                            .ownerId(scope.accountId())
                            .startTime(time.instant())
                            .state(SnapshotState.COMPLETED)
                            .storageTier(StorageTier.STANDARD)
                            .volumeSizeGiB(8)
                            .build())
                .toList())
        .build();
  }

  @Override
  public ImageUsage loadUsage() {
    for (int i = 0; i < CALLS_FOR_USAGE; i++) {
      call("DescribeInstances", CALL);
    }
    return usage();
  }

  /** The same without a call, to plan from. */
  ImageUsage usage() {
    return ImageUsage.builder()
        .scope(scope)
        .readAt(time.instant())
        .addEvidence(Evidence.complete("instances", 0, time.instant()))
        .build();
  }

  @Override
  public CandidateFindings check(List<Image> candidates) {
    ExecutorService pool = time.pool(SIDE_BY_SIDE);
    List<Future<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      if (i % REFERENCES_PER_CALL == 0) {
        calls.add(pool.submit(() -> call("DescribeImageReferences", CALL)));
      }
      calls.add(pool.submit(() -> call("DescribeImageAttribute", CALL)));
    }
    try {
      for (Future<Boolean> call : calls) {
        call.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    } finally {
      pool.shutdown();
    }
    return CandidateFindings.builder().scope(scope).build();
  }

  @Override
  public String description() {
    return "candidate checks in virtual time";
  }

  @Override
  public ActionOutcome deregister(ImageId image) {
    return deregisterWithSnapshots(image).get(0);
  }

  @Override
  public List<ActionOutcome> deregisterWithSnapshots(ImageId id) {
    if (!call("DeregisterImage", CALL)) {
      return List.of(
          ActionOutcome.deregistration(
              id, Outcome.FAILED, "RequestLimitExceeded", "Request limit exceeded."));
    }
    Optional<Image> image = Optional.ofNullable(images.remove(id));
    List<ActionOutcome> outcomes = new ArrayList<>();
    outcomes.add(
        ActionOutcome.deregistration(id, Outcome.SUCCEEDED, "deregistered", "Deregistered"));
    image.ifPresent(
        gone ->
            gone.snapshotIds()
                .forEach(
                    snapshot ->
                        outcomes.add(
                            ActionOutcome.deletion(
                                snapshot, Outcome.SUCCEEDED, "deleted", "Deleted"))));
    return outcomes;
  }

  @Override
  public ActionOutcome delete(SnapshotId snapshot) {
    call("DeleteSnapshot", CALL);
    return ActionOutcome.deletion(snapshot, Outcome.SUCCEEDED, "deleted", "Deleted");
  }

  @Override
  public boolean exists(ImageId image) {
    return images.containsKey(image);
  }

  @Override
  public boolean exists(SnapshotId snapshot) {
    return false;
  }

  @Override
  public Map<ImageId, AccountId> owners(Set<ImageId> asked) {
    return Map.of();
  }
}
