package io.amiclean.api.retention;

import io.amiclean.api.internal.Arguments;
import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.policy.Strategy;
import io.amiclean.api.policy.StrategySpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Says which images of a group stay. A planner has no retention by default and does not build
 * without one.
 *
 * <p>Pure, and safe for use by several threads. A strategy answers for the {@linkplain
 * ImageGroup#candidates() candidates} only.
 */
@FunctionalInterface
public interface RetentionStrategy extends Strategy {

  /**
   * Decides on the candidates of a group.
   *
   * @param group the group; its candidates are newest first
   * @param context everything that was read, and the planning time
   * @return the candidates that stay, with reasons
   */
  RetentionDecision decide(ImageGroup group, PlanningContext context);

  /**
   * Decides on all groups of an inventory. By default each is decided on by itself. A planner asks
   * a strategy that overrides this by this only, see {@link #spansGroups()}.
   *
   * @param groups the groups, of different keys; an image may be in several of them
   * @param context everything that was read, and the planning time
   * @return the decision on each group, and on no other
   */
  default Map<GroupKey, RetentionDecision> decideAll(
      List<ImageGroup> groups, PlanningContext context) {
    Map<GroupKey, RetentionDecision> decisions = new LinkedHashMap<>();
    groups.forEach(group -> decisions.put(group.key(), decide(group, context)));
    return decisions;
  }

  /**
   * Returns whether what is kept of a group may depend on other groups. A planner calls {@link
   * #decideAll} with all groups then, and {@link #decide} for each group otherwise. Only a strategy
   * that wraps others has to override this, to answer as they do.
   *
   * @return whether it may; by default, whether its class overrides {@link #decideAll}
   */
  default boolean spansGroups() {
    return Arrays.stream(getClass().getMethods())
        .anyMatch(
            method ->
                method.getName().equals("decideAll")
                    && !method.getDeclaringClass().equals(RetentionStrategy.class));
  }

  /**
   * Keeps what at least one of the strategies keeps. Each decides on the whole group, as if it were
   * alone: the images that one keeps count for the others.
   *
   * @param strategies one or more strategies
   * @return the joined strategy
   * @throws IllegalArgumentException if there are none, which would keep nothing without saying so
   */
  static RetentionStrategy anyOf(RetentionStrategy... strategies) {
    return anyOf(Arguments.requireElements(strategies, "strategies"));
  }

  /**
   * Keeps what at least one of the strategies keeps. Each decides on the whole group, as if it were
   * alone: the images that one keeps count for the others.
   *
   * @param strategies one or more strategies
   * @return the joined strategy
   * @throws IllegalArgumentException if there are none, which would keep nothing without saying so
   */
  static RetentionStrategy anyOf(List<? extends RetentionStrategy> strategies) {
    Objects.requireNonNull(strategies, "strategies");
    List<RetentionStrategy> all = List.copyOf(strategies);
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          "No strategies to join, which would keep nothing: expected at least one");
    }
    return new AnyOfRetention(all);
  }

  /**
   * Keeps what this strategy keeps, sets that aside, and lets another decide on the rest. What this
   * one keeps is among the {@linkplain ImageGroup#kept() kept} of the group that the other sees,
   * and is none of its candidates.
   *
   * <p>{@code youngerThan(d).then(keepNewest(4))} is the order of the original amicleaner: images
   * too young do not count towards the four.
   *
   * @param next decides on what this strategy lets go
   * @return the joined strategy
   */
  default RetentionStrategy then(RetentionStrategy next) {
    Objects.requireNonNull(next, "next");
    return new ThenRetention(this, next);
  }

  /**
   * Gives a strategy the description that plans and error messages show; a lambda has none of its
   * own.
   *
   * @param description the description, the same in every run
   * @param strategy the strategy
   * @return a strategy that answers as the given one
   * @throws IllegalArgumentException if the description is blank
   */
  static RetentionStrategy named(String description, RetentionStrategy strategy) {
    Arguments.requireDescription(description);
    Objects.requireNonNull(strategy, "strategy");
    return new NamedRetention(strategy, Optional.empty(), description);
  }

  /**
   * Gives a strategy the spec that plans and policies hold, and of which a provider makes it.
   *
   * @param spec the spec, the same in every run
   * @param strategy the strategy
   * @return a strategy that answers as the given one
   */
  static RetentionStrategy named(StrategySpec spec, RetentionStrategy strategy) {
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(strategy, "strategy");
    return new NamedRetention(strategy, Optional.of(spec), spec.description());
  }
}
