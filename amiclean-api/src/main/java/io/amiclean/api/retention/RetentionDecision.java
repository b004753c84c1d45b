package io.amiclean.api.retention;

import io.amiclean.api.model.AmicleanStyle;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.Strategy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.immutables.value.Value;

/** Which candidates of a group stay, each with its reasons. */
@Value.Immutable
@AmicleanStyle
public abstract class RetentionDecision {

  RetentionDecision() {}

  /**
   * Returns the decision to keep images, each for its own reasons.
   *
   * @param reasons the reasons by image; images that are not named are let go
   * @return the decision
   * @throws IllegalArgumentException if an image is kept without a reason
   */
  public static RetentionDecision of(Map<? extends ImageId, ? extends List<Reason>> reasons) {
    Map<ImageId, List<Reason>> copy = new LinkedHashMap<>();
    reasons.forEach((image, why) -> copy.put(image, List.copyOf(why)));
    return ImmutableRetentionDecision.of(copy);
  }

  /**
   * Returns the decision to keep nothing.
   *
   * @return the empty decision
   */
  public static RetentionDecision keepNone() {
    return of(Map.of());
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
    Map<ImageId, List<Reason>> reasons = new LinkedHashMap<>();
    for (Image image : images) {
      reasons.put(image.id(), List.of(reason.apply(image)));
    }
    return of(reasons);
  }

  /**
   * Returns why each image stays.
   *
   * @return the reasons by image; images that are not named are let go
   */
  @Value.Parameter
  public abstract Map<ImageId, List<Reason>> reasons();

  /**
   * Returns whether an image stays.
   *
   * @param image the id
   * @return whether this decision keeps it
   */
  public final boolean keeps(ImageId image) {
    return reasons().containsKey(image);
  }

  /**
   * Returns the decision to keep what this one or another keeps.
   *
   * @param other the other decision
   * @return both, with the reasons of both
   */
  public final RetentionDecision plus(RetentionDecision other) {
    Map<ImageId, List<Reason>> union = new LinkedHashMap<>(reasons());
    other.reasons().forEach((image, added) -> union.merge(image, added, RetentionDecision::both));
    return of(union);
  }

  /**
   * Returns what the parts of a joined strategy decided. Decisions that keep the same for the same
   * reasons are equal, whatever parts they are made of.
   *
   * @return the parts, in the order of asking; empty if one strategy decided alone
   */
  @Value.Auxiliary
  public abstract List<Part> parts();

  /**
   * Returns this decision as one that others have a part in.
   *
   * @param parts what those decided, in the order of asking
   * @return the same decision, which tells its parts
   */
  public final RetentionDecision madeOf(List<Part> parts) {
    return ImmutableRetentionDecision.builder().from(this).parts(parts).build();
  }

  /**
   * Returns what was said of an image: by the parts that were asked about it, or by the one
   * strategy that decided alone.
   *
   * @param strategy the strategy whose decision this is
   * @param image the id
   * @return the reasons by the description of who gave them, in the order of asking; without a
   *     reason it let the image go
   */
  public final Map<String, List<Reason>> answers(Strategy strategy, ImageId image) {
    Map<String, List<Reason>> answers = new LinkedHashMap<>();
    collectAnswers(strategy, image, answers);
    return answers;
  }

  private void collectAnswers(Strategy strategy, ImageId image, Map<String, List<Reason>> answers) {
    if (parts().isEmpty()) {
      answers.merge(
          strategy.description(),
          reasons().getOrDefault(image, List.of()),
          RetentionDecision::both);
    }
    for (Part part : parts()) {
      if (!part.setAside().contains(image)) {
        part.decision().collectAnswers(part.strategy(), image, answers);
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

  @Value.Check
  void check() {
    reasons()
        .forEach(
            (image, reasons) -> {
              if (reasons.isEmpty()) {
                throw new IllegalArgumentException(
                    "The retention keeps " + image + " without a reason: expected at least one");
              }
            });
  }
}
