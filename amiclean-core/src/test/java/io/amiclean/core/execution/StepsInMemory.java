package io.amiclean.core.execution;

import io.amiclean.api.journal.ExecutionJournal;
import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.plan.CleanupPlan;
import java.util.ArrayList;
import java.util.List;

/** A journal in memory, which outlives the executions that are given it. */
final class StepsInMemory implements ExecutionJournal {

  private final List<JournalStep> steps = new ArrayList<>();
  private Runnable onAppend = () -> {};

  /** Has something happen before each step is kept. */
  synchronized void onAppend(Runnable action) {
    this.onAppend = action;
  }

  synchronized List<JournalStep> steps() {
    return List.copyOf(steps);
  }

  @Override
  public synchronized List<JournalStep> begin(CleanupPlan plan) {
    return List.copyOf(steps);
  }

  @Override
  public synchronized void append(JournalStep step) {
    onAppend.run();
    steps.add(step);
  }
}
