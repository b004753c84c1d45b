package io.amiclean.core.report.html;

import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Refusal;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.PlanSummary;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.report.PlanReport;
import io.amiclean.core.cost.PlanCosts;
import io.amiclean.core.cost.PriceList;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.json.PolicyJson;
import io.amiclean.core.policy.PolicyDescriptions;
import io.amiclean.core.policy.PolicySentence;
import io.amiclean.core.report.html.ImageView.OutcomeView;
import io.amiclean.core.report.html.ImageView.SnapshotView;
import io.amiclean.core.report.internal.TagShares;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A plan and what became of it, for the page. */
final class ScopeView {

  private final PriceList prices;
  private final CleanupPlan plan;
  private final Optional<PlanCosts> costs;
  private final Optional<ExecutionResult> result;
  private final Optional<CleanupPlan> since;
  private final Course course;
  private final Storage storage;
  private final boolean namesakes;
  private final int number;
  private final String digest;
  private final String anchor;
  private final String prefix;
  private final Timeline timeline;
  private final HistoryChart chart;
  private final List<GroupView> groups = new ArrayList<>();

  /**
   * Creates the view of one of several reports, or of the only one.
   *
   * @param number counts from 1; it keeps apart what several plans have in common
   * @param alone whether this is the only report
   * @param namesakes whether another report is of the same scope
   */
  ScopeView(PlanReport report, int number, boolean alone, boolean namesakes, PriceList prices) {
    this.prices = prices;
    plan = report.plan();
    costs = PlanCosts.of(plan, prices);
    result = report.result();
    since = report.since();
    course = new Course(result);
    this.namesakes = namesakes;
    digest = PlanJson.digest(plan).toString();
    this.number = number;
    anchor = "scope-" + number;
    prefix = alone ? "" : number + "-";
    timeline =
        Timeline.of(
            Stream.concat(
                    Stream.of(plan.createdAt()),
                    plan.images().stream().flatMap(image -> image.creationDate().stream()))
                .toList());
    chart = new HistoryChart(timeline, course, plan.images());
    storage = newStorage();
    plan.images().forEach(image -> storage.add(image.snapshots()));
    storage.add(plan.orphanSnapshots());
    addGroups();
  }

  private void addGroups() {
    ListMultimap<String, ImageDecision> members =
        MultimapBuilder.treeKeys().arrayListValues().build();
    List<ImageDecision> unmapped = new ArrayList<>();
    for (ImageDecision image : plan.images()) {
      image.groups().forEach(group -> members.put(group, image));
      if (image.groups().isEmpty()) {
        unmapped.add(image);
      }
    }
    for (String group : members.keySet()) {
      groups.add(view(group, true, members.get(group)));
    }
    if (!unmapped.isEmpty()) {
      groups.add(view("no group", false, unmapped));
    }
    GroupView.scale(groups);
  }

  private GroupView view(String name, boolean named, List<ImageDecision> images) {
    return new GroupView(name, named, images, timeline, course, newStorage(), prices.currency());
  }

  private Storage newStorage() {
    return new Storage(course, costs);
  }

  /** Returns what the snapshots cost, if there is a price for the region. */
  Optional<PlanCosts> costs() {
    return costs;
  }

  boolean priced() {
    return costs.isPresent();
  }

  String region() {
    return plan.scope().region();
  }

  /** Says what deleting archived snapshots early costs, if anything. */
  String earlyDeletion() {
    BigDecimal amount = storage.deletedCost().earlyDeletion();
    return amount.signum() > 0 ? money(amount) : "";
  }

  /** Says what the snapshots of an image cost a month. */
  String cost(ImageId image) {
    return costs
        .map(known -> known.image(image).perMonth())
        .filter(amount -> amount.signum() > 0)
        .map(this::money)
        .orElse("");
  }

  /** Returns what deleting the snapshots of an image frees a month, at most; 0 if unknown. */
  BigDecimal freedPerMonth(ImageDecision image) {
    return costs.map(known -> known.image(image.imageId()).freedPerMonth()).orElse(BigDecimal.ZERO);
  }

  String money(BigDecimal amount) {
    return Figures.money(amount, prices.currency());
  }

  int number() {
    return number;
  }

  String name() {
    return plan.scope().toString();
  }

  /** Returns the name, and the time of planning where the name alone would mean several plans. */
  String label() {
    return namesakes ? name() + ", planned for " + plannedFor() + " UTC" : name();
  }

  String account() {
    return plan.scope().accountId().value();
  }

  String anchor() {
    return anchor;
  }

  String rowId(ResourceId resource) {
    return prefix + resource.value();
  }

