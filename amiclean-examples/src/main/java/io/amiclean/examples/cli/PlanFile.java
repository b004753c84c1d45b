package io.amiclean.examples.cli;

import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.report.PlanJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The plan that a command reads. */
final class PlanFile {

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it
  CommandSpec command;

  @Parameters(index = "0", paramLabel = "FILE", description = "A plan that 'amiclean plan' wrote.")
  @SuppressWarnings("NullAway.Init") // picocli sets it, for it is required
  Path file;

  CleanupPlan read() {
    return read(file, command);
  }

  static CleanupPlan read(Path file, CommandSpec command) {
    try (InputStream in = Files.newInputStream(file)) {
      return PlanJson.read(in);
    } catch (DocumentFormatException e) {
      throw new DocumentFormatException("'" + file + "' is refused: " + e.getMessage(), e);
    } catch (NoSuchFileException e) {
      throw new ParameterException(
          command.commandLine(),
          "The plan file '" + file + "' does not exist: 'amiclean plan --out' writes one",
          e);
    } catch (IOException e) {
      throw new ParameterException(
          command.commandLine(),
          "The plan file '" + file + "' cannot be read: " + e.getMessage(),
          e);
    }
  }
}
