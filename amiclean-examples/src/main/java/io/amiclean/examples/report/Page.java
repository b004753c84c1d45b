package io.amiclean.examples.report;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.PlanSummary;
import io.amiclean.api.report.CleanupReport;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** All that the template asks for: the reports together, and each by itself. */
final class Page {

  private final List<CleanupReport> reports;
  private final List<ScopeView> scopes;
  private final Asset style;
  private final Asset script;

  Page(List<CleanupReport> reports, Asset style, Asset script) {
    this.reports = reports;
    this.style = style;
    this.script = script;
    scopes =
        IntStream.range(0, reports.size())
            .mapToObj(i -> new ScopeView(reports.get(i), i + 1, reports.size() == 1))
            .toList();
  }

  Asset style() {
    return style;
  }

  Asset script() {
    return script;
  }

  List<ScopeView> scopes() {
    return scopes;
  }

  boolean several() {
    return scopes.size() > 1;
  }

  boolean executed() {
    return reports.stream().anyMatch(report -> report.result().isPresent());
  }

  String title() {
    String where = several() ? Figures.count(scopes.size(), "scope") : scopes.get(0).name();
    return Figures.count(sum(PlanSummary::remove))
        + " of "
        + Figures.count(sum(PlanSummary::images), "image")
        + " to be removed in "
        + where;
  }

  // Figures of all scopes.

  private long sum(ToLongFunction<PlanSummary> figure) {
    return scopes.stream().map(ScopeView::summary).mapToLong(figure).sum();
  }

  String imageCount() {
    return Figures.count(sum(PlanSummary::images));
  }

  boolean hasImages() {
    return sum(PlanSummary::images) > 0;
  }

  String snapshotsToDelete() {
    return Figures.count(sum(PlanSummary::snapshotsToDelete));
  }

  String gibToDelete() {
    return Figures.count(sum(PlanSummary::gibToDelete));
  }

  /** Returns how many images have which verdict, as parts of a bar. */
  List<Share> shares() {
    long remove = sum(PlanSummary::remove);
    long staged = sum(PlanSummary::staged);
    long retained = sum(PlanSummary::retained);
    long excluded = sum(PlanSummary::excluded);
    long unmapped = sum(PlanSummary::unmapped);
    return List.of(
        share("remove", "to be removed", 0, remove),
        share("stage", "moved by a stage", remove, staged),
        share("retained", "kept by a rule", remove + staged, retained),
        share("excluded", "protected", remove + staged + retained, excluded),
        share("unmapped", "in no group, kept", remove + staged + retained + excluded, unmapped));
  }

  private Share share(String verdict, String meaning, long before, long images) {
    double scale = (double) Timeline.WIDTH / Math.max(1, sum(PlanSummary::images));
    return new Share(
        verdict,
        meaning,
        Figures.count(images),
        Figures.coordinate(before * scale),
        Figures.coordinate(images * scale));
  }

  /** Says what the bar of the verdicts shows. */
  String sharesInWords() {
    return String.join(
        ", ", shares().stream().map(share -> share.count() + " " + share.meaning()).toList());
  }

  boolean refused() {
    return scopes.stream().anyMatch(scope -> !scope.refusals().isEmpty());
  }

  boolean failed() {
    return scopes.stream().anyMatch(scope -> !scope.failures().isEmpty());
  }

  boolean hasOrphans() {
    return scopes.stream().anyMatch(scope -> !scope.orphans().isEmpty());
  }

  List<Outcome> outcomeHeads() {
    return List.of(Outcome.values());
  }

  /** Returns how many actions ended how. */
  List<OutcomeCounts> outcomes() {
    Map<Action, Map<Outcome, Long>> counts =
        reports.stream()
            .flatMap(report -> report.result().stream())
            .flatMap(result -> result.outcomes().stream())
            .collect(
                groupingBy(
                    ActionOutcome::action,
                    TreeMap::new,
                    groupingBy(ActionOutcome::outcome, counting())));
    return counts.entrySet().stream()
        .map(
            count ->
                new OutcomeCounts(
                    Figures.words(count.getKey()),
                    Arrays.stream(Outcome.values())
                        .map(outcome -> Figures.count(count.getValue().getOrDefault(outcome, 0L)))
                        .toList()))
        .toList();
  }

  // What the filters of the table offer.

  List<String> groupNames() {
    TreeSet<String> names = new TreeSet<>();
    reports.forEach(
        report -> report.plan().images().forEach(image -> names.addAll(image.groups())));
    return List.copyOf(names);
  }

  List<String> outcomeNames() {
    return Arrays.stream(Outcome.values()).map(Figures::words).toList();
  }

  /** A part of a bar: the images of one verdict. */
  record Share(String verdict, String meaning, String count, String x, String width) {}

  /** How many actions of a kind ended how. */
  record OutcomeCounts(String action, List<String> counts) {}

  /** A part of the page that a browser runs, and the hash by which the page permits it. */
  record Asset(String text, String hash) {}
}
