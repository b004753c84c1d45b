package io.amiclean.api.model;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why something is kept or goes: a stable code for machines, a sentence for people, and the
 * evidence behind both. Immutable and thread-safe.
 */
public final class Reason {

  private static final Pattern CODE = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*");

  private final String code;
  private final String message;
  private final List<String> evidence;
  private final @Nullable Supplier<Reason> teller;

  private Reason(
      String code, String message, List<String> evidence, @Nullable Supplier<Reason> teller) {
    this.code = code;
    this.message = message;
    this.evidence = evidence;
    this.teller = teller;
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
  public static Reason of(String code, String message, List<String> evidence) {
    requireCode(code);
    if (message.isBlank()) {
      throw new IllegalArgumentException("The reason '" + code + "' has no message");
    }
    return new Reason(code, message, List.copyOf(evidence), null);
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
   * Returns a reason that is put into words when somebody reads it: most of those of a large plan
   * are never read. It equals the reason that the teller returns.
   *
   * @param code a stable code; {@link ReasonCodes} lists those of amiclean
   * @param teller returns the reason with this code, the same each time; pure, safe for use by
   *     several threads, and called as often as the reason is read
   * @return the reason
   * @throws IllegalArgumentException if the code is not lower-case words joined by hyphens
   */
  public static Reason told(String code, Supplier<Reason> teller) {
    requireCode(code);
    return new Reason(code, "", List.of(), Objects.requireNonNull(teller, "teller"));
  }

  private static void requireCode(String code) {
    if (!CODE.matcher(code).matches()) {
      throw new IllegalArgumentException(
          "'" + code + "' is no reason code: expected lower-case words joined by hyphens");
    }
  }

  /**
   * Returns the stable code: lower-case words joined by hyphens.
   *
   * @return the code
   */
  public String code() {
    return code;
  }

  /**
   * Returns the sentence for people.
   *
   * @return the message, never blank
   */
  public String message() {
    return inWords().message;
  }

  /**
   * Returns what the reason rests on.
   *
   * @return the evidence; empty if the message says it all
   */
  public List<String> evidence() {
    return inWords().evidence;
  }

  private Reason inWords() {
    if (teller == null) {
      return this;
    }
    Reason told = teller.get().inWords();
    if (!told.code.equals(code)) {
      throw new IllegalStateException(
          "The reason '" + code + "' is told as '" + told.code + "': expected the same code");
    }
    return told;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof Reason that) || !code.equals(that.code)) {
      return false;
    }
    Reason mine = inWords();
    Reason theirs = that.inWords();
    return mine.message.equals(theirs.message) && mine.evidence.equals(theirs.evidence);
  }

  @Override
  public int hashCode() {
    Reason told = inWords();
    return Objects.hash(told.code, told.message, told.evidence);
  }

  @Override
  public String toString() {
    Reason told = inWords();
    return "Reason{code="
        + told.code
        + ", message="
        + told.message
        + ", evidence="
        + told.evidence
        + "}";
  }
}
