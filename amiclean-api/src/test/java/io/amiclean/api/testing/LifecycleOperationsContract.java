package io.amiclean.api.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.lifecycle.LifecycleOperations;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.plan.Action;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What all {@link LifecycleOperations} promise. They work on an account that is new for each test;
 * JUnit makes an instance of the test class for each.
 */
public abstract class LifecycleOperationsContract {

  /**
   * Returns the operations.
   *
   * @return operations on one account, the same in every call of a test
   */
  protected abstract LifecycleOperations operations();

  /**
   * Returns the scope of the account.
   *
   * @return the scope
   */
  protected abstract CleanupScope scope();

  /**
   * Returns an available image of the account that others may launch, with a tag {@code team} of
   * value {@code web}, and not deprecated.
   *
   * @return the id
   */
  protected abstract ImageId image();

  /**
   * Returns who may launch {@link #image()}.
   *
   * @return everybody, an account, an organization and an organizational unit at least
   */
  protected abstract LaunchPermissions permissions();

  /**
   * Returns an image that does not exist.
   *
   * @return the id
   */
  protected abstract ImageId missingImage();

  /**
   * Returns a time to deprecate an image at.
   *
   * @return a whole minute in the future, by the account's clock
   */
  protected abstract Instant future();

  /**
   * Looks into the account, past the operations.
   *
   * @param image the id
   * @return the image as it is now, with state, tags and deprecation time
   */
  protected abstract Image look(ImageId image);

  /**
   * Returns operations on the same account whose answer to the next change is lost on the way, none
   * by default.
   *
   * @return the operations, or empty if answers cannot be lost
   */
  protected Optional<LifecycleOperations> operationsWithLostAnswer() {
    return Optional.empty();
  }

  private static void assertChange(
      ActionOutcome outcome, Action action, ImageId image, Outcome expected) {
    assertThat(outcome.action()).isEqualTo(action);
    assertThat(outcome.resource()).isEqualTo(image);
    assertThat(outcome.outcome()).as("%s", outcome).isEqualTo(expected);
    assertThat(outcome.code()).as("the code of %s", outcome).isNotBlank();
    assertThat(outcome.message()).as("the message of %s", outcome).isNotBlank();
  }

  private void assertDone(ActionOutcome outcome, Action action) {
    assertChange(outcome, action, image(), Outcome.SUCCEEDED);
  }

  private ActionOutcome tag(ImageId image, Map<String, String> tags) {
    return only(operations().tag(Set.of(image), tags));
  }

  private ActionOutcome untag(ImageId image, Set<String> keys) {
    return only(operations().untag(Set.of(image), keys));
  }

  private static ActionOutcome only(List<ActionOutcome> outcomes) {
    assertThat(outcomes).hasSize(1);
    return outcomes.get(0);
  }

  /** One of each image in the order of the ids: that one is done, and the other one is gone. */
  private void assertDoneButMissing(List<ActionOutcome> outcomes) {
    assertThat(outcomes)
        .extracting(ActionOutcome::resource)
        .containsExactlyElementsOf(new TreeSet<>(Set.of(image(), missingImage())));
    for (ActionOutcome outcome : outcomes) {
      boolean missing = outcome.resource().equals(missingImage());
      assertChange(
          outcome,
          Action.TAG_IMAGE,
          missing ? missingImage() : image(),
          missing ? Outcome.ALREADY_GONE : Outcome.SUCCEEDED);
    }
  }

  @Test
  void nameTheScopeOfTheAccount() {
    assertThat(operations().scope()).isEqualTo(scope());
  }

  @Test
  void readWhoMayLaunchAnImage() {
    assertThat(operations().launchPermissions(image())).isEqualTo(permissions());
  }

  @Test
  void findNoPermissionsOfAnImageThatDoesNotExist() {
    assertThatThrownBy(() -> operations().launchPermissions(missingImage()))
        .isInstanceOf(EvidenceException.class);
  }

  @Test
  void addTagsAndLeaveTheOthers() {
    assertDone(tag(image(), Map.of("a", "1", "b", "")), Action.TAG_IMAGE);

    assertThat(look(image()).tags()).containsAllEntriesOf(Map.of("a", "1", "b", "", "team", "web"));
  }

  @Test
  void replaceTheValueOfATag() {
    tag(image(), Map.of("team", "db"));

    assertThat(look(image()).tags()).containsEntry("team", "db");
  }

  @Test
  void takeTagsAwayWhateverTheirValues() {
    assertDone(untag(image(), Set.of("team", "unknown")), Action.TAG_IMAGE);

    assertThat(look(image()).tags()).doesNotContainKeys("team", "unknown");
  }

  @Test
  void tagEachImageThoughOthersAreGone() {
    assertDoneButMissing(operations().tag(Set.of(image(), missingImage()), Map.of("a", "1")));

    assertThat(look(image()).tags()).containsEntry("a", "1");
  }

  @Test
  void untagEachImageThoughOthersAreGone() {
    assertDoneButMissing(operations().untag(Set.of(image(), missingImage()), Set.of("team")));

    assertThat(look(image()).tags()).doesNotContainKey("team");
  }

  @Test
  void haveNoOutcomesOfNoImages() {
    assertThat(operations().tag(Set.of(), Map.of("a", "1"))).isEmpty();
    assertThat(operations().untag(Set.of(), Set.of("team"))).isEmpty();

    assertThat(look(image()).tags()).containsKey("team").doesNotContainKey("a");
  }

