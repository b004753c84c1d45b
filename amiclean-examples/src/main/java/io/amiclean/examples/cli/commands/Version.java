package io.amiclean.examples.cli.commands;

import java.io.IOException;
import java.io.InputStream;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.IVersionProvider;
import software.amazon.awssdk.core.util.VersionInfo;

/** The version of the jar that the command line runs from, and of what it runs on. */
final class Version implements IVersionProvider {

  private static final Logger LOG = LoggerFactory.getLogger(Version.class);

  private static final String UNKNOWN = "unknown";

  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "amiclean %s, commit %s, Java %s, AWS SDK %s"
          .formatted(
              version == null ? "not packaged" : version,
              commit(),
              Runtime.version(),
              VersionInfo.SDK_VERSION)
    };
  }

  /** Only the jar of the command line itself says what it was built from. */
  private static String commit() {
    try (InputStream in = Version.class.getResourceAsStream("/META-INF/MANIFEST.MF")) {
      if (in != null) {
        String commit =
            new Manifest(in).getMainAttributes().getValue(new Attributes.Name("Amiclean-Commit"));
        return commit == null || commit.isBlank() ? UNKNOWN : commit;
      }
    } catch (IOException e) {
      LOG.debug("The manifest cannot be read", e);
    }
    return UNKNOWN;
  }
}
