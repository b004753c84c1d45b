package io.amiclean.core.execution;

import com.google.common.collect.Sets;
import io.amiclean.api.journal.ExecutionJournal;
import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.CleanupPlan;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The use of a journal by one execution at a time, of all executors: what one of two executions
 * removes is already gone to the other, which would journal it so.
 */
final class JournalUse implements AutoCloseable {

  private static final Set<ExecutionJournal> LASTING =
      Collections.synchronizedSet(Sets.newIdentityHashSet());

  private final ExecutionJournal journal;

  /**
   * Begins to use a journal.
   *
   * @throws PlanRefusedException if another execution uses it
   */
  JournalUse(ExecutionJournal journal) {
    this.journal = journal;
    if (journal.isLasting() && !LASTING.add(journal)) {
      throw new PlanRefusedException(
          "The journal ("
              + journal.getClass().getName()
              + ") is in use by another execution: wait for its end, and execute the plan again");
    }
  }

  /** Returns what earlier executions of a plan have noted. */
  List<JournalStep> begin(CleanupPlan plan) {
    return Objects.requireNonNull(
        journal.begin(plan),
        () ->
            "The journal "
                + journal.getClass().getName()
                + " answered null at begin(plan): expected the steps of earlier executions, or an"
                + " empty list");
  }

  @Override
  public void close() {
    LASTING.remove(journal);
  }
}
