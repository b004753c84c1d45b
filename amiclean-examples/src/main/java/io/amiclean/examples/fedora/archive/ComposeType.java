package io.amiclean.examples.fedora.archive;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a compose was made for. */
public enum ComposeType {
  /** Every night, of a branch. */
  NIGHTLY,
  /** To test a change. */
  TEST,
  /** During development. */
  DEVELOPMENT,
  /** By continuous integration. */
  CI,
  /** For a release, or what may become one. */
  PRODUCTION;

  /** The form of compose ids, by the documentation of productmd, "Compose ID". */
  private static final Pattern ID =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*-[0-9]{8}(?:\\.(?<type>[a-z]+))?(?:\\.[0-9]+)?");

  private static final Map<String, ComposeType> BY_SUFFIX =
      Map.of("n", NIGHTLY, "t", TEST, "d", DEVELOPMENT, "ci", CI);

  /**
   * Returns the type that a compose id contains.
   *
   * @param composeId the id
   * @return the type, or empty if the id is of no known form
   */
  public static Optional<ComposeType> of(String composeId) {
    Matcher id = ID.matcher(composeId);
    if (!id.matches()) {
      return Optional.empty();
    }
    String suffix = id.group("type");
    return suffix == null ? Optional.of(PRODUCTION) : Optional.ofNullable(BY_SUFFIX.get(suffix));
  }

  /** Returns the type as composeinfo writes it, such as {@code nightly}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
