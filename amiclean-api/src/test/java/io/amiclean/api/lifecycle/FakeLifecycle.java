package io.amiclean.api.lifecycle;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.plan.Action;
import io.amiclean.api.testing.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Just enough of an account for the contract of the lifecycle: image 1 with its permissions. */
class FakeLifecycle implements LifecycleOperations {

  static final LaunchPermissions SHARED =
      LaunchPermissions.builder()
          .everybody(true)
          .addAccounts(AccountId.of("111111111111"), AccountId.of("222222222222"))
          .addOrganizations("arn:aws:organizations::111111111111:organization/o-1234567890")
          .addOrganizationalUnits(
              "arn:aws:organizations::111111111111:ou/o-1234567890/ou-ab12-12345678")
          .build();

  private Image image =
      Image.builder()
          .id(Samples.imageId(1))
          .state(ImageState.AVAILABLE)
          .putTags("team", "web")
          .build();
  private LaunchPermissions permissions = SHARED;
  private boolean losesAnswer;

  synchronized Image image() {
    return image;
  }

  synchronized FakeLifecycle loseAnswer() {
    losesAnswer = true;
    return this;
  }

  @Override
  public CleanupScope scope() {
    return Samples.SCOPE;
  }

  @Override
  public synchronized LaunchPermissions launchPermissions(ImageId id) {
    if (!id.equals(image.id())) {
      throw new EvidenceException("launch-permissions", "There is no image " + id);
    }
    return permissions;
  }

  @Override
  public List<ActionOutcome> tag(Set<ImageId> ids, Map<String, String> tags) {
    return changeTags(ids, before -> Image.builder().from(before).putAllTags(tags).build());
  }

  @Override
  public List<ActionOutcome> untag(Set<ImageId> ids, Set<String> keys) {
    return changeTags(
        ids,
        before -> {
          Map<String, String> tags = new TreeMap<>(before.tags());
          tags.keySet().removeAll(keys);
          return Image.builder().from(before).tags(tags).build();
        });
  }

  private List<ActionOutcome> changeTags(Set<ImageId> ids, Function<Image, Image> effect) {
    return ids.stream().sorted().map(id -> change(Action.TAG_IMAGE, id, effect)).toList();
  }

  @Override
  public ActionOutcome deprecate(ImageId id, Instant at) {
    return change(
        Action.DEPRECATE_IMAGE,
        id,
        before -> Image.builder().from(before).deprecationTime(at).build());
  }

  @Override
  public ActionOutcome cancelDeprecation(ImageId id) {
    return change(
        Action.RESTORE_IMAGE,
        id,
        before -> Image.builder().from(before).deprecationTime(Optional.empty()).build());
  }

  @Override
  public synchronized ActionOutcome revoke(ImageId id, LaunchPermissions revoked) {
    return change(
        Action.MAKE_IMAGE_PRIVATE,
        id,
        before -> {
          permissions = permissions.without(revoked);
          return before;
        });
  }

  @Override
  public synchronized ActionOutcome grant(ImageId id, LaunchPermissions granted) {
    return change(
        Action.RESTORE_IMAGE,
        id,
        before -> {
          permissions = permissions.and(granted);
          return before;
        });
  }

  @Override
  public synchronized ActionOutcome disable(ImageId id) {
    return change(
        Action.DISABLE_IMAGE,
        id,
        before -> {
          permissions = LaunchPermissions.none();
          return Image.builder().from(before).state(ImageState.DISABLED).build();
        });
  }

  @Override
  public ActionOutcome enable(ImageId id) {
    return change(
        Action.RESTORE_IMAGE,
        id,
        before -> Image.builder().from(before).state(ImageState.AVAILABLE).build());
  }

  private synchronized ActionOutcome change(
      Action action, ImageId id, Function<Image, Image> effect) {
    if (!id.equals(image.id())) {
      return ActionOutcome.change(
          action, id, Outcome.ALREADY_GONE, "InvalidAMIID.NotFound", "There is no such image.");
    }
    image = effect.apply(image);
    return losesAnswer
        ? ActionOutcome.change(action, id, Outcome.UNKNOWN, "timeout", "No answer came.")
        : ActionOutcome.change(action, id, Outcome.SUCCEEDED, "done", "Done.");
  }
}
