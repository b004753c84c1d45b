package io.amiclean.api.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.FailingTests;
import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ContractViolationsTest {

  static class RevokingEverything extends LifecycleOperationsContractTest {
    @Override
    FakeLifecycle fake() {
      return new FakeLifecycle() {
        @Override
        public synchronized ActionOutcome revoke(ImageId id, LaunchPermissions revoked) {
          return super.revoke(id, launchPermissions(image().id()));
        }
      };
    }
  }

  static class ReplacingAllTags extends LifecycleOperationsContractTest {
    @Override
    FakeLifecycle fake() {
      return new FakeLifecycle() {
        @Override
        public List<ActionOutcome> tag(Set<ImageId> ids, Map<String, String> tags) {
          untag(ids, image().tags().keySet());
          return super.tag(ids, tags);
        }
      };
    }
  }

  /** As EC2 does with a call that is made for all of them. */
  static class TaggingAllOrNone extends LifecycleOperationsContractTest {
    @Override
    FakeLifecycle fake() {
      return new FakeLifecycle() {
        @Override
        public List<ActionOutcome> tag(Set<ImageId> ids, Map<String, String> tags) {
          Set<ImageId> gone = new TreeSet<>(ids);
          return gone.remove(image().id()) && gone.isEmpty()
              ? super.tag(ids, tags)
              : gone.stream().flatMap(id -> super.tag(Set.of(id), tags).stream()).toList();
        }
      };
    }
  }

  static class GivingPermissionsBackWithTheState extends LifecycleOperationsContractTest {
    @Override
    FakeLifecycle fake() {
      return new FakeLifecycle() {
        @Override
        public ActionOutcome enable(ImageId id) {
          grant(id, SHARED);
          return super.enable(id);
        }
      };
    }
  }

  @Test
  void whoRevokesMoreThanIsNamedIsFound() {
    assertThat(FailingTests.of(RevokingEverything.class))
        .contains("takeOnlyThePermissionsAwayThatAreNamed()");
  }

  @Test
  void whoReplacesAllTagsIsFound() {
    assertThat(FailingTests.of(ReplacingAllTags.class)).contains("addTagsAndLeaveTheOthers()");
  }

  @Test
  void whoTagsAllImagesOrNoneIsFound() {
    assertThat(FailingTests.of(TaggingAllOrNone.class))
        .containsExactly("tagEachImageThoughOthersAreGone()");
  }

  @Test
  void whoGivesPermissionsByEnablingIsFound() {
    assertThat(FailingTests.of(GivingPermissionsBackWithTheState.class))
        .containsExactly("enableAnImageWithoutItsPermissions()");
  }

  static class TakingMalformedForNone extends StageMarkReaderContractTest {
    @Override
    protected StageMarkReader strategy() {
      return new StageMarkReaderContractTest.PrivateSince() {
        @Override
        public Optional<StageMark> read(Image image) {
          try {
            return super.read(image);
          } catch (MalformedStageException e) {
            return Optional.empty();
          }
        }
      };
    }
  }

  static class WithoutEvidence extends StageMarkReaderContractTest {
    @Override
    protected StageMarkReader strategy() {
      return new StageMarkReaderContractTest.PrivateSince() {
        @Override
        public Optional<StageMark> read(Image image) {
          return super.read(image).map(mark -> StageMark.of(mark.stage(), mark.since()));
        }
      };
    }
  }

  @Test
  void whoTakesAMalformedMarkForNoneIsFound() {
    assertThat(FailingTests.of(TakingMalformedForNone.class))
        .containsExactly("refusesAMarkThatCannotBeUnderstood()");
  }

  @Test
  void whoLeavesTheEvidenceOutIsFound() {
    assertThat(FailingTests.of(WithoutEvidence.class))
        .containsExactly("readsAMarkWithItsEvidence()");
  }
}
