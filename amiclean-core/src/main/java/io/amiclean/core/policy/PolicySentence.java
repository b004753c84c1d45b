package io.amiclean.core.policy;

import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.EvidenceLimits;
import io.amiclean.api.policy.LifecycleSpec;
import io.amiclean.api.policy.PlanLimits;
import io.amiclean.api.policy.StrategySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A policy in one sentence, for people. Programs read the policy itself. */
public final class PolicySentence {

  private PolicySentence() {}

  /**
   * Says what a policy does: by what it groups images, what stays, what becomes of the others, and
   * when a plan is refused. Protections that are on by default are not named, but those that are
   * left out are.
   *
   * @param policy the policy
   * @return the sentence, such as {@code Groups images by the tag role; keeps the newest 4 of each
   *     group; removes the others.} Names in it are as the policy has them
   */
  public static String of(CleanupPolicy policy) {
    List<String> clauses = new ArrayList<>();
    policy
        .only()
        .ifPresent(
            ids ->
                clauses.add(
                    "decides on "
                        + StrategyPhrases.named(
                            "image", ids.stream().map(Object::toString).toList())
                        + " alone"));
    if (!policy.groupBy().isEmpty()) {
      clauses.add(
          "groups images by " + listed(policy.groupBy(), StrategyPhrases::mapper, "and by"));
    }
    if (!policy.exclude().isEmpty()) {
      clauses.add("leaves alone " + listed(policy.exclude(), StrategyPhrases::exclusion, "and"));
    }
    clauses.add(
        "keeps "
            + (policy.retain().isEmpty()
                ? "nothing"
                : listed(policy.retain(), StrategyPhrases::retention, "and")));
    clauses.add(removal(policy));
    if (policy.orphanSnapshots()) {
      clauses.add("deletes orphan snapshots");
    }
    if (!policy.excludeSnapshots().isEmpty()) {
      clauses.add(
          "keeps " + listed(policy.excludeSnapshots(), StrategyPhrases::snapshotExclusion, "and"));
    }
    if (!policy.withoutProtections().isEmpty()) {
      clauses.add(
          "does without the protection "
              + StrategyPhrases.listed(
                  policy.withoutProtections().stream().map(Enum::name).toList(), "and"));
    }
    clauses.addAll(evidence(policy.evidence()));
    clauses.addAll(limits(policy.limits()));
    String sentence = String.join("; ", clauses) + ".";
    return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
  }

  private static String removal(CleanupPolicy policy) {
    String others = policy.lifecycle().map(PolicySentence::stages).orElse("removes the others");
    if (!policy.resolveSnapshots().equals(CleanupPolicy.DEFAULT_RESOLVER)) {
      others += " with " + StrategyPhrases.resolver(policy.resolveSnapshots());
    }
    return others;
  }

  private static String stages(LifecycleSpec lifecycle) {
    return "moves the others on in stages: "
        + StrategyPhrases.listed(StrategyPhrases.stages(lifecycle.stages()), "and");
  }

  private static List<String> evidence(EvidenceLimits evidence) {
    List<String> needed = new ArrayList<>();
    if (evidence.minimumImages() > 0) {
      needed.add("an account of at least " + evidence.minimumImages() + " images");
    }
    evidence
        .minimum()
        .forEach((source, least) -> needed.add("at least " + least + " items of " + source));
    evidence
        .maximumAge()
        .ifPresent(most -> needed.add("evidence no older than " + StrategyPhrases.time(most)));
    return needed.isEmpty()
        ? List.of()
        : List.of("plans only with " + StrategyPhrases.listed(needed, "and"));
  }

  private static List<String> limits(PlanLimits limits) {
    List<String> passed = new ArrayList<>();
    limits.removeAtMost().ifPresent(most -> passed.add("removes more than " + most + " images"));
    limits
        .removeAtMostPercent()
        .ifPresent(most -> passed.add("removes more than " + most + " % of all images"));
    limits
        .keepAtLeast()
        .ifPresent(least -> passed.add("leaves fewer than " + least + " images of a group"));
    limits
        .stageAtMost()
        .ifPresent(most -> passed.add("moves more than " + most + " images into another stage"));
    return passed.isEmpty()
        ? List.of()
        : List.of("refuses a plan that " + StrategyPhrases.listed(passed, "or"));
  }

  private static String listed(
      List<StrategySpec> specs, Function<StrategySpec, String> phrase, String last) {
    return StrategyPhrases.listed(specs.stream().map(phrase).toList(), last);
  }
}
