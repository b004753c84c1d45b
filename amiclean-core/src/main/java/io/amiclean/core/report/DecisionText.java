package io.amiclean.core.report;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.PlanSummary;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.Verdict;
import io.amiclean.core.cost.PlanCosts;
import io.amiclean.core.cost.PriceList;
import io.amiclean.core.cost.StorageCost;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * What a person decides on before a plan is executed: account and region, how many images go and
 * stay, and how much storage and money that is. Of the plans of several scopes, all together.
 *
 * <p>Every method returns whole lines of {@linkplain TextReport#harmless(String) harmless} text,
 * each ended by {@code \n}. Pure and thread-safe.
 */
public final class DecisionText {

  private static final String RETAINED = "retained";

  /** How images that stay are counted, where the code alone does not read as a part of it. */
  private static final Map<String, String> KEPT =
      Map.ofEntries(
          Map.entry(ReasonCodes.EXCLUDED_TAG, "excluded by tag"),
          Map.entry(ReasonCodes.EXCLUDED_VALUE, "excluded by value"),
          Map.entry(ReasonCodes.EXCLUDED_NAME, "excluded by name"),
          Map.entry(ReasonCodes.EXCLUDED_ID, "excluded by id"),
          Map.entry(ReasonCodes.EXCLUDED_OWNER, "excluded by owner"),
          Map.entry(ReasonCodes.EXCLUDED_STATE, "excluded by state"),
          Map.entry(ReasonCodes.DEREGISTRATION_PROTECTED, "protected from deregistration"),
          Map.entry(ReasonCodes.MANAGED_BY, "managed by another service"),
          Map.entry(ReasonCodes.LAUNCHED_WITHIN, "launched lately"),
          Map.entry(ReasonCodes.SHARED_USAGE_UNKNOWN, "shared, use elsewhere unknown"),
          Map.entry(ReasonCodes.WAITING_IN_STAGE, "waiting in a stage"),
          Map.entry(ReasonCodes.LAST_STAGE, "in their last stage"),
          Map.entry(ReasonCodes.MALFORMED_STAGE, "in a malformed stage"));

  private DecisionText() {}

  /**
   * Returns the lines on images and the snapshots that go with them.
   *
   * @param plans the plans, each of another scope; at least one
   * @param prices what storage costs
   * @return account, region and images read; how many go and stay, and why; snapshots, GiB and
   *     money
   */
  public static String images(Collection<CleanupPlan> plans, PriceList prices) {
    return scope(plans)
        + ": "
        + counted(sum(plans, PlanSummary::images), "image")
        + " read\n"
        + verdicts(plans)
        + storage(
            plans,
            prices,
            "snapshot",
            plan -> plan.images().stream().flatMap(image -> image.snapshots().stream()),
            (costs, orphans) -> costs.subtract(orphans));
  }

  /**
   * Returns the lines on orphan snapshots.
   *
   * @param plans the plans, each of another scope; at least one
   * @param prices what storage costs
   * @return account and region; orphan snapshots, GiB and money
   */
  public static String orphans(Collection<CleanupPlan> plans, PriceList prices) {
    return scope(plans)
        + "\n"
        + storage(
            plans,
            prices,
            "orphan snapshot",
            plan -> plan.orphanSnapshots().stream(),
            (costs, orphans) -> orphans);
  }

  private static String scope(Collection<CleanupPlan> plans) {
    CleanupPlan first = plans.iterator().next();
    return plans.size() > 1
        ? plans.size() + " scopes"
        : TextReport.harmless(
            "Account %s, region %s".formatted(first.scope().accountId(), first.scope().region()));
  }

  private static String verdicts(Collection<CleanupPlan> plans) {
    int changes = sum(plans, PlanSummary::staged);
    int kept = sum(plans, PlanSummary::retained) + sum(plans, PlanSummary::excluded);
    Map<String, Long> reasons =
        plans.stream()
            .flatMap(plan -> plan.images().stream())
            .filter(
                image -> image.verdict() == Verdict.RETAINED || image.verdict() == Verdict.EXCLUDED)
            .collect(groupingBy(DecisionText::whyKept, TreeMap::new, counting()));
    return counted(sum(plans, PlanSummary::remove), "image")
        + " to remove, "
        + (changes > 0 ? changes + " to change, " : "")
        + kept
        + " kept"
        + (kept > 0 ? " (" + byNumber(reasons) + ")" : "")
        + ", "
        + sum(plans, PlanSummary::unmapped)
        + " ungrouped\n";
  }

  private static String byNumber(Map<String, Long> reasons) {
    return reasons.entrySet().stream()
        .sorted(Comparator.comparing(Map.Entry<String, Long>::getValue).reversed())
        .map(reason -> reason.getValue() + " " + reason.getKey())
        .collect(joining(", "));
  }

  /** Of an image that stays for several reasons, use counts, else the first. */
  private static String whyKept(ImageDecision image) {
    List<String> codes = image.reasons().stream().map(Reason::code).toList();
    String code = codes.contains(ReasonCodes.IN_USE) ? ReasonCodes.IN_USE : codes.get(0);
    if (KEPT.containsKey(code)) {
      return KEPT.get(code);
    }
    return image.verdict() == Verdict.RETAINED
        ? RETAINED
        : TextReport.harmless(code.replace('-', ' '));
  }

  /** Chooses of the costs of a plan, all and those of orphans, what is asked for. */
  @FunctionalInterface
  private interface Part {
    BigDecimal of(BigDecimal all, BigDecimal orphans);
  }

  private static String storage(
      Collection<CleanupPlan> plans,
      PriceList prices,
      String thing,
      Function<CleanupPlan, Stream<SnapshotDecision>> snapshots,
      Part part) {
    int number = 0;
    long gib = 0;
    int unknown = 0;
    BigDecimal perMonth = BigDecimal.ZERO;
    BigDecimal once = BigDecimal.ZERO;
    Set<String> unpriced = new TreeSet<>();
    for (CleanupPlan plan : plans) {
      Map<SnapshotId, SnapshotDecision> deletions = new LinkedHashMap<>();
      snapshots
          .apply(plan)
          .filter(SnapshotDecision::isDeletion)
          .forEach(snapshot -> deletions.put(snapshot.snapshotId(), snapshot));
      number += deletions.size();
      for (SnapshotDecision snapshot : deletions.values()) {
        gib += snapshot.sizeGiB().orElse(0);
        unknown += snapshot.sizeGiB().isEmpty() && snapshot.fullSizeBytes().isEmpty() ? 1 : 0;
      }
      Optional<PlanCosts> costs = PlanCosts.of(plan, prices);
      if (costs.isPresent()) {
        StorageCost all = costs.get().total();
        StorageCost orphans = costs.get().orphans();
        perMonth = perMonth.add(part.of(all.freedPerMonth(), orphans.freedPerMonth()));
        once = once.add(part.of(all.earlyDeletion(), orphans.earlyDeletion()));
      } else if (!deletions.isEmpty()) {
        unpriced.add(plan.scope().region());
      }
    }
    Money money = new Money(prices.currency());
    StringBuilder text = new StringBuilder(counted(number, thing)).append(" to delete, ");
    text.append(gib).append(" GiB");
    if (number > 0 && (unpriced.isEmpty() || perMonth.signum() > 0)) {
      text.append(", at most ").append(money.withCurrency(perMonth)).append(" a month");
    }
    if (unknown > 0) {
      text.append(", without ").append(unknown).append(" of unknown size");
    }
    if (!unpriced.isEmpty()) {
      text.append(", cost unknown in ").append(String.join(", ", unpriced));
    }
    if (once.signum() > 0) {
      text.append("\nDeleting archived snapshots early is billed at most ");
      text.append(money.withCurrency(once)).append(" once");
    }
    return TextReport.harmlessLines(text.toString()) + "\n";
  }

  private static int sum(Collection<CleanupPlan> plans, ToIntFunction<PlanSummary> figure) {
    return plans.stream().map(CleanupPlan::summary).mapToInt(figure).sum();
  }

  private static String counted(int number, String thing) {
    return PlanMessages.counted(number, thing);
  }
}
