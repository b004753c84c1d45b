package io.amiclean.core.report.html;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import com.google.common.collect.SortedMultiset;
import com.google.common.collect.TreeMultiset;
import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.PlanSummary;
import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.report.PlanReport;
import io.amiclean.core.cost.PriceList;
import io.amiclean.core.internal.EnumFormat;
import io.amiclean.core.report.html.ImageView.OutcomeView;
import io.amiclean.core.report.internal.KeptReasons;
import io.amiclean.core.report.internal.Recovery;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All that the template asks for: the reports together, and each by itself. */
final class Page {

  private final CleanupReport report;
  private final PriceList prices;
  private final List<ScopeView> scopes;
  private final SortedMultiset<String> plansOfScopes = TreeMultiset.create();
  private final Asset style;
  private final Asset script;
  private final TagColumns tags;

  Page(CleanupReport report, PriceList prices, Asset style, Asset script) {
    this.report = report;
    this.prices = prices;
    this.style = style;
    this.script = script;
    tags =
        TagColumns.of(report.plans().stream().flatMap(planned -> planned.plan().images().stream()));
    List<PlanReport> plans = report.plans();
    plans.forEach(planned -> plansOfScopes.add(planned.plan().scope().toString()));
    scopes =
        IntStream.range(0, plans.size())
            .mapToObj(
                i ->
                    new ScopeView(
                        plans.get(i),
                        i + 1,
                        plans.size() == 1,
                        plansOfScopes.count(plans.get(i).plan().scope().toString()) > 1,
                        prices))
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
    return results().findAny().isPresent();
  }

  boolean planned() {
    return !scopes.isEmpty();
  }

  private Stream<ExecutionResult> results() {
    return Stream.concat(
        report.plans().stream().flatMap(planned -> planned.result().stream()),
        report.results().stream());
  }

  String title() {
    if (!planned() && !executed()) {
      return Figures.count(leftAlone().size(), "scope") + " left alone";
    }
    if (!planned()) {
      long actions = results().mapToLong(result -> result.outcomes().size()).sum();
      return Figures.count(actions, "action") + " without their plans";
    }
    return Figures.count(scopes.stream().mapToLong(ScopeView::removals).sum())
        + " of "
        + Figures.count(sum(PlanSummary::images), "image")
        + " "
        + removed()
        + " in "
        + where();
  }

  private String where() {
    if (!several()) {
      return scopes.get(0).name();
    }
    String where = Figures.count(plansOfScopes.elementSet().size(), "scope");
    return hasNamesakes() ? Figures.count(scopes.size(), "plan") + " of " + where : where;
  }

  /** Returns whether several plans are of the same scope. */
  boolean hasNamesakes() {
    return plansOfScopes.elementSet().size() < scopes.size();
  }

  /** Returns the scopes of which there are several plans. */
  List<Namesakes> namesakes() {
    return plansOfScopes.elementSet().stream()
        .filter(scope -> plansOfScopes.count(scope) > 1)
        .map(scope -> new Namesakes(scope, Figures.count(plansOfScopes.count(scope), "plan")))
        .toList();
  }

  /** Says of images what goes: of plans the future, of results the past. */
  String removed() {
    return inTheirTimes(Course::removed);
  }

  /** Says of snapshots what goes: of plans the future, of results the past. */
  String deleted() {
    return inTheirTimes(Course::deleted);
  }

  private String inTheirTimes(Function<Course, String> words) {
    return scopes.stream()
        .map(ScopeView::course)
        .sorted(Comparator.comparing(course -> !course.executed()))
        .map(words)
        .distinct()
        .collect(joining(" or "));
  }

  // Figures of all scopes.

  private long sum(ToLongFunction<PlanSummary> figure) {
    return scopes.stream().map(ScopeView::summary).mapToLong(figure).sum();
  }

  String imageCount() {
    return Figures.count(sum(PlanSummary::images), "image");
  }

  boolean hasImages() {
    return sum(PlanSummary::images) > 0;
  }

  /** Returns the images of all scopes, those that go first. */
  Iterable<ImageView> images() {
    return () ->
        scopes.stream().flatMap(scope -> scope.images(tags)).sorted(ImageView.ORDER).iterator();
  }

  /** Returns whether the cost of any image is known. */
  boolean anyPriced() {
    return scopes.stream().anyMatch(ScopeView::priced);
  }

  /** Returns the command that executes exactly the plans that may still be executed. */
  String command() {
    List<ScopeView> pending = scopes.stream().filter(ScopeView::pending).toList();
    return pending.isEmpty()
        ? ""
        : "amiclean apply"
            + " FILE".repeat(pending.size())
            + pending.stream()
                .map(scope -> " --require-digest " + scope.digest())
                .distinct()
                .collect(joining());
  }

  /** Says how many images stay for which reason. */
  String keptBecause() {
    return KeptReasons.of(report.plans().stream().map(PlanReport::plan).toList(), Figures::count);
  }

  /** Returns the columns of recorded tags, if any image has such. */
  TagColumns tags() {
    return tags;
  }

  String deletedSnapshots() {
    return Figures.count(scopes.stream().mapToLong(scope -> scope.storage().deleted()).sum());
  }

  String deletedStorage() {
    return Figures.storage(scopes.stream().mapToLong(scope -> scope.storage().deletedGib()).sum());
  }

