package io.amiclean.core.execution;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.journal.ExecutionJournal;
import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.inmemory.InMemoryAccount;
import java.util.List;
import java.util.function.Supplier;

/**
 * Ends an execution at one of its steps as SIGKILL does: from then on nothing happens any more. The
 * steps are the moments before and after each call that removes or changes, and before and after
 * each line of the journal.
 */
final class Killer {

  private final int fatalStep;
  private final Runnable lastWords;
  private int steps;

  /**
   * Kills at the step of that number, from 1.
   *
   * @param lastWords what is left of a line of the journal that was about to be written
   */
  Killer(int fatalStep, Runnable lastWords) {
    this.fatalStep = fatalStep;
    this.lastWords = lastWords;
  }

  /** Lets everything happen, to count the steps. */
  static Killer asleep() {
    return new Killer(Integer.MAX_VALUE, () -> {});
  }

  synchronized int steps() {
    return steps;
  }

  private void step(Runnable atDeath) {
    if (steps >= fatalStep) {
      throw new Killed();
    }
    steps++;
    if (steps == fatalStep) {
      atDeath.run();
      throw new Killed();
    }
  }

  /** One at a time, so that nothing is under way in another thread when it is killed. */
  private synchronized <T> T between(Runnable atDeath, Supplier<T> action) {
    step(atDeath);
    T answer = action.get();
    step(() -> {});
    return answer;
  }

  ExecutionJournal journal(ExecutionJournal journal) {
    return new ExecutionJournal() {
      @Override
      public List<JournalStep> begin(CleanupPlan plan) {
        return journal.begin(plan);
      }

      @Override
      public boolean isLasting() {
        return journal.isLasting();
      }

      @Override
      public void append(JournalStep step) {
        between(
            lastWords,
            () -> {
              journal.append(step);
              return step;
            });
      }
    };
  }

  ForwardingOperations operations(InMemoryAccount account) {
    return new ForwardingOperations(account) {
      @Override
      public ActionOutcome deregister(ImageId image) {
        return between(() -> {}, () -> super.deregister(image));
      }

      @Override
      public List<ActionOutcome> deregisterWithSnapshots(ImageId image) {
        return between(() -> {}, () -> super.deregisterWithSnapshots(image));
      }

      @Override
      public ActionOutcome delete(SnapshotId snapshot) {
        return between(() -> {}, () -> super.delete(snapshot));
      }

      @Override
      List<ActionOutcome> changeTags(Supplier<List<ActionOutcome>> call) {
        return between(() -> {}, call);
      }

      @Override
      ActionOutcome change(Supplier<ActionOutcome> call) {
        return between(() -> {}, call);
      }
    };
  }

  /** What a process that is killed answers: nothing that anybody could catch. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed", null, false, false);
    }
  }
}
