package io.amiclean.api.retention;

import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.api.policy.Strategy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which candidates of a group stay, each with its reasons. Immutable and thread-safe.
 *
 * <p>Decisions that keep the same for the same reasons are equal, whatever {@linkplain #parts()
 * parts} they are made of.
 */
public final class RetentionDecision {

  private static final RetentionDecision NONE = new RetentionDecision(Map.of(), List.of());

  private final Map<ImageId, List<Reason>> reasons;
  private final List<Part> parts;

  private RetentionDecision(Map<ImageId, List<Reason>> reasons, List<Part> parts) {
    this.reasons = Collections.unmodifiableMap(reasons);
    this.parts = parts;
  }

  /**
   * Returns the decision to keep images, each for its own reasons.
   *
   * @param reasons the reasons by image; images that are not named are let go
   * @return the decision
   * @throws IllegalArgumentException if an image is kept without a reason
   */
  public static RetentionDecision of(Map<? extends ImageId, ? extends List<Reason>> reasons) {
    if (reasons.isEmpty()) {
      return NONE;
    }
    Map<ImageId, List<Reason>> copy = new LinkedHashMap<>();
    reasons.forEach(
        (image, why) -> {
          if (why.isEmpty()) {
            throw new IllegalArgumentException(
                "The retention keeps " + image + " without a reason: expected at least one");
          }
          copy.put(image, List.copyOf(why));
        });
    return new RetentionDecision(copy, List.of());
  }

  /**
   * Returns the decision to keep nothing.
   *
   * @return the empty decision
   */
  public static RetentionDecision keepNone() {
    return NONE;
  }

  /**
   * Returns the decision to keep some images.
   *
   * @param images the images to keep
   * @param reason why each of them is kept
   * @return the decision
   */
  public static RetentionDecision keep(
      Collection<Image> images, Function<? super Image, Reason> reason) {
    Objects.requireNonNull(reason, "reason");
    Map<ImageId, List<Reason>> reasons = new LinkedHashMap<>();
    for (Image image : images) {
      reasons.put(image.id(), List.of(reason.apply(image)));
    }
    return reasons.isEmpty() ? NONE : new RetentionDecision(reasons, List.of());
  }

  /**
   * Returns why each image stays.
   *
   * @return the reasons by image; images that are not named are let go
   */
  public Map<ImageId, List<Reason>> reasons() {
    return reasons;
  }

  /**
   * Returns whether an image stays.
   *
   * @param image the id
   * @return whether this decision keeps it
   */
  public boolean keeps(ImageId image) {
    Objects.requireNonNull(image, "image");
    return reasons.containsKey(image);
  }

  /**
   * Returns the decision to keep what this one or another keeps.
   *
   * @param other the other decision
   * @return both, with the reasons of both
   */
  public RetentionDecision plus(RetentionDecision other) {
    if (reasons.isEmpty() || other.reasons.isEmpty()) {
      return new RetentionDecision(reasons.isEmpty() ? other.reasons : reasons, List.of());
    }
    Map<ImageId, List<Reason>> union = new LinkedHashMap<>(reasons);
    other.reasons.forEach((image, added) -> union.merge(image, added, RetentionDecision::both));
    return new RetentionDecision(union, List.of());
  }

  /**
   * Returns what the parts of a joined strategy decided.
   *
   * @return the parts, in the order of asking; empty if one strategy decided alone
   */
  public List<Part> parts() {
    return parts;
  }

  /**
   * Returns this decision as one that others have a part in.
   *
   * @param asked what those decided, in the order of asking
   * @return the same decision, with its parts
   */
  public RetentionDecision madeOf(List<Part> asked) {
    Objects.requireNonNull(asked, "asked");
    return new RetentionDecision(reasons, List.copyOf(asked));
  }

  /**
   * Hands on what was said of an image: by the parts that were asked about it, or by the one
   * strategy that decided alone.
   *
   * @param strategy the strategy whose decision this is
   * @param image the id
   * @param answers receives who was asked, and the reasons that it gave, in the order of asking;
   *     without a reason it let the image go
   */
  public void answers(
      Strategy strategy,
      ImageId image,
      BiConsumer<? super Strategy, ? super List<Reason>> answers) {
    Objects.requireNonNull(strategy, "strategy");
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(answers, "answers");
    if (parts.isEmpty()) {
      answers.accept(strategy, reasons.getOrDefault(image, List.of()));
    }
    for (Part part : parts) {
      if (!part.setAside().contains(image)) {
        part.decision().answers(part.strategy(), image, answers);
      }
    }
  }

  private static List<Reason> both(List<Reason> mine, List<Reason> theirs) {
    List<Reason> joined = new ArrayList<>(mine);
    joined.addAll(theirs);
    return List.copyOf(joined);
  }

  /**
   * What one strategy decided that is part of another.
   *
   * @param strategy who decided
   * @param decision what it decided
   * @param setAside the candidates of the group that it was not asked about
   */
  public record Part(
      RetentionStrategy strategy, RetentionDecision decision, Set<ImageId> setAside) {}

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RetentionDecision that && reasons.equals(that.reasons);
  }

  @Override
  public int hashCode() {
    return reasons.hashCode();
  }

  @Override
  public String toString() {
    return "RetentionDecision{reasons=" + reasons + "}";
  }
}
