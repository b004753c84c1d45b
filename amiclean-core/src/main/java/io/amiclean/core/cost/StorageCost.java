package io.amiclean.core.cost;

import io.amiclean.api.internal.AmicleanStyle;
import java.math.BigDecimal;
import org.immutables.value.Value;

/**
 * What some snapshots cost, at most. The amounts are exact products of sizes and prices; reports
 * show them in full cents, rounded up.
 */
@Value.Immutable
@AmicleanStyle
public abstract class StorageCost {

  StorageCost() {}

  /**
   * Returns the cost of no snapshot.
   *
   * @return zero
   */
  public static StorageCost none() {
    return of(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, 0);
  }

  static StorageCost of(
      BigDecimal perMonth, BigDecimal freedPerMonth, BigDecimal earlyDeletion, int unknown) {
    return ImmutableStorageCost.of(perMonth, freedPerMonth, earlyDeletion, unknown);
  }

  /**
   * Returns what all of the snapshots cost a month, at most.
   *
   * @return the amount in the currency of the price list
   */
  @Value.Parameter
  public abstract BigDecimal perMonth();

  /**
   * Returns what those of the snapshots that the plan deletes cost a month, at most.
   *
   * @return the amount in the currency of the price list
   */
  @Value.Parameter
  public abstract BigDecimal freedPerMonth();

  /**
   * Returns what deleting archived snapshots before their 90 days are over is billed, once and at
   * most (Amazon EBS User Guide, "Pricing and billing for archiving Amazon EBS snapshots").
   *
   * @return the amount in the currency of the price list
   */
  @Value.Parameter
  public abstract BigDecimal earlyDeletion();

  /**
   * Returns how many snapshots the amounts leave out, because their size is unknown.
   *
   * @return the number of snapshots
   */
  @Value.Parameter
  public abstract int unknownSizes();

  /**
   * Returns this cost and another one.
   *
   * @param other the other cost, in the same currency
   * @return the sum
   */
  public final StorageCost plus(StorageCost other) {
    return of(
        perMonth().add(other.perMonth()),
        freedPerMonth().add(other.freedPerMonth()),
        earlyDeletion().add(other.earlyDeletion()),
        unknownSizes() + other.unknownSizes());
  }
}
