package io.amiclean.api.retention;

import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.policy.Strategy;
import io.amiclean.api.policy.StrategySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

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
   * Keeps what at least one of the strategies keeps. Each decides on the whole group, as if it were
   * alone: the images that one keeps count for the others.
   *
   * @param strategies one or more strategies
   * @return the joined strategy
   * @throws IllegalArgumentException if there are none, which would keep nothing without saying so
   */
  static RetentionStrategy anyOf(RetentionStrategy... strategies) {
    Objects.requireNonNull(strategies, "strategies");
    return anyOf(List.of(strategies));
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
    return named(
        StrategySpec.joining("anyOf", all),
        (group, context) -> {
          List<RetentionDecision.Part> parts = new ArrayList<>();
          RetentionDecision union = RetentionDecision.keepNone();
          for (RetentionStrategy strategy : all) {
            RetentionDecision decision = strategy.decide(group, context);
            parts.add(new RetentionDecision.Part(strategy, decision, Set.of()));
            union = union.plus(decision);
          }
          return union.madeOf(parts);
        });
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
    return named(
        StrategySpec.joining("then", List.of(this, next)),
        (group, context) -> {
          RetentionDecision first = decide(group, context);
          List<Image> rest = new ArrayList<>();
          List<Image> kept = new ArrayList<>(group.kept());
          for (Image image : group.candidates()) {
            (first.keeps(image.id()) ? kept : rest).add(image);
          }
          ImageGroup remaining =
              ImageGroup.builder().key(group.key()).candidates(rest).kept(kept).build();
          RetentionDecision second = next.decide(remaining, context);
          for (Image image : kept) {
            if (second.keeps(image.id())) {
              throw new IllegalStateException(
                  next.description()
                      + " answered for "
                      + image.id()
                      + ", which was set aside before it");
            }
          }
          return first
              .plus(second)
              .madeOf(
                  List.of(
                      new RetentionDecision.Part(this, first, Set.of()),
                      new RetentionDecision.Part(next, second, first.reasons().keySet())));
        });
  }

  /**
   * Gives a strategy the description that plans and error messages show; a lambda has none of its
   * own.
   *
   * @param description the description, the same in every run
   * @param strategy the strategy
   * @return a strategy that answers as the given one
   */
  static RetentionStrategy named(String description, RetentionStrategy strategy) {
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(strategy, "strategy");
    return new RetentionStrategy() {
      @Override
      public RetentionDecision decide(ImageGroup group, PlanningContext context) {
        return strategy.decide(group, context);
      }

      @Override
      public String description() {
        return description;
      }
    };
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
    return new RetentionStrategy() {
      @Override
      public RetentionDecision decide(ImageGroup group, PlanningContext context) {
        return strategy.decide(group, context);
      }

      @Override
      public Optional<StrategySpec> spec() {
        return Optional.of(spec);
      }
    };
  }
}
