package io.amiclean.examples.cli.files;

import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.core.plan.StrategyRegistry;
import io.amiclean.core.policy.PoliciesByScope;
import io.amiclean.examples.policy.PolicyFiles;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/** Reads policy files. */
public final class PolicyFile {

  private PolicyFile() {}

  /**
   * Reads what a policy file in JSON or YAML says.
   *
   * @throws DocumentFormatException if the file holds none, naming file, line and column
   */
  public static PoliciesByScope read(Path file, CommandSpec command) {
    try {
      return PolicyFiles.read(file, StrategyRegistry.installed());
    } catch (DocumentFormatException e) {
      throw FileKind.POLICY.refuse(file, e);
    } catch (IOException e) {
      throw FileKind.unreadable(file, "policy", "", command, e);
    }
  }
}
