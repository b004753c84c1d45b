package io.amiclean.api.journal;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A step of an execution: a change is announced, or has ended, or launch permissions are recorded
 * that are about to be taken away.
 */
@Value.Immutable
@AmicleanStyle
public abstract class JournalStep {

  JournalStep() {}

  /**
   * Returns the announcement of a call.
   *
   * @param resource the image or snapshot that is about to be removed
   * @param along the snapshots that the same call takes along with the image
   * @return the step
   */
  public static JournalStep announced(ResourceId resource, List<SnapshotId> along) {
    Objects.requireNonNull(along, "along");
    return ImmutableJournalStep.of(resource, along, List.of(), Optional.empty());
  }

  /**
   * Returns the end of a call that was announced.
   *
   * @param outcomes first the outcome of the image or snapshot that was announced, then those of
   *     the snapshots that went along
   * @return the step
   * @throws IllegalArgumentException if there is no outcome
   */
  public static JournalStep ended(List<ActionOutcome> outcomes) {
    if (outcomes.isEmpty()) {
      throw new IllegalArgumentException("A call ended without an outcome: expected at least one");
    }
    return ImmutableJournalStep.of(
        outcomes.get(0).resource(), List.of(), outcomes, Optional.empty());
  }

  /**
   * Returns the record of what is about to be taken away.
   *
   * @param image the image
   * @param permissions who may launch it, together with those who could before
   * @return the step
   */
  public static JournalStep recorded(ImageId image, LaunchPermissions permissions) {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(permissions, "permissions");
    return ImmutableJournalStep.of(image, List.of(), List.of(), Optional.of(permissions));
  }

  /**
   * Returns what the call is about.
   *
   * @return the image or snapshot
   */
  @Value.Parameter
  public abstract ResourceId resource();

  /**
   * Returns the snapshots that are announced to go along with the image.
   *
   * @return the ids; empty if the call is about one resource only, or has ended
   */
  @Value.Parameter
  public abstract List<SnapshotId> along();

  /**
   * Returns how the call ended.
   *
   * @return the outcomes, that of {@link #resource()} first; empty if the call is announced
   */
  @Value.Parameter
  public abstract List<ActionOutcome> outcomes();

  /**
   * Returns the launch permissions that are recorded.
   *
   * @return the permissions, or empty if this is no record
   */
  @Value.Parameter
  public abstract Optional<LaunchPermissions> permissions();

  /**
   * Returns whether this is an announcement.
   *
   * @return whether the call is about to be made
   */
  public final boolean isAnnouncement() {
    return outcomes().isEmpty() && permissions().isEmpty();
  }
}
