package io.amiclean.examples.cli;

import picocli.CommandLine.Option;

/** The options of every command. */
final class CommonOptions {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  boolean help;

  @Option(
      names = {"-v", "--version"},
      versionHelp = true,
      description = "Shows the version.")
  boolean version;

  @Option(names = "--stacktrace", description = "Shows the stack trace of an error.")
  boolean stacktrace;
}
