package io.amiclean.core.exclusion;

import static com.google.common.base.Preconditions.checkArgument;

import io.amiclean.api.policy.StrategySpec;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How filters write their arguments into specs. */
final class Specs {

  /** The flags that a regular expression can set by itself, in the order of {@link #LETTERS}. */
  private static final int[] FLAGS = {
    Pattern.UNIX_LINES,
    Pattern.CASE_INSENSITIVE,
    Pattern.MULTILINE,
    Pattern.DOTALL,
    Pattern.UNICODE_CASE,
    Pattern.COMMENTS,
    Pattern.UNICODE_CHARACTER_CLASS
  };

  private static final String LETTERS = "dimsuxU";

  private static final Pattern BEGINNING = Pattern.compile("\\(\\?[dimsuxU]+\\)");

  private Specs() {}

  /** Returns a name and its arguments, such as {@code ids(ami-50504e36, ami-52504e34)}. */
  static StrategySpec list(String name, Collection<?> arguments) {
    return StrategySpec.ofTexts(name, arguments.stream().map(Object::toString).toList());
  }

  /**
   * Returns a regular expression that matches what a pattern matches, its flags included. The flags
   * that an expression sets at its beginning stay there; a pattern does not say whether those that
   * it sets further on were given as well, so that such an expression is refused.
   */
  static String regex(Pattern pattern) {
    String text = pattern.pattern();
    if ((pattern.flags() & Pattern.LITERAL) != 0) {
      return letters(pattern.flags()) + Pattern.quote(text);
    }
    checkArgument(
        (pattern.flags() & Pattern.CANON_EQ) == 0,
        "The pattern '%s' has the flag CANON_EQ, which no policy can hold: expected other flags",
        text);
    Matcher beginning = BEGINNING.matcher(text);
    int stated = beginning.lookingAt() ? Pattern.compile(beginning.group()).flags() : 0;
    int given = pattern.flags() & ~stated;
    checkArgument(
        (given & Pattern.compile(text).flags()) == 0,
        "The pattern '%s' sets flags further on: expected them at its beginning, such as (?i)",
        text);
    return letters(given) + text;
  }

  private static String letters(int flags) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < FLAGS.length; i++) {
      if ((flags & FLAGS[i]) != 0) {
        letters.append(LETTERS.charAt(i));
      }
    }
    return letters.isEmpty() ? "" : "(?" + letters + ")";
  }
}
