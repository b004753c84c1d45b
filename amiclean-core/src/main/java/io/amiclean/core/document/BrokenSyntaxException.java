package io.amiclean.core.document;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A document breaks the rules of its syntax. */
public final class BrokenSyntaxException extends IOException {

  private static final long serialVersionUID = 1;

  private final transient Place place;

  /**
   * Creates an exception.
   *
   * @param place where the document is broken
   * @param problem what is wrong there, and what would be right
   * @param cause what noticed it, or {@code null}
   */
  public BrokenSyntaxException(Place place, String problem, @Nullable Throwable cause) {
    super(problem, cause);
    this.place = Objects.requireNonNull(place, "place");
  }

  /**
   * Returns where the document is broken.
   *
   * @return the place
   */
  public Place place() {
    return place;
  }
}
