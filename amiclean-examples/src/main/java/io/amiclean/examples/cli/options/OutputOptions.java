package io.amiclean.examples.cli.options;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.scope.Scopes;
import io.amiclean.examples.cli.account.Accounts;
import io.amiclean.examples.cli.files.EarlierResult;
import io.amiclean.examples.cli.files.OutputFile;
import io.amiclean.examples.cli.files.ResultFile;
import io.amiclean.examples.exit.CommandPart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What becomes of output files that exist. */
public final class OutputOptions extends CommandPart {

  private static final Set<String> WRITTEN = Set.of("--out", "--result-out", "--journal");

  @Option(
      names = "--overwrite",
      description = "Replaces an output file that exists; otherwise it is refused.")
  boolean overwrite;

  /**
   * Checks the file of each of several scopes, so that none is read in vain. A scope that cannot be
   * opened is left to where it is read.
   */
  public void validateEach(Accounts accounts, Path path) {
    List<ParameterException> wrong = new ArrayList<>();
    Scopes.of(accounts.list())
        .<OutputFile>each(
            scope -> file(pathOf(path, scope.sources().scope())),
            outcome -> {
              outcome.scope().release();
              if (outcome.failure().orElse(null) instanceof ParameterException failure) {
                wrong.add(failure);
              }
            });
    if (!wrong.isEmpty()) {
      throw wrong.get(0);
    }
  }

  /** Checks the file of one scope, or what can be checked before many are known. */
  public void validate(Path path, boolean many) {
    OutputFile unused = file(many ? pathOfAny(path) : path);
  }

  /** Returns the file that stands for those of several scopes before these are known. */
  static Path pathOfAny(Path path) {
    return named(path, ".ACCOUNT.REGION");
  }

  /** Returns the file of one of several scopes, whose names come before the extension. */
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
    if (overwrite && isRead(path)) {
      throw wrong("The output file '" + path + "' is read by this command: choose another file");
    }
    try {
      return OutputFile.of(path, overwrite);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage(), e);
    }
  }

  /**
   * Returns whether the command is given a file to read as well, by an option or as an argument.
   */
  private boolean isRead(Path path) {
    return command.commandLine().getParseResult().matchedArgs().stream()
        .filter(argument -> !(argument instanceof OptionSpec option && isWritten(option)))
        .map(argument -> argument.<@Nullable Object>getValue())
        .flatMap(value -> value instanceof Collection<?> all ? all.stream() : Stream.of(value))
        .anyMatch(value -> value instanceof Path file && OutputFile.isSame(file, path));
  }

  private static boolean isWritten(OptionSpec option) {
    return WRITTEN.contains(option.longestName());
  }
}
