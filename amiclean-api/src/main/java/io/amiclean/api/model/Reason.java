package io.amiclean.api.model;

import java.util.List;
import java.util.regex.Pattern;
import org.immutables.value.Value;

/**
 * Why something is kept or goes: a stable code for machines, a sentence for people, and the
 * evidence behind both.
 */
@Value.Immutable
@AmicleanStyle
public abstract class Reason {

  private static final Pattern CODE = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*");

  Reason() {}

  /**
   * Returns a reason.
   *
   * @param code a stable code; {@link ReasonCodes} lists those of amiclean
   * @param message a sentence that a person understands without the code
   * @param evidence what the reason rests on, such as the ids of instances
   * @return the reason
   * @throws IllegalArgumentException if the code is not lower-case words joined by hyphens, or the
   *     message is blank
   */
  public static Reason of(String code, String message, List<String> evidence) {
    return ImmutableReason.of(code, message, evidence);
  }

  /**
   * Returns a reason.
   *
   * @param code a stable code; {@link ReasonCodes} lists those of amiclean
   * @param message a sentence that a person understands without the code
   * @param evidence what the reason rests on, such as the ids of instances
   * @return the reason
   * @throws IllegalArgumentException if the code is not lower-case words joined by hyphens, or the
   *     message is blank
   */
  public static Reason of(String code, String message, String... evidence) {
    return of(code, message, List.of(evidence));
  }

  /**
   * Returns the stable code: lower-case words joined by hyphens.
   *
   * @return the code
   */
  @Value.Parameter
  public abstract String code();

  /**
   * Returns the sentence for people.
   *
   * @return the message, never blank
   */
  @Value.Parameter
  public abstract String message();

  /**
   * Returns what the reason rests on.
   *
   * @return the evidence; empty if the message says it all
   */
  @Value.Parameter
  public abstract List<String> evidence();

  @Value.Check
  void check() {
    if (!CODE.matcher(code()).matches()) {
      throw new IllegalArgumentException(
          "'" + code() + "' is no reason code: expected lower-case words joined by hyphens");
    }
    if (message().isBlank()) {
      throw new IllegalArgumentException("The reason '" + code() + "' has no message");
    }
  }
}
