package io.amiclean.api.policy;

import java.util.Optional;

/**
 * What every pluggable decision has in common: a plan says what it was made with.
 *
 * <p>Strategies may be called from several threads at once. Those of stages 2 to 5 are pure: no
 * I/O, no clock of their own, no change of what they are given.
 */
public interface Strategy {

  /**
   * Returns this strategy as a value. It stands in the plan, and a program that reads the plan
   * makes the same strategy of it if a {@code StrategyProvider} knows its name. By default empty,
   * as for a lambda: its plans can be executed only by a program that gives the planner.
   *
   * @return the spec, the same in every run; empty if only a program can give this strategy
   */
  default Optional<StrategySpec> spec() {
    return Optional.empty();
  }

  /**
   * Returns how plans and error messages name this strategy to people, such as {@code
   * keepNewest(4)}. It must be the same in every run, because it becomes part of the plan. By
   * default that of the spec, or the name of the class; for a lambda that of the class that holds
   * it.
   *
   * @return the description, never blank
   */
  default String description() {
    return spec()
        .map(StrategySpec::description)
        .orElseGet(
            () -> {
              String name = getClass().getName();
              int lambda = name.indexOf("$$Lambda");
              return lambda < 0 ? name : name.substring(0, lambda) + "(lambda)";
            });
  }
}
