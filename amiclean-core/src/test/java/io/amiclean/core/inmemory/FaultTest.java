package io.amiclean.core.inmemory;

import static io.amiclean.core.inmemory.AccountCall.CHECK_CANDIDATES;
import static io.amiclean.core.inmemory.AccountCall.DELETE_SNAPSHOT;
import static io.amiclean.core.inmemory.AccountCall.DEREGISTER_IMAGE;
import static io.amiclean.core.inmemory.AccountCall.LOOK_UP_IMAGE;
import static io.amiclean.core.inmemory.AccountCall.READ_AUTO_SCALING_GROUPS;
import static io.amiclean.core.inmemory.AccountCall.READ_IMAGES;
import static io.amiclean.core.inmemory.AccountCall.READ_INSTANCES;
import static io.amiclean.core.inmemory.AccountCall.READ_OTHER_USAGE;
import static io.amiclean.core.inmemory.AccountCall.READ_RECYCLE_BIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.EvidenceFailuresException;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An account in memory fails at the call, and in the way, that it is made to. */
class FaultTest {

  private static final ImageId ONE = ImageId.of("ami-00000001");
  private static final ImageId TWO = ImageId.of("ami-00000002");
  private static final SnapshotId ROOT = SnapshotId.of("snap-00000001");
  private static final SnapshotId DATA = SnapshotId.of("snap-00000002");
  private static final Fault BUSY = Fault.error("RequestLimitExceeded", "Slow down.");

  private final InMemoryAccount account =
      InMemoryAccount.builder()
          .image(ONE.value(), image -> image.snapshot(ROOT.value(), 8).snapshot(DATA.value(), 100))
          .image(TWO.value(), image -> {})
          .instance("i-1", ONE.value())
          .instance("i-2", TWO.value())
          .build();

