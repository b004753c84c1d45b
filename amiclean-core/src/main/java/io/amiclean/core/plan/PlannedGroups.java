package io.amiclean.core.plan;

import com.google.common.collect.HashMultimap;
import com.google.common.collect.SetMultimap;
import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.plan.ImageDecision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which images are in the groups in which a plan shows them. A group is shown by its short name or,
 * where two are the same, by its long one, which depends on the other images. Where images of a
 * group of the plan are in several groups with the same short name, it is not known which of these
 * the plan means, and none counts. Immutable.
 */
final class PlannedGroups {

  private final Map<ImageId, ImageDecision> planned;
  private final Map<ImageId, List<GroupKey>> groups = new HashMap<>();

  /** The groups in which images of the plan are now, by the name that the plan shows for them. */
  private final SetMultimap<String, GroupKey> alike = HashMultimap.create();

  /**
   * Compares.
   *
   * @param planned the decisions of the plan
   * @param images what was read now, in the order of the evaluation
   */
  PlannedGroups(
      Map<ImageId, ImageDecision> planned, List<Image> images, ImageEvaluation evaluation) {
    this.planned = planned;
    for (int position = 0; position < images.size(); position++) {
      ImageDecision decision = planned.get(images.get(position).id());
      if (decision != null) {
        List<GroupKey> keys = evaluation.groupsOf(position);
        groups.put(decision.imageId(), keys);
        keys.forEach(
            key ->
                names(key)
                    .filter(decision.groups()::contains)
                    .forEach(name -> alike.put(name, key)));
      }
    }
  }

  /** Returns whether an image is in the groups of the plan, and in no others. */
  boolean holds(ImageId image) {
    ImageDecision decision = planned.get(image);
    List<GroupKey> keys = groups.getOrDefault(image, List.of());
    return decision != null
        && keys.size() == decision.groups().size()
        && keys.stream().allMatch(key -> isShown(key, decision.groups()));
  }

  private boolean isShown(GroupKey key, List<String> names) {
    return names(key).anyMatch(name -> names.contains(name) && alike.get(name).size() == 1);
  }

  private static Stream<String> names(GroupKey key) {
    return Stream.of(key.shortName(), key.longName());
  }
}
