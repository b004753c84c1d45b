package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static io.amiclean.core.execution.Executing.account;
import static io.amiclean.core.execution.Executing.ami;
import static io.amiclean.core.execution.Executing.ending;
import static io.amiclean.core.execution.Executing.execute;
import static io.amiclean.core.execution.Executing.executor;
import static io.amiclean.core.execution.Executing.imageOutcome;
import static io.amiclean.core.execution.Executing.outcome;
import static io.amiclean.core.execution.Executing.plan;
import static io.amiclean.core.execution.Executing.snap;
import static io.amiclean.core.execution.Executing.snapshotOutcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.Fault;
import io.amiclean.core.inmemory.InMemoryAccount;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers that are lost, late, broken or wrong: what happened is looked up, never guessed. */
class UnknownOutcomeTest {

  private final InMemoryAccount account =
      account()
          .image(1, 1)
          .image(2, 2)
          .and()
          .snapshot(snap(3), orphan -> orphan.madeFor(ami(7)))
          .build();

  private final CleanupPlan plan = plan(account);

  @Test
  void aRemovalWhoseAnswerWasLostIsFoundDone() {
    account.failAt(AccountCall.DEREGISTER_IMAGE, imageId(1), Fault.lostAfterEffect());

    ExecutionResult result = execute(account, plan);

    assertThat(ending(result, imageId(1))).isEqualTo("SUCCEEDED found-done");
    assertThat(snapshotOutcome(result, 1)).isIn(Outcome.SUCCEEDED, Outcome.ALREADY_GONE);
    assertThat(account.snapshotIds()).isEmpty();
    assertThat(result.hasFailures()).isFalse();
  }

