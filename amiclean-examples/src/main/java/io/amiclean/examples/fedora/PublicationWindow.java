package io.amiclean.examples.fedora;

import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.examples.fedora.archive.ComposeFacts;
import io.amiclean.examples.fedora.archive.DatagrepperImageSource;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps images that were published lately, and those that were published before the window. It
 * reads the facts of a {@link DatagrepperImageSource}. Thread-safe.
 */
public final class PublicationWindow implements RetentionStrategy {

  /** The name of its spec, and of its arguments. */
  static final String NAME = "fedora.publishedWithin";

  static final String WITHIN = "within";
  static final String WAIT = "wait";

  /** The image was published too short a time ago. */
  static final String PUBLISHED_LATELY = "published-lately";

  /** The image was published before the window. */
  static final String OUTSIDE_WINDOW = "outside-window";

  /** It is not known when the image was published. */
  static final String UNKNOWN_PUBLICATION = "unknown-publication";

  private final Duration within;
  private final Duration wait;

  /**
   * Creates the retention.
   *
   * @param within images that were published longer ago stay
   * @param wait images that were published less long ago stay; zero keeps none of them
   * @throws IllegalArgumentException if the wait is negative
   */
  public PublicationWindow(Duration within, Duration wait) {
    if (wait.isNegative()) {
      throw new IllegalArgumentException("The wait is " + wait + ": expected none, or a time");
    }
    this.within = within;
    this.wait = wait;
  }

  @Override
  public RetentionDecision decide(ImageGroup group, PlanningContext context) {
    Map<ImageId, List<Reason>> kept = new LinkedHashMap<>();
    for (Image image : group.candidates()) {
      reason(image, context.now()).ifPresent(reason -> kept.put(image.id(), List.of(reason)));
    }
    return RetentionDecision.of(kept);
  }

  private Optional<Reason> reason(Image image, Instant now) {
    String text = image.facts().getOrDefault(ComposeFacts.PUBLISHED, "");
    Instant published;
    try {
      published = Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Optional.of(
          Reason.of(UNKNOWN_PUBLICATION, "It is not known when the image was published", text));
    }
    if (published.isAfter(now.minus(wait))) {
      return Optional.of(
          Reason.of(
              PUBLISHED_LATELY, "It was published less than " + wait.toDays() + " days ago", text));
    }
    return published.isBefore(now.minus(within))
        ? Optional.of(
            Reason.of(
                OUTSIDE_WINDOW,
                "It was published more than " + within.toDays() + " days ago",
                text))
        : Optional.empty();
  }

  @Override
  public Optional<StrategySpec> spec() {
    return Optional.of(
        StrategySpec.ofField(NAME, WITHIN, SpecArgument.of(within))
            .with(WAIT, SpecArgument.of(wait)));
  }
}
