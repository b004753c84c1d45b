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
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.ImageSpec;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.core.plan.CleanupPlanner;
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
