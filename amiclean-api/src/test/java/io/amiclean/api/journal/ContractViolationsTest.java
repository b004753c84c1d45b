package io.amiclean.api.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.FailingTests;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.testing.ExecutionJournalContract;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class ContractViolationsTest {

  static class Forgetting extends ExecutionJournalContract {
    @Override
    protected ExecutionJournal open(CleanupPlan plan) {
      return ExecutionJournal.none();
    }
  }

  static class OfAllPlans extends ExecutionJournalContract {
    private final List<JournalStep> steps = Collections.synchronizedList(new ArrayList<>());

    @Override
    protected ExecutionJournal open(CleanupPlan plan) {
      return new ExecutionJournalContractTest.InMemory(steps);
    }
  }

  static class OfThePlanThatItWasOpenedFor extends ExecutionJournalContract {
    private final Map<CleanupPlan, List<JournalStep>> steps = new ConcurrentHashMap<>();

    @Override
    protected ExecutionJournal open(CleanupPlan plan) {
      return new ExecutionJournalContractTest.InMemory(
          steps.computeIfAbsent(plan, opened -> Collections.synchronizedList(new ArrayList<>())));
    }
  }

  static class Deduplicating extends ExecutionJournalContractTest {
    @Override
    protected ExecutionJournal open(CleanupPlan plan) {
      ExecutionJournal all = super.open(plan);
      return new ExecutionJournalContractTest.InMemory(new ArrayList<>()) {
        @Override
        public List<JournalStep> begin(CleanupPlan begun) {
          return List.copyOf(new LinkedHashSet<>(all.begin(begun)));
        }

        @Override
        public void append(JournalStep step) {
          all.append(step);
        }
      };
    }
  }

  @Test
  void whoForgetsIsFound() {
    assertThat(FailingTests.of(Forgetting.class))
        .contains("isLasting()", "isWrittenOnByTheNextExecution()");
  }

  @Test
  void whoMixesPlansIsFound() {
    assertThat(FailingTests.of(OfAllPlans.class))
        .containsExactlyInAnyOrder("mixesNoPlans()", "beginsThePlanThatItIsGiven()");
  }

  @Test
  void whoIgnoresWhichPlanIsBegunIsFound() {
    assertThat(FailingTests.of(OfThePlanThatItWasOpenedFor.class))
        .containsExactly("beginsThePlanThatItIsGiven()");
  }

  @Test
  void whoKeepsEqualStepsOnceIsFound() {
    assertThat(FailingTests.of(Deduplicating.class)).containsExactly("keepsEqualStepsEachTime()");
  }
}
