package io.amiclean.api.plan;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.immutables.value.Value;

/**
 * The way of an image through the stages: what was read of it, and what every strategy that was
 * asked about it answered. What became of its snapshots stands in {@link
 * ImageDecision#snapshots()}.
 *
 * <p>Answers stand by the description of the strategy, in the order of asking, with the reasons
 * that it gave; a strategy without a reason let the image pass. Where several strategies have one
 * description, their reasons stand together.
 */
@Value.Immutable
@AmicleanStyle
public abstract class ImageTrace {

  ImageTrace() {}

  /**
   * Returns a new builder.
   *
   * @return a builder of a way without any stage
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns where the image was read from.
   *
   * @return the names of the sources, as in the evidence of the plan
   */
  public abstract List<String> sources();

  /**
   * Returns who uses the image, whether or not that protects it.
   *
   * @return the references, in their order; empty if nobody is known to use it
   */
  public abstract List<ImageReference> references();

  /**
   * Returns what each filter said of the image.
   *
   * @return the reasons by filter
   */
  public abstract Map<String, List<Reason>> exclusion();

  /**
   * Returns the groups of the image, and what each of them makes of it.
   *
   * @return the groups, sorted by name
   */
  public abstract List<Group> groups();

  /**
   * Returns what each last look said of the image.
   *
   * @return the reasons by last look; empty if the image was no candidate, or nobody looked
   */
  public abstract Map<String, List<Reason>> lastLook();

  @Value.Check
  ImageTrace normalized() {
    return areImmutable(exclusion()) && areImmutable(lastLook())
        ? this
        : ImmutableImageTrace.builder()
            .from(this)
            .exclusion(immutable(exclusion()))
            .lastLook(immutable(lastLook()))
            .build();
  }

  @SuppressWarnings("ReferenceEquality") // List.copyOf returns what is immutable already as it is
  private static boolean areImmutable(Map<String, List<Reason>> answers) {
    return answers.values().stream().allMatch(reasons -> List.copyOf(reasons) == reasons);
  }

  private static Map<String, List<Reason>> immutable(Map<String, List<Reason>> answers) {
    Map<String, List<Reason>> copy = new LinkedHashMap<>();
    answers.forEach((strategy, reasons) -> copy.put(strategy, List.copyOf(reasons)));
    return copy;
  }

  /** One of the groups of an image. */
  @Value.Immutable
  @AmicleanStyle
  public abstract static class Group {

    Group() {}

    /**
     * Returns a new builder.
     *
     * @return a builder without a name
     */
    public static Builder builder() {
      return new Builder();
    }

    /**
     * Returns the name under which the plan shows the group.
     *
     * @return the name
     */
    public abstract String name();

    /**
     * Returns the rank of the image among the candidates of the group, the newest being 1.
     *
     * @return the rank; empty if the image is none of them, because it stays anyway
     */
    public abstract OptionalInt rank();

    /**
     * Returns how many images of the group retentions decided on.
     *
     * @return the number
     */
    public abstract int candidates();

    /**
     * Returns how many images the group has, those that stay anyway included.
     *
     * @return the number
     */
    public abstract int images();

    /**
     * Returns what each retention said of the image in this group; of those that are made of
     * others, what their parts said that were asked about it.
     *
     * @return the reasons by retention; empty if the image has no rank
     */
    public abstract Map<String, List<Reason>> retention();

    @Value.Check
    Group normalized() {
      return areImmutable(retention())
          ? this
          : ImmutableGroup.builder().from(this).retention(immutable(retention())).build();
    }

    /** Builds a {@link Group}. Not thread-safe. */
    public static final class Builder extends ImmutableGroup.Builder {
      Builder() {}
    }
  }

  /** Builds an {@link ImageTrace}. Not thread-safe. */
  public static final class Builder extends ImmutableImageTrace.Builder {
    Builder() {}
  }
}
