package io.amiclean.examples.cli.options;

import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.lifecycle.StageMarkReader;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.plan.Action;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.core.lifecycle.StageMarks;
import io.amiclean.examples.exit.CommandPart;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which stages images go through: the options that become a {@link LifecyclePolicy}. */
public final class StageOptions extends CommandPart {

  private static final int LONGEST_STAY = 36_500;

  /** AWS Organizations, "Resource types defined by AWS Organizations". */
  private static final Pattern ORGANIZATION =
      Pattern.compile("arn:[^:]+:organizations::\\d{12}:organization/o-[a-z0-9]+");

  private static final Pattern ORGANIZATIONAL_UNIT =
      Pattern.compile("arn:[^:]+:organizations::\\d{12}:ou/o-[a-z0-9]+/ou-[a-z0-9-]+");

  private static final List<LifecycleRule> DEFAULT_RULES =
      List.of(
          LifecycleRule.makePrivate().after(Duration.ZERO),
          LifecycleRule.disable(),
          LifecycleRule.deregister());

  @Option(
      names = "--stage",
      paramLabel = "deprecate|private|disable|deregister[=DAYS]",
      description =
          "A stage that images go through, at least DAYS days after the one before. Repeatable, in"
              + " this order. DAYS is 10 by default; the first stage does not wait."
              + " Default: private, disable=10, deregister=10.")
  List<LifecycleRule> stages = List.of();

  @Option(
      names = "--revoke",
      paramLabel = "public|ACCOUNT|ORG_ARN|OU_ARN",
      description =
          "Whose launch permissions the stage private takes away. Repeatable. Default: all.")
  List<String> revoked = List.of();

  @Option(
      names = "--deprecation-notice",
      paramLabel = "DAYS",
      description =
          "How long after the execution the stage deprecate takes effect, and begins. Default: 0.")
  int noticeDays;

  @Option(
      names = "--stage-tag",
      paramLabel = "KEY=PATTERN",
      description =
          "The tag of another tool with the day since which an image is private, such as"
              + " LaunchPermissionRevoked=ddMMyyyy. Repeatable.")
  List<String> otherTags = List.of();

  /** Whether stages were chosen. */
  public boolean areGiven() {
    return !stages.isEmpty() || !revoked.isEmpty() || noticeDays != 0 || !otherTags.isEmpty();
  }

  /** Returns the stages that images are moved into or are in, which permissions are needed for. */
  public Set<Stage> entered(LifecyclePolicy policy) {
    Set<Stage> entered = EnumSet.noneOf(Stage.class);
    policy.rules().forEach(rule -> Stage.enteredBy(rule.action()).ifPresent(entered::add));
    if (!otherTags.isEmpty()) {
      entered.add(Stage.PRIVATE);
    }
    return entered;
  }

  /** Returns the stages, or says what is wrong with them. */
  public LifecyclePolicy policy() {
    List<LifecycleRule> rules = stages.isEmpty() ? DEFAULT_RULES : stages;
    require(
        revoked.isEmpty() || has(rules, Action.MAKE_IMAGE_PRIVATE),
        "--revoke is of the stage private: expected --stage private with it");
    require(
        noticeDays == 0 || has(rules, Action.DEPRECATE_IMAGE),
        "--deprecation-notice is of the stage deprecate: expected --stage deprecate with it");
    require(
        noticeDays >= 0 && noticeDays <= LONGEST_STAY,
        "--deprecation-notice " + noticeDays + ": expected 0 to " + LONGEST_STAY + " days");
    try {
      return LifecyclePolicy.builder()
          .addAllRules(rules.stream().map(this::detailed).toList())
          .addAllReaders(otherTags.stream().map(StageOptions::reader).toList())
          .build();
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage(), e);
    }
  }

  private static boolean has(List<LifecycleRule> rules, Action action) {
    return rules.stream().anyMatch(rule -> rule.action() == action);
  }

  private LifecycleRule detailed(LifecycleRule rule) {
    if (rule.action() == Action.MAKE_IMAGE_PRIVATE && !revoked.isEmpty()) {
      return LifecycleRule.makePrivate(chosen()).after(rule.minimumStay());
    }
    return rule.action() == Action.DEPRECATE_IMAGE
        ? LifecycleRule.deprecate(Duration.ofDays(noticeDays)).after(rule.minimumStay())
        : rule;
  }

  private LaunchPermissions chosen() {
    LaunchPermissions.Builder chosen = LaunchPermissions.builder();
    for (String who : revoked) {
      if (who.equals("public")) {
        chosen.everybody(true);
      } else if (ORGANIZATION.matcher(who).matches()) {
        chosen.addOrganizations(who);
      } else if (ORGANIZATIONAL_UNIT.matcher(who).matches()) {
        chosen.addOrganizationalUnits(who);
      } else {
        chosen.addAccounts(account(who));
      }
    }
    return chosen.build();
  }

  private static AccountId account(String text) {
    try {
      return AccountId.of(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          ("--revoke '%s' is nobody: expected public, the 12 digits of an account, or"
                  + " the ARN of an organization or organizational unit")
              .formatted(text),
          e);
    }
  }

  private static StageMarkReader reader(String tag) {
    int end = tag.lastIndexOf('=');
    if (end < 1 || tag.substring(0, end).isBlank() || tag.substring(end + 1).isBlank()) {
      throw new IllegalArgumentException(
          ("--stage-tag '%s' lacks the key or the pattern: expected KEY=PATTERN, such as"
                  + " LaunchPermissionRevoked=ddMMyyyy")
              .formatted(tag));
    }
    try {
      return StageMarks.dayTag(tag.substring(0, end), tag.substring(end + 1), Stage.PRIVATE);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--stage-tag '" + tag + "': " + e.getMessage(), e);
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
                  ("'%s' is no stage: expected deprecate, private, disable or"
                          + " deregister, and =DAYS if it is not to follow after 10 days")
                      .formatted(text));
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
