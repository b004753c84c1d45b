package io.amiclean.api.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.FailingTests;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ServiceCall;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.Action;
import io.amiclean.api.testing.CleanupListenerContract;
import io.amiclean.api.testing.Samples;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContractViolationsTest {

  /** Passes everything on; each violation changes one answer. */
  private static class Passing implements ImageOperations, SnapshotOperations {
    final FakeAccount account;

    Passing(FakeAccount account) {
      this.account = account;
    }

    @Override
    public CleanupScope scope() {
      return account.scope();
    }

    @Override
    public ActionOutcome deregister(ImageId image) {
      return account.deregister(image);
    }

    @Override
    public List<ActionOutcome> deregisterWithSnapshots(ImageId image) {
      return account.deregisterWithSnapshots(image);
    }

    @Override
    public boolean exists(ImageId image) {
      return account.exists(image);
    }

    @Override
    public Map<ImageId, AccountId> owners(Set<ImageId> images) {
      return account.owners(images);
    }

    @Override
    public ActionOutcome delete(SnapshotId snapshot) {
      return account.delete(snapshot);
    }

    @Override
    public boolean exists(SnapshotId snapshot) {
      return account.exists(snapshot);
    }
  }

  static class DeletingSnapshotsUnasked extends ImageOperationsContractTest {
    @Override
    protected ImageOperations operations() {
      return new Passing((FakeAccount) super.operations()) {
        @Override
        public ActionOutcome deregister(ImageId image) {
          return account.deregisterWithSnapshots(image).get(0);
        }
      };
    }
  }

  static class CallingAMissingImageRemoved extends ImageOperationsContractTest {
    @Override
    protected ImageOperations operations() {
      return new Passing((FakeAccount) super.operations()) {
        @Override
        public ActionOutcome deregister(ImageId image) {
          account.deregister(image);
          return ActionOutcome.deregistration(image, Outcome.SUCCEEDED, "done", "Done.");
        }
      };
    }
  }

  static class ForgettingTheSnapshots extends ImageOperationsContractTest {
    @Override
    protected ImageOperations operations() {
      return new Passing((FakeAccount) super.operations()) {
        @Override
        public List<ActionOutcome> deregisterWithSnapshots(ImageId image) {
          return List.of(account.deregister(image));
        }
      };
    }
  }

  static class OfAnotherAccount extends ImageOperationsContractTest {
    @Override
    protected CleanupScope scope() {
      return Samples.OTHER_SCOPE;
    }
  }

  static class WithoutACode extends ImageOperationsContractTest {
    @Override
    protected ImageOperations operations() {
      return new Passing((FakeAccount) super.operations()) {
        @Override
        public ActionOutcome deregister(ImageId image) {
          ActionOutcome outcome = account.deregister(image);
          return ActionOutcome.deregistration(image, outcome.outcome(), "", outcome.message());
        }
      };
    }
  }

  static class SkippingInsteadOfFailing extends SnapshotOperationsContractTest {
    @Override
    protected SnapshotOperations operations() {
      return new Passing((FakeAccount) super.operations()) {
        @Override
        public ActionOutcome delete(SnapshotId snapshot) {
          ActionOutcome outcome = account.delete(snapshot);
          return outcome.outcome() == Outcome.FAILED
              ? ActionOutcome.deletion(snapshot, Outcome.SKIPPED, "skipped", "In use.")
              : outcome;
        }
      };
    }
  }

  static class PretendingToDelete extends SnapshotOperationsContractTest {
    @Override
    protected SnapshotOperations operations() {
      return new Passing((FakeAccount) super.operations()) {
        @Override
        public ActionOutcome delete(SnapshotId snapshot) {
          return ActionOutcome.deletion(snapshot, Outcome.SUCCEEDED, "done", "Deleted.");
        }
      };
    }
  }

  @Test
  void snapshotsThatAreDeletedUnaskedAreNoticed() {
    assertThat(FailingTests.of(DeletingSnapshotsUnasked.class))
        .containsExactly("leaveTheSnapshotsOfADeregisteredImage()");
  }

  @Test
  void aRemovalOfAMissingImageIsNoticed() {
    assertThat(FailingTests.of(CallingAMissingImageRemoved.class))
        .contains("findAnImageGoneTheSecondTime()", "findAnImageThatDoesNotExistGone()");
  }

  @Test
  void forgottenSnapshotsAreNoticed() {
    assertThat(FailingTests.of(ForgettingTheSnapshots.class))
        .containsExactlyInAnyOrder(
            "deregisterAnImageTogetherWithItsSnapshots()",
            "skipASnapshotThatAnotherImageRefersTo()");
  }

  @Test
  void anotherAccountIsNoticed() {
    assertThat(FailingTests.of(OfAnotherAccount.class))
        .containsExactlyInAnyOrder("nameTheScopeOfTheAccount()", "tellWhoOwnsImages()");
  }

  @Test
  void anOutcomeWithoutACodeIsNoticed() {
    assertThat(FailingTests.of(WithoutACode.class)).contains("deregisterAnImage()");
  }

  @Test
  void aFailureThatIsCalledSkippedIsNoticed() {
    assertThat(FailingTests.of(SkippingInsteadOfFailing.class))
        .containsExactly("failOnASnapshotOfARegisteredImageAndLeaveIt()");
  }

  @Test
  void aDeletionThatDidNotHappenIsNoticed() {
    assertThat(FailingTests.of(PretendingToDelete.class)).contains("deleteASnapshot()");
  }

  static class WantingAnAccount extends CleanupListenerContract {
    @Override
    protected CleanupListener listener() {
      return new CleanupListener() {
        @Override
        public void called(ServiceCall call) {
          AccountId unused = call.account().orElseThrow();
        }
      };
    }
  }

  static class CountingRemovalsOnly extends CleanupListenerContract {
    @Override
    protected CleanupListener listener() {
      return new CleanupListener() {
        @Override
        public void ended(CleanupScope scope, ActionOutcome outcome) {
          if (outcome.action() != Action.DEREGISTER_IMAGE) {
            throw new IllegalArgumentException(outcome.action().name());
          }
        }
      };
    }
  }

  @Test
  void aListenerThatWantsAnAccountIsNoticed() {
    assertThat(FailingTests.of(WantingAnAccount.class)).containsExactly("takesEveryCall()");
  }

  @Test
  void aListenerThatKnowsNotEveryActionIsNoticed() {
    assertThat(FailingTests.of(CountingRemovalsOnly.class))
        .containsExactly("takesEveryOutcomeOfEveryAction()");
  }
}
