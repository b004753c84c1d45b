package io.amiclean.examples.cli.files;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.plan.Action;
import io.amiclean.core.report.OutcomeSummary;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the execution of a plan ended.
 *
 * @param counts how many actions ended how
 * @param lines how each ended, if there are any
 * @param left what was not begun
 * @param interrupted whether Ctrl-C left something undone
 * @param late whether the deadline did
 * @param failed what failed or is unknown
 * @param stranded how many snapshots of the plan's images are left although their deletion was
 *     tried, or may be: a later plan does not know them
 * @param complete whether nothing failed, the writing of the result included, and the deadline cut
 *     nothing off
 */
public record ExecutionEnd(
    OutcomeSummary counts,
    Optional<Spool.Lines> lines,
    Map<Action, Long> left,
    boolean interrupted,
    boolean late,
    List<ActionOutcome> failed,
    long stranded,
    boolean complete) {

  /** Returns whether Ctrl-C or the deadline left something undone. */
  public boolean isCutOff() {
    return interrupted || late;
  }
}
