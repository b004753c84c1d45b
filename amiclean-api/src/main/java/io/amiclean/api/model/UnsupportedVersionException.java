package io.amiclean.api.model;

import java.lang.module.ModuleDescriptor.Version;
import java.util.Objects;

/**
 * A library on the class path is older than amiclean needs. It is thrown before the library is
 * used, instead of a linkage error in the middle of a run.
 */
public final class UnsupportedVersionException extends AmicleanException {

  private static final long serialVersionUID = 1L;

  private final String library;
  private final String found;
  private final String needed;

  /**
   * Creates a failure.
   *
   * @param library the name of the library
   * @param found the version on the class path
   * @param needed the oldest version that is supported
   */
  public UnsupportedVersionException(String library, String found, String needed) {
    super(
        library
            + " "
            + found
            + " is on the class path: expected "
            + needed
            + " or newer; a BOM or another dependency of the build may choose the older one");
    this.library = library;
    this.found = found;
    this.needed = needed;
  }

  /**
   * Fails if a version is too old. A version that cannot be compared passes.
   *
   * @param library the name of the library
   * @param found the version on the class path, numbers with dots between them
   * @param needed the oldest version that is supported, in the same form
   * @throws UnsupportedVersionException if the version found is older
   */
  public static void requireAtLeast(String library, String found, String needed) {
    Objects.requireNonNull(library, "library");
    Objects.requireNonNull(found, "found");
    Objects.requireNonNull(needed, "needed");
    try {
      if (Version.parse(found).compareTo(Version.parse(needed)) < 0) {
        throw new UnsupportedVersionException(library, found, needed);
      }
    } catch (IllegalArgumentException e) {
      // A build of one's own may be named in a way of its own.
    }
  }

  /**
   * Returns the name of the library.
   *
   * @return the name, such as {@code jackson-core}
   */
  public String library() {
    return library;
  }

  /**
   * Returns the version on the class path.
   *
   * @return the version, as the library itself has it
   */
  public String found() {
    return found;
  }

  /**
   * Returns the oldest version that is supported.
   *
   * @return the version
   */
  public String needed() {
    return needed;
  }
}
