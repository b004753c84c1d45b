package io.amiclean.core.report;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.report.PlanReport;
import io.amiclean.core.cost.PlanCosts;
import io.amiclean.core.cost.PriceList;
import io.amiclean.core.cost.StorageCost;
import io.amiclean.core.diff.PlanDiff;
import io.amiclean.core.policy.PolicySentence;
import io.amiclean.core.report.internal.TagShares;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Reports as text, in the tables of {@link TextReport}. */
final class TextSummary {

  private final PriceList prices;
  private final Money money;

  private TextSummary(PriceList prices) {
    this.prices = prices;
    this.money = new Money(prices.currency());
  }

  static void write(CleanupReport report, PriceList prices, Appendable out) throws IOException {
    TextSummary summary = new TextSummary(prices);
    String before = "";
    List<String> together = PlanMessages.together(report, prices);
    if (!together.isEmpty()) {
      out.append(report.plans().size() + " scopes\n\n");
      out.append(TerminalText.sanitizeLines(String.join("\n", together))).append('\n');
      before = "\n\n";
    }
    for (PlanReport planned : report.plans()) {
      out.append(before).append(summary.of(planned));
      before = "\n\n";
    }
    for (ExecutionResult result : report.results()) {
      out.append(before).append(of(result));
      before = "\n\n";
    }
    if (!report.failures().isEmpty()) {
      out.append(before).append("Left alone:\n");
      for (Map.Entry<String, String> failure : report.failures().entrySet()) {
        out.append(TerminalText.sanitize(failure.getKey() + ": " + failure.getValue()))
            .append('\n');
      }
    }
  }

  private String of(PlanReport planned) {
    CleanupPlan plan = planned.plan();
    StringBuilder text = new StringBuilder();
    text.append(plan.scope()).append(", planned for ").append(plan.createdAt()).append('\n');
    text.append(TerminalText.sanitize(PolicySentence.of(plan.policy()))).append("\n\n");
    List<PlanCosts> costs = PlanCosts.of(plan, prices).stream().toList();
    for (String line : PlanMessages.about(plan, prices, costs)) {
      text.append(TerminalText.sanitize(line)).append('\n');
    }
    append(text, TextReport.fullReport(plan).stripTrailing());
    append(text, TextReport.removals(plan));
    if (!plan.stageChanges().isEmpty()) {
      append(text, "AMIs to be changed:\n" + TextReport.stageChanges(plan));
    }
    append(text, TextReport.orphans(plan));
    costs.forEach(known -> append(text, groups(plan, known)));
    for (String key : TagShares.keys(plan)) {
      costs.forEach(known -> append(text, shares(plan, key, known)));
    }
    planned
        .since()
        .ifPresent(earlier -> append(text, DiffText.of(PlanDiff.between(earlier, plan))));
    planned.result().ifPresent(result -> append(text, TextReport.outcomes(plan, result)));
    return text.toString();
  }

  private static String of(ExecutionResult result) {
    StringBuilder text = new StringBuilder();
    text.append(result.scope()).append(", executed from ").append(result.startedAt());
    text.append(" to ").append(result.finishedAt()).append('\n');
    append(text, TextReport.outcomes(result));
    return text.toString();
  }

  private static void append(StringBuilder text, String part) {
    if (!part.isEmpty()) {
      text.append('\n').append(part).append(part.endsWith("\n") ? "" : "\n");
    }
  }

  private String groups(CleanupPlan plan, PlanCosts costs) {
    if (costs.groups().isEmpty()) {
      return "";
    }
    Multiset<String> images = HashMultiset.create();
    Multiset<String> removals = HashMultiset.create();
    for (ImageDecision image : plan.images()) {
      images.addAll(image.groups());
      if (image.isRemoval()) {
        removals.addAll(image.groups());
      }
    }
    TextTable table = table("Group name");
    costs
        .groups()
        .forEach(
            (group, cost) ->
                table.add(
                    TerminalText.sanitize(group),
                    Integer.toString(images.count(group)),
                    Integer.toString(removals.count(group)),
                    money.known(cost.perMonth(), cost),
                    money.known(cost.freedPerMonth(), cost)));
    return "Storage, in " + money.currency() + " a month:\n" + table.render();
  }

  private String shares(CleanupPlan plan, String key, PlanCosts costs) {
    TextTable table = table(TerminalText.sanitize(key));
    for (TagShares.Share share : TagShares.of(plan, key, Integer::toString)) {
      StorageCost cost =
          share.snapshots().stream()
              .map(costs::snapshot)
              .reduce(StorageCost.none(), StorageCost::plus);
      table.add(
          TerminalText.sanitize(share.value() ? share.label() : "(" + share.label() + ")"),
          Integer.toString(share.images().size()),
          Long.toString(share.images().stream().filter(ImageDecision::isRemoval).count()),
          money.known(cost.perMonth(), cost),
          money.known(cost.freedPerMonth(), cost));
    }
    return "Storage by "
        + TerminalText.sanitize(key)
        + ", in "
        + money.currency()
        + " a month:\n"
        + table.render();
  }

  private static TextTable table(String rows) {
    return new TextTable(rows, "AMIs", "to remove", "up to", "of it freed");
  }
}
