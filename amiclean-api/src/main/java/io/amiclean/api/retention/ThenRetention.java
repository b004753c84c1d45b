package io.amiclean.api.retention;

import io.amiclean.api.internal.StrategyInvoker;
import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.Reason;
import io.amiclean.api.policy.Strategy;
import java.util.ArrayList;
import java.util.List;
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
  List<RetentionDecision> join(
      List<ImageGroup> groups,
      BiFunction<RetentionStrategy, List<ImageGroup>, List<RetentionDecision>> asking) {
    List<RetentionDecision> before = asking.apply(first, groups);
    List<ImageGroup> remaining = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      remaining.add(remaining(groups.get(i), before.get(i)));
    }
    List<RetentionDecision> after = asking.apply(next, remaining);
    List<RetentionDecision> decisions = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      decisions.add(joined(remaining.get(i), before.get(i), after.get(i)));
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
        after.answers(next, image.id(), (part, reasons) -> requireNone(part, rest, image, reasons));
      }
    }
    return before
        .plus(after)
        .madeOf(
            List.of(
                new RetentionDecision.Part(first, before, Set.of()),
                new RetentionDecision.Part(next, after, before.reasons().keySet())));
  }

  private static void requireNone(
      Strategy part, ImageGroup group, Image image, List<Reason> reasons) {
    if (!reasons.isEmpty()) {
      StrategyInvoker.requireAsked(
          part, new StrategyInvoker.Group(group.key()), List.of(image.id()), Set.of());
    }
  }
}
