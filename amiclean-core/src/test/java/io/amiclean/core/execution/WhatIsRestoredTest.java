package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.execution.Executing.CLOCK;
import static io.amiclean.core.execution.Executing.ami;
import static io.amiclean.core.execution.Executing.ending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.ImageSpec;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.core.plan.CleanupPlanner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Which images a restoring takes, and which it leaves alone. */
class WhatIsRestoredTest {

  private static InMemoryAccount accountOf(Consumer<ImageSpec> image) {
    return InMemoryAccount.builder()
        .clock(CLOCK)
        .image(
            ami(1),
            spec -> {
              spec.createdAt(NOW);
              image.accept(spec);
            })
        .build();
  }

  private static ImageRestorer.Builder restoring(InMemoryAccount account) {
    return ImageRestorer.builder().operations(account).images(account).holdBy("anna").clock(CLOCK);
  }

  @Test
  void ofAPlanWhatItMovesIntoAStageIsRestored() {
    InMemoryAccount account = accountOf(image -> {});
    CleanupPlanner planner =
        Executing.planner(account).lifecycle(LifecyclePolicy.of(LifecycleRule.disable())).build();
    Executing.executor(account, planner).lifecycle(account).build().execute(planner.plan());
    account.add(more -> more.image(ami(2), image -> image.createdAt(NOW)));
    account.add(more -> more.instance("i-0123456789abcdef0", ami(1)));
    CleanupPlan plan = planner.plan();
    assertThat(plan.stageChanges()).hasSize(2);

    ExecutionResult result = restoring(account).build().restore(plan);

    assertThat(result.outcomes()).extracting(ActionOutcome::resource).containsExactly(imageId(2));
  }

  private static ActionOutcome change(Action action, int image, Outcome outcome) {
    return ActionOutcome.change(action, imageId(image), outcome, "code", "Message");
  }

  @Test
  void ofAResultWhatWasMovedIntoAStageOrMayHaveBeenIsRestored() {
    InMemoryAccount account = accountOf(image -> {});
    ExecutionResult moved =
        ExecutionResult.builder()
            .startedAt(NOW)
            .finishedAt(NOW)
            .scope(account.scope())
            .addOutcomes(
                change(Action.DISABLE_IMAGE, 1, Outcome.SUCCEEDED),
                change(Action.DISABLE_IMAGE, 2, Outcome.UNKNOWN),
                change(Action.DISABLE_IMAGE, 3, Outcome.SKIPPED),
                change(Action.RESTORE_IMAGE, 4, Outcome.SUCCEEDED))
            .build();

    ExecutionResult result = restoring(account).build().restore(moved);

    assertThat(result.outcomes())
        .extracting(ActionOutcome::resource)
        .containsExactly(imageId(1), imageId(2));
  }

  @Test
  void aPlanAndAResultOfAnotherAccountAreRefused() {
    InMemoryAccount account = accountOf(image -> {});
    ImageRestorer restorer = restoring(account).build();
    CleanupScope other = CleanupScope.of(AccountId.of("210987654321"), "eu-west-1");
    CleanupPlan plan =
        CleanupPlan.builder()
            .createdAt(NOW)
            .scope(other)
            .policy(Executing.plan(account).policy())
            .build();
    ExecutionResult result =
        ExecutionResult.builder().startedAt(NOW).finishedAt(NOW).scope(other).build();

    assertThatExceptionOfType(PlanRefusedException.class)
        .isThrownBy(() -> restorer.restore(plan))
        .withMessageStartingWith("The plan is of " + other);
    assertThatExceptionOfType(PlanRefusedException.class)
        .isThrownBy(() -> restorer.restore(result))
        .withMessageStartingWith("The result is of " + other);
  }

  @Test
  void aDeprecationThatNoStageMadeStays() {
    Instant planned = NOW.plus(Duration.ofDays(5));
    InMemoryAccount account = accountOf(image -> image.deprecatedAt(planned));
    CleanupPlanner planner =
        Executing.planner(account).lifecycle(LifecyclePolicy.of(LifecycleRule.disable())).build();
    Executing.executor(account, planner).lifecycle(account).build().execute(planner.plan());

    ExecutionResult result = restoring(account).build().restore(List.of(imageId(1)));

    assertThat(ending(result, imageId(1))).isEqualTo("SUCCEEDED success");
    assertThat(account.loadImages().image(imageId(1)).orElseThrow().deprecationTime())
        .contains(planned);
  }

  @Test
  void imagesOfAnotherAccountThanTheOperationsAreRefused() {
    InMemoryAccount account = accountOf(image -> {});
    ForwardingOperations elsewhere =
        new ForwardingOperations(account) {
          @Override
          public CleanupScope scope() {
            return CleanupScope.of(AccountId.of("210987654321"), "eu-west-1");
          }
        };
    ImageRestorer restorer = restoring(account).operations(elsewhere).build();

    assertThatExceptionOfType(PlanRefusedException.class)
        .isThrownBy(() -> restorer.restore(List.of(imageId(1))))
        .withMessageStartingWith("The inventory is of " + account.scope());
    assertThat(account.calls(AccountCall.TAG_IMAGE)).isEmpty();
  }

  @Test
  void anImageThatEc2StillListsAsDeregisteredIsGone() {
    InMemoryAccount account = accountOf(image -> image.state(ImageState.DEREGISTERED));

    ExecutionResult result = restoring(account).build().restore(List.of(imageId(1)));

    assertThat(ending(result, imageId(1))).isEqualTo("ALREADY_GONE already-gone");
  }

  @Test
  void anImageWhoseMarkIsMalformedKeepsIt() {
    InMemoryAccount account = accountOf(image -> image.tag("amiclean:stage", "nonsense"));

    ExecutionResult result = restoring(account).build().restore(List.of(imageId(1)));

    assertThat(ending(result, imageId(1))).isEqualTo("FAILED malformed-stage");
    assertThat(account.loadImages().image(imageId(1)).orElseThrow().tags())
        .containsEntry("amiclean:stage", "nonsense");
  }
}
