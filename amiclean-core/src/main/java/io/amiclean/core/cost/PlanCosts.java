package io.amiclean.core.cost;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the snapshots of a plan cost a month, as an upper bound, and never as a sum to be expected.
 *
 * <p>The standard tier bills only those blocks of a snapshot that no earlier one of the volume
 * holds, and deleting a snapshot frees only blocks that no other needs (Amazon EBS User Guide, "How
 * Amazon EBS snapshots work"); EC2 exposes neither. So a snapshot is priced at its full size where
 * EC2 reports that, at the size of its volume otherwise, and at the smaller one where both are
 * known. The archive tier stores and bills full snapshots at a price of its own, for 90 days at
 * least. What the temporary restore of a snapshot costs is left out.
 *
 * <p>An image has the cost of all its snapshots, also of those that it shares; a group and the
 * whole plan count each snapshot once, so that images may add up to more than their group, and
 * groups to more than the plan. Immutable and thread-safe.
 */
public final class PlanCosts {

  private static final BigDecimal BYTES_PER_GIB = BigDecimal.valueOf(1L << 30);

  /** Amazon EBS User Guide, "Pricing and billing for archiving Amazon EBS snapshots". */
  private static final Duration MINIMUM_ARCHIVE_PERIOD = Duration.ofDays(90);

  /** The shortest month, in which an hour costs most. */
  private static final BigDecimal HOURS_PER_MONTH =
      BigDecimal.valueOf(Duration.ofDays(28).toHours());

  private static final int DIGITS = 12;

  private final SnapshotPrice price;
  private final Instant now;
  private final Map<ImageId, StorageCost> images = new HashMap<>();
  private final SortedMap<String, StorageCost> groups = new TreeMap<>();
  private final StorageCost orphans;
  private final StorageCost total;

  private PlanCosts(CleanupPlan plan, SnapshotPrice price) {
    this.price = price;
    this.now = plan.createdAt();
    Map<String, Set<SnapshotId>> counted = new HashMap<>();
    Set<SnapshotId> all = new HashSet<>();
    StorageCost sum = StorageCost.none();
    for (ImageDecision image : plan.images()) {
      StorageCost whole = StorageCost.none();
      for (SnapshotDecision snapshot : image.snapshots()) {
        StorageCost cost = of(snapshot);
        whole = whole.plus(cost);
        for (String group : image.groups()) {
          if (counted.computeIfAbsent(group, name -> new HashSet<>()).add(snapshot.snapshotId())) {
            groups.merge(group, cost, StorageCost::plus);
          }
        }
        sum = all.add(snapshot.snapshotId()) ? sum.plus(cost) : sum;
      }
      image.groups().forEach(group -> groups.putIfAbsent(group, StorageCost.none()));
      images.put(image.imageId(), whole);
    }
    orphans =
        plan.orphanSnapshots().stream().map(this::of).reduce(StorageCost.none(), StorageCost::plus);
    total = sum.plus(orphans);
  }

  /**
   * Reckons what the snapshots of a plan cost.
   *
   * @param plan the plan
   * @param prices the prices
   * @return the costs, or empty if the prices do not name the region of the plan
   */
  public static Optional<PlanCosts> of(CleanupPlan plan, PriceList prices) {
    return prices.price(plan.scope().region()).map(price -> new PlanCosts(plan, price));
  }

  /**
   * Returns what all snapshots that the plan decides on cost, orphans included.
   *
   * @return the cost, each snapshot counted once
   */
  public StorageCost total() {
    return total;
  }

  /**
   * Returns what the snapshots of each group cost.
   *
   * @return the cost by the name of the group, each snapshot counted once in each group
   */
  public SortedMap<String, StorageCost> groups() {
    return Collections.unmodifiableSortedMap(groups);
  }

  /**
   * Returns what the orphan snapshots cost.
   *
   * @return the cost
   */
  public StorageCost orphans() {
    return orphans;
  }

  /**
   * Returns what the snapshots of an image cost, also those that it shares with others.
   *
   * @param image the id
   * @return the cost
   * @throws IllegalArgumentException if the plan does not hold the image
   */
  public StorageCost image(ImageId image) {
    StorageCost cost = images.get(image);
    if (cost == null) {
      throw new IllegalArgumentException(
          "The plan holds no image "
              + image
              + ": expected one of its "
              + images.size()
              + " images");
    }
    return cost;
  }

  /**
   * Returns what a snapshot of the plan costs.
   *
   * @param snapshot the decision on it
   * @return the cost
   */
  public StorageCost snapshot(SnapshotDecision snapshot) {
    return of(snapshot);
  }

  private StorageCost of(SnapshotDecision snapshot) {
    OptionalLong bytes = bytes(snapshot);
    if (bytes.isEmpty()) {
      return StorageCost.of(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, 1);
    }
    BigDecimal perMonth =
        gib(bytes.getAsLong()).multiply(snapshot.archived() ? price.archive() : price.standard());
    boolean goes = snapshot.isDeletion();
    return StorageCost.of(
        perMonth,
        goes ? perMonth : BigDecimal.ZERO,
        goes && snapshot.archived()
            ? earlyDeletion(perMonth, snapshot.archivedAt())
            : BigDecimal.ZERO,
        0);
  }

  /** Dividing takes long, and volumes are of whole GiB. */
  private static BigDecimal gib(long bytes) {
    long whole = bytes >> 30;
    return whole << 30 == bytes
        ? BigDecimal.valueOf(whole)
        : BigDecimal.valueOf(bytes).divide(BYTES_PER_GIB);
  }

  private static OptionalLong bytes(SnapshotDecision snapshot) {
    OptionalLong full = snapshot.fullSizeBytes();
    if (snapshot.sizeGiB().isEmpty()) {
      return full;
    }
    long volume = (long) snapshot.sizeGiB().getAsInt() << 30;
    return OptionalLong.of(Math.min(volume, full.orElse(volume)));
  }

  /** Of one that was archived at an unknown time, the whole period is charged. */
  private BigDecimal earlyDeletion(BigDecimal perMonth, Optional<Instant> archivedAt) {
    Duration stored =
        archivedAt
            .map(at -> Duration.between(at, now))
            .filter(age -> !age.isNegative())
            .orElse(Duration.ZERO);
    Duration rest = MINIMUM_ARCHIVE_PERIOD.minus(stored);
    if (rest.isNegative()) {
      return BigDecimal.ZERO;
    }
    return perMonth
        .multiply(BigDecimal.valueOf(rest.plusHours(1).minusNanos(1).toHours()))
        .divide(HOURS_PER_MONTH, DIGITS, RoundingMode.CEILING);
  }
}
