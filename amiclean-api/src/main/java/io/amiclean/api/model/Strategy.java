package io.amiclean.api.model;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What every pluggable decision has in common: a plan says what it was made with.
 *
 * <p>Strategies may be called from several threads at once. Those of stages 2 to 5 are pure: no
 * I/O, no clock of their own, no change of what they are given.
 */
public interface Strategy {

  /**
   * Returns how a plan and an error message name this strategy, such as {@code keep-newest(4)}. It
   * must be the same in every run, because it becomes part of the plan. By default the name of the
   * class; for a lambda that of the class that holds it.
   *
   * @return the description, never blank
   */
  default String description() {
    String name = getClass().getName();
    int lambda = name.indexOf("$$Lambda");
    return lambda < 0 ? name : name.substring(0, lambda) + "(lambda)";
  }

  /**
   * Describes a strategy that is made of others.
   *
   * @param name what joins them, such as {@code any-of}
   * @param parts the joined strategies
   * @return the description, such as {@code any-of(keep-newest(4), younger-than(PT720H))}
   */
  static String describe(String name, List<? extends Strategy> parts) {
    return parts.stream()
        .map(Strategy::description)
        .collect(Collectors.joining(", ", name + "(", ")"));
  }
}
