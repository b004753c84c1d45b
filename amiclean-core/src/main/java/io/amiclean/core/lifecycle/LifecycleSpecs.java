package io.amiclean.core.lifecycle;

import com.google.common.collect.ImmutableMap;
import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.lifecycle.StageMarkReader;
import io.amiclean.api.plan.Action;
import io.amiclean.api.policy.LifecycleSpec;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.api.policy.SpecArgumentException;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.policy.UnknownNameException;
import io.amiclean.core.internal.LaunchPermissionFormat;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lifecycles as values, both ways. The names of stages are those of the factories of {@link
 * LifecycleRule}.
 */
public final class LifecycleSpecs {

  private static final String DEPRECATE = "deprecate";
  private static final String MAKE_PRIVATE = "makePrivate";
  private static final String DISABLE = "disable";
  private static final String DEREGISTER = "deregister";

  private static final String AFTER = "after";
  private static final String UNLESS = "unless";
  private static final String NOTICE = "notice";
  private static final String REVOKE = "revoke";

  private LifecycleSpecs() {}

  static LifecycleSpec of(LifecyclePolicy policy) {
    return LifecycleSpec.builder()
        .addAllStages(policy.rules().stream().map(LifecycleRule::spec).toList())
        .putAllTags(changedKeys(policy.tags()))
        .addAllReaders(policy.readers().stream().map(StrategySpec::of).toList())
        .build();
  }

  static StrategySpec of(LifecycleRule rule) {
    ImmutableMap.Builder<String, SpecArgument> fields = ImmutableMap.builder();
    fields.put(AFTER, SpecArgument.of(rule.minimumStay()));
    if (!rule.notice().isZero()) {
      fields.put(NOTICE, SpecArgument.of(rule.notice()));
    }
    rule.chosen()
        .ifPresent(
            chosen -> fields.put(REVOKE, SpecArgument.ofTexts(LaunchPermissionFormat.of(chosen))));
    if (rule.condition() != LifecycleRule.ALWAYS) {
      fields.put(UNLESS, unless(StrategySpec.of(rule.condition())));
    }
    return StrategySpec.of(name(rule.action()), SpecArgument.ofFields(fields.buildOrThrow()));
  }

  /** What is joined by {@link LifecycleRule#unless} stands in the list one by one. */
  private static SpecArgument unless(StrategySpec condition) {
    return condition.name().equals("anyOf")
        ? condition.argument()
        : SpecArgument.ofSpecs(List.of(condition));
  }

  private static String name(Action action) {
    return switch (action) {
      case DEPRECATE_IMAGE -> DEPRECATE;
      case MAKE_IMAGE_PRIVATE -> MAKE_PRIVATE;
      case DISABLE_IMAGE -> DISABLE;
      case DEREGISTER_IMAGE -> DEREGISTER;
      default -> throw new IllegalArgumentException(action + " leads into no stage");
    };
  }

  /**
   * Makes a lifecycle of its value.
   *
   * @param spec the value
   * @param filters makes the filters that images are not moved for
   * @return the lifecycle
   * @throws SpecArgumentException if a stage, a tag or a reader is unknown or has an argument of
   *     another type
   * @throws IllegalArgumentException if the stages are in another order
   */
  public static LifecyclePolicy policy(
      LifecycleSpec spec, Function<StrategySpec, ExclusionFilter> filters) {
    Objects.requireNonNull(filters, "filters");
    return LifecyclePolicy.builder()
        .addAllRules(spec.stages().stream().map(stage -> rule(stage, filters)).toList())
        .tags(tags(spec))
        .addAllReaders(spec.readers().stream().map(LifecycleSpecs::reader).toList())
        .build();
  }

  /**
   * Returns the tags of a lifecycle.
   *
   * @param spec the lifecycle
   * @return the tags
   * @throws IllegalArgumentException if the spec names a tag that a lifecycle does not have, or a
   *     key that no tag can have
   */
  public static LifecycleTags tags(LifecycleSpec spec) {
    return tags(spec.tags());
  }

  /**
   * Checks that tags, notice and permissions of a lifecycle can be used, whatever its filters are.
   *
   * @param spec the lifecycle
   * @throws IllegalArgumentException if one of them cannot
   */
  public static void requireUsable(LifecycleSpec spec) {
    tags(spec);
    revoked(spec);
    notice(spec);
  }

  /**
   * Returns whose launch permissions a lifecycle takes away of the images that it makes private.
   *
   * @param spec the lifecycle
   * @return the permissions, or empty for all that an image has
   * @throws SpecArgumentException if the stage has an argument of another type
   */
  public static Optional<LaunchPermissions> revoked(LifecycleSpec spec) {
    return spec.stages().stream()
        .flatMap(stage -> arguments(stage).entrySet().stream())
        .filter(argument -> argument.getKey().equals(REVOKE))
        .map(argument -> permissions(argument.getValue()))
        .findFirst();
  }

  /**
   * Returns how long after the execution the deprecations of a lifecycle take effect.
   *
   * @param spec the lifecycle
   * @return the time, 0 by default
   * @throws SpecArgumentException if the stage has an argument of another type
   */
  public static Duration notice(LifecycleSpec spec) {
    return spec.stages().stream()
        .flatMap(stage -> arguments(stage).entrySet().stream())
        .filter(argument -> argument.getKey().equals(NOTICE))
        .map(argument -> deprecate(argument.getValue()).notice())
        .findFirst()
        .orElse(Duration.ZERO);
  }

