package io.amiclean.api.retention;

import io.amiclean.api.mapping.ImageGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** Keeps what at least one of several strategies keeps. */
final class AnyOfRetention extends JoinedRetention {

  private final List<RetentionStrategy> strategies;

  AnyOfRetention(List<RetentionStrategy> strategies) {
    super("anyOf", strategies);
    this.strategies = strategies;
  }

  @Override
  List<RetentionDecision> join(
      List<ImageGroup> groups,
      BiFunction<RetentionStrategy, List<ImageGroup>, List<RetentionDecision>> asking) {
    List<List<RetentionDecision>> answers = new ArrayList<>();
    strategies.forEach(strategy -> answers.add(asking.apply(strategy, groups)));
    List<RetentionDecision> decisions = new ArrayList<>();
    for (int group = 0; group < groups.size(); group++) {
      List<RetentionDecision.Part> parts = new ArrayList<>();
      RetentionDecision union = RetentionDecision.keepNone();
      for (int i = 0; i < strategies.size(); i++) {
        RetentionDecision decision = answers.get(i).get(group);
        parts.add(new RetentionDecision.Part(strategies.get(i), decision, Set.of()));
        union = union.plus(decision);
      }
      decisions.add(union.madeOf(parts));
    }
    return decisions;
  }
}
