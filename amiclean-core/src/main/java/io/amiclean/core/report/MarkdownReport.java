package io.amiclean.core.report;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.partitioningBy;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.report.PlanReport;
import io.amiclean.core.cost.PlanCosts;
import io.amiclean.core.cost.PriceList;
import io.amiclean.core.diff.PlanDiff;
import io.amiclean.core.internal.EnumFormat;
import io.amiclean.core.report.internal.Changes;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reports as Markdown. */
final class MarkdownReport {

  private final PriceList prices;
  private final Money money;
  private final Markdown text = new Markdown();

  private MarkdownReport(PriceList prices) {
    this.prices = prices;
    this.money = new Money(prices.currency());
  }

  static void write(CleanupReport report, PriceList prices, Appendable out) throws IOException {
    MarkdownReport markdown = new MarkdownReport(prices);
    markdown.text.heading(1, "AMI cleanup");
    markdown.addTogether(report);
    report.plans().forEach(markdown::add);
    report.results().forEach(markdown::add);
    markdown.addFailures(report);
    out.append(markdown.text.toString());
  }

  private void addTogether(CleanupReport report) {
    List<String> together = PlanMessages.together(report, prices);
    if (!together.isEmpty()) {
      text.heading(2, report.plans().size() + " scopes").list(together);
    }
  }

  private void addFailures(CleanupReport report) {
    if (!report.failures().isEmpty()) {
      text.heading(2, "Left alone");
      text.table(
          List.of("Scope", "Why"),
          report.failures().entrySet().stream()
              .map(failure -> List.of(failure.getKey(), failure.getValue()))
              .toList());
    }
  }

  private void add(PlanReport planned) {
    CleanupPlan plan = planned.plan();
    Optional<PlanCosts> costs = PlanCosts.of(plan, prices);
    text.heading(2, plan.scope() + ", planned for " + plan.createdAt());
    text.list(PlanMessages.about(plan, prices, costs.stream().toList()));
    planned.result().ifPresent(this::addOutcomes);
    addRemovals(plan, costs);
    addChanges(plan);
    addSnapshots("Snapshots that stay of images that go", staying(plan));
    addSnapshots("Orphan snapshots", plan.orphanSnapshots());
    addGroups(costs);
    planned.since().ifPresent(earlier -> addChangesSince(earlier, plan));
    addKept(plan);
  }

  private void add(ExecutionResult result) {
    text.heading(
        2, result.scope() + ", executed from " + result.startedAt() + " to " + result.finishedAt());
    addOutcomes(result);
  }

  /**
   * The amounts are of the snapshots that go with an image. One that several of the images share
   * counts for each, as in CSV; the sum that heads the plan counts it once.
   */
  private void addRemovals(CleanupPlan plan, Optional<PlanCosts> costs) {
    addImages(
        "To remove",
        List.of(
            "Image",
            "Name",
            "Groups",
            "Created",
            "Why",
            "Up to " + money.currency() + " freed a month"),
        plan.removals().stream()
            .map(
                image ->
                    row(
                        image,
                        why(image.reasons()),
                        costs
                            .map(all -> all.image(image.imageId()))
                            .map(cost -> money.known(cost.freedPerMonth(), cost))
                            .orElse("unknown")))
            .toList(),
        plan.removals());
  }

  private void addChanges(CleanupPlan plan) {
    addImages(
        "To change",
        List.of("Image", "Name", "Change", "Why"),
        plan.stageChanges().stream()
            .map(
                image ->
                    List.of(
                        image.imageId().value(),
                        image.name(),
                        EnumFormat.phrase(image.actions().get(0)),
                        why(image.reasons())))
            .toList(),
        plan.stageChanges());
  }

  private void addChangesSince(CleanupPlan earlier, CleanupPlan plan) {
    text.heading(3, "Changed since the plan for " + earlier.createdAt());
    List<Changes.Change> changes = Changes.of(PlanDiff.between(earlier, plan));
    if (changes.isEmpty()) {
      text.list(List.of("No image and no orphan snapshot is decided on otherwise."));
      return;
    }
    text.table(
        List.of("Image or snapshot", "Name", "Change", "Before", "Now", "Why"),
        changes.stream()
            .map(
                change ->
                    List.of(
                        change.resource().value(),
                        change.name(),
                        change.label(),
                        change.before().orElse(""),
                        change.after().orElse(""),
                        why(change.reasons())))
            .toList());
  }

  private static List<SnapshotDecision> staying(CleanupPlan plan) {
    return plan.removals().stream()
        .flatMap(image -> image.snapshots().stream())
        .filter(snapshot -> !snapshot.isDeletion())
        .distinct()
        .toList();
  }

