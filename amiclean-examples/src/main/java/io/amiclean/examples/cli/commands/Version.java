package io.amiclean.examples.cli.commands;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.IVersionProvider;
import software.amazon.awssdk.core.util.VersionInfo;

/** The version of the jar that the command line runs from, and of what it runs on. */
final class Version implements IVersionProvider {

  private static final Logger LOG = LoggerFactory.getLogger(Version.class);

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

  /** The build writes it down, where it is made from a checkout of git. */
  private static String commit() {
    Properties commit = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("commit.properties")) {
      if (in != null) {
        commit.load(in);
      }
    } catch (IOException e) {
      LOG.debug("The commit cannot be read", e);
    }
    return commit.getProperty("git.commit.id.abbrev", "unknown");
  }
}
