package io.amiclean.examples.fedora;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.lifecycle.MalformedStageException;
import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.lifecycle.StageMark;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.examples.fedora.archive.ComposeFacts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Protects every image but those that were made private long enough ago and still are not public.
 * The tags of amiclean's lifecycle hold the time, and the tag {@code LaunchPermissionRevoked} of
 * Fedora's script the day, which begins at midnight UTC. Thread-safe.
 */
public final class RevocationFilter implements ExclusionFilter {

  /** The name of its spec. */
  static final String NAME = "fedora.revokedFor";

  /** The image was not made private. */
  static final String NOT_REVOKED = "not-revoked";

  /** The image was made private, and then public again. */
  static final String PUBLIC_AGAIN = "public-again";

  /** When the image was made private cannot be read. */
  static final String MALFORMED_REVOCATION = "malformed-revocation";

  /** The image was made private too short a time ago. */
  static final String REVOKED_LATELY = "revoked-lately";

  /** The image was made private, but its publication is outside the window. */
  static final String REVOKED_OUTSIDE_WINDOW = "revoked-outside-window";

  private final Duration wait;

  /**
   * Creates the filter.
   *
   * @param wait how long an image has to be private, in whole days
   */
  public RevocationFilter(Duration wait) {
    this.wait = wait;
  }

  @Override
  public List<Reason> evaluate(Image image, PlanningContext context) {
    Optional<String> hold = Revocation.POLICY.tags().holdOn(image);
    if (hold.isPresent()) {
      return List.of(
          Reason.of(
              ReasonCodes.ON_HOLD, "The image is on hold, because it was missed", hold.get()));
    }
    try {
      return Revocation.POLICY
          .mark(image)
          .filter(mark -> mark.stage() == Stage.PRIVATE)
          .map(mark -> evaluate(image, mark, context))
          .orElseGet(() -> List.of(Reason.of(NOT_REVOKED, "No tag says that it was made private")));
    } catch (MalformedStageException e) {
      return List.of(Reason.of(MALFORMED_REVOCATION, String.valueOf(e.getMessage())));
    }
  }

  private List<Reason> evaluate(Image image, StageMark mark, PlanningContext context) {
    if (image.sharing() == Sharing.PUBLIC) {
      return List.of(
          Reason.of(PUBLIC_AGAIN, "It was made private and is public again", mark.evidence()));
    }
    if (!image.facts().containsKey(ComposeFacts.COMPOSE)) {
      return List.of(
          Reason.of(
              REVOKED_OUTSIDE_WINDOW,
              "It was made private, but no message of that time says what it is",
              mark.evidence()));
    }
    return context.now().isBefore(mark.since().plus(wait))
        ? List.of(
            Reason.of(
                REVOKED_LATELY,
                "It was made private less than " + wait.toDays() + " days ago",
                mark.evidence()))
        : List.of();
  }

  @Override
  public Optional<StrategySpec> spec() {
    return Optional.of(StrategySpec.of(NAME, wait));
  }
}
