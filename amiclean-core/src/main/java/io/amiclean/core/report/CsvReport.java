package io.amiclean.core.report;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.report.PlanReport;
import io.amiclean.core.cost.PlanCosts;
import io.amiclean.core.cost.PriceList;
import io.amiclean.core.cost.StorageCost;
import io.amiclean.core.diff.PlanChange;
import io.amiclean.core.diff.PlanDiff;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reports as rows for a spreadsheet. */
final class CsvReport {

  private static final List<String> IMAGE_COLUMNS =
      List.of(
          "account",
          "region",
          "image_id",
          "name",
          "creation_date",
          "groups",
          "verdict",
          "action",
          "codes",
          "reasons",
          "evidence",
          "snapshots",
          "snapshots_to_delete",
          "currency",
          "up_to_per_month",
          "up_to_freed_per_month",
          "outcome",
          "outcome_code",
          "outcome_message");

  /** How a decision differs from that of an earlier plan; only where plans are compared. */
  private static final String CHANGE = "change";

  private static final List<String> SNAPSHOT_COLUMNS =
      List.of(
          "account",
          "region",
          "snapshot_id",
          "image_id",
          "verdict",
          "action",
          "codes",
          "reasons",
          "evidence",
          "volume_gib",
          "full_bytes",
          "archived",
          "archived_at",
          "currency",
          "up_to_per_month",
          "up_to_freed_per_month",
          "up_to_for_early_deletion",
          "outcome",
          "outcome_code",
          "outcome_message");

  private final CleanupReport report;
  private final PriceList prices;
  private final Csv csv;

  private CsvReport(CleanupReport report, PriceList prices, Csv csv) {
    this.report = report;
    this.prices = prices;
    this.csv = csv;
  }

  static void writeImages(CleanupReport report, PriceList prices, Appendable out)
      throws IOException {
    new CsvReport(report, prices, new Csv(out, imageColumns(report))).writeImages();
  }

  static void writeSnapshots(CleanupReport report, PriceList prices, Appendable out)
      throws IOException {
    new CsvReport(report, prices, new Csv(out, SNAPSHOT_COLUMNS)).writeSnapshots();
  }

  /** The columns, with one for each recorded tag after the groups. */
  private static List<String> imageColumns(CleanupReport report) {
    List<String> columns = new ArrayList<>(IMAGE_COLUMNS);
    columns.addAll(
        columns.indexOf("groups") + 1,
        report.plans().stream()
            .flatMap(planned -> Stream.concat(Stream.of(planned.plan()), planned.since().stream()))
            .flatMap(plan -> plan.images().stream())
            .flatMap(image -> image.tags().keySet().stream())
            .map(CsvReport::tagColumn)
            .collect(toCollection(TreeSet::new)));
    if (report.plans().stream().anyMatch(planned -> planned.since().isPresent())) {
      columns.add(CHANGE);
    }
    return columns;
  }

  private static String tagColumn(String key) {
    return "tag:" + key;
  }

  private void writeImages() throws IOException {
    for (PlanReport planned : report.plans()) {
      CleanupPlan plan = planned.plan();
      Optional<PlanCosts> costs = PlanCosts.of(plan, prices);
      Map<ResourceId, ActionOutcome> outcomes = outcomes(planned);
      Map<ImageId, PlanChange<ImageDecision>> changes = changes(planned);
      for (ImageDecision image : plan.images()) {
        Map<String, String> row = row(plan.scope(), image);
        putChange(row, changes.get(image.imageId()));
        row.put("verdict", image.verdict().name());
        row.put("action", image.actions().stream().map(Action::name).collect(joining("; ")));
        putReasons(row, image.reasons());
        row.put("snapshots", Integer.toString(image.snapshots().size()));
        row.put(
            "snapshots_to_delete",
            Long.toString(image.snapshots().stream().filter(SnapshotDecision::isDeletion).count()));
        costs.ifPresent(all -> putCost(row, all.image(image.imageId())));
        putOutcome(row, outcomes.get(image.imageId()));
        csv.row(row);
      }
      for (PlanChange<ImageDecision> change : changes.values()) {
        if (change.kind() == PlanChange.Kind.GONE) {
          Map<String, String> row = row(plan.scope(), change.latest());
          putChange(row, change);
          csv.row(row);
        }
      }
    }
    for (ExecutionResult result : report.results()) {
      writeAlone(result, "image_id");
    }
  }

