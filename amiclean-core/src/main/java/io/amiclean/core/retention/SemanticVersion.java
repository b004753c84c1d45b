package io.amiclean.core.retention;

import com.google.common.base.Splitter;
import com.google.common.collect.Comparators;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version by Semantic Versioning 2.0.0 (semver.org), without its build metadata, which has no
 * part in precedence. Numbers may be of any length: they are compared as digits.
 */
record SemanticVersion(List<String> core, List<String> preRelease)
    implements Comparable<SemanticVersion> {

  private static final String NUMBER = "(?:0|[1-9][0-9]*)";

  /** A number without leading zeros, or something with a letter or a hyphen in it. */
  private static final String IDENTIFIER =
      "(?:" + NUMBER + "(?![0-9A-Za-z-])|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";

  /**
   * A version that stands by itself: what would be a part of a longer number, word or dotted series
   * is none. Quantifiers are possessive lest a malformed rest be dropped and the beginning taken.
   */
  private static final Pattern IN_NAME =
      Pattern.compile(
          "(?<![0-9A-Za-z.+])[vV]?"
              + "(?<core>"
              + NUMBER
              + "\\."
              + NUMBER
              + "\\."
              + NUMBER
              + ")"
              + "(?:-(?<pre>"
              + IDENTIFIER
              + "(?:\\."
              + IDENTIFIER
              + ")*+))?+"
              + "(?:\\+[0-9A-Za-z-]++(?:\\.[0-9A-Za-z-]++)*+)?+"
              + "(?![0-9A-Za-z.+-])");

  private static final Splitter DOT = Splitter.on('.');

  private static final Comparator<String> BY_DIGITS =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  /** Numbers by value and before words; words by their characters (semver.org, item 11.4). */
  private static final Comparator<String> BY_IDENTIFIER =
      (left, right) -> {
        boolean leftIsNumber = isNumber(left);
        if (leftIsNumber != isNumber(right)) {
          return leftIsNumber ? -1 : 1;
        }
        return leftIsNumber ? BY_DIGITS.compare(left, right) : left.compareTo(right);
      };

  private static final Comparator<SemanticVersion> PRECEDENCE =
      Comparator.comparing(SemanticVersion::core, Comparators.lexicographical(BY_DIGITS))
          // A version without pre-release comes after all its pre-releases (item 11.3).
          .thenComparing(version -> version.preRelease().isEmpty())
          .thenComparing(SemanticVersion::preRelease, Comparators.lexicographical(BY_IDENTIFIER));

  SemanticVersion {
    core = List.copyOf(core);
    preRelease = List.copyOf(preRelease);
  }

  /** Finds the first version that stands by itself in a name. */
  static Optional<SemanticVersion> find(String name) {
    Matcher matcher = IN_NAME.matcher(name);
    if (!matcher.find()) {
      return Optional.empty();
    }
    String preRelease = matcher.group("pre");
    return Optional.of(
        new SemanticVersion(
            DOT.splitToList(matcher.group("core")),
            preRelease == null ? List.of() : DOT.splitToList(preRelease)));
  }

  @Override
  public int compareTo(SemanticVersion other) {
    return PRECEDENCE.compare(this, other);
  }

  /** Returns the version as SemVer writes it, such as {@code 1.4.0-rc.1}. */
  @Override
  public String toString() {
    String text = String.join(".", core);
    return preRelease.isEmpty() ? text : text + "-" + String.join(".", preRelease);
  }

  private static boolean isNumber(String identifier) {
    return identifier.chars().allMatch(character -> character >= '0' && character <= '9');
  }
}
