package io.amiclean.core.report;

import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.PlanSummary;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.core.cost.PlanCosts;
import io.amiclean.core.cost.PriceList;
import io.amiclean.core.cost.StorageCost;
import io.amiclean.core.report.internal.KeptReasons;
import io.amiclean.core.report.internal.Recovery;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a person decides on before a plan is executed: account and region, how many images go and
 * stay, and how much storage and money that is. Of the plans of several scopes, all together.
 *
 * <p>Every method returns whole lines of {@linkplain TerminalText#sanitize(String) sanitized} text,
 * each ended by {@code \n}. Pure and thread-safe.
 */
public final class DecisionText {

  private DecisionText() {}

  /**
   * Returns the lines on images and the snapshots that go with them.
   *
   * @param plans the plans, each of another scope; at least one
   * @param prices what storage costs
   * @return account, region and images read; how many go and stay, and why; snapshots, GiB and
   *     money; how long the removal can be undone
   */
  public static String images(Collection<CleanupPlan> plans, PriceList prices) {
    Objects.requireNonNull(prices, "prices");
    return scope(plans)
        + ": "
        + counted(sum(plans, PlanSummary::images), "image")
        + " read\n"
        + verdicts(plans)
        + policies(plans)
        + storage(
            plans,
            prices,
            "snapshot",
            plan -> plan.images().stream().flatMap(image -> image.snapshots().stream()),
            (costs, orphans) -> costs.subtract(orphans))
        + line(Recovery.ofImages(plans));
  }

  /**
   * Returns the line on the age of what plans say of the Recycle Bin, for plans of a file: its
   * rules may have changed since.
   *
   * @param plans the plans, each of another scope; at least one
   * @return when its rules were read, or {@code ""} if no plan knows them
   */
  public static String recycleBinRules(Collection<CleanupPlan> plans) {
    return line(
        Recovery.rulesReadAt(plans)
            .map(
                read ->
                    "The rules of the Recycle Bin are those of " + read + ", as it was planned"));
  }

  private static String line(Optional<String> sentence) {
    return sentence.map(text -> TerminalText.sanitize(text) + "\n").orElse("");
  }

  /**
   * Returns the lines on orphan snapshots.
   *
   * @param plans the plans, each of another scope; at least one
   * @param prices what storage costs
   * @return account and region; orphan snapshots, GiB and money
   */
  public static String orphans(Collection<CleanupPlan> plans, PriceList prices) {
    Objects.requireNonNull(prices, "prices");
    return scope(plans)
        + "\n"
        + storage(
            plans,
            prices,
            "orphan snapshot",
            plan -> plan.orphanSnapshots().stream(),
            (costs, orphans) -> orphans)
        + line(Recovery.ofOrphans(plans));
  }

  private static String scope(Collection<CleanupPlan> plans) {
    CleanupPlan first = plans.iterator().next();
    return plans.size() > 1
        ? plans.size() + " scopes"
        : TerminalText.sanitize(
            "Account %s, region %s".formatted(first.scope().accountId(), first.scope().region()));
  }

  private static String verdicts(Collection<CleanupPlan> plans) {
    int changes = sum(plans, PlanSummary::staged);
    int kept = sum(plans, PlanSummary::retained) + sum(plans, PlanSummary::excluded);
    return counted(sum(plans, PlanSummary::remove), "image")
        + " to remove, "
        + (changes > 0 ? changes + " to change, " : "")
        + kept
        + " kept"
        + (kept > 0 ? " (" + KeptReasons.of(plans) + ")" : "")
        + ", "
        + sum(plans, PlanSummary::unmapped)
        + " ungrouped\n";
  }

  private static String policies(Collection<CleanupPlan> plans) {
    return PlanMessages.policies(plans).stream()
        .map(line -> TerminalText.sanitize(line) + "\n")
        .collect(Collectors.joining());
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
    return TerminalText.sanitizeLines(text.toString()) + "\n";
  }

  private static int sum(Collection<CleanupPlan> plans, ToIntFunction<PlanSummary> figure) {
    return plans.stream().map(CleanupPlan::summary).mapToInt(figure).sum();
  }

  private static String counted(int number, String thing) {
    return PlanMessages.counted(number, thing);
  }
}
