package io.amiclean.aws.internal.lifecycle;

import static io.amiclean.aws.AccountOverWire.NOW;
import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.AccountOverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.plan.Action;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.internal.call.MutatingCall;
import io.amiclean.aws.lifecycle.RecycleBin;
import io.amiclean.aws.lifecycle.RecycledImage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.retries.api.BackoffStrategy;

class Ec2RecycleBinTest {

  @AutoClose private final AccountOverWire account = new AccountOverWire();
  private final RecycleBin bin =
      new Ec2RecycleBin(
          account.ec2(),
          account.callerScope,
          MutatingCall.retry(
              BackoffStrategy.retryImmediately(), BackoffStrategy.retryImmediately()));

  Ec2RecycleBinTest() {
    account.state.recycle(Duration.ofDays(14));
    for (int i = 1; i <= 2; i++) {
      account
          .state
          .image(ami(i).value())
          .name("front-" + i)
          .device("/dev/xvda", snap(i).value(), 8)
          .device("/dev/sdf", snap(10 + i).value(), 8);
      String id = ami(i).value();
      account.clients.ec2().deregisterImage(r -> r.imageId(id).deleteAssociatedSnapshots(true));
    }
    account.endpoint.clearRequests();
  }

  @Test
  void listsWhatItHolds() {
    assertThat(bin.images())
        .containsExactly(
            new RecycledImage(ami(1), "front-1", NOW, NOW.plus(Duration.ofDays(14))),
            new RecycledImage(ami(2), "front-2", NOW, NOW.plus(Duration.ofDays(14))));
  }

  @Test
  void listsEveryPage() {
    account.endpoint.pageSize("ListImagesInRecycleBin", 1).emptyPages("ListImagesInRecycleBin");

    assertThat(bin.images()).hasSize(2);
  }

  @Test
  void restoresTheSnapshotsOfAnImageBeforeIt() {
    account.endpoint.pageSize("ListSnapshotsInRecycleBin", 1);

    assertThat(bin.restore(List.of(ami(1))))
        .extracting(ActionOutcome::action, ActionOutcome::resource, ActionOutcome::outcome)
        .containsExactly(
            tuple(Action.RESTORE_SNAPSHOT, snap(1), Outcome.SUCCEEDED),
            tuple(Action.RESTORE_SNAPSHOT, snap(11), Outcome.SUCCEEDED),
            tuple(Action.RESTORE_IMAGE, ami(1), Outcome.SUCCEEDED));
    assertThat(account.state.imageIds()).containsExactly(ami(1).value());
    assertThat(account.state.snapshotIds()).containsExactly(snap(1).value(), snap(11).value());
    assertThat(bin.images()).extracting(RecycledImage::id).containsExactly(ami(2));
  }

  @Test
  void restoresSeveralImagesWithOneLook() {
    assertThat(bin.restore(List.of(ami(2), ami(1), ami(2))))
        .hasSize(6)
        .extracting(ActionOutcome::outcome)
        .containsOnly(Outcome.SUCCEEDED);
    assertThat(account.endpoint.count("ListSnapshotsInRecycleBin")).isEqualTo(1);
  }

  @Test
  void restoresTheSnapshotsOfACopy() {
    account.state.recycledImage(ami(3).value()).device("/dev/xvda", snap(3).value(), 8);
    account
        .state
        .recycledSnapshot(snap(3).value())
        .description(
            "Copied for DestinationAmi %s from SourceAmi %s for SourceSnapshot %s. Task created on 1,607,338,338,349."
                .formatted(ami(3), ami(1), snap(1)));

    assertThat(bin.restore(List.of(ami(3))))
        .extracting(ActionOutcome::resource)
        .containsExactly(snap(3), ami(3));
  }

  @Test
  void failsOnAnImageWhoseSnapshotsDoNotSayThatTheyAreItsOwn() {
    account.state.recycledImage(ami(3).value()).device("/dev/xvda", snap(3).value(), 8);
    account.state.recycledSnapshot(snap(3).value()).description("made by hand");

    assertThat(bin.restore(List.of(ami(3))))
        .singleElement()
        .returns(Outcome.FAILED, ActionOutcome::outcome)
        .satisfies(outcome -> assertThat(outcome.message()).contains(snap(3).value()));
  }

