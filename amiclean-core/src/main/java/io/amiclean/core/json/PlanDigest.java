package io.amiclean.core.json;

import io.amiclean.api.internal.AmicleanStyle;
import java.util.regex.Pattern;
import org.immutables.value.Value;

/**
 * What identifies a plan, and so what a reviewer signs off: the SHA-256 of what the plan says.
 * {@link PlanJson#digest} says what of it counts.
 */
@Value.Immutable
@AmicleanStyle
public abstract class PlanDigest {

  private static final String ALGORITHM = "sha256:";
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  PlanDigest() {}

  /**
   * Reads a digest as people hand it on.
   *
   * @param text 64 hexadecimal digits in lower case, with or without {@code sha256:} before them
   * @return the digest
   * @throws IllegalArgumentException if the text is something else
   */
  public static PlanDigest parse(String text) {
    String hex = text.startsWith(ALGORITHM) ? text.substring(ALGORITHM.length()) : text;
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no digest of a plan: expected 64 hexadecimal digits in lower case, with or"
              + " without "
              + ALGORITHM
              + " before them");
    }
    return ImmutablePlanDigest.of(hex);
  }

  /**
   * Returns the digits.
   *
   * @return 64 hexadecimal digits in lower case
   */
  @Value.Parameter
  public abstract String hex();

  /** Returns the digest as the JSON of a plan states it: {@code sha256:} and the digits. */
  @Override
  public final String toString() {
    return ALGORITHM + hex();
  }
}
