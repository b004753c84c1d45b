package io.amiclean.api.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.CleanupListener;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.Refusal;
import io.amiclean.api.model.ServiceCall;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link CleanupListener} has to bear. */
public abstract class CleanupListenerContract {

  private static final Duration QUICK = Duration.ofSeconds(2);

  private static final ServiceCall CALL =
      ServiceCall.builder()
          .service("Ec2")
          .operation("DescribeImages")
          .region(Samples.SCOPE.region())
          .account(Samples.ACCOUNT)
          .duration(Duration.ofMillis(250))
          .build();

  /**
   * Returns the listener.
   *
   * @return a listener, the same in every call of a test
   */
  protected abstract CleanupListener listener();

  @Test
  void takesEveryPlan() {
    CleanupPlan empty =
        CleanupPlan.builder()
            .policy(Samples.policy())
            .scope(Samples.SCOPE)
            .createdAt(Samples.NOW)
            .build();
    CleanupPlan refused =
        CleanupPlan.builder()
            .from(Samples.plan())
            .addRefusals(Refusal.of("limit-images", "The plan removes too many images"))
            .build();

    assertThatCode(
            () ->
                Stream.of(Samples.plan(), empty, refused)
                    .forEach(plan -> listener().planned(plan, Duration.ZERO)))
        .doesNotThrowAnyException();
  }

  @Test
  void takesEveryCall() {
    ServiceCall.Builder unknown =
        ServiceCall.builder()
            .service("A service of another release")
            .operation("AnOperation")
            .region("aws-global")
            .duration(Duration.ZERO);

    assertThatCode(
            () ->
                Stream.of(
                        CALL,
                        unknown.build(),
                        unknown.attempts(0).error("SdkClientException").build(),
                        unknown.attempts(8).throttled(8).error("RequestLimitExceeded").build(),
                        unknown.duration(Duration.ofDays(1)).build())
                    .forEach(listener()::called))
        .doesNotThrowAnyException();
  }

  @Test
  void takesEveryOutcomeOfEveryAction() {
    assertThatCode(
            () -> {
              for (Action action : Action.values()) {
                for (Outcome outcome : Outcome.values()) {
                  listener().ended(Samples.SCOPE, outcome(action, outcome));
                }
              }
            })
        .doesNotThrowAnyException();
  }

  @Test
  void takesTheSameTwice() {
    ActionOutcome outcome = outcome(Action.DEREGISTER_IMAGE, Outcome.SUCCEEDED);

    assertThatCode(
            () ->
                List.of(1, 2)
                    .forEach(
                        time -> {
                          listener().planned(Samples.plan(), Duration.ofSeconds(1));
                          listener().called(CALL);
                          listener().ended(Samples.SCOPE, outcome);
                        }))
        .doesNotThrowAnyException();
  }

  @Test
  void takesCallsFromSeveralThreads() {
    CleanupListener listener = listener();

    assertThatCode(
            () ->
                Threads.answers(
                    () -> {
                      for (int i = 0; i < 100; i++) {
                        listener.called(CALL);
                      }
                      return CALL;
                    }))
        .doesNotThrowAnyException();
  }

  @Test
  void returnsQuickly() {
    CleanupListener listener = listener();

    assertTimeoutPreemptively(
        QUICK,
        () -> {
          for (int i = 0; i < 1000; i++) {
            listener.called(CALL);
          }
        });
  }

  private static ActionOutcome outcome(Action action, Outcome outcome) {
    return switch (action) {
      case DELETE_SNAPSHOT, RESTORE_SNAPSHOT ->
          ActionOutcome.change(action, Samples.snapshotId(1), outcome, "a-code", "A message");
      case DEREGISTER_IMAGE,
          DEPRECATE_IMAGE,
          MAKE_IMAGE_PRIVATE,
          DISABLE_IMAGE,
          RESTORE_IMAGE,
          TAG_IMAGE ->
          ActionOutcome.change(action, Samples.imageId(1), outcome, "a-code", "A message");
    };
  }
}
