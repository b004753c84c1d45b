package io.amiclean.examples.cli.files;

import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.core.json.PolicyJson;
import io.amiclean.core.source.InputFile;
import io.amiclean.examples.exit.Failures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Reads policy files. */
public final class PolicyFile {

  private PolicyFile() {}

  /**
   * Reads a policy.
   *
   * @throws DocumentFormatException if the file holds none, naming file, line and column
   */
  public static CleanupPolicy read(Path file, CommandSpec command) {
    try (InputStream in = InputFile.open(file, InputFile.DOCUMENT_BYTES)) {
      return PolicyJson.read(in);
    } catch (DocumentFormatException e) {
      throw FileKind.POLICY.refuse(file, e);
    } catch (NoSuchFileException e) {
      throw new ParameterException(
          command.commandLine(), "The policy '" + file + "' does not exist", e);
    } catch (IOException e) {
      throw new ParameterException(
          command.commandLine(),
          "The policy '" + file + "' cannot be read: " + Failures.reason(e),
          e);
    }
  }
}
