package io.amiclean.api.journal;

import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.CleanupPlan;
import java.util.List;

/**
 * Keeps the steps of an execution, so that it can be finished after it was killed: each call that
 * changes something is announced before it is made, and its end is kept as well.
 *
 * <p>amiclean-core has one in a file, {@code JournalFile}, and the form of a step as a line of
 * text, {@code JournalJson}, for others: in a table, or in a store of objects. Implementations must
 * be safe for use by several threads. A journal belongs to one plan, and to one execution at a
 * time.
 */
public interface ExecutionJournal {

  /**
   * Begins or continues the execution of a plan.
   *
   * @param plan the plan
   * @return the steps of its executions so far, in their order; none if it was never executed
   * @throws PlanRefusedException if the journal is of another plan; nothing was changed
   * @throws java.io.UncheckedIOException if the steps cannot be read; nothing was changed
   */
  List<JournalStep> begin(CleanupPlan plan);

  /**
   * Adds a step. The call that is announced is made only after this returned.
   *
   * @param step the step, which is safe from a crash when this returns
   * @throws java.io.UncheckedIOException if the step could not be kept, as any other exception
   *     says; an announced call is not made then
   */
  void append(JournalStep step);

  /**
   * Returns whether steps outlive this process, as launch permissions must that tags have no room
   * for.
   *
   * @return {@code true} by default
   */
  default boolean isLasting() {
    return true;
  }

  /**
   * Returns a journal that forgets everything.
   *
   * @return the journal, for executions that need not be finished after a crash
   */
  static ExecutionJournal none() {
    return new ExecutionJournal() {
      @Override
      public List<JournalStep> begin(CleanupPlan plan) {
        return List.of();
      }

      @Override
      public void append(JournalStep step) {
        // Forgotten, as promised.
      }

      @Override
      public boolean isLasting() {
        return false;
      }
    };
  }
}
