package io.amiclean.core.retention;

import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.Counter;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Lets the oldest images go, until a number of images is left. Immutable. */
final class QuotaTarget implements RetentionStrategy {

  private final int target;

  QuotaTarget(int target) {
    this.target = target;
  }

  @Override
  public Optional<StrategySpec> spec() {
    return Optional.of(StrategySpec.of("quotaTarget", target));
  }

  /** What other groups let go is not known here, so that their images do not count as left. */
  @Override
  public RetentionDecision decide(ImageGroup group, PlanningContext context) {
    int images = group.candidates().size() + group.kept().size();
    return Objects.requireNonNull(decide(List.of(group), images).get(group.key()));
  }

  @Override
  public Map<GroupKey, RetentionDecision> decideAll(
      List<ImageGroup> groups, PlanningContext context) {
    return decide(groups, context.images().images().size());
  }

  private Map<GroupKey, RetentionDecision> decide(List<ImageGroup> groups, int images) {
    Set<Image> mayGo = new TreeSet<>(Image.NEWEST_FIRST);
    Set<ImageId> stays = new HashSet<>();
    for (ImageGroup group : groups) {
      mayGo.addAll(group.candidates());
      group.kept().forEach(image -> stays.add(image.id()));
    }
    mayGo.removeIf(image -> stays.contains(image.id()));
    int staying = images - mayGo.size();
    Map<ImageId, Integer> left = new HashMap<>();
    for (Image newest : mayGo) {
      if (staying + left.size() < target) {
        left.put(newest.id(), staying + left.size() + 1);
      }
    }
    Map<GroupKey, RetentionDecision> decisions = new LinkedHashMap<>();
    for (ImageGroup group : groups) {
      decisions.put(
          group.key(),
          RetentionDecision.keep(
              group.candidates().stream().filter(image -> left.containsKey(image.id())).toList(),
              image -> reason(left.getOrDefault(image.id(), 0))));
    }
    return decisions;
  }

  private Reason reason(int number) {
    return Reason.of(
            ReasonCodes.QUOTA_TARGET,
            "Among the " + target + " images that are to be left in the region",
            "number " + number + " of " + target + " that are left")
        .counting(List.of(Counter.of("quota", number, target)));
  }

  @Override
  public String toString() {
    return description();
  }
}
