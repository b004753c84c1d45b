package io.amiclean.core.policy;

import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.UnmatchedRule;
import io.amiclean.api.plan.UnmatchedRule.Kind;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.StrategySpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rules that decided on nothing in any of several plans, such as those of many regions. Of a
 * plan only its rules are kept. Not thread-safe.
 */
public final class UnmatchedInAll {

  private static final int MOST_IDS = 5;

  private final Set<UnmatchedRule> unmatched = new LinkedHashSet<>();
  private final Set<UnmatchedRule> matched = new HashSet<>();

  /** Begins without a plan. */
  public UnmatchedInAll() {}

  /**
   * Adds a plan. It says nothing about a rule of another policy, and one without images says
   * nothing about any.
   *
   * @param plan the plan
   */
  public void add(CleanupPlan plan) {
    Objects.requireNonNull(plan, "plan");
    Set<UnmatchedRule> ofPlan = Set.copyOf(plan.unmatched());
    unmatched.addAll(plan.unmatched());
    if (!plan.images().isEmpty()) {
      rules(plan).filter(rule -> !ofPlan.contains(rule)).forEach(matched::add);
    }
  }

  private static Stream<UnmatchedRule> rules(CleanupPlan plan) {
    CleanupPolicy policy = plan.policy();
    return Stream.of(
            rules(Kind.GROUP_BY, policy.groupBy().stream()),
            rules(Kind.EXCLUDE, policy.exclude().stream()),
            rules(Kind.EXCLUDE_SNAPSHOTS, policy.excludeSnapshots().stream()),
            rules(Kind.RETAIN, UnmatchedRules.parts(policy.retain())),
            plan.reading().pinnedImages().stream().map(UnmatchedRule::pinned))
        .flatMap(rules -> rules);
  }

  private static Stream<UnmatchedRule> rules(Kind kind, Stream<StrategySpec> strategies) {
    return strategies.map(strategy -> UnmatchedRule.of(kind, strategy));
  }

  /**
   * Describes the rules.
   *
   * @return the descriptions, such as {@code exclude: tagged(key: keep)}; those of pinned images as
   *     one
   */
  public List<String> descriptions() {
    List<String> lines = new ArrayList<>();
    List<String> pinned = new ArrayList<>();
    for (UnmatchedRule rule : unmatched) {
      if (!matched.contains(rule)) {
        rule.image()
            .ifPresentOrElse(
                image -> pinned.add(image.value()), () -> lines.add(rule.description()));
      }
    }
    if (!pinned.isEmpty()) {
      lines.add(
          Kind.PINNED_IMAGE.key()
              + ": "
              + String.join(", ", pinned.subList(0, Math.min(MOST_IDS, pinned.size())))
              + (pinned.size() > MOST_IDS ? " and " + (pinned.size() - MOST_IDS) + " more" : ""));
    }
    return lines;
  }
}
