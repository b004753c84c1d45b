package io.amiclean.core.execution;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.lifecycle.LifecycleOperations;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.plan.Action;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of the tags of an image. Images for which it is equal are tagged together. What goes
 * makes room for what is set, and so goes first.
 *
 * @param set the tags that are set
 * @param gone the keys of those that are taken away
 */
record Tagging(Map<String, String> set, Set<String> gone) {

  private static final Logger LOG = LoggerFactory.getLogger(Tagging.class);

  Tagging {
    set = Map.copyOf(set);
    gone = Set.copyOf(gone);
  }

  static Tagging none() {
    return new Tagging(Map.of(), Set.of());
  }

  static Tagging of(Map<String, String> tags) {
    return new Tagging(tags, Set.of());
  }

  static Tagging without(Set<String> keys) {
    return new Tagging(Map.of(), keys);
  }

  boolean isNone() {
    return set.isEmpty() && gone.isEmpty();
  }

  /**
   * Tags images until the answers are known, at most twice: doing it again changes nothing.
   *
   * @return the outcome of each image that is not tagged as it should be
   */
  Map<ImageId, ActionOutcome> make(LifecycleOperations operations, Set<ImageId> images) {
    Map<ImageId, ActionOutcome> undone = new HashMap<>();
    if (!gone.isEmpty()) {
      undone.putAll(undone(images, ids -> operations.untag(ids, gone)));
    }
    Set<ImageId> left = new TreeSet<>(images);
    left.removeAll(undone.keySet());
    if (!set.isEmpty() && !left.isEmpty()) {
      undone.putAll(undone(left, ids -> operations.tag(ids, set)));
    }
    return undone;
  }

  /** A call for some images. */
  @FunctionalInterface
  private interface Call {
    List<ActionOutcome> make(Set<ImageId> ids);
  }

  private static Map<ImageId, ActionOutcome> undone(Set<ImageId> images, Call call) {
    Map<ImageId, ActionOutcome> answers = answers(images, call);
    Set<ImageId> unknown = new TreeSet<>();
    answers.forEach(
        (image, answer) -> {
          if (answer.outcome() == Outcome.UNKNOWN) {
            unknown.add(image);
          }
        });
    if (!unknown.isEmpty()) {
      answers.putAll(answers(unknown, call));
    }
    answers.values().removeIf(answer -> answer.outcome() == Outcome.SUCCEEDED);
    return answers;
  }

  private static Map<ImageId, ActionOutcome> answers(Set<ImageId> images, Call call) {
    List<ActionOutcome> made = new ArrayList<>();
    try {
      made.addAll(call.make(images));
    } catch (RuntimeException e) {
      LOG.warn("Tagging {} failed unexpectedly", images, e);
    }
    Map<ResourceId, ActionOutcome> byId = new HashMap<>();
    made.stream().filter(Objects::nonNull).forEach(answer -> byId.put(answer.resource(), answer));
    Map<ImageId, ActionOutcome> answers = new HashMap<>();
    for (ImageId image : images) {
      ActionOutcome answer = byId.get(image);
      answers.put(
          image,
          answer != null
              ? answer
              : ActionOutcome.change(
                  Action.TAG_IMAGE,
                  image,
                  Outcome.UNKNOWN,
                  OutcomeCodes.UNEXPECTED,
                  "No usable answer"));
    }
    return answers;
  }
}
