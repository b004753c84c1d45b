package io.amiclean.aws.internal.plan;

import static io.amiclean.aws.AccountOverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Progress;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.SnapshotCheck;
import io.amiclean.api.testing.SnapshotCheckContract;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.wire.Ec2State;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SharedSnapshotsCheckTest extends SnapshotCheckContract {

  private static final String ACTION = "DescribeSnapshotAttribute";

  @AutoClose private final AccountOverWire account = new AccountOverWire();
  private final Ec2State.Snapshot shared =
      account.state.snapshot(snap(1).value()).sharedWith("999999999999");

  SharedSnapshotsCheckTest() {
    account.state.snapshot(snap(2).value());
  }

  @Override
  protected SnapshotCheck check() {
    return new SharedSnapshotsCheck(account.ec2(), account.context);
  }

  @Override
  protected CleanupScope scope() {
    return account.scope();
  }

  @Override
  protected SnapshotId snapshotThatMustStay() {
    return snap(1);
  }

  @Override
  protected SnapshotId snapshotThatMayGo() {
    return snap(2);
  }

  @Override
  protected Optional<SnapshotCheck> failingCheck() {
    account.endpoint.failAlways(ACTION, 500, "InternalError", "Try later.");
    return Optional.of(check());
  }

  private List<Reason> found() {
    return check().check(Set.of(snap(1))).reasons().getOrDefault(snap(1), List.of());
  }

  @Test
  void tellsTheAccountsThatTheSnapshotIsSharedWith() {
    shared.sharedWith("210987654321");

    assertThat(found())
        .containsExactly(
            Reason.of(
                "snapshot-shared",
                "Others may create volumes from the snapshot",
                "210987654321",
                "999999999999"));
  }

  @Test
  void tellsThatASnapshotIsPublic() {
    shared.shared();

    assertThat(found()).flatExtracting(Reason::evidence).containsExactly("999999999999", "all");
  }

  @Test
  void doesNotCountThePermissionOfTheOwnAccount() {
    account.state.snapshot(snap(2).value()).sharedWith(account.state.account());

    assertThat(check().check(Set.of(snap(2))).reasons()).isEmpty();
  }

  @Test
  void asksForEachSnapshotOnceAndCountsThem() {
    assertThat(check().check(Set.of(snap(2), snap(1))).evidence())
        .containsExactly(Evidence.complete("snapshot-permissions", 2, AccountOverWire.NOW));
    assertThat(account.endpoint.requests(ACTION))
        .extracting(request -> request.parameters().get("SnapshotId"))
        .containsExactlyInAnyOrder(snap(1).value(), snap(2).value());
    assertThat(account.progress).extracting(Progress::done).containsExactly(1L, 2L);
  }

  @Test
  void doesNotCountWhatIsGone() {
    assertThat(check().check(Set.of(snap(1), snap(9))).evidence())
        .containsExactly(Evidence.complete("snapshot-permissions", 1, AccountOverWire.NOW));
  }

  @Test
  void refusesWhereItIsDenied() {
    account.state.deny("ec2:" + ACTION);

    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(this::found)
        .satisfies(e -> assertThat(e.permission()).isEqualTo("ec2:" + ACTION))
        .satisfies(e -> assertThat(e.source()).isEqualTo("snapshot-permissions"))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("skip"));
  }

  @Test
  void refusesWhereTheAnswerIsCutInTheMiddle() {
    account.endpoint.halfPage(ACTION, 1);

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(this::found)
        .withMessageContaining("ec2:" + ACTION);
  }

  @Test
  void refusesASnapshotOfAnotherAccount() {
    account.state.snapshot(snap(3).value()).owner("999999999999").shared();

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> check().check(Set.of(snap(3))))
        .withMessageContaining("ec2:" + ACTION);
  }

  @Test
  void refusesAnOddPermission() {
    shared.sharedWith("somebody");

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(this::found)
        .withMessageContaining("somebody");
  }
}
