package io.amiclean.core.lifecycle;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.lifecycle.MalformedStageException;
import io.amiclean.api.lifecycle.StageMark;
import io.amiclean.api.lifecycle.StageMarkReader;
import io.amiclean.api.model.Image;
import io.amiclean.api.policy.LifecycleSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * The way of images to their removal: rules in their order, and the tags that say how far an image
 * has come. Immutable, and thread-safe if its filters and readers are.
 *
 * <pre>{@code
 * LifecyclePolicy.of(makePrivate(), deregister().after(Duration.ofDays(10)))
 * }</pre>
 */
@Value.Immutable
@AmicleanStyle
public abstract class LifecyclePolicy {

  LifecyclePolicy() {}

  /**
   * Returns a new builder.
   *
   * @return a builder without rules, of the default tags
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns a policy of the default tags.
   *
   * @param rules the rules, at least one, in the order deprecate, make private, disable, deregister
   * @return the policy
   * @throws IllegalArgumentException if there is no rule, or they are in another order
   */
  public static LifecyclePolicy of(LifecycleRule... rules) {
    Objects.requireNonNull(rules, "rules");
    return builder().addRules(rules).build();
  }

  /**
   * Returns the rules.
   *
   * @return the rules in their order; without one that deregisters, nothing is ever removed
   */
  public abstract List<LifecycleRule> rules();

  /**
   * Returns the tags that amiclean leaves on images.
   *
   * @return the tags, those of the default names by default
   */
  @Value.Default
  public LifecycleTags tags() {
    return LifecycleTags.defaults();
  }

  /**
   * Returns what else reads the stage of an image.
   *
   * @return the readers, asked in their order if amiclean's own tags say nothing
   */
  public abstract List<StageMarkReader> readers();

  /**
   * Reads the stage that an image is in.
   *
   * @param image the image
   * @return the mark, or empty if the image is in none
   * @throws MalformedStageException if a mark cannot be understood
   */
  public final Optional<StageMark> mark(Image image) {
    Optional<StageMark> mark = tags().read(image);
    for (StageMarkReader reader : readers()) {
      if (mark.isEmpty()) {
        mark = reader.read(image);
      }
    }
    return mark;
  }

  /**
   * Returns the rule that comes next for an image.
   *
   * @param mark the stage that it is in, or empty if it is in none
   * @return the rule, or empty if the image is in the last stage of this policy
   */
  public final Optional<LifecycleRule> next(Optional<StageMark> mark) {
    int reached = mark.map(present -> LifecycleRule.rank(present.stage().action())).orElse(-1);
    return rules().stream().filter(rule -> rule.rank() > reached).findFirst();
  }

  /**
   * Returns this policy as a value.
   *
   * @return the spec
   */
  public final LifecycleSpec spec() {
    return LifecycleSpecs.of(this);
  }

  @Value.Check
  void check() {
    if (rules().isEmpty()) {
      throw new IllegalArgumentException("The lifecycle has no rule: expected at least one");
    }
    for (int i = 1; i < rules().size(); i++) {
      if (rules().get(i).rank() <= rules().get(i - 1).rank()) {
        throw new IllegalArgumentException(
            "The rule "
                + rules().get(i).spec()
                + " cannot follow "
                + rules().get(i - 1).spec()
                + ": expected some of deprecate, make private, disable, deregister in this order");
      }
    }
  }

  /** Builds a {@link LifecyclePolicy}; one of {@code rules} has to be set. Not thread-safe. */
  public static final class Builder extends ImmutableLifecyclePolicy.Builder {
    Builder() {}
  }
}
