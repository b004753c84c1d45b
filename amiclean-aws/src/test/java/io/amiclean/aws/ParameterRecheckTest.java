package io.amiclean.aws;

import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.AccountOverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The re-checks of an execution read again only the parameters that were written since. */
class ParameterRecheckTest {

  @AutoClose private final AccountOverWire account = new AccountOverWire();
  private final AwsAccount aws = account.account().build();
  private final CleanupPlanner planner =
      CleanupPlanner.builder()
          .account(aws)
          .groupBy(Mappers.everything("all"))
          .retain(RetentionStrategies.nothing())
          .build();
  private CleanupPlan plan;

  @BeforeEach
  void plan() {
    account.state.image(ami(1).value()).device("/dev/xvda", snap(1).value(), 8);
    account.state.image(ami(2).value()).device("/dev/xvda", snap(2).value(), 8);
    account.state.parameter("/a", ami(8).value()).parameter("/b", ami(9).value());
    plan = planner.plan();
    account.endpoint.clearRequests();
  }

  private List<String> codes() {
    ExecutionResult result =
        PlanExecutor.builder().planner(planner).operations(aws.operations()).build().execute(plan);
    return result.outcomes().stream()
        .filter(outcome -> outcome.action() == Action.DEREGISTER_IMAGE)
        .map(ActionOutcome::code)
        .toList();
  }

  @Test
  void readNoValueIfNoneWasWritten() {
    assertThat(codes()).containsExactly("deregistered", "deregistered");
    assertThat(account.endpoint.count("DescribeParameters")).isPositive();
    assertThat(account.endpoint.count("GetParameters")).isZero();
  }

  @Test
  void readTheValueThatWasWritten() {
    account.state.parameter("/b", ami(1).value());

    assertThat(codes()).containsExactly("became-in-use", "deregistered");
    assertThat(account.endpoint.requests("GetParameters"))
        .singleElement()
        .returns(List.of("/b"), request -> request.list("Names"));
  }

  @Test
  void readTheValueOfAParameterThatWasDeletedAndMadeAgain() {
    account.state.deleteParameter("/b").parameter("/b", ami(1).value());

    assertThat(codes()).containsExactly("became-in-use", "deregistered");
  }
}