  /** Returns how many images have which verdict, as parts of a bar. */
  List<Share> shares() {
    long remove = sum(PlanSummary::remove);
    long staged = sum(PlanSummary::staged);
    long retained = sum(PlanSummary::retained);
    long excluded = sum(PlanSummary::excluded);
    long unmapped = sum(PlanSummary::unmapped);
    return List.of(
        share("remove", ofPlanned(ScopeView::removals, remove, removed()), 0, remove),
        share("stage", ofPlanned(ScopeView::moves, staged, "moved by a stage"), remove, staged),
        share("retained", "kept by a rule", remove + staged, retained),
        share("excluded", "protected", remove + staged + retained, excluded),
        share("unmapped", "in no group, kept", remove + staged + retained + excluded, unmapped));
  }

  /** Says of how many images with a verdict it holds, if it does not hold of all. */
  private String ofPlanned(ToLongFunction<ScopeView> happens, long planned, String words) {
    long count = scopes.stream().mapToLong(happens).sum();
    return count == planned ? words : Figures.count(count) + " of them " + words;
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

  /** Says how long what is removed can be brought back; nothing if nothing is removed. */
  String recovery() {
    return Recovery.ofImages(scopes.stream().map(ScopeView::plan).toList(), Figures::count)
        .orElse("");
  }

  /** Returns what the snapshots that go cost a month, at most. */
  String freedCost() {
    boolean known = planned() && scopes.stream().allMatch(scope -> scope.costs().isPresent());
    return known
        ? money(
            scopes.stream()
                .map(scope -> scope.storage().deletedCost().freedPerMonth())
                .reduce(BigDecimal.ZERO, BigDecimal::add))
        : "";
  }

  String currency() {
    return prices.currency().getCurrencyCode();
  }

  private String money(BigDecimal amount) {
    return Figures.money(amount, prices.currency());
  }

  /** Says where the prices are from. */
  String prices() {
    return prices.source() + ", " + prices.date();
  }

  boolean incomplete() {
    return !report.failures().isEmpty();
  }

  /** Returns the scopes that were left alone, and why. */
  List<LeftAlone> leftAlone() {
    return report.failures().entrySet().stream()
        .map(failure -> new LeftAlone(failure.getKey(), failure.getValue()))
        .toList();
  }

  boolean failed() {
    return !failures().isEmpty();
  }

  /** Returns the outcomes that a person should review. */
  List<Ending> failures() {
    return results()
        .flatMap(
            result ->
                result.outcomes().stream()
                    .filter(
                        outcome ->
                            outcome.outcome() == Outcome.FAILED
                                || outcome.outcome() == Outcome.UNKNOWN)
                    .map(
                        outcome -> new Ending(result.scope().toString(), new OutcomeView(outcome))))
        .toList();
  }

  /** Returns how the actions of results ended whose plans are not at hand. */
  List<Ending> unplanned() {
    return report.results().stream()
        .flatMap(
            result ->
                result.outcomes().stream()
                    .map(
                        outcome -> new Ending(result.scope().toString(), new OutcomeView(outcome))))
        .toList();
  }

  boolean hasUnplanned() {
    return !unplanned().isEmpty();
  }

  /** Returns whether a plan is compared with an earlier one. */
  boolean hasChanges() {
    return report.plans().stream().anyMatch(planned -> planned.since().isPresent());
  }

  boolean hasOrphans() {
    return scopes.stream().anyMatch(scope -> !scope.orphans().isEmpty());
  }

  /** Returns how many actions ended how. */
  List<OutcomeCounts> outcomes() {
    Map<Action, Map<Outcome, Long>> counts =
        results()
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
                    EnumFormat.phrase(count.getKey()),
                    Arrays.stream(Outcome.values())
                        .map(
                            outcome ->
                                new OutcomeCount(
                                    EnumFormat.phrase(outcome),
                                    Figures.count(count.getValue().getOrDefault(outcome, 0L))))
                        .toList()))
        .toList();
  }

  // What the filters of the table offer.

  /** Returns the scopes, each once. */
  List<String> scopeNames() {
    return List.copyOf(plansOfScopes.elementSet());
  }

  List<String> groupNames() {
    TreeSet<String> names = new TreeSet<>();
    report
        .plans()
        .forEach(planned -> planned.plan().images().forEach(image -> names.addAll(image.groups())));
    return List.copyOf(names);
  }

  List<String> outcomeNames() {
    return Arrays.stream(Outcome.values()).map(EnumFormat::phrase).toList();
  }

  /** A part of a bar: the images of one verdict. */
  record Share(String verdict, String meaning, String count, String x, String width) {}

  /** A scope of which there are several plans. */
  record Namesakes(String scopeName, String plans) {}

  /** How an action ended, and in which scope. */
  record Ending(String scopeName, OutcomeView ending) {}

  /** A scope that was left alone, by what names it for people. */
  record LeftAlone(String where, String why) {}

  /** How many actions of a kind ended how. */
  record OutcomeCounts(String action, List<OutcomeCount> counts) {}

  /** How many of these actions ended in one way. */
  record OutcomeCount(String outcome, String count) {}

  /** A part of the page that a browser runs, and the hash by which the page permits it. */
  record Asset(String text, String hash) {}
}
