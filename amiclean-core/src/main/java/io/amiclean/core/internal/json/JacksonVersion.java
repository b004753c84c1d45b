package io.amiclean.core.internal.json;

import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.core.json.PackageVersion;
import io.amiclean.api.model.UnsupportedVersionException;

/** The version of Jackson on the class path. */
public final class JacksonVersion {

  /** The first that can leave out the space in what is empty: {@code Separators}. */
  private static final Version NEEDED =
      new Version(2, 17, 0, null, "com.fasterxml.jackson.core", "jackson-core");

  private JacksonVersion() {}

  /**
   * Fails if Jackson is too old, before a class of it is used that may not link.
   *
   * @throws UnsupportedVersionException if it is older than 2.17.0
   */
  public static void check() {
    check(PackageVersion.VERSION);
  }

  static void check(Version found) {
    if (found.compareTo(NEEDED) < 0) {
      throw new UnsupportedVersionException(
          NEEDED.getGroupId() + ":" + NEEDED.getArtifactId(), found.toString(), NEEDED.toString());
    }
  }
}
