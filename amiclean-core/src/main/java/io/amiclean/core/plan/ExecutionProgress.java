package io.amiclean.core.plan;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ResourceId;
import java.util.Set;

/**
 * How far the execution of a plan is when the plan is checked again. Immutable.
 *
 * @param next the images and snapshots that are about to be removed or changed: checks are asked
 *     about these only
 * @param removed the images and snapshots that the plan has removed; a service may still list them
 * @param ended the images whose outcome is certain, whatever it is
 * @param uncertain the images whose removal is in flight, or was begun without a certain end
 */
public record ExecutionProgress(
    Set<ResourceId> next, Set<ResourceId> removed, Set<ImageId> ended, Set<ImageId> uncertain) {

  /** Copies the sets. */
  public ExecutionProgress {
    next = Set.copyOf(next);
    removed = Set.copyOf(removed);
    ended = Set.copyOf(ended);
    uncertain = Set.copyOf(uncertain);
  }

  /**
   * Returns the progress of an execution that has not begun.
   *
   * @param next what is about to be removed or changed
   * @return the progress
   */
  public static ExecutionProgress notBegun(Set<ResourceId> next) {
    return new ExecutionProgress(next, Set.of(), Set.of(), Set.of());
  }
}
