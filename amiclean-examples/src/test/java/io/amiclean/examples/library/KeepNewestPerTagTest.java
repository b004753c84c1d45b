package io.amiclean.examples.library;

import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.AccountOverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.Verdict;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.wire.Ec2State;
import io.amiclean.core.plan.CleanupPlanner;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeepNewestPerTagTest {

  @AutoClose private final AccountOverWire account = new AccountOverWire();
  private final AwsAccount aws = account.account().build();
  private final CleanupPlanner planner = KeepNewestPerTag.planner(aws);

  /** Five images in each of two groups; the higher its number, the newer an image. */
  @BeforeEach
  void describeAccount() {
    for (int number = 1; number <= 5; number++) {
      image(number, "dev");
      image(number + 5, "prod");
    }
  }

  @Test
  void removesAllButTheNewestOfEachGroup() {
    assertThat(planner.plan().removals())
        .extracting(ImageDecision::imageId)
        .containsExactly(ami(1), ami(6));
  }

  @Test
  void changesNothingWhilePlanning() {
    planner.plan();

    assertThat(account.state.imageIds()).hasSize(10);
    assertThat(account.state.snapshotIds()).hasSize(10);
  }

  @Test
  void removesWhatThePlanSays() {
    ExecutionResult result = KeepNewestPerTag.executor(aws, planner).execute(planner.plan());

    assertThat(result.counts()).containsEntry(Outcome.SUCCEEDED, 4);
    assertThat(account.state.imageIds()).hasSize(8).doesNotContain(ami(1).value(), ami(6).value());
    assertThat(account.state.snapshotIds())
        .hasSize(8)
        .doesNotContain(snap(1).value(), snap(6).value());
  }

  @Test
  void keepsImagesThatAreTagged() {
    account.state.image(ami(1).value()).tag("keep", "");

    assertThat(planner.plan().explain(ami(1)).verdict()).isEqualTo(Verdict.EXCLUDED);
  }

  @Test
  void keepsImagesOfReleasesByAFilterOfItsOwn() {
    account.state.image(ami(1).value()).name("release-1");

    assertThat(planner.plan().explain(ami(1)).reasons())
        .extracting(Reason::code)
        .containsExactly("release");
  }

  @Test
  void keepsImagesThatAreInUse() {
    account.state.instance("i-00000000000000001").image(ami(1).value());

    assertThat(planner.plan().removals())
        .extracting(ImageDecision::imageId)
        .containsExactly(ami(6));
  }

  @Test
  void keepsImagesThatGotAUserSince() {
    CleanupPlan plan = planner.plan();
    account.state.instance("i-00000000000000001").image(ami(1).value());

    KeepNewestPerTag.executor(aws, planner).execute(plan);

    assertThat(account.state.imageIds()).contains(ami(1).value()).doesNotContain(ami(6).value());
  }

  @Test
  void refusesToRemoveMoreThanAFifth() {
    account.state.remove(ami(10).value()).remove(ami(9).value());
    image(11, "test");
    for (int number = 20; number < 30; number++) {
      image(number, "many");
    }

    CleanupPlan plan = planner.plan();

    assertThatExceptionOfType(PlanRefusedException.class)
        .isThrownBy(() -> KeepNewestPerTag.executor(aws, planner).execute(plan))
        .withMessageContaining("20");
    assertThat(account.state.imageIds()).hasSize(19);
  }

  private Ec2State.Image image(int number, String environment) {
    return account
        .state
        .image(ami(number).value())
        .created("2020-01-%02dT00:00:00.000Z".formatted(number))
        .tag("environment", environment)
        .tag("role", "web")
        .device("/dev/xvda", snap(number).value(), 8);
  }
}
