package io.amiclean.examples.library;

import static io.amiclean.aws.AccountOverWire.ami;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.Verdict;
import io.amiclean.aws.AccountOverWire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetireInStagesTest {

  @TempDir private Path folder;

  @AutoClose private final AccountOverWire account = new AccountOverWire();
  private final RetireInStages program = new RetireInStages(account.account().build());

  /** Five images of a group, the first of which is the oldest. */
  @BeforeEach
  void describeAccount() {
    for (int number = 1; number <= 5; number++) {
      account
          .state
          .image(ami(number).value())
          .created("2024-04-0" + number + "T00:00:00.000Z")
          .tag("role", "web");
    }
  }

  @Test
  void deprecatesWhatNobodyNeedsFirst() {
    assertThat(program.planner().plan().stageChanges())
        .extracting(ImageDecision::imageId, ImageDecision::actions)
        .containsExactly(tuple(ami(1), List.of(Action.DEPRECATE_IMAGE)));
  }

  @Test
  void bringsAnImageBackThatIsNotTakenAgain() throws IOException {
    CleanupPlan plan = program.planner().plan();
    assertThat(program.execute(plan, folder.resolve("journal")).outcomes())
        .extracting(ActionOutcome::outcome)
        .containsExactly(Outcome.SUCCEEDED);

    assertThat(program.restore(ami(1), "anna").hasFailures()).isFalse();

    assertThat(program.planner().plan().explain(ami(1)).verdict()).isEqualTo(Verdict.EXCLUDED);
  }
}
