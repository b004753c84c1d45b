package io.amiclean.examples.fedora;

import io.amiclean.api.model.Reason;
import io.amiclean.examples.fedora.archive.ComposeFacts;
import io.amiclean.examples.fedora.archive.ComposeType;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Fedora's rules say of an image.
 *
 * @param goes whether images of its compose go
 * @param reason why they go or stay, with compose id and label as evidence
 */
record ComposeVerdict(boolean goes, Reason reason) {

  /** No message names the image. */
  static final String NO_COMPOSE = "no-compose";

  /** Messages or composeinfo contradict each other. */
  static final String UNCLEAR_COMPOSE = "unclear-compose";

  /** The compose was released as a Two-Week Atomic Host. */
  static final String RELEASED_TWO_WEEK = "released-two-week";

  /** The compose is a Beta. */
  static final String BETA_COMPOSE = "beta-compose";

  /** The compose is a nightly one, and goes. */
  static final String NIGHTLY_COMPOSE = "nightly-compose";

  /** The id of the compose does not contain its type. */
  static final String UNKNOWN_COMPOSE_TYPE = "unknown-compose-type";

  /** The label of a compose that is not a nightly one is unknown. */
  static final String UNKNOWN_LABEL = "unknown-label";

  /** The label holds a date, and the compose goes. */
  static final String DATED_LABEL = "dated-label";

  /** The label holds no date, as those of releases. */
  static final String RELEASE_LABEL = "release-label";

  private static final Pattern EIGHT_DIGITS = Pattern.compile("(?<![0-9])[0-9]{8}(?![0-9])");

  /**
   * Applies the rules. What was released stays, whatever else is known; after that, what is not
   * known stays.
   *
   * @param facts {@link ComposeFacts}
   */
  static ComposeVerdict of(Map<String, String> facts) {
    String compose = facts.get(ComposeFacts.COMPOSE);
    if (compose == null) {
      return stays(NO_COMPOSE, "No message says that the image was published", facts);
    }
    if (facts.containsKey(ComposeFacts.RELEASED)) {
      return stays(RELEASED_TWO_WEEK, "Its compose was released as a Two-Week Atomic Host", facts);
    }
    String problem = facts.get(ComposeFacts.PROBLEM);
    if (problem != null) {
      return stays(UNCLEAR_COMPOSE, "Its compose is not clear: " + problem, facts);
    }
    String label = facts.get(ComposeFacts.LABEL);
    if (label != null && label.toLowerCase(Locale.ROOT).contains("beta")) {
      return stays(BETA_COMPOSE, "Its compose is a Beta", facts);
    }
    String type = facts.get(ComposeFacts.TYPE);
    if (type == null) {
      return stays(UNKNOWN_COMPOSE_TYPE, "The id of its compose names no known type", facts);
    }
    if (type.equals(ComposeType.NIGHTLY.toString())) {
      return goes(NIGHTLY_COMPOSE, "Its compose is a nightly one", facts);
    }
    return ofLabel(label, facts);
  }

  private static ComposeVerdict ofLabel(@Nullable String label, Map<String, String> facts) {
    if (label == null) {
      return stays(
          UNKNOWN_LABEL,
          "The label of its compose is unknown, and may be that of a release",
          facts);
    }
    return holdsDate(label)
        ? goes(DATED_LABEL, "The label of its compose holds a date, so it is no release", facts)
        : stays(
            RELEASE_LABEL, "The label of its compose holds no date, as that of a release", facts);
  }

  private static boolean holdsDate(String label) {
    Matcher digits = EIGHT_DIGITS.matcher(label);
    while (digits.find()) {
      try {
        LocalDate.parse(digits.group(), DateTimeFormatter.BASIC_ISO_DATE);
        return true;
      } catch (DateTimeException e) {
        // Eight digits that are no date; there may be others.
      }
    }
    return false;
  }

  private static ComposeVerdict stays(String code, String message, Map<String, String> facts) {
    return new ComposeVerdict(false, reason(code, message, facts));
  }

  private static ComposeVerdict goes(String code, String message, Map<String, String> facts) {
    return new ComposeVerdict(true, reason(code, message, facts));
  }

  private static Reason reason(String code, String message, Map<String, String> facts) {
    String compose = facts.get(ComposeFacts.COMPOSE);
    return compose == null
        ? Reason.of(code, message)
        : Reason.of(
            code,
            message,
            "compose " + compose,
            "label " + facts.getOrDefault(ComposeFacts.LABEL, "unknown"));
  }
}
