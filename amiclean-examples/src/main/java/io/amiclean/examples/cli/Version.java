package io.amiclean.examples.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the jar that the command line runs from. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {version == null ? "not packaged" : version};
  }
}