  @Test
  void deprecateAnImageAtATime() {
    assertDone(operations().deprecate(image(), future()), Action.DEPRECATE_IMAGE);

    assertThat(look(image()).deprecationTime()).contains(future());
  }

  @Test
  void cancelTheDeprecationOfAnImageThatIsNotPublic() {
    operations().revoke(image(), permissions());
    operations().deprecate(image(), future());

    assertDone(operations().cancelDeprecation(image()), Action.RESTORE_IMAGE);

    assertThat(look(image()).deprecationTime()).isEmpty();
  }

  @Test
  void takeAllPermissionsAway() {
    assertDone(operations().revoke(image(), permissions()), Action.MAKE_IMAGE_PRIVATE);

    assertThat(operations().launchPermissions(image())).isEqualTo(LaunchPermissions.none());
  }

  @Test
  void takeOnlyThePermissionsAwayThatAreNamed() {
    operations().revoke(image(), LaunchPermissions.builder().everybody(true).build());

    assertThat(operations().launchPermissions(image()))
        .isEqualTo(LaunchPermissions.builder().from(permissions()).everybody(false).build());
  }

  @Test
  void givePermissionsBackExactly() {
    operations().revoke(image(), permissions());

    assertDone(operations().grant(image(), permissions()), Action.RESTORE_IMAGE);

    assertThat(operations().launchPermissions(image())).isEqualTo(permissions());
  }

  @Test
  void givePermissionsBesidesThoseThatThereAre() {
    LaunchPermissions accounts =
        LaunchPermissions.builder().accounts(permissions().accounts()).build();
    operations().revoke(image(), accounts);

    operations().grant(image(), accounts);

    assertThat(operations().launchPermissions(image())).isEqualTo(permissions());
  }

  @Test
  void disableAnImageWhichLosesItsPermissions() {
    assertDone(operations().disable(image()), Action.DISABLE_IMAGE);

    assertThat(look(image()).state()).isEqualTo(ImageState.DISABLED);
    assertThat(operations().launchPermissions(image())).isEqualTo(LaunchPermissions.none());
  }

  @Test
  void enableAnImageWithoutItsPermissions() {
    operations().disable(image());

    assertDone(operations().enable(image()), Action.RESTORE_IMAGE);

    assertThat(look(image()).state()).isEqualTo(ImageState.AVAILABLE);
    assertThat(operations().launchPermissions(image())).isEqualTo(LaunchPermissions.none());
  }

  @Test
  void makeEveryChangeTwiceAsOnce() {
    LifecycleOperations operations = operations();
    for (int time = 1; time <= 2; time++) {
      assertDone(tag(image(), Map.of("a", "1")), Action.TAG_IMAGE);
      assertDone(operations.deprecate(image(), future()), Action.DEPRECATE_IMAGE);
    }
    assertThat(look(image()).tags()).containsEntry("a", "1");
    assertThat(look(image()).deprecationTime()).contains(future());
    for (int time = 1; time <= 2; time++) {
      assertDone(operations.revoke(image(), permissions()), Action.MAKE_IMAGE_PRIVATE);
    }
    for (int time = 1; time <= 2; time++) {
      assertDone(operations.disable(image()), Action.DISABLE_IMAGE);
    }
    assertThat(look(image()).state()).isEqualTo(ImageState.DISABLED);
    for (int time = 1; time <= 2; time++) {
      assertDone(operations.enable(image()), Action.RESTORE_IMAGE);
    }
    for (int time = 1; time <= 2; time++) {
      assertDone(operations.cancelDeprecation(image()), Action.RESTORE_IMAGE);
    }
    for (int time = 1; time <= 2; time++) {
      assertDone(operations.grant(image(), permissions()), Action.RESTORE_IMAGE);
      assertDone(untag(image(), Set.of("a")), Action.TAG_IMAGE);
    }
    assertThat(look(image()).deprecationTime()).isEmpty();
    assertThat(look(image()).tags()).containsKey("team").doesNotContainKey("a");
    assertThat(operations.launchPermissions(image())).isEqualTo(permissions());
  }

  @Test
  void changeNothingWhereThereIsNothingToRevokeOrToGrant() {
    assertDone(operations().revoke(image(), LaunchPermissions.none()), Action.MAKE_IMAGE_PRIVATE);
    assertDone(operations().grant(image(), LaunchPermissions.none()), Action.RESTORE_IMAGE);

    assertThat(operations().launchPermissions(image())).isEqualTo(permissions());
  }

  @Test
  void findAnImageThatDoesNotExistGone() {
    LifecycleOperations operations = operations();
    ImageId missing = missingImage();
    for (ActionOutcome outcome :
        List.of(
            tag(missing, Map.of("a", "1")),
            untag(missing, Set.of("a")),
            operations.deprecate(missing, future()),
            operations.cancelDeprecation(missing),
            operations.revoke(missing, permissions()),
            operations.grant(missing, permissions()),
            operations.disable(missing),
            operations.enable(missing))) {
      assertChange(outcome, outcome.action(), missing, Outcome.ALREADY_GONE);
    }
  }

  @Test
  void reportALostAnswerAsUnknown() {
    Optional<LifecycleOperations> lossy = operationsWithLostAnswer();
    assumeTrue(lossy.isPresent(), "No operations are supplied whose answer is lost");

    assertChange(
        lossy.orElseThrow().disable(image()), Action.DISABLE_IMAGE, image(), Outcome.UNKNOWN);
  }
}
