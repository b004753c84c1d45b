package io.amiclean.api.policy;

import io.amiclean.api.internal.AmicleanStyle;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.immutables.value.Value;

/**
 * How old and how small evidence may be. What is older or smaller stops the planning. Immutable and
 * thread-safe.
 */
@Value.Immutable
@AmicleanStyle
public abstract class EvidenceLimits {

  private static final EvidenceLimits NONE = builder().build();

  EvidenceLimits() {}

  /**
   * Returns a new builder.
   *
   * @return a builder without limits
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns no limits.
   *
   * @return limits that allow any evidence
   */
  public static EvidenceLimits none() {
    return NONE;
  }

  /**
   * Returns how old evidence may be when the planner decides.
   *
   * @return the greatest age, 0 or more; empty for any
   */
  public abstract Optional<Duration> maximumAge();

  /**
   * Returns how many images an inventory holds at least.
   *
   * @return the smallest number, 0 by default
   */
  @Value.Default
  public int minimumImages() {
    return 0;
  }

  /**
   * Returns how many items sources read at least.
   *
   * @return the smallest numbers by the names of the sources in the evidence, such as {@code
   *     instances}
   */
  @Value.NaturalOrder
  public abstract SortedMap<String, Long> minimum();

  /**
   * Joins limits: what one of both does not allow is not allowed.
   *
   * @param other the others
   * @return the stricter one of each
   */
  public final EvidenceLimits and(EvidenceLimits other) {
    SortedMap<String, Long> minima = new TreeMap<>(minimum());
    other.minimum().forEach((source, items) -> minima.merge(source, items, Math::max));
    return builder()
        .maximumAge(
            Stream.concat(maximumAge().stream(), other.maximumAge().stream())
                .min(Comparator.naturalOrder()))
        .minimumImages(Math.max(minimumImages(), other.minimumImages()))
        .minimum(minima)
        .build();
  }

  @Value.Check
  void check() {
    if (maximumAge().filter(Duration::isNegative).isPresent()) {
      throw new IllegalArgumentException(
          "The age "
              + SpecArgument.of(maximumAge().get())
              + " of evidence is negative: expected 0 or more");
    }
    if (minimumImages() < 0) {
      throw new IllegalArgumentException(
          "The minimum " + minimumImages() + " is negative: expected 0 or more images");
    }
    for (Map.Entry<String, Long> source : minimum().entrySet()) {
      if (source.getKey().isBlank()) {
        throw new IllegalArgumentException("A blank source: expected a name such as instances");
      }
      if (source.getValue() < 0) {
        throw new IllegalArgumentException(
            "The minimum "
                + source.getValue()
                + " of "
                + source.getKey()
                + " is negative: expected 0 or more");
      }
    }
  }

  /** Builds {@link EvidenceLimits}; nothing has to be set. Not thread-safe. */
  public static final class Builder extends ImmutableEvidenceLimits.Builder {
    Builder() {}
  }
}
