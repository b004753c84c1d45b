package io.amiclean.api.retention;

import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  Map<GroupKey, RetentionDecision> join(
      List<ImageGroup> groups,
      BiFunction<RetentionStrategy, List<ImageGroup>, Map<GroupKey, RetentionDecision>> asking) {
    List<Map<GroupKey, RetentionDecision>> answers = new ArrayList<>();
    strategies.forEach(strategy -> answers.add(asking.apply(strategy, groups)));
    Map<GroupKey, RetentionDecision> decisions = new LinkedHashMap<>();
    for (ImageGroup group : groups) {
      List<RetentionDecision.Part> parts = new ArrayList<>();
      RetentionDecision union = RetentionDecision.keepNone();
      for (int i = 0; i < strategies.size(); i++) {
        RetentionStrategy strategy = strategies.get(i);
        RetentionDecision decision = decisionOn(group, answers.get(i), strategy);
        parts.add(new RetentionDecision.Part(strategy, decision, Set.of()));
        union = union.plus(decision);
      }
      decisions.put(group.key(), union.madeOf(parts));
    }
    return decisions;
  }
}
