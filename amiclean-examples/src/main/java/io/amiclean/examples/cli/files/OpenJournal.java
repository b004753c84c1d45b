package io.amiclean.examples.cli.files;

import io.amiclean.api.journal.ExecutionJournal;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.journal.JournalFile;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.exit.Failures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The journal of an execution, if there is one.
 *
 * @param file the file that keeps it
 */
public record OpenJournal(Optional<JournalFile> file) implements AutoCloseable {

  /**
   * Checks that a file can be a journal, so that no account is read in vain. Whether it is that of
   * the plan is found out when it is opened.
   *
   * @throws DocumentFormatException if the file is known to be of another kind
   */
  public static void validate(Path file, CommandSpec command) {
    Optional<String> wrong = unusable(file);
    if (wrong.isPresent()) {
      throw new ParameterException(
          command.commandLine(), "The journal '" + file + "' " + wrong.get());
    }
    FileKind.JOURNAL.requireNoOther(file);
  }

  private static Optional<String> unusable(Path file) {
    if (Files.notExists(file)) {
      return OutputFile.unusable(file.toAbsolutePath().getParent());
    }
    if (Files.isDirectory(file)) {
      return Optional.of("is a folder: expected a file");
    }
    if (!Files.isRegularFile(file)) {
      return Optional.of("is not a regular file: expected one, or none yet");
    }
    return Files.isWritable(file)
        ? Optional.empty()
        : Optional.of("is not writable: choose another file");
  }

  /** Opens the journal of a plan, and says what of it is not usable. */
  public static OpenJournal of(
      Optional<Path> path, CleanupPlan plan, Console console, CommandSpec command) {
    Optional<JournalFile> file = path.map(chosen -> open(chosen, plan, command));
    file.flatMap(JournalFile::droppedLine)
        .ifPresent(
            line ->
                console.say("The journal ends in a half-written line, which is dropped: " + line));
    return new OpenJournal(file);
  }

  private static JournalFile open(Path path, CleanupPlan plan, CommandSpec command) {
    try {
      return JournalFile.open(path, plan);
    } catch (IOException e) {
      throw new ParameterException(
          command.commandLine(),
          "The journal '" + path + "' cannot be opened: " + Failures.reason(e),
          e);
    }
  }

  public ExecutionJournal journal() {
    return file.<ExecutionJournal>map(journal -> journal).orElseGet(ExecutionJournal::none);
  }

  @Override
  public void close() throws IOException {
    if (file.isPresent()) {
      file.get().close();
    }
  }
}
