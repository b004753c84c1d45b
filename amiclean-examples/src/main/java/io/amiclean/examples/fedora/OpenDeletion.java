package io.amiclean.examples.fedora;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.execution.OutcomeCodes;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.source.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A deletion that has begun and is not over, as it stands in files: the plan beside its journal.
 * Only the plan has the snapshots of an image that is gone already; no later plan has them.
 *
 * @param file where the plan stands until the deletion is over
 * @param plan the plan
 */
record OpenDeletion(Path file, CleanupPlan plan) {

  private static final String PLAN = ".plan.json";
  private static final String JOURNAL = ".journal";

  /** Writes the plan of a deletion beside its journal, whole or not at all. */
  static OpenDeletion begin(Path journal, CleanupPlan plan) throws IOException {
    Path file = sibling(journal, JOURNAL, PLAN);
    Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), ".amiclean-", ".tmp");
    try {
      try (OutputStream out = Files.newOutputStream(draft)) {
        PlanJson.write(plan, out);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
    return new OpenDeletion(file, plan);
  }

  /** Returns the deletions in a region of an account that are not over, the oldest first. */
  static List<OpenDeletion> in(Path folder, CleanupScope scope) throws IOException {
    TreeSet<Path> files = new TreeSet<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(folder, RunFiles.prefixOf(scope.region()) + "*" + PLAN)) {
      found.forEach(files::add);
    }
    List<OpenDeletion> open = new ArrayList<>();
    for (Path file : files) {
      CleanupPlan plan = read(file);
      if (plan.scope().equals(scope)) {
        open.add(new OpenDeletion(file, plan));
      }
    }
    return open;
  }

  private static CleanupPlan read(Path file) throws IOException {
    try (InputStream in = InputFile.open(file, InputFile.DOCUMENT_BYTES)) {
      return PlanJson.read(in);
    } catch (DocumentFormatException e) {
      throw new DocumentFormatException(
          ("The plan '%s' of a deletion that is not over is refused: %s; put it right,"
                  + " or take it away if its snapshots may stay")
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static Path sibling(Path file, String extension, String other) {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.substring(0, name.length() - extension.length()) + other);
  }

  /** Returns where its journal is. */
  Path journal() {
    return sibling(file, PLAN, JOURNAL);
  }

  /** Takes the plan away if nothing is left to do that a later plan would not find by itself. */
  void endAfter(ExecutionResult result) throws IOException {
    if (result.outcomes().stream().noneMatch(OpenDeletion::isToBeContinued)) {
      Files.deleteIfExists(file);
    }
  }

  private static boolean isToBeContinued(ActionOutcome outcome) {
    return outcome.outcome() == Outcome.UNKNOWN
        || outcome.code().equals(OutcomeCodes.INTERRUPTED)
        || outcome.code().equals(OutcomeCodes.FOUND_UNDONE)
        || (outcome.outcome() == Outcome.FAILED && outcome.action() == Action.DELETE_SNAPSHOT);
  }
}