  private static LifecycleRule rule(
      StrategySpec stage, Function<StrategySpec, ExclusionFilter> filters) {
    Map<String, SpecArgument> arguments = arguments(stage);
    LifecycleRule rule = rule(stage, arguments);
    SpecArgument after = arguments.get(AFTER);
    if (after != null) {
      Duration stay = after.duration();
      LifecycleRule unchanged = rule;
      rule = refusing(after, () -> unchanged.after(stay));
    }
    SpecArgument unless = arguments.get(UNLESS);
    return unless == null
        ? rule
        : rule.unless(unless.specs().stream().map(filters).toArray(ExclusionFilter[]::new));
  }

  private static LifecycleRule rule(StrategySpec stage, Map<String, SpecArgument> arguments) {
    return switch (stage.name()) {
      case DEPRECATE -> {
        SpecArgument notice = arguments.get(NOTICE);
        yield notice == null ? LifecycleRule.deprecate() : deprecate(notice);
      }
      case MAKE_PRIVATE -> {
        SpecArgument revoked = arguments.get(REVOKE);
        yield revoked == null
            ? LifecycleRule.makePrivate()
            : refusing(revoked, () -> LifecycleRule.makePrivate(permissions(revoked)));
      }
      case DISABLE -> LifecycleRule.disable();
      default -> LifecycleRule.deregister();
    };
  }

  private static Map<String, SpecArgument> arguments(StrategySpec stage) {
    return switch (stage.name()) {
      case DEPRECATE -> stage.argument().fields(AFTER, NOTICE, UNLESS);
      case MAKE_PRIVATE -> stage.argument().fields(AFTER, REVOKE, UNLESS);
      case DISABLE, DEREGISTER -> stage.argument().fields(AFTER, UNLESS);
      default ->
          throw new UnknownNameException(
              stage.argument(),
              "'"
                  + stage.name()
                  + "' is no stage: expected some of deprecate, makePrivate, disable, deregister, in"
                  + " this order");
    };
  }

  private static LifecycleRule deprecate(SpecArgument notice) {
    Duration time = notice.duration();
    return refusing(notice, () -> LifecycleRule.deprecate(time));
  }

  private static LaunchPermissions permissions(SpecArgument revoked) {
    List<String> words = revoked.texts();
    return refusing(revoked, () -> LaunchPermissionFormat.parse(words));
  }

  private static StageMarkReader reader(StrategySpec spec) {
    if (!spec.name().equals("dayTag")) {
      throw new UnknownNameException(
          spec.argument(),
          spec.isCustom()
              ? "the reader '"
                  + spec.description()
                  + "' is custom: only a program that gives it can plan with it"
              : "'" + spec.name() + "' is no reader of stages: expected dayTag");
    }
    SpecArgument argument = spec.argument();
    argument.fields("key", "pattern", "stage");
    String key = argument.field("key").text();
    String pattern = argument.field("pattern").text();
    Stage stage = stage(argument.field("stage"));
    return refusing(argument, () -> StageMarks.dayTag(key, pattern, stage));
  }

  private static Stage stage(SpecArgument argument) {
    Map<String, Stage> stages = new LinkedHashMap<>();
    for (Stage stage : Stage.values()) {
      stages.put(stage.word(), stage);
    }
    Stage named = stages.get(argument.text());
    if (named == null) {
      throw new SpecArgumentException(
          argument,
          "'"
              + argument.text()
              + "' is no stage: expected one of "
              + String.join(", ", stages.keySet()));
    }
    return named;
  }

  private static <T> T refusing(SpecArgument argument, Supplier<T> making) {
    try {
      return making.get();
    } catch (SpecArgumentException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new SpecArgumentException(argument, e);
    }
  }

  /** Returns the keys that are not the default ones, by what their tags hold. */
  static Map<String, String> changedKeys(LifecycleTags tags) {
    Map<String, String> changed = new TreeMap<>(tags.named());
    changed.entrySet().removeAll(LifecycleTags.defaults().named().entrySet());
    return changed;
  }

  /** Returns the tags of the default names, but for the given keys. */
  static LifecycleTags tags(Map<String, String> changedKeys) {
    Map<String, String> keys = new TreeMap<>(LifecycleTags.defaults().named());
    for (Map.Entry<String, String> changed : changedKeys.entrySet()) {
      if (keys.put(changed.getKey(), changed.getValue()) == null) {
        throw new IllegalArgumentException(
            "The tags of a lifecycle hold no '"
                + changed.getKey()
                + "': expected "
                + String.join(", ", LifecycleTags.defaults().named().keySet()));
      }
    }
    return LifecycleTags.builder()
        .stage(keys.getOrDefault("stage", ""))
        .since(keys.getOrDefault("since", ""))
        .next(keys.getOrDefault("next", ""))
        .launchPermissions(keys.getOrDefault("launchPermissions", ""))
        .deprecation(keys.getOrDefault("deprecation", ""))
        .hold(keys.getOrDefault("hold", ""))
        .build();
  }
}
