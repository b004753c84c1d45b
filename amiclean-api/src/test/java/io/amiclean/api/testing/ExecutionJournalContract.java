package io.amiclean.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.journal.ExecutionJournal;
import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ExecutionJournal} promises whose steps are lasting. JUnit makes an instance of
 * the test class, and with it a place for journals, for each test.
 */
public abstract class ExecutionJournalContract {

  private static final int STEPS = 25;

  private static final JournalStep ANNOUNCED =
      JournalStep.announced(
          Samples.imageId(1), List.of(Samples.snapshotId(1), Samples.snapshotId(2)));

  private static final JournalStep ENDED =
      JournalStep.ended(
          List.of(
              ActionOutcome.deregistration(
                  Samples.imageId(1), Outcome.SUCCEEDED, "success", "Deregistered"),
              ActionOutcome.deletion(
                  Samples.snapshotId(1), Outcome.FAILED, "client-error", "\"quoted\",\nü")));

  private static final JournalStep RECORDED =
      JournalStep.recorded(
          Samples.imageId(2),
          LaunchPermissions.builder()
              .everybody(true)
              .addAccounts(Samples.OTHER_ACCOUNT)
              .addOrganizations("arn:aws:organizations::111111111111:organization/o-1234567890")
              .addOrganizationalUnits(
                  "arn:aws:organizations::111111111111:ou/o-1234567890/ou-ab12-12345678")
              .build());

  private static final CleanupPlan OTHER =
      CleanupPlan.builder().from(Samples.plan()).createdAt(Samples.NOW.plusSeconds(1)).build();

  /**
   * Opens the journal of a plan, as the process does that executes it. One that is {@link
   * AutoCloseable} is closed before it is opened again; others are left as a killed process leaves
   * them.
   *
   * @param plan the plan
   * @return the journal, over what earlier ones of this test have kept
   * @throws Exception if it cannot be opened
   */
  protected abstract ExecutionJournal open(CleanupPlan plan) throws Exception;

  /** Executes a plan with a journal. */
  @FunctionalInterface
  private interface Use {
    void of(ExecutionJournal journal) throws Exception;
  }

  private void with(CleanupPlan plan, Use use) throws Exception {
    ExecutionJournal journal = open(plan);
    try {
      use.of(journal);
    } finally {
      if (journal instanceof AutoCloseable closeable) {
        closeable.close();
      }
    }
  }

  private void append(JournalStep... steps) throws Exception {
    with(
        Samples.plan(),
        journal -> {
          journal.begin(Samples.plan());
          for (JournalStep step : steps) {
            journal.append(step);
          }
        });
  }

  private List<JournalStep> read() throws Exception {
    List<JournalStep> steps = new ArrayList<>();
    with(Samples.plan(), journal -> steps.addAll(journal.begin(Samples.plan())));
    return steps;
  }

  @Test
  void hasNoStepsOfAPlanThatWasNeverExecuted() throws Exception {
    assertThat(read()).isEmpty();
  }

  @Test
  void isLasting() throws Exception {
    with(Samples.plan(), journal -> assertThat(journal.isLasting()).isTrue());
  }

  @Test
  void keepsStepsOfEveryKindInTheirOrder() throws Exception {
    JournalStep change = JournalStep.announced(Samples.imageId(2), List.of());
    JournalStep changed =
        JournalStep.ended(
            List.of(
                ActionOutcome.change(
                    Action.MAKE_IMAGE_PRIVATE,
                    Samples.imageId(2),
                    Outcome.UNKNOWN,
                    "no-answer",
                    "")));

    append(ANNOUNCED, change, RECORDED, ENDED, changed);

    assertThat(read()).containsExactly(ANNOUNCED, change, RECORDED, ENDED, changed);
  }

  @Test
  void isWrittenOnByTheNextExecution() throws Exception {
    append(ANNOUNCED);
    append(ENDED);
    append(RECORDED);

    assertThat(read()).containsExactly(ANNOUNCED, ENDED, RECORDED);
    assertThat(read()).containsExactly(ANNOUNCED, ENDED, RECORDED);
  }

  /** A call may be announced twice, when it had no effect before. */
  @Test
  void keepsEqualStepsEachTime() throws Exception {
    append(ANNOUNCED, ENDED, ANNOUNCED, ENDED);

    assertThat(read()).containsExactly(ANNOUNCED, ENDED, ANNOUNCED, ENDED);
  }

  @Test
  void keepsALongRecord() throws Exception {
    LaunchPermissions.Builder permissions = LaunchPermissions.builder();
    for (int i = 0; i < 1_000; i++) {
      permissions.addAccounts(AccountId.of(String.format(Locale.ROOT, "%012d", i)));
    }
    JournalStep record = JournalStep.recorded(Samples.imageId(1), permissions.build());

    append(record);

    assertThat(read()).containsExactly(record);
  }

  @Test
  void keepsWhatSeveralThreadsAddAtATime() throws Exception {
    AtomicInteger threads = new AtomicInteger();
    with(
        Samples.plan(),
        journal -> {
          journal.begin(Samples.plan());
          Threads.answers(
              () -> {
                int first = threads.incrementAndGet() * 100;
                for (int i = first; i < first + STEPS; i++) {
                  journal.append(JournalStep.announced(Samples.imageId(i), List.of()));
                }
                return first;
              });
        });

    List<ImageId> images = read().stream().map(step -> (ImageId) step.resource()).toList();
    assertThat(images).hasSize(4 * STEPS).doesNotHaveDuplicates();
    for (int thread = 1; thread <= 4; thread++) {
      List<ImageId> added = new ArrayList<>();
      for (int i = thread * 100; i < thread * 100 + STEPS; i++) {
        added.add(Samples.imageId(i));
      }
      assertThat(images).as("in the order of each thread").containsSubsequence(added);
    }
  }

  /** Either a journal of another plan is refused, or each plan has a journal of its own. */
  @Test
  void mixesNoPlans() throws Exception {
    append(ANNOUNCED);

    List<JournalStep> steps = new ArrayList<>();
    try {
      with(OTHER, journal -> steps.addAll(journal.begin(OTHER)));
    } catch (PlanRefusedException e) {
      assertThat(e).hasMessageNotContaining("null");
    }

    assertThat(steps).isEmpty();
    assertThat(read()).containsExactly(ANNOUNCED);
  }

  /** The steps of another plan would say of its images that they are done. */
  @Test
  void beginsThePlanThatItIsGiven() throws Exception {
    append(ANNOUNCED, ENDED);

    List<JournalStep> steps = new ArrayList<>();
    with(
        Samples.plan(),
        journal -> {
          try {
            steps.addAll(journal.begin(OTHER));
          } catch (PlanRefusedException e) {
            assertThat(e).hasMessageNotContaining("null");
          }
        });

    assertThat(steps).as("the steps of a plan that was never executed").isEmpty();
    assertThat(read()).containsExactly(ANNOUNCED, ENDED);
  }
}