  @Test
  void happensAtTheNthCallFromNowOnAlone() {
    account.deregister(TWO);
    account.failAt(DEREGISTER_IMAGE, 2, BUSY);

    assertThat(account.deregister(TWO).outcome()).isEqualTo(Outcome.ALREADY_GONE);
    assertThat(account.deregister(ONE).code()).isEqualTo("RequestLimitExceeded");
    assertThat(account.deregister(ONE).outcome()).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void isCountedWhetherCallsAreForgottenOrNot() {
    account.failAt(DEREGISTER_IMAGE, 2, BUSY);
    account.deregister(TWO);
    account.clearCalls();

    assertThat(account.deregister(ONE).outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void happensAtEveryCallAboutAnId() {
    account.failAt(DEREGISTER_IMAGE, ONE, BUSY);

    assertThat(account.deregister(ONE).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(account.deregister(ONE).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(account.deregister(TWO).outcome()).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void happensAlwaysUntilItIsCleared() {
    account.failAlways(READ_INSTANCES, BUSY);
    assertThatThrownBy(account::loadUsage).isInstanceOf(EvidenceException.class);
    assertThatThrownBy(account::loadUsage).isInstanceOf(EvidenceException.class);

    account.clearFaults();

    assertThat(account.loadUsage().references()).hasSize(2);
  }

  @Test
  void givesWayToTheOneThatIsToldLast() {
    account.failAlways(DEREGISTER_IMAGE, BUSY);
    account.failAt(DEREGISTER_IMAGE, ONE, Fault.denied());

    assertThat(account.deregister(ONE).code()).isEqualTo("UnauthorizedOperation");
    assertThat(account.deregister(TWO).code()).isEqualTo("RequestLimitExceeded");
  }

  @Test
  void leavesARecordOfTheCall() {
    account.failAlways(DEREGISTER_IMAGE, BUSY);

    account.deregister(ONE);

    assertThat(account.calls()).containsExactly(RecordedCall.of(DEREGISTER_IMAGE, ONE));
  }

  @ParameterizedTest
  @EnumSource(AccountCall.class)
  void namesTheMissingPermission(AccountCall call) {
    assertThat(call.permission()).matches("(ec2|autoscaling|rbin):[A-Z][A-Za-z]+");
  }

  @Test
  void deniesARead() {
    account.failAlways(READ_INSTANCES, Fault.denied());

    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(account::loadUsage)
        .withMessageContaining("ec2:DescribeInstances")
        .satisfies(
            denied -> {
              assertThat(denied.source()).isEqualTo("instances");
              assertThat(denied.permission()).isEqualTo("ec2:DescribeInstances");
            });
  }

  @Test
  void deniesSeveralReadsTogether() {
    account.add(more -> more.reference(ONE.value(), "spot-fleet-request", "sfr-1"));
    Stream.of(READ_OTHER_USAGE, READ_INSTANCES, READ_AUTO_SCALING_GROUPS)
        .forEach(call -> account.failAlways(call, Fault.denied()));
    Stream.of(READ_RECYCLE_BIN, READ_IMAGES)
        .forEach(call -> account.failAlways(call, Fault.denied()));

    assertThatExceptionOfType(EvidenceFailuresException.class)
        .isThrownBy(account::loadUsage)
        .satisfies(
            denied ->
                assertThat(sources(denied))
                    .containsExactly("auto-scaling-groups", "instances", "other-usage"));
    assertThatExceptionOfType(EvidenceFailuresException.class)
        .isThrownBy(account::loadImages)
        .satisfies(denied -> assertThat(sources(denied)).containsExactly("images", "recycle-bin"));
  }

  @Test
  void deniesAPlanningWithEverythingThatIsDenied() {
    Stream.of(READ_INSTANCES, READ_AUTO_SCALING_GROUPS, CHECK_CANDIDATES)
        .forEach(call -> account.failAlways(call, Fault.denied()));
    CleanupPlanner planner =
        CleanupPlanner.builder()
            .account(account)
            .groupBy(Mappers.tags("role"))
            .retain(RetentionStrategies.keepNewest(1))
            .build();

    assertThatExceptionOfType(EvidenceFailuresException.class)
        .isThrownBy(planner::plan)
        .satisfies(
            denied ->
                assertThat(sources(denied))
                    .containsExactly("auto-scaling-groups", "candidates", "instances"));
  }

  private static List<String> sources(EvidenceFailuresException denied) {
    return denied.failures().stream().map(EvidenceException::source).toList();
  }

  @Test
  void refusesARead() {
    account.failAlways(READ_IMAGES, BUSY);

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(account::loadImages)
        .withMessageContainingAll("'images'", "RequestLimitExceeded", "Slow down.")
        .satisfies(failure -> assertThat(failure.source()).isEqualTo("images"));
  }

  @Test
  void deniesALookUp() {
    account.failAt(LOOK_UP_IMAGE, ONE, Fault.denied());

    assertThatThrownBy(() -> account.exists(ONE)).isInstanceOf(EvidenceDeniedException.class);
    assertThat(account.exists(TWO)).isTrue();
  }

  @Test
  void endsAReadEarlyAndSaysIt() {
    account.failAlways(READ_IMAGES, Fault.incomplete());

    ImageInventory inventory = account.loadImages();

    assertThat(inventory.images()).hasSize(1);
    assertThat(inventory.evidence())
        .filteredOn(evidence -> evidence.source().equals("images"))
        .singleElement()
        .satisfies(
            evidence -> {
              assertThat(evidence.complete()).isFalse();
              assertThat(evidence.skipped()).isFalse();
              assertThat(evidence.items()).isEqualTo(1);
            });
  }

  @Test
  void endsTheReadOfOneSourceOfUsageEarly() {
    account.failAlways(READ_INSTANCES, Fault.incomplete());

    assertThat(account.loadUsage().references()).hasSize(1);
    assertThat(account.loadUsage().evidence())
        .filteredOn(evidence -> !evidence.complete())
        .extracting(Evidence::source)
        .containsExactly("instances");
  }

  @Test
  void endsTheReadOfOtherUsersEarly() {
    account.add(more -> more.reference(ONE.value(), "spot-fleet-request", "sfr-1"));
    account.failAlways(READ_OTHER_USAGE, Fault.incomplete());

    assertThat(account.loadUsage().evidence())
        .filteredOn(evidence -> !evidence.complete())
        .extracting(Evidence::source)
        .containsExactly("spot-fleet-requests");
  }

  @Test
  void endsTheLastLookEarly() {
    account.failAlways(CHECK_CANDIDATES, Fault.incomplete());

    assertThat(account.check(account.loadImages().images()).evidence())
        .singleElement()
        .satisfies(evidence -> assertThat(evidence.complete()).isFalse());
  }

  @Test
  void losesARequestBeforeItsEffect() {
    account.failAt(DEREGISTER_IMAGE, 1, Fault.lostBeforeEffect());

    assertThat(account.deregister(ONE).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(account.exists(ONE)).isTrue();
  }

  @Test
  void losesAnAnswerAfterTheEffect() {
    account.failAt(DEREGISTER_IMAGE, 1, Fault.lostAfterEffect());

    assertThat(account.deregisterWithSnapshots(ONE))
        .extracting(ActionOutcome::outcome)
        .containsExactly(Outcome.UNKNOWN);
    assertThat(account.exists(ONE)).isFalse();
    assertThat(account.snapshotIds()).isEmpty();
  }

  @Test
  void doesNotOverruleTheAccountByLosingAnAnswer() {
    account.failAt(DELETE_SNAPSHOT, 1, Fault.lostAfterEffect());

    assertThat(account.delete(ROOT).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(account.snapshotIds()).contains(ROOT);
  }

  @Test
  void deniesOneSnapshotThatIsToGoWithItsImage() {
    account.failAt(DELETE_SNAPSHOT, DATA, Fault.denied());

    assertThat(account.deregisterWithSnapshots(ONE))
        .extracting(ActionOutcome::code)
        .containsExactly("success", "success", "missing-permissions");
    assertThat(account.snapshotIds()).containsExactly(DATA);
  }

  @Test
  void losesTheAnswerOfSnapshotsThatGoWithTheirImage() {
    account.failAlways(DELETE_SNAPSHOT, Fault.lostAfterEffect());

    assertThat(account.deregisterWithSnapshots(ONE))
        .extracting(ActionOutcome::outcome)
        .containsExactly(Outcome.SUCCEEDED, Outcome.UNKNOWN, Outcome.UNKNOWN);
    assertThat(account.snapshotIds()).isEmpty();
  }

  @Test
  void throwsWhatItIsGivenAndDoesNothing() {
    IllegalStateException killed = new IllegalStateException("killed");
    account.failAt(DEREGISTER_IMAGE, 1, Fault.thrown(killed));
    account.failAt(READ_IMAGES, 1, Fault.thrown(killed));

    assertThatThrownBy(() -> account.deregister(ONE)).isSameAs(killed);
    assertThatThrownBy(account::loadImages).isSameAs(killed);
    assertThat(account.imageIds()).contains(ONE);
  }

  @Test
  void letsSomethingHappenRightBeforeACall() {
    account.before(DEREGISTER_IMAGE, 1, () -> account.deregister(ONE));

    assertThat(account.deregister(ONE).outcome()).isEqualTo(Outcome.ALREADY_GONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void cannotHappenBeforeTheNextCall(int nth) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> account.failAt(READ_IMAGES, nth, BUSY))
        .withMessageContaining("call number " + nth);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> account.before(READ_IMAGES, nth, () -> {}))
        .withMessageContaining("call number " + nth);
  }

  @Test
  void cannotEndARemovalEarly() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> account.failAlways(DEREGISTER_IMAGE, Fault.incomplete()))
        .withMessageContainingAll("DEREGISTER_IMAGE", "incomplete", "READ_IMAGES");
  }

  @Test
  void cannotLoseTheEffectOfARead() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> account.failAt(READ_IMAGES, 1, Fault.lostBeforeEffect()))
        .withMessageContainingAll("READ_IMAGES", "lost before the effect", "DELETE_SNAPSHOT");
  }

  @Test
  void cannotHappenAtACallAboutAnIdOfAnotherSort() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> account.failAt(DELETE_SNAPSHOT, ONE, BUSY))
        .withMessageContainingAll("DELETE_SNAPSHOT", ONE.value());
  }
}
