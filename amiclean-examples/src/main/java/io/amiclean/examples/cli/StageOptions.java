package io.amiclean.examples.cli;

import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Which stages images go through: the options that become a {@link LifecyclePolicy}. */
final class StageOptions {

  private static final int LONGEST_STAY = 36_500;

  private static final List<LifecycleRule> DEFAULT_RULES =
      List.of(
          LifecycleRule.makePrivate().after(Duration.ZERO),
          LifecycleRule.disable(),
          LifecycleRule.deregister());

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it
  CommandSpec command;

  @Option(
      names = "--stage",
      paramLabel = "deprecate|private|disable|deregister[=DAYS]",
      description =
          "A stage that images go through, at least DAYS days after the one before. Repeatable, in"
              + " this order. DAYS is 10 by default; the first stage does not wait."
              + " Default: private, disable=10, deregister=10.")
  List<LifecycleRule> stages = List.of();

  /** Whether stages were chosen. */
  boolean areGiven() {
    return !stages.isEmpty();
  }

  /** Returns the stages, or says what is wrong with their order. */
  LifecyclePolicy policy() {
    try {
      return LifecyclePolicy.builder().addAllRules(areGiven() ? stages : DEFAULT_RULES).build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  static LifecycleRule rule(String text) {
    int end = text.indexOf('=');
    String name = end < 0 ? text : text.substring(0, end);
    LifecycleRule rule =
        switch (name) {
          case "deprecate" -> LifecycleRule.deprecate();
          case "private" -> LifecycleRule.makePrivate();
          case "disable" -> LifecycleRule.disable();
          case "deregister" -> LifecycleRule.deregister();
          default ->
              throw new TypeConversionException(
                  "'"
                      + text
                      + "' is no stage: expected deprecate, private, disable or deregister, and"
                      + " =DAYS if it is not to follow after 10 days");
        };
    return end < 0 ? rule : rule.after(days(text, text.substring(end + 1)));
  }

  private static Duration days(String text, String days) {
    try {
      int number = Integer.parseInt(days);
      if (number >= 0 && number <= LONGEST_STAY) {
        return Duration.ofDays(number);
      }
    } catch (NumberFormatException e) {
      // Said below, with what would be right.
    }
    throw new TypeConversionException(
        "'" + text + "' names no number of days: expected 0 to " + LONGEST_STAY + " after the =");
  }
}
