package io.amiclean.api.plan;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.Reason;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.immutables.value.Value;

/**
 * What each stage of planning found out about an image: what was read of it, and the answer of
 * every strategy that was asked about it. The decisions on its snapshots are in {@link
 * ImageDecision#snapshots()}.
 */
@Value.Immutable
@AmicleanStyle
public abstract class ImageTrace {

  ImageTrace() {}

  /**
   * Returns a new builder.
   *
   * @return a builder of a trace without any stage
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
   * @return the references, in their order; empty if no user of the image is known
   */
  public abstract List<ImageReference> references();

  /**
   * Returns what each filter answered about the image.
   *
   * @return the answers, in the order of asking
   */
  public abstract Answers exclusion();

  /**
   * Returns the groups of the image, with what the retention decided on it in each of them.
   *
   * @return the groups, sorted by name
   */
  public abstract List<Group> groups();

  /**
   * Returns what each candidate check found about the image.
   *
   * @return the answers, in the order of asking; empty if the image was no candidate, or the
   *     planner has no check
   */
  public abstract Answers candidateChecks();

  /**
   * What the strategies of a stage answered about an image, in the order of asking. Most images of
   * an account are answered alike, and share it.
   */
  @Value.Immutable
  @AmicleanStyle
  public abstract static class Answers implements Iterable<Answer> {

    private static final Answers NONE = of(List.of());

    Answers() {}

    /**
     * Returns answers.
     *
     * @param all one of each strategy that was asked
     * @return the answers
     */
    public static Answers of(List<Answer> all) {
      Objects.requireNonNull(all, "all");
      return ImmutableAnswers.of(all);
    }

    /**
     * Returns the answers where no strategy was asked.
     *
     * @return no answer
     */
    public static Answers none() {
      return NONE;
    }

    /**
     * Returns all answers.
     *
     * @return one of each strategy that was asked
     */
    @Value.Parameter
    public abstract List<Answer> all();

    /**
     * Returns the answers of the strategies that keep the image.
     *
     * @return those with reasons
     */
    public final List<Answer> keeping() {
      return all().stream().filter(answer -> !answer.reasons().isEmpty()).toList();
    }

    /**
     * Returns the answers of the strategies that let the image go.
     *
     * @return those without a reason
     */
    public final List<Answer> passing() {
      return all().stream().filter(answer -> answer.reasons().isEmpty()).toList();
    }

    @Override
    public final Iterator<Answer> iterator() {
      return all().iterator();
    }
  }

  /**
   * What a strategy answered about an image. Strategies with the same description share one answer.
   */
  @Value.Immutable
  @AmicleanStyle
  public abstract static class Answer {

    Answer() {}

    /**
     * Returns an answer.
     *
     * @param strategy the description of the strategy
     * @param reasons its reasons to keep the image; none if it lets the image go
     * @return the answer
     */
    public static Answer of(String strategy, List<Reason> reasons) {
      Objects.requireNonNull(reasons, "reasons");
      return ImmutableAnswer.of(strategy, reasons);
    }

    /**
     * Returns the strategy that was asked.
     *
     * @return its description
     */
    @Value.Parameter
    public abstract String strategy();

    /**
     * Returns why the strategy keeps the image.
     *
     * @return its reasons; empty if it lets the image go
     */
    @Value.Parameter
    public abstract List<Reason> reasons();
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
     * Returns how many images of the group the retention decided on.
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
     * Returns what each retention answered about the image in this group. A retention that is made
     * of others is represented by those of them that were asked about the image.
     *
     * @return the answers, in the order of asking; empty if the image has no rank
     */
    public abstract Answers retention();

    /**
     * Returns the rank of the image on one line, as it is the evidence of a reason.
     *
     * @return the line, such as {@code front: rank 5 of 9}; empty if the image has no rank
     */
    public final Optional<String> rankInGroup() {
      return rank().isPresent()
          ? Optional.of(name() + ": rank " + rank().getAsInt() + " of " + candidates())
          : Optional.empty();
    }

    /**
     * Builds a {@link Group}; {@code name}, {@code candidates} and {@code images} have to be set.
     * Not thread-safe.
     */
    public static final class Builder extends ImmutableGroup.Builder {
      Builder() {
        retention(Answers.none());
      }
    }
  }

  /** Builds an {@link ImageTrace}; nothing has to be set. Not thread-safe. */
  public static final class Builder extends ImmutableImageTrace.Builder {
    Builder() {
      exclusion(Answers.none());
      candidateChecks(Answers.none());
    }
  }
}
