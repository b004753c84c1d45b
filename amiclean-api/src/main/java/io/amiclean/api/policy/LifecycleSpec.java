package io.amiclean.api.policy;

import io.amiclean.api.internal.AmicleanStyle;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.immutables.value.Value;

/**
 * The stages that images are moved through until they are removed, as a value. Immutable and
 * thread-safe.
 */
@Value.Immutable
@AmicleanStyle
public abstract class LifecycleSpec {

  LifecycleSpec() {}

  /**
   * Returns a new builder.
   *
   * @return a builder without stages
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the stages.
   *
   * @return the stages in their order: some of {@code deprecate}, {@code makePrivate}, {@code
   *     disable} and {@code deregister}
   */
  public abstract List<StrategySpec> stages();

  /**
   * Returns the keys of the tags that hold the stage of an image, where they are not the default
   * ones.
   *
   * @return the keys, by what the tags hold, such as {@code stage}
   */
  @Value.NaturalOrder
  public abstract SortedMap<String, String> tags();

  /**
   * Returns what else holds the stage of an image.
   *
   * @return the readers of the marks of other tools, in their order
   */
  public abstract List<StrategySpec> readers();

  @Value.Check
  void check() {
    if (stages().isEmpty()) {
      throw new IllegalArgumentException("The lifecycle has no stage: expected at least one");
    }
    for (Map.Entry<String, String> tag : tags().entrySet()) {
      if (tag.getValue().isBlank()) {
        throw new IllegalArgumentException(
            "The key of the tag '" + tag.getKey() + "' is blank: expected some text");
      }
    }
  }

  /** Builds a {@link LifecycleSpec}; one of {@code stages} has to be set. Not thread-safe. */
  public static final class Builder extends ImmutableLifecycleSpec.Builder {
    Builder() {}
  }
}
