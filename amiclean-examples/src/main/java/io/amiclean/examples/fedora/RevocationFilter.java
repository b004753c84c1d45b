package io.amiclean.examples.fedora;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.Sharing;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Protects every image but those that were made private long enough ago, as {@link RevocationTag}
 * says, and still are not public. Days are those of UTC. Thread-safe.
 */
public final class RevocationFilter implements ExclusionFilter {

  /** The image was not made private. */
  static final String NOT_REVOKED = "not-revoked";

  /** The image was made private, and somebody made it public again. */
  static final String PUBLIC_AGAIN = "public-again";

  /** The day on which the image was made private cannot be read. */
  static final String MALFORMED_REVOCATION = "malformed-revocation";

  /** The image was made private too short a time ago. */
  static final String REVOKED_LATELY = "revoked-lately";

  /** The image was made private, but its publication is outside the time that is looked at. */
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
    Optional<String> tag = RevocationTag.value(image);
    if (tag.isEmpty()) {
      return List.of(
          Reason.of(
              NOT_REVOKED, "It has no tag " + RevocationTag.KEY + ": it was not made private"));
    }
    String value = tag.get();
    if (image.sharing() == Sharing.PUBLIC) {
      return List.of(
          Reason.of(
              PUBLIC_AGAIN,
              "It was made private and is public again",
              RevocationTag.KEY + "=" + value));
    }
    Optional<LocalDate> day = RevocationTag.day(value);
    if (day.isEmpty()) {
      return List.of(
          Reason.of(
              MALFORMED_REVOCATION,
              "Its tag " + RevocationTag.KEY + " tells no day: expected one such as 25082017",
              RevocationTag.KEY + "=" + value));
    }
    if (!image.facts().containsKey(ComposeFacts.COMPOSE)) {
      return List.of(
          Reason.of(
              REVOKED_OUTSIDE_WINDOW,
              "It was made private, but no message of the time looked at tells what it is",
              RevocationTag.KEY + "=" + value));
    }
    LocalDate today = LocalDate.ofInstant(context.now(), ZoneOffset.UTC);
    return today.isBefore(day.get().plusDays(wait.toDays()))
        ? List.of(
            Reason.of(
                REVOKED_LATELY,
                "It was made private less than " + wait.toDays() + " days ago",
                RevocationTag.KEY + "=" + value))
        : List.of();
  }

  @Override
  public String description() {
    return "revoked-for(" + wait + ")";
  }
}
