package io.amiclean.examples.cli.files;

import static java.util.stream.Collectors.toSet;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionSummary;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.core.execution.OutcomeCodes;
import io.amiclean.core.json.ResultWriter;
import io.amiclean.core.report.OutcomeSummary;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.exit.Failures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes down how an execution goes on: as lines of text, and as its result. Not thread-safe. */
public final class OutcomePrinter implements Consumer<ActionOutcome>, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OutcomePrinter.class);

  private final OutcomeSummary text = new OutcomeSummary();
  private final @Nullable OutputFile file;
  private final @Nullable ResultWriter result;
  private final Optional<EarlierResult> earlier;
  private final Map<Action, Long> left = new EnumMap<>(Action.class);
  private final List<ActionOutcome> failed = new ArrayList<>();
  private boolean interrupted;
  private boolean late;

  private OutcomePrinter(
      @Nullable OutputFile file, @Nullable ResultWriter result, Optional<EarlierResult> earlier) {
    this.earlier = earlier;
    this.file = file;
    this.result = result;
  }

  /**
   * Begins before anything is removed.
   *
   * @throws IOException if the result cannot be written where it is to be
   */
  public static OutcomePrinter of(Optional<ResultFile> result) throws IOException {
    if (result.isEmpty()) {
      return new OutcomePrinter(null, null, Optional.empty());
    }
    OutputFile file = result.get().file();
    try {
      return new OutcomePrinter(file, ResultWriter.in(file.temporary()), result.get().earlier());
    } catch (IOException e) {
      throw new IOException(
          "The result cannot be written to '%s', and nothing was removed: %s"
              .formatted(file, Failures.reason(e)),
          e);
    }
  }

  @Override
  public void accept(ActionOutcome outcome) {
    text.accept(outcome);
    if (result != null) {
      result.accept(earlier.map(before -> before.joined(outcome)).orElse(outcome));
    }
    if (outcome.outcome() == Outcome.FAILED || outcome.outcome() == Outcome.UNKNOWN) {
      failed.add(outcome);
    }
    interrupted |= outcome.code().equals(OutcomeCodes.INTERRUPTED);
    late |= outcome.code().equals(OutcomeCodes.DEADLINE);
    if (outcome.code().equals(OutcomeCodes.INTERRUPTED)
        || outcome.code().equals(OutcomeCodes.DEADLINE)
        || outcome.code().equals(ReasonCodes.IMAGE_NOT_REMOVED)) {
      left.merge(outcome.action(), 1L, Long::sum);
    }
  }

  /** Ends after the last outcome: writes the result if it is to be written, and keeps the lines. */
  public ExecutionEnd end(CleanupPlan plan, ExecutionSummary summary, Spool spool, Console console)
      throws IOException {
    boolean written = write(summary, console);
    return new ExecutionEnd(
        text,
        text.isEmpty()
            ? Optional.empty()
            : Optional.of(spool.keep(out -> text.printLines(plan, out))),
        left,
        interrupted,
        late,
        failed,
        stranded(plan),
        written && !late && !summary.hasFailures());
  }

  private long stranded(CleanupPlan plan) {
    Set<ResourceId> orphans =
        plan.orphanSnapshots().stream().map(SnapshotDecision::snapshotId).collect(toSet());
    return failed.stream()
        .filter(outcome -> outcome.action() == Action.DELETE_SNAPSHOT)
        .filter(outcome -> !orphans.contains(outcome.resource()))
        .count();
  }

  /** The removals are done by now, so that a failure must not hide how they ended. */
  private boolean write(ExecutionSummary summary, Console console) {
    if (file == null || result == null) {
      return true;
    }
    try {
      ExecutionSummary all = earlier.map(before -> before.joined(summary)).orElse(summary);
      file.write(out -> result.write(all, out));
      return true;
    } catch (IOException e) {
      console.say("The result could not be written: " + e.getMessage());
      return false;
    }
  }

  @Override
  public void close() {
    if (result != null) {
      try {
        result.close();
      } catch (IOException e) {
        LOG.debug("The temporary file of a result cannot be closed", e);
      }
    }
  }
}
