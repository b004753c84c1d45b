package io.amiclean.examples.cli.files;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionSummary;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.execution.OutcomeCodes;
import io.amiclean.core.json.ResultWriter;
import io.amiclean.core.report.OutcomeSummary;
import io.amiclean.core.report.TerminalText;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.exit.Failures;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is told of an execution, taken down while it goes on: lines of text, and its result. */
public final class OutcomePrinter implements Consumer<ActionOutcome>, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OutcomePrinter.class);

  private final OutcomeSummary text;
  private final @Nullable OutputFile file;
  private final @Nullable ResultWriter result;
  private final Optional<EarlierResult> earlier;
  private final Map<Action, Long> left = new EnumMap<>(Action.class);
  private boolean interrupted;
  private boolean late;

  private OutcomePrinter(
      CleanupPlan plan,
      @Nullable OutputFile file,
      @Nullable ResultWriter result,
      Optional<EarlierResult> earlier) {
    this.earlier = earlier;
    this.text = new OutcomeSummary(plan);
    this.file = file;
    this.result = result;
  }

  /**
   * Begins before anything is removed.
   *
   * @throws IOException if the result cannot be written where it is to be
   */
  public static OutcomePrinter of(CleanupPlan plan, Optional<ResultFile> result)
      throws IOException {
    if (result.isEmpty()) {
      return new OutcomePrinter(plan, null, null, Optional.empty());
    }
    OutputFile file = result.get().file();
    try {
      return new OutcomePrinter(
          plan, file, ResultWriter.in(file.temporary()), result.get().earlier());
    } catch (IOException e) {
      throw new IOException(
          "The result cannot be written to '"
              + file
              + "', and nothing was removed: "
              + Failures.reason(e),
          e);
    }
  }

  @Override
  public void accept(ActionOutcome outcome) {
    text.accept(outcome);
    if (result != null) {
      result.accept(earlier.map(before -> before.joined(outcome)).orElse(outcome));
    }
    interrupted |= outcome.code().equals(OutcomeCodes.INTERRUPTED);
    late |= outcome.code().equals(OutcomeCodes.DEADLINE);
    if (outcome.code().equals(OutcomeCodes.INTERRUPTED)
        || outcome.code().equals(OutcomeCodes.DEADLINE)
        || outcome.code().equals(ReasonCodes.IMAGE_NOT_REMOVED)) {
      left.merge(outcome.action(), 1L, Long::sum);
    }
  }

  public OutcomeSummary text() {
    return text;
  }

  /** Returns whether something was not begun because the deadline passed. */
  public boolean isCutOffByDeadline() {
    return late;
  }

  /**
   * Writes the result, if it is to be written. The removals are done by now, so that a failure must
   * not hide how they ended.
   *
   * @return whether there was no failure
   */
  public boolean write(ExecutionSummary summary, Console console) {
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

  /** Returns whether Ctrl-C or the deadline left something undone. */
  public boolean isCutOff() {
    return interrupted || late;
  }

  /** Says what Ctrl-C or the deadline left undone, and which command goes on, if they did. */
  public static void sayWhatIsLeft(
      List<OutcomePrinter> executions, Supplier<String> goingOn, Console console) {
    if (executions.stream().noneMatch(OutcomePrinter::isCutOff)) {
      return;
    }
    boolean late = executions.stream().anyMatch(told -> told.late);
    Map<Action, Long> left = new EnumMap<>(Action.class);
    executions.forEach(
        told -> told.left.forEach((action, count) -> left.merge(action, count, Long::sum)));
    long images = Optional.ofNullable(left.remove(Action.DEREGISTER_IMAGE)).orElse(0L);
    long snapshots = Optional.ofNullable(left.remove(Action.DELETE_SNAPSHOT)).orElse(0L);
    long changes = left.values().stream().mapToLong(Long::longValue).sum();
    console.say(
        "Stopped "
            + (late ? "at the deadline, " : "")
            + "after the calls in flight; left are "
            + images
            + " images and "
            + snapshots
            + " snapshots"
            + (changes > 0 ? ", and " + changes + " changes of images" : "")
            + ". To go on:");
    console.err().println(TerminalText.sanitize(goingOn.get()));
  }
}