  @Test
  void restoresNothingOfAnImageThatItDoesNotHold() {
    account.state.image(ami(4).value());
    account
        .state
        .recycledSnapshot(snap(9).value())
        .description("Created by CreateImage(i-1) for " + ami(9));

    assertThat(bin.restore(List.of(ami(4), ami(9))))
        .extracting(ActionOutcome::resource, ActionOutcome::outcome, ActionOutcome::code)
        .containsExactly(
            tuple(ami(4), Outcome.SUCCEEDED, "already-restored"),
            tuple(ami(9), Outcome.ALREADY_GONE, "not-in-recycle-bin"));
    assertThat(account.endpoint.count("RestoreSnapshotFromRecycleBin")).isZero();
  }

  @Test
  void skipsAnImageOfWhichASnapshotStaysAndGoesOnWithTheNext() {
    account.endpoint.failAt(
        "RestoreSnapshotFromRecycleBin", 1, 403, "UnauthorizedOperation", "No.");

    List<ActionOutcome> outcomes = bin.restore(List.of(ami(1), ami(2)));

    assertThat(outcomes.get(0).message()).contains("ec2:RestoreSnapshotFromRecycleBin");
    assertThat(outcomes)
        .filteredOn(outcome -> outcome.action() == Action.RESTORE_IMAGE)
        .extracting(ActionOutcome::outcome, ActionOutcome::code)
        .containsExactly(
            tuple(Outcome.SKIPPED, "snapshots-not-restored"), tuple(Outcome.SUCCEEDED, "restored"));
    assertThat(account.state.imageIds()).containsExactly(ami(2).value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"RestoreSnapshotFromRecycleBin", "RestoreImageFromRecycleBin"})
  void looksUpWhatALostAnswerWasAbout(String action) {
    account.endpoint.cutAfter(action, 1);

    assertThat(bin.restore(List.of(ami(1))))
        .allMatch(outcome -> outcome.outcome() == Outcome.SUCCEEDED)
        .filteredOn(outcome -> outcome.code().equals("already-restored"))
        .hasSize(1);
    assertThat(account.state.imageIds()).containsExactly(ami(1).value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"RestoreSnapshotFromRecycleBin", "RestoreImageFromRecycleBin"})
  void goesOnWhereALostRequestStoppedIt(String action) {
    account.endpoint.cutBefore(action, 1);

    assertThat(bin.restore(List.of(ami(1))))
        .filteredOn(outcome -> outcome.outcome() == Outcome.UNKNOWN)
        .singleElement()
        .returns("no-answer", ActionOutcome::code);
    assertThat(bin.restore(List.of(ami(1))))
        .extracting(ActionOutcome::outcome)
        .containsOnly(Outcome.SUCCEEDED);
    assertThat(account.state.imageIds()).containsExactly(ami(1).value());
  }

  @Test
  void takesWhatSomebodyElseRestoredMeanwhileForRestored() {
    account
        .endpoint
        .failAlways("RestoreSnapshotFromRecycleBin", 400, "InvalidSnapshot.NotFound", "None.")
        .failAlways("RestoreImageFromRecycleBin", 400, "InvalidAMIID.NotFound", "None.");
    account.state.snapshot(snap(1).value());
    account.state.snapshot(snap(11).value());
    account.state.image(ami(1).value());

    assertThat(bin.restore(List.of(ami(1))))
        .extracting(ActionOutcome::code)
        .containsOnly("already-restored");
  }

  @Test
  void isRepeatedWhenRefusedForItsRate() {
    account.endpoint.failFirst(
        "RestoreImageFromRecycleBin", 2, 503, "RequestLimitExceeded", "Request limit exceeded.");

    assertThat(bin.restore(List.of(ami(1))))
        .extracting(ActionOutcome::outcome)
        .containsOnly(Outcome.SUCCEEDED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ListImagesInRecycleBin", "ListSnapshotsInRecycleBin"})
  void restoresNothingWhereItCannotBeRead(String action) {
    account.state.deny("ec2:" + action);

    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(() -> bin.restore(List.of(ami(1))))
        .withMessageContaining("ec2:" + action)
        .withMessageNotContaining("skip");
    assertThat(account.state.snapshotIds()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ListImagesInRecycleBin", "ListSnapshotsInRecycleBin"})
  void restoresNothingWhereItHasNoEnd(String action) {
    account.endpoint.sameTokenForEver(action);

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> bin.restore(List.of(ami(1))))
        .withMessageContaining("same page token");
    assertThat(account.state.snapshotIds()).isEmpty();
  }

  @Test
  void needsNoCallForNoImage() {
    assertThat(bin.restore(List.of())).isEmpty();
    assertThat(account.endpoint.requests()).isEmpty();
  }
}
