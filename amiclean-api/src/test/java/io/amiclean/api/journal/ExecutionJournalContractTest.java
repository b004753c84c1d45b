package io.amiclean.api.journal;

import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.testing.ExecutionJournalContract;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class ExecutionJournalContractTest extends ExecutionJournalContract {

  private final Map<CleanupPlan, List<JournalStep>> place = new HashMap<>();

  @Override
  protected ExecutionJournal open(CleanupPlan plan) {
    return new InMemory(
        place.computeIfAbsent(plan, begun -> Collections.synchronizedList(new ArrayList<>()))) {
      @Override
      public List<JournalStep> begin(CleanupPlan begun) {
        if (!begun.equals(plan)) {
          throw new PlanRefusedException("The journal is of another plan");
        }
        return super.begin(begun);
      }
    };
  }

  /** A journal whose steps a list keeps, whichever plan is begun. */
  static class InMemory implements ExecutionJournal {
    private final List<JournalStep> steps;

    InMemory(List<JournalStep> steps) {
      this.steps = steps;
    }

    @Override
    public List<JournalStep> begin(CleanupPlan plan) {
      return List.copyOf(steps);
    }

    @Override
    public void append(JournalStep step) {
      steps.add(step);
    }
  }
}
