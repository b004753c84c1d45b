package io.amiclean.core.report;

import static java.util.stream.Collectors.joining;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.PlanSummary;
import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.report.PlanReport;
import io.amiclean.core.cost.PlanCosts;
import io.amiclean.core.cost.PriceList;
import io.amiclean.core.cost.StorageCost;
import io.amiclean.core.json.PolicyJson;
import io.amiclean.core.policy.UnmatchedInAll;
import io.amiclean.core.report.internal.Recovery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** The sentences that reports for people begin with. */
final class PlanMessages {

  private static final String UPPER_BOUND =
      "The cost is an upper bound: snapshots share blocks, are billed for those that differ, and"
          + " free only those that no other snapshot needs. Each snapshot is priced at its full size.";

  private PlanMessages() {}

  /** Returns the sources that were left out of a plan on purpose, sorted. */
  static List<String> notRead(CleanupPlan plan) {
    return plan.evidence().stream()
        .filter(Evidence::skipped)
        .map(Evidence::source)
        .filter(source -> plan.reading().skippedSources().contains(source))
        .sorted()
        .toList();
  }

  /**
   * Returns what a plan does.
   *
   * @param costs what its snapshots cost, or empty if the price list does not name its region
   */
  static List<String> about(CleanupPlan plan, PriceList prices, List<PlanCosts> costs) {
    List<String> lines = about(List.of(plan), prices, costs);
    policy(plan).ifPresent(lines::add);
    UnmatchedInAll rules = new UnmatchedInAll();
    rules.add(plan);
    lines.addAll(unmatched(rules));
    plan.refusals().forEach(refusal -> lines.add("Refused: " + refusal.message()));
    return lines;
  }

  /** Returns which policy a plan was made with, if it has a name. */
  static Optional<String> policy(CleanupPlan plan) {
    return plan.policy()
        .name()
        .map(name -> "Policy '" + name + "', " + PolicyJson.digest(plan.policy()));
  }

  /** Returns which rules decided on nothing. */
  static List<String> unmatched(UnmatchedInAll rules) {
    return rules.descriptions().stream().map(rule -> rule + " matches nothing").toList();
  }

  /**
   * Returns what the plans of several scopes do together, or nothing if there is only one, or if
   * several are of the same scope, so that they would count its snapshots more than once.
   */
  static List<String> together(CleanupReport report, PriceList prices) {
    List<CleanupPlan> plans = report.plans().stream().map(PlanReport::plan).toList();
    boolean distinct = plans.stream().map(CleanupPlan::scope).distinct().count() == plans.size();
    return plans.size() > 1 && distinct
        ? about(
            plans,
            prices,
            plans.stream().flatMap(plan -> PlanCosts.of(plan, prices).stream()).toList())
        : List.of();
  }

  private static List<String> about(
      List<CleanupPlan> plans, PriceList prices, List<PlanCosts> costs) {
    List<String> lines = new ArrayList<>();
    lines.add(images(plans));
    lines.add(
        counted(sum(plans, PlanSummary::snapshotsToDelete), "snapshot")
            + " to delete, of volumes of "
            + plans.stream().mapToLong(plan -> plan.summary().gibToDelete()).sum()
            + " GiB.");
    Recovery.ofImages(plans, Integer::toString).ifPresent(sentence -> lines.add(sentence + "."));
    lines.addAll(cost(plans, prices, costs));
    return lines;
  }

  private static String images(List<CleanupPlan> plans) {
    Map<String, Integer> figures = new LinkedHashMap<>();
    figures.put("to remove", sum(plans, PlanSummary::remove));
    figures.put("to change", sum(plans, PlanSummary::staged));
    figures.put("retained", sum(plans, PlanSummary::retained));
    figures.put("excluded", sum(plans, PlanSummary::excluded));
    figures.put("unmapped", sum(plans, PlanSummary::unmapped));
    String parts =
        figures.entrySet().stream()
            .filter(figure -> figure.getValue() > 0)
            .map(figure -> figure.getValue() + " " + figure.getKey())
            .collect(joining(", "));
    return counted(sum(plans, PlanSummary::images), "image")
        + (parts.isEmpty() ? "." : ": " + parts + ".");
  }

  private static int sum(List<CleanupPlan> plans, ToIntFunction<PlanSummary> figure) {
    return plans.stream().map(CleanupPlan::summary).mapToInt(figure).sum();
  }

  private static List<String> cost(
      List<CleanupPlan> plans, PriceList prices, List<PlanCosts> costs) {
    List<String> lines = new ArrayList<>();
    if (!costs.isEmpty()) {
      addCost(
          lines,
          costs.stream().map(PlanCosts::total).reduce(StorageCost.none(), StorageCost::plus),
          prices);
    }
    List<String> unpriced =
        plans.stream()
            .map(plan -> plan.scope().region())
            .filter(region -> prices.price(region).isEmpty())
            .distinct()
            .toList();
    if (!unpriced.isEmpty()) {
      lines.add(
          "Cost unknown in "
              + String.join(", ", unpriced)
              + ": the price list names no price there.");
    }
    lines.add("Prices of " + prices.date() + ": " + prices.source() + ".");
    return lines;
  }

  private static void addCost(List<String> lines, StorageCost cost, PriceList prices) {
    Money money = new Money(prices.currency());
    lines.add(
        "The snapshots to delete cost "
            + money.monthly(cost.freedPerMonth())
            + ", all snapshots "
            + money.monthly(cost.perMonth())
            + ".");
    if (cost.earlyDeletion().signum() > 0) {
      lines.add(
          "Deleting archived snapshots before their 90 days are over is billed "
              + money.upTo(cost.earlyDeletion())
              + " once.");
    }
    if (cost.unknownSizes() > 0) {
      lines.add(
          "Not in these amounts: "
              + counted(cost.unknownSizes(), "snapshot")
              + " of unknown size.");
    }
    lines.add(UPPER_BOUND);
  }

  /** Returns whether a plan recorded tags of any image. */
  static boolean hasTags(CleanupPlan plan) {
    return plan.images().stream().anyMatch(image -> !image.tags().isEmpty());
  }

  /** Returns the recorded tags of an image, such as {@code owner=team-a, team=web}. */
  static String tags(ImageDecision image) {
    return image.tags().entrySet().stream()
        .map(tag -> tag.getKey() + "=" + tag.getValue())
        .collect(joining(", "));
  }

  /** Returns a number with its noun, such as {@code 1 image} or {@code 2 images}. */
  static String counted(int number, String noun) {
    return String.format(Locale.ROOT, "%d %s%s", number, noun, number == 1 ? "" : "s");
  }
}