  private void addSnapshots(String title, List<SnapshotDecision> snapshots) {
    addTable(
        title,
        List.of("Snapshot", "Verdict", "Why"),
        snapshots.stream()
            .map(
                snapshot ->
                    List.of(
                        snapshot.snapshotId().value(),
                        EnumFormat.phrase(snapshot.verdict()),
                        why(snapshot.reasons())))
            .toList());
  }

  private void addGroups(Optional<PlanCosts> costs) {
    List<List<String>> rows = new ArrayList<>();
    costs.ifPresent(
        all ->
            all.groups()
                .forEach(
                    (group, cost) ->
                        rows.add(
                            List.of(
                                group,
                                money.known(cost.perMonth(), cost),
                                money.known(cost.freedPerMonth(), cost)))));
    if (!rows.isEmpty()) {
      text.heading(3, "Storage by group");
      text.table(List.of("Group", upTo(), "Of it freed"), rows);
    }
  }

  /** Images that stay are many, and readers seldom search for one. */
  private void addKept(CleanupPlan plan) {
    List<ImageDecision> kept =
        plan.images().stream()
            .filter(image -> !image.isRemoval() && image.stageChange().isEmpty())
            .toList();
    if (kept.isEmpty()) {
      return;
    }
    text.beginFolded(PlanMessages.counted(kept.size(), "image") + " kept");
    addImages(
        List.of("Image", "Name", "Groups", "Created", "Verdict", "Why"),
        kept.stream()
            .map(image -> row(image, EnumFormat.phrase(image.verdict()), why(image.reasons())))
            .toList(),
        kept);
    text.endFolded();
  }

  /** What went wrong first and in full, the rest folded. */
  private void addOutcomes(ExecutionResult result) {
    text.heading(3, "Outcomes");
    text.list(TextReport.counts(List.of(result)).lines().toList());
    Map<Boolean, List<ActionOutcome>> outcomes =
        result.outcomes().stream().collect(partitioningBy(ActionOutcome::isDone));
    List<ActionOutcome> done = outcomes.getOrDefault(true, List.of());
    addOutcomes(outcomes.getOrDefault(false, List.of()));
    if (!done.isEmpty()) {
      text.beginFolded(PlanMessages.counted(done.size(), "action") + " done");
      addOutcomes(done);
      text.endFolded();
    }
  }

  private void addOutcomes(List<ActionOutcome> outcomes) {
    text.table(
        List.of("Id", "Action", "Outcome", "Why"),
        outcomes.stream()
            .map(
                outcome ->
                    List.of(
                        outcome.resource().value(),
                        EnumFormat.phrase(outcome.action()),
                        EnumFormat.phrase(outcome.outcome()),
                        outcome.message()))
            .toList());
  }

  private void addImages(
      String title, List<String> header, List<List<String>> rows, List<ImageDecision> images) {
    if (!rows.isEmpty()) {
      text.heading(3, title);
      addImages(header, rows, images);
    }
  }

  /** Adds a table of images, with a column of their tags if the plan recorded any. */
  private void addImages(List<String> header, List<List<String>> rows, List<ImageDecision> images) {
    if (images.stream().allMatch(image -> image.tags().isEmpty())) {
      text.table(header, rows);
      return;
    }
    text.table(
        with(header, "Tags"),
        IntStream.range(0, rows.size())
            .mapToObj(i -> with(rows.get(i), PlanMessages.tags(images.get(i))))
            .toList());
  }

  private static List<String> row(ImageDecision image, String... more) {
    return Stream.concat(
            Stream.of(
                image.imageId().value(),
                image.name(),
                String.join(", ", image.groups()),
                date(image)),
            Arrays.stream(more))
        .toList();
  }

  private static List<String> with(List<String> cells, String last) {
    return Stream.concat(cells.stream(), Stream.of(last)).toList();
  }

  private void addTable(String title, List<String> header, List<List<String>> rows) {
    if (!rows.isEmpty()) {
      text.heading(3, title).table(header, rows);
    }
  }

  private String upTo() {
    return "Up to " + money.currency() + " a month";
  }

  private static String why(List<Reason> reasons) {
    return reasons.stream()
        .map(
            reason ->
                reason.code()
                    + ": "
                    + reason.message()
                    + (reason.evidence().isEmpty()
                        ? ""
                        : " (" + String.join(", ", reason.evidence()) + ")"))
        .collect(joining("; "));
  }

  private static String date(ImageDecision image) {
    return image.creationDate().map(Instant::toString).orElse("unknown");
  }
}