  @Test
  void aRemovalThatWasLostIsFoundUndoneAndNotRepeated() {
    account.failAt(AccountCall.DEREGISTER_IMAGE, imageId(1), Fault.lostBeforeEffect());

    ExecutionResult result = execute(account, plan);

    assertThat(ending(result, imageId(1))).isEqualTo("FAILED found-undone");
    assertThat(ending(result, snapshotId(1))).isEqualTo("SKIPPED image-not-removed");
    assertThat(imageOutcome(result, 2)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE)).hasSize(2);
    assertThat(account.imageIds()).containsExactly(imageId(1));
  }

  @Test
  void aRemovalThatCannotBeLookedUpStaysUnknown() {
    account.failAt(AccountCall.DEREGISTER_IMAGE, imageId(1), Fault.lostAfterEffect());
    account.failAlways(AccountCall.LOOK_UP_IMAGE, Fault.denied());

    ExecutionResult result = execute(account, plan);

    assertThat(imageOutcome(result, 1)).isEqualTo(Outcome.UNKNOWN);
    assertThat(outcome(result, imageId(1)).message()).contains("ec2:DescribeImages");
    assertThat(ending(result, snapshotId(1))).isEqualTo("SKIPPED image-not-removed");
    assertThat(imageOutcome(result, 2)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(result.hasFailures()).isTrue();
  }

  @Test
  void aLookUpThatThrowsLeavesItUnknownAndStopsNoOther() {
    account.failAt(AccountCall.DEREGISTER_IMAGE, imageId(1), Fault.lostAfterEffect());
    account.failAlways(
        AccountCall.LOOK_UP_IMAGE, Fault.thrown(new UnsupportedOperationException("broken")));

    ExecutionResult result = execute(account, plan);

    assertThat(imageOutcome(result, 1)).isEqualTo(Outcome.UNKNOWN);
    assertThat(outcome(result, imageId(1)).message()).contains("broken");
    assertThat(imageOutcome(result, 2)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(snapshotOutcome(result, 3)).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void aDeletionWhoseAnswerWasLostIsFoundDone() {
    account.failAt(AccountCall.DELETE_SNAPSHOT, snapshotId(3), Fault.lostAfterEffect());

    assertThat(ending(execute(account, plan), snapshotId(3))).isEqualTo("SUCCEEDED found-done");
  }

  @Test
  void aDeletionThatWasLostIsFoundUndone() {
    account.failAt(AccountCall.DELETE_SNAPSHOT, snapshotId(3), Fault.lostBeforeEffect());

    assertThat(ending(execute(account, plan), snapshotId(3))).isEqualTo("FAILED found-undone");
    assertThat(account.calls(AccountCall.DELETE_SNAPSHOT)).hasSize(1);
  }

  @Test
  void aDeletionThatCannotBeLookedUpStaysUnknown() {
    account.failAt(AccountCall.DELETE_SNAPSHOT, snapshotId(3), Fault.lostAfterEffect());
    account.failAlways(AccountCall.LOOK_UP_SNAPSHOT, Fault.error("Unavailable", "Not now"));

    assertThat(snapshotOutcome(execute(account, plan), 3)).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void aDeletionAlongWithTheImageThatIsUnknownIsLookedUpAndNotRepeatedIfDone() {
    account.failAt(AccountCall.DELETE_SNAPSHOT, snapshotId(1), Fault.lostAfterEffect());

    ExecutionResult result = execute(account, plan);

    assertThat(ending(result, snapshotId(1))).isEqualTo("SUCCEEDED found-done");
    assertThat(account.calls(AccountCall.DELETE_SNAPSHOT)).hasSize(1);
  }

  @Test
  void aDeletionAlongWithTheImageThatWasLostIsFoundUndone() {
    account.failAt(AccountCall.DELETE_SNAPSHOT, snapshotId(1), Fault.lostBeforeEffect());

    assertThat(ending(execute(account, plan), snapshotId(1))).isEqualTo("FAILED found-undone");
    assertThat(account.snapshotIds()).containsExactly(snapshotId(1));
  }

  @Test
  void aRemovalWithoutSnapshotsIsLookedUpAsWell() {
    InMemoryAccount bare = account().image(1).image(2).image(3).build();
    CleanupPlan ofThree = plan(bare);
    bare.failAt(AccountCall.DEREGISTER_IMAGE, imageId(1), Fault.lostBeforeEffect());
    bare.failAt(AccountCall.DEREGISTER_IMAGE, imageId(2), Fault.lostAfterEffect());

    ExecutionResult result = execute(bare, ofThree);

    assertThat(ending(result, imageId(1))).isEqualTo("FAILED found-undone");
    assertThat(ending(result, imageId(2))).isEqualTo("SUCCEEDED found-done");
    assertThat(bare.calls(AccountCall.LOOK_UP_IMAGE)).hasSize(2);
  }

  @Test
  void whatIsCertainIsNotLookedUp() {
    account.failAt(AccountCall.DEREGISTER_IMAGE, imageId(2), Fault.denied());
    account.failAt(AccountCall.DELETE_SNAPSHOT, snapshotId(3), Fault.denied());

    execute(account, plan);

    assertThat(account.calls(AccountCall.LOOK_UP_IMAGE)).isEmpty();
    assertThat(account.calls(AccountCall.LOOK_UP_SNAPSHOT)).isEmpty();
  }

  @Test
  void aDeletionAlongWithTheImageThatCannotBeLookedUpIsLeftAlone() {
    account.failAt(AccountCall.DELETE_SNAPSHOT, snapshotId(1), Fault.lostBeforeEffect());
    account.failAlways(AccountCall.LOOK_UP_SNAPSHOT, Fault.denied());

    ExecutionResult result = execute(account, plan);

    assertThat(snapshotOutcome(result, 1)).isEqualTo(Outcome.UNKNOWN);
    assertThat(account.snapshotIds()).containsExactly(snapshotId(1));
  }

  @Test
  void aRemovalThatThrowsIsLookedUpAndStopsNoOther() {
    account.failAt(
        AccountCall.DEREGISTER_IMAGE,
        imageId(1),
        Fault.thrown(new UnsupportedOperationException("broken")));
    account.failAt(
        AccountCall.DELETE_SNAPSHOT,
        snapshotId(3),
        Fault.thrown(new UnsupportedOperationException("broken")));

    ExecutionResult result = execute(account, plan);

    assertThat(ending(result, imageId(1))).isEqualTo("FAILED found-undone");
    assertThat(ending(result, snapshotId(1))).isEqualTo("SKIPPED image-not-removed");
    assertThat(ending(result, snapshotId(3))).isEqualTo("FAILED found-undone");
    assertThat(imageOutcome(result, 2)).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void noAnswerIsNoAnswer() {
    ForwardingOperations silent =
        new ForwardingOperations(account) {
          @Override
          public List<ActionOutcome> deregisterWithSnapshots(ImageId image) {
            account.deregisterWithSnapshots(image);
            return List.of();
          }

          @SuppressWarnings("NullAway")
          @Override
          public ActionOutcome delete(SnapshotId snapshot) {
            return null;
          }
        };

    ExecutionResult result = executor(account).operations(silent).build().execute(plan);

    assertThat(ending(result, imageId(1))).isEqualTo("SUCCEEDED found-done");
    assertThat(ending(result, snapshotId(1))).isEqualTo("SUCCEEDED found-done");
    assertThat(ending(result, snapshotId(3))).isEqualTo("FAILED found-undone");
  }

  @Test
  void anAnswerForAnotherIsNoAnswer() {
    ForwardingOperations confused =
        new ForwardingOperations(account) {
          @Override
          public List<ActionOutcome> deregisterWithSnapshots(ImageId image) {
            return List.of(account.deregister(imageId(2)));
          }
        };

    ExecutionResult result = executor(account).operations(confused).build().execute(plan);

    assertThat(ending(result, imageId(1))).isEqualTo("FAILED found-undone");
    assertThat(ending(result, snapshotId(1))).isEqualTo("SKIPPED image-not-removed");
  }

  @Test
  void aSnapshotThatIsSharedWithAnImageOfUnknownOutcomeStays() {
    InMemoryAccount sharing = account().image(1, 9).image(2, 9).build();
    CleanupPlan ofBoth = plan(sharing);
    sharing.failAt(AccountCall.DEREGISTER_IMAGE, imageId(1), Fault.lostAfterEffect());
    sharing.failAlways(AccountCall.LOOK_UP_IMAGE, Fault.denied());

    ExecutionResult result =
        executor(sharing).recheckEvery(1, Duration.ofDays(1)).build().execute(ofBoth);

    assertThat(imageOutcome(result, 1)).isEqualTo(Outcome.UNKNOWN);
    assertThat(imageOutcome(result, 2)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(ending(result, snapshotId(9))).isEqualTo("SKIPPED image-not-removed");
    assertThat(sharing.snapshotIds()).containsExactly(snapshotId(9));
  }

  /** The answer of an image is lost, whose snapshot goes along or does not and is refused alone. */
  private static ExecutionResult loseAndRefuse(InMemoryAccount ofOne, boolean along) {
    ForwardingOperations operations =
        new ForwardingOperations(ofOne) {
          @Override
          public List<ActionOutcome> deregisterWithSnapshots(ImageId image) {
            if (along) {
              ofOne.deregisterWithSnapshots(image);
            } else {
              ofOne.deregister(image);
            }
            return List.of();
          }

          @Override
          public ActionOutcome delete(SnapshotId snapshot) {
            return ActionOutcome.deletion(snapshot, Outcome.FAILED, "NotYours", "Not yours");
          }
        };
    return executor(ofOne).operations(operations).build().execute(plan(ofOne));
  }

  @Test
  void aRefusalSaysNothingOfASnapshotThatWentAlong() {
    InMemoryAccount ofOne = account().image(1, 1).build();

    assertThat(ending(loseAndRefuse(ofOne, true), snapshotId(1)))
        .isEqualTo("ALREADY_GONE already-gone");
  }

  @Test
  void aRefusalStandsIfTheSnapshotDidNotGoAlong() {
    InMemoryAccount ofOne = account().image(1, 1).build();

    assertThat(ending(loseAndRefuse(ofOne, false), snapshotId(1))).isEqualTo("FAILED NotYours");
  }

  @Test
  void aRefusalStandsIfTheSnapshotCannotBeLookedUp() {
    InMemoryAccount ofOne = account().image(1, 1).build();
    ofOne.failAlways(AccountCall.LOOK_UP_SNAPSHOT, Fault.denied());

    assertThat(ending(loseAndRefuse(ofOne, true), snapshotId(1))).isEqualTo("FAILED NotYours");
  }

  @Test
  void aSnapshotThatIsNotListedAndExistsStays() {
    account.delete(snapshotId(3));
    ForwardingOperations seeingIt =
        new ForwardingOperations(account) {
          @Override
          public boolean exists(SnapshotId snapshot) {
            return true;
          }
        };

    ExecutionResult result = executor(account).operations(seeingIt).build().execute(plan);

    assertThat(snapshotOutcome(result, 3)).isEqualTo(Outcome.SKIPPED);
  }

  @Test
  void aSnapshotThatIsNotListedAndCannotBeLookedUpStays() {
    account.delete(snapshotId(3));
    account.failAlways(AccountCall.LOOK_UP_SNAPSHOT, Fault.denied());

    assertThat(snapshotOutcome(execute(account, plan), 3)).isEqualTo(Outcome.SKIPPED);
  }

  @Test
  void aSnapshotThatIsListedAndStaysIsNotLookedUp() {
    account.add(more -> more.launchTemplate("lt-7", snap(3)));

    assertThat(ending(execute(account, plan), snapshotId(3))).isEqualTo("SKIPPED snapshot-in-use");
    assertThat(account.calls(AccountCall.LOOK_UP_SNAPSHOT)).isEmpty();
  }
}
