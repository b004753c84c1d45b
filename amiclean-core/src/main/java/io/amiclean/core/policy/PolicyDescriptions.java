package io.amiclean.core.policy;

import io.amiclean.api.model.ImageFact;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.EvidenceLimits;
import io.amiclean.api.policy.LifecycleSpec;
import io.amiclean.api.policy.PlanLimits;
import io.amiclean.api.policy.Protection;
import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.api.policy.StrategySpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** What a plan was made with, line by line for people. Programs read the policy itself. */
public final class PolicyDescriptions {

  private PolicyDescriptions() {}

  /**
   * Describes what a plan was made with.
   *
   * @param policy the policy
   * @param reading how the account was read
   * @return the descriptions by the keys of a policy file and of the reading; what is as by default
   *     is left out
   */
  public static SortedMap<String, List<String>> of(CleanupPolicy policy, ReadingPolicy reading) {
    SortedMap<String, List<String>> lines = new TreeMap<>();
    lines.put("name", policy.name().stream().toList());
    lines.put("groupBy", specs(policy.groupBy()));
    lines.put("exclude", specs(policy.exclude()));
    lines.put("excludeSnapshots", specs(policy.excludeSnapshots()));
    lines.put("retain", specs(policy.retain()));
    policy.only().ifPresent(ids -> lines.put("only", texts(ids)));
    lines.put("orphanSnapshots", flag(policy.orphanSnapshots()));
    if (!policy.resolveSnapshots().equals(CleanupPolicy.DEFAULT_RESOLVER)) {
      lines.put("resolveSnapshots", List.of(policy.resolveSnapshots().description()));
    }
    lines.put("evidence", evidence(policy.evidence()));
    lines.put("limits", limits(policy.limits()));
    lines.put(
        "withoutProtections", policy.withoutProtections().stream().map(Protection::name).toList());
    lines.put("recordTags", List.copyOf(policy.recordTags()));
    policy.lifecycle().ifPresent(stages -> describe(stages, lines));
    lines.put("reading.skippedSources", List.copyOf(reading.skippedSources()));
    lines.put("reading.furtherSources", List.copyOf(reading.furtherSources()));
    lines.put("reading.usageIn", texts(reading.usageIn()).stream().sorted().toList());
    if (!reading.launchTemplateVersions().equals("all")) {
      lines.put("reading.launchTemplateVersions", List.of(reading.launchTemplateVersions()));
    }
    lines.put("reading.pinnedImages", texts(reading.pinnedImages()));
    lines.put("reading.ssmPaths", reading.ssmPaths());
    lines.put("reading.usageReports", flag(reading.usageReports()));
    lines.put("reading.sharedAllowed", flag(reading.sharedAllowed()));
    lines.put("reading.archivedAllowed", flag(reading.archivedAllowed()));
    lines.put("reading.facts", reading.facts().stream().map(ImageFact::source).toList());
    lines.values().removeIf(List::isEmpty);
    return lines;
  }

  /**
   * Describes what a plan was made with, the digest of its policy, and what of it decided on
   * nothing.
   *
   * @param plan the plan
   * @param digest returns the digest of a policy
   * @return the descriptions, as those of policy and reading are
   */
  public static Map<String, List<String>> ofPlan(
      CleanupPlan plan, Function<CleanupPolicy, String> digest) {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    lines.put("policy", List.of(digest.apply(plan.policy())));
    lines.putAll(of(plan.policy(), plan.reading()));
    List<String> unmatched = unmatched(List.of(plan));
    if (!unmatched.isEmpty()) {
      lines.put("matched nothing", unmatched);
    }
    return lines;
  }

  /**
   * Describes the rules that decided on nothing in any of several plans.
   *
   * @param plans the plans, such as those of several regions
   * @return the descriptions, such as {@code exclude: tagged(key: keep)}; those of pinned images as
   *     one
   */
  public static List<String> unmatched(Collection<CleanupPlan> plans) {
    UnmatchedInAll unmatched = new UnmatchedInAll();
    plans.forEach(unmatched::add);
    return unmatched.descriptions();
  }

  private static void describe(LifecycleSpec stages, SortedMap<String, List<String>> lines) {
    lines.put("lifecycle.stages", specs(stages.stages()));
    lines.put("lifecycle.readers", specs(stages.readers()));
    lines.put(
        "lifecycle.tags",
        stages.tags().entrySet().stream()
            .map(tag -> tag.getKey() + ": " + tag.getValue())
            .toList());
  }

  private static List<String> evidence(EvidenceLimits evidence) {
    List<String> lines = new ArrayList<>();
    evidence.maximumAge().ifPresent(age -> lines.add("maximumAge: " + SpecArgument.of(age)));
    if (evidence.minimumImages() > 0) {
      lines.add("minimumImages: " + evidence.minimumImages());
    }
    evidence
        .minimum()
        .forEach((source, minimum) -> lines.add("minimum of " + source + ": " + minimum));
    return lines;
  }

  private static List<String> limits(PlanLimits limits) {
    List<String> lines = new ArrayList<>();
    limit("removeAtMost", limits.removeAtMost(), lines);
    limit("removeAtMostPercent", limits.removeAtMostPercent(), lines);
    limit("keepAtLeast", limits.keepAtLeast(), lines);
    limit("stageAtMost", limits.stageAtMost(), lines);
    return lines;
  }

  private static void limit(String name, OptionalInt limit, List<String> lines) {
    if (limit.isPresent()) {
      lines.add(name + ": " + limit.getAsInt());
    }
  }

  private static List<String> specs(List<StrategySpec> specs) {
    return specs.stream().map(StrategySpec::description).toList();
  }

  private static List<String> texts(Collection<?> values) {
    return values.stream().map(Object::toString).toList();
  }

  private static List<String> flag(boolean set) {
    return set ? List.of("true") : List.of();
  }
}
