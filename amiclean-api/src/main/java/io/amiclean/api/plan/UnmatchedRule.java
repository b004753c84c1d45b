package io.amiclean.api.plan;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.policy.StrategySpec;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A part of a policy that decided on nothing of the inventory: perhaps it is mistyped, or is not
 * needed any more. Immutable and thread-safe.
 */
@Value.Immutable
@AmicleanStyle
public abstract class UnmatchedRule {

  /** Where the part stands. */
  public enum Kind {
    /** A mapper that places no image. */
    GROUP_BY("groupBy"),
    /** A filter that protects no image. */
    EXCLUDE("exclude"),
    /** A filter that protects no snapshot. */
    EXCLUDE_SNAPSHOTS("excludeSnapshots"),
    /** A retention that keeps no image. */
    RETAIN("retain"),
    /** A pinned image that does not exist. */
    PINNED_IMAGE("pinnedImages");

    private final String key;

    Kind(String key) {
      this.key = key;
    }

    /**
     * Returns where such a part stands.
     *
     * @return the key of a policy file, or of how a plan was read
     */
    public String key() {
      return key;
    }
  }

  UnmatchedRule() {}

  /**
   * Returns a strategy that decided on nothing.
   *
   * @param kind where it stands
   * @param strategy the strategy
   * @return the rule
   */
  public static UnmatchedRule of(Kind kind, StrategySpec strategy) {
    return ImmutableUnmatchedRule.builder().kind(kind).strategy(strategy).build();
  }

  /**
   * Returns a pinned image that does not exist.
   *
   * @param image the image
   * @return the rule
   */
  public static UnmatchedRule pinned(ImageId image) {
    return ImmutableUnmatchedRule.builder().kind(Kind.PINNED_IMAGE).image(image).build();
  }

  /**
   * Returns where the part stands.
   *
   * @return the kind
   */
  public abstract Kind kind();

  /**
   * Returns the strategy.
   *
   * @return the strategy, or empty for a pinned image
   */
  public abstract Optional<StrategySpec> strategy();

  /**
   * Returns the pinned image.
   *
   * @return the image, or empty for a strategy
   */
  public abstract Optional<ImageId> image();

  /**
   * Returns the part on one line for people, such as {@code exclude: tagged(key: keep)}.
   *
   * @return the description
   */
  public final String description() {
    return kind().key()
        + ": "
        + strategy()
            .map(StrategySpec::description)
            .or(() -> image().map(ImageId::value))
            .orElse("");
  }

  @Value.Check
  void check() {
    boolean isImage = kind() == Kind.PINNED_IMAGE;
    if (strategy().isPresent() == isImage || image().isPresent() != isImage) {
      throw new IllegalArgumentException(
          "The rule of "
              + kind()
              + " that matched nothing has "
              + (isImage ? "no image alone" : "no strategy alone"));
    }
  }
}
