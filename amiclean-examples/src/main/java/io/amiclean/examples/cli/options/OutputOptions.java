package io.amiclean.examples.cli.options;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.examples.cli.files.EarlierResult;
import io.amiclean.examples.cli.files.OutputFile;
import io.amiclean.examples.cli.files.ResultFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What becomes of output files that exist. */
public final class OutputOptions {

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it
  CommandSpec command;

  @Option(
      names = "--overwrite",
      description = "Replaces an output file that exists; otherwise it is refused.")
  boolean overwrite;

  /** Returns the file of one of several scopes, whose names come before the extension. */
  public OutputFile file(Path path, CleanupScope scope) {
    return file(pathOf(path, scope));
  }

  /** Checks what can be checked before the scopes are known. */
  public void validateForMany(Path path) {
    file(named(path, ".ACCOUNT.REGION"));
  }

  public static Path pathOf(Path path, CleanupScope scope) {
    return named(path, "." + scope.accountId() + "." + scope.region());
  }

  private static Path named(Path path, String inserted) {
    String name = String.valueOf(path.getFileName());
    int dot = name.lastIndexOf('.');
    int end = dot > 0 ? dot : name.length();
    return path.resolveSibling(name.substring(0, end) + inserted + name.substring(end));
  }

  /** Returns the file of the result of a plan; that of an earlier run of it is continued. */
  public ResultFile resultFile(Path path, CleanupPlan plan, Optional<Path> journal) {
    Optional<EarlierResult> earlier =
        overwrite
            ? Optional.empty()
            : EarlierResult.in(path, plan, journal.filter(Files::exists).isPresent());
    return new ResultFile(earlier.isPresent() ? OutputFile.of(path, true) : file(path), earlier);
  }

  public OutputFile file(Path path) {
    try {
      return OutputFile.of(path, overwrite);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }
}