  CleanupPlan plan() {
    return plan;
  }

  PlanSummary summary() {
    return plan.summary();
  }

  String plannedFor() {
    return Figures.minute(plan.createdAt());
  }

  List<String> executedAt() {
    return result.map(ExecutionResult::startedAt).map(Figures::minute).stream().toList();
  }

  Course course() {
    return course;
  }

  /** Says of images what the bars mean by those that go. */
  String removed() {
    return course.removed();
  }

  /** Says of snapshots what the bars mean by those that go. */
  String deleted() {
    return course.deleted();
  }

  boolean wasExecuted() {
    return course.executed();
  }

  List<Refusal> refusals() {
    return plan.refusals();
  }

  // The figures of the scope: of what goes, or after an execution of what went.

  long removals() {
    return plan.images().stream().filter(course::removes).count();
  }

  long moves() {
    return plan.images().stream().filter(course::moves).count();
  }

  /** Returns the storage of all snapshots, orphans included. */
  Storage storage() {
    return storage;
  }

  String imageCount() {
    return Figures.count(plan.images().size());
  }

  String removeCount() {
    return Figures.count(removals());
  }

  String snapshotCount() {
    return Figures.count(storage.deleted());
  }

  String gibCount() {
    return Figures.count(storage.deletedGib());
  }

  HistoryChart chart() {
    return chart;
  }

  List<GroupView> groups() {
    return groups;
  }

  /** Returns the images by the values of each recorded tag, such as their owners. */
  List<TagTable> tagTables() {
    return TagShares.keys(plan).stream()
        .map(
            key ->
                new TagTable(
                    key,
                    TagShares.of(plan, key, Figures::count).stream()
                        .map(share -> view(share.label(), share.value(), share.images()))
                        .toList()))
        .toList();
  }

  /** Returns what changed since the plan that this one is compared with, if it is. */
  List<ChangesView> changes() {
    return since.stream().map(earlier -> new ChangesView(this, earlier, plan)).toList();
  }

  boolean anyInSeveralGroups() {
    return plan.images().stream().anyMatch(image -> image.groups().size() > 1);
  }

  String largestStorage() {
    return Figures.storage(groups.stream().mapToLong(GroupView::largestGib).max().orElse(0));
  }

  // What is decided, and on what.

  Stream<ImageView> images(TagColumns tags) {
    return plan.images().stream().map(image -> new ImageView(this, image, tags));
  }

  /** Returns the digest of the plan, by which a person signs it off. */
  String digest() {
    return digest;
  }

  /** Returns whether the plan may still be executed. */
  boolean pending() {
    boolean changes =
        !plan.removals().isEmpty()
            || !plan.stageChanges().isEmpty()
            || plan.orphanSnapshots().stream().anyMatch(SnapshotDecision::isDeletion);
    return !course.executed() && refusals().isEmpty() && changes;
  }

  List<SnapshotView> orphans() {
    return plan.orphanSnapshots().stream().map(orphan -> new SnapshotView(this, orphan)).toList();
  }

  List<OutcomeView> outcome(ResourceId resource) {
    return course.outcome(resource).stream().toList();
  }

  /** The policy in one sentence. */
  String policy() {
    return PolicySentence.of(plan.policy());
  }

  List<OptionView> options() {
    Map<String, List<String>> options = PolicyDescriptions.ofPlan(plan, PolicyJson::digest);
    return options.entrySet().stream()
        .map(option -> new OptionView(option.getKey(), option.getValue()))
        .toList();
  }

  List<EvidenceView> evidence() {
    return plan.evidence().stream().map(EvidenceView::new).toList();
  }

  /** The images by the values of a recorded tag. */
  record TagTable(String key, List<GroupView> rows) {}

  /** What a stage was planned with. */
  record OptionView(String stage, List<String> strategies) {}

  /** What a source read, for the page. */
  record EvidenceView(Evidence evidence) {

    String source() {
      return evidence.source();
    }

    String items() {
      return Figures.count(evidence.items());
    }

    String completeness() {
      if (evidence.skipped()) {
        return evidence
            .skipReason()
            .map(
                reason ->
                    switch (reason) {
                      case CLIENT_MISSING -> "not asked: no client";
                      case UNKNOWN_TO_ENDPOINT -> "not known to the endpoint";
                    })
            .orElse("left out");
      }
      return evidence.complete() ? "complete" : "incomplete";
    }

    String readAt() {
      return evidence.readAt().map(Figures::minute).orElse("unknown");
    }

    List<String> notes() {
      return evidence.notes();
    }
  }
}
