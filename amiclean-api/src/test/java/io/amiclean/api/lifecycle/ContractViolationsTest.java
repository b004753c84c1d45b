package io.amiclean.api.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.FailingTests;
import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.model.ImageId;
import java.util.Map;
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
        public ActionOutcome tag(ImageId id, Map<String, String> tags) {
          untag(id, image().tags().keySet());
          return super.tag(id, tags);
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
  void whoGivesPermissionsByEnablingIsFound() {
    assertThat(FailingTests.of(GivingPermissionsBackWithTheState.class))
        .containsExactly("enableAnImageWithoutItsPermissions()");
  }
}
