package io.amiclean.aws;

import io.amiclean.api.model.UnsupportedVersionException;

/** The versions of the AWS SDK on the class path. */
final class SdkVersion {

  /**
   * The oldest release that was tried with success. EC2's client of 2.42.34 cannot ask for the
   * resources that other services manage, which may use an image as any other.
   */
  static final String NEEDED = "2.50.2";

  private SdkVersion() {}

  /**
   * Fails if the SDK is too old, before a class of it is used that may not link.
   *
   * @throws UnsupportedVersionException if a module is older than {@link #NEEDED}
   */
  static void check() {
    check("sdk-core", "software.amazon.awssdk.core.util.VersionInfo", "SDK_VERSION");
    // A user's build may choose the release of each module by itself.
    check("ec2", "software.amazon.awssdk.services.ec2.internal.ServiceVersionInfo", "VERSION");
  }

  private static void check(String module, String type, String constant) {
    String found;
    try {
      // By reflection: javac writes the value of a constant into the class that names it.
      found = String.valueOf(Class.forName(type).getField(constant).get(null));
    } catch (ReflectiveOperationException e) {
      return; // EC2's client of some older releases has none, and sdk-core is of the same age
    }
    UnsupportedVersionException.requireAtLeast("software.amazon.awssdk:" + module, found, NEEDED);
  }
}