  private void writeSnapshots() throws IOException {
    for (PlanReport planned : report.plans()) {
      CleanupPlan plan = planned.plan();
      Optional<PlanCosts> costs = PlanCosts.of(plan, prices);
      Map<ResourceId, ActionOutcome> outcomes = outcomes(planned);
      for (ImageDecision image : plan.images()) {
        for (SnapshotDecision snapshot : image.snapshots()) {
          Map<String, String> row = row(plan.scope());
          row.put("image_id", image.imageId().value());
          writeSnapshot(row, snapshot, costs, outcomes);
        }
      }
      for (SnapshotDecision orphan : plan.orphanSnapshots()) {
        writeSnapshot(row(plan.scope()), orphan, costs, outcomes);
      }
    }
    for (ExecutionResult result : report.results()) {
      writeAlone(result, "snapshot_id");
    }
  }

  private void writeSnapshot(
      Map<String, String> row,
      SnapshotDecision snapshot,
      Optional<PlanCosts> costs,
      Map<ResourceId, ActionOutcome> outcomes)
      throws IOException {
    row.put("snapshot_id", snapshot.snapshotId().value());
    row.put("verdict", snapshot.verdict().name());
    row.put("action", snapshot.isDeletion() ? Action.DELETE_SNAPSHOT.name() : "");
    putReasons(row, snapshot.reasons());
    snapshot.sizeGiB().ifPresent(size -> row.put("volume_gib", Integer.toString(size)));
    snapshot.fullSizeBytes().ifPresent(size -> row.put("full_bytes", Long.toString(size)));
    row.put("archived", Boolean.toString(snapshot.archived()));
    snapshot.archivedAt().ifPresent(at -> row.put("archived_at", at.toString()));
    costs.ifPresent(all -> putCost(row, all.snapshot(snapshot)));
    putOutcome(row, outcomes.get(snapshot.snapshotId()));
    csv.row(row);
  }

  /** Writes a row for each action of a result without a plan that has an id in a column. */
  private void writeAlone(ExecutionResult result, String idColumn) throws IOException {
    for (ActionOutcome outcome : result.outcomes()) {
      boolean image = outcome.resource() instanceof ImageId;
      if (image == idColumn.equals("image_id")) {
        Map<String, String> row = row(result.scope());
        row.put(idColumn, outcome.resource().value());
        row.put("action", outcome.action().name());
        putOutcome(row, outcome);
        csv.row(row);
      }
    }
  }

  private static Map<String, String> row(CleanupScope scope) {
    Map<String, String> row = new HashMap<>();
    row.put("account", scope.accountId().value());
    row.put("region", scope.region());
    return row;
  }

  private static Map<String, String> row(CleanupScope scope, ImageDecision image) {
    Map<String, String> row = row(scope);
    row.put("image_id", image.imageId().value());
    row.put("name", image.name());
    row.put("creation_date", image.creationDate().map(Instant::toString).orElse(""));
    row.put("groups", String.join("; ", image.groups()));
    image.tags().forEach((key, value) -> row.put(tagColumn(key), value));
    return row;
  }

  private static Map<ImageId, PlanChange<ImageDecision>> changes(PlanReport planned) {
    return planned
        .since()
        .map(earlier -> PlanDiff.between(earlier, planned.plan()).images())
        .map(changes -> Maps.uniqueIndex(changes, change -> change.latest().imageId()))
        .orElse(ImmutableMap.of());
  }

  private static void putChange(
      Map<String, String> row, @Nullable PlanChange<ImageDecision> change) {
    if (change != null) {
      row.put(CHANGE, change.kind().name());
    }
  }

  private static void putReasons(Map<String, String> row, List<Reason> reasons) {
    row.put("codes", reasons.stream().map(Reason::code).collect(joining("; ")));
    row.put("reasons", reasons.stream().map(Reason::message).collect(joining("; ")));
    row.put(
        "evidence",
        reasons.stream().flatMap(reason -> reason.evidence().stream()).collect(joining("; ")));
  }

  /** Leaves an amount empty that would leave out snapshots, for nothing could say so beside it. */
  private void putCost(Map<String, String> row, StorageCost cost) {
    if (cost.unknownSizes() == 0) {
      Money money = new Money(prices.currency());
      row.put("currency", prices.currency().getCurrencyCode());
      row.put("up_to_per_month", money.amount(cost.perMonth()));
      row.put("up_to_freed_per_month", money.amount(cost.freedPerMonth()));
      row.put("up_to_for_early_deletion", money.amount(cost.earlyDeletion()));
    }
  }

  private static Map<ResourceId, ActionOutcome> outcomes(PlanReport planned) {
    return planned
        .result()
        .map(result -> Maps.uniqueIndex(result.outcomes(), ActionOutcome::resource))
        .orElse(ImmutableMap.of());
  }

  private static void putOutcome(Map<String, String> row, @Nullable ActionOutcome outcome) {
    if (outcome != null) {
      row.put("outcome", outcome.outcome().name());
      row.put("outcome_code", outcome.code());
      row.put("outcome_message", outcome.message());
    }
  }
}
