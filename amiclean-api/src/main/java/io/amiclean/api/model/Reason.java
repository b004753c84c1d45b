package io.amiclean.api.model;

import io.amiclean.api.internal.AmicleanStyle;
import java.util.List;
import java.util.Objects;
import org.immutables.value.Value;

/**
 * Why something is kept or goes: a stable code for machines, a sentence for people, and the
 * evidence behind both. Immutable and thread-safe.
 */
@Value.Immutable
@AmicleanStyle
public abstract class Reason {

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
    Objects.requireNonNull(evidence, "evidence");
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
    Objects.requireNonNull(evidence, "evidence");
    for (String item : evidence) {
      Objects.requireNonNull(item, "evidence");
    }
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

  /**
   * Returns how far a retention that counts has counted.
   *
   * @return the counters, in the order of counting; empty if the reason rests on none
   */
  public abstract List<Counter> counters();

  /**
   * Returns this reason with counters.
   *
   * @param counters how far a retention that counts has counted
   * @return the reason
   */
  public final Reason counting(List<Counter> counters) {
    Objects.requireNonNull(counters, "counters");
    return ImmutableReason.builder().from(this).counters(counters).build();
  }

  @Value.Check
  void check() {
    if (!isCode(code())) {
      throw new IllegalArgumentException(
          "'" + code() + "' is no reason code: expected lower-case words joined by hyphens");
    }
    if (message().isBlank()) {
      throw new IllegalArgumentException("The reason '" + code() + "' has no message");
    }
  }

  /** A plan of many images has a reason or two for each: a pattern takes several times as long. */
  private static boolean isCode(String code) {
    boolean inWord = false;
    for (int i = 0; i < code.length(); i++) {
      char letter = code.charAt(i);
      if (letter == '-' ? !inWord : !isLetterOrDigit(letter)) {
        return false;
      }
      inWord = letter != '-';
    }
    return inWord;
  }

  private static boolean isLetterOrDigit(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
  }
}
