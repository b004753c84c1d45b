package io.amiclean.core.cost;

import io.amiclean.api.internal.AmicleanStyle;
import java.math.BigDecimal;
import java.util.List;
import org.immutables.value.Value;

/** What storing snapshots costs in a region, for each GiB and month. */
@Value.Immutable
@AmicleanStyle
public abstract class SnapshotPrice {

  /** Far above every price, and low enough to calculate with whatever a file says. */
  private static final BigDecimal HIGHEST = BigDecimal.valueOf(1_000_000);

  private static final int MOST_DIGITS = 12;

  SnapshotPrice() {}

  /**
   * Returns a price.
   *
   * @param standard for each GiB and month in the standard tier
   * @param archive for each GiB and month in the archive tier
   * @return the price
   * @throws IllegalArgumentException if one of them is negative, above 1,000,000, or has more than
   *     12 digits after the point
   */
  public static SnapshotPrice of(BigDecimal standard, BigDecimal archive) {
    return ImmutableSnapshotPrice.of(standard, archive);
  }

  /**
   * Returns what the standard tier costs.
   *
   * @return the price for each GiB and month, in the currency of the price list
   */
  @Value.Parameter
  public abstract BigDecimal standard();

  /**
   * Returns what the archive tier costs.
   *
   * @return the price for each GiB and month, in the currency of the price list
   */
  @Value.Parameter
  public abstract BigDecimal archive();

  @Value.Check
  void check() {
    for (BigDecimal price : List.of(standard(), archive())) {
      if (price.signum() < 0
          || price.compareTo(HIGHEST) > 0
          || price.scale() > MOST_DIGITS
          || price.scale() < -MOST_DIGITS) {
        throw new IllegalArgumentException(
            "The price "
                + price
                + " is no price for a GiB and month: expected one from 0 to "
                + HIGHEST
                + " with at most "
                + MOST_DIGITS
                + " digits after the point, such as 0.05");
      }
    }
  }
}
