package io.amiclean.api.retention;

import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.Image;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** Keeps what a strategy keeps, sets that aside, and has another one decide on the rest. */
final class ThenRetention extends JoinedRetention {

  private final RetentionStrategy first;
  private final RetentionStrategy next;

  ThenRetention(RetentionStrategy first, RetentionStrategy next) {
    super("then", List.of(first, next));
    this.first = first;
    this.next = next;
  }

  @Override
  Map<GroupKey, RetentionDecision> join(
      List<ImageGroup> groups,
      BiFunction<RetentionStrategy, List<ImageGroup>, Map<GroupKey, RetentionDecision>> asking) {
    Map<GroupKey, RetentionDecision> before = asking.apply(first, groups);
    List<ImageGroup> remaining =
        groups.stream().map(group -> remaining(group, decisionOn(group, before, first))).toList();
    Map<GroupKey, RetentionDecision> after = asking.apply(next, remaining);
    Map<GroupKey, RetentionDecision> decisions = new LinkedHashMap<>();
    for (ImageGroup rest : remaining) {
      decisions.put(
          rest.key(), joined(rest, decisionOn(rest, before, first), decisionOn(rest, after, next)));
    }
    return decisions;
  }

  private static ImageGroup remaining(ImageGroup group, RetentionDecision decision) {
    List<Image> rest = new ArrayList<>();
    List<Image> kept = new ArrayList<>(group.kept());
    for (Image image : group.candidates()) {
      (decision.keeps(image.id()) ? kept : rest).add(image);
    }
    return ImageGroup.builder().key(group.key()).candidates(rest).kept(kept).build();
  }

  private RetentionDecision joined(
      ImageGroup rest, RetentionDecision before, RetentionDecision after) {
    for (Image image : rest.kept()) {
      if (after.keeps(image.id())) {
        throw new IllegalStateException(
            next.description() + " answered for " + image.id() + ", which was set aside before it");
      }
    }
    return before
        .plus(after)
        .madeOf(
            List.of(
                new RetentionDecision.Part(first, before, Set.of()),
                new RetentionDecision.Part(next, after, before.reasons().keySet())));
  }
}
