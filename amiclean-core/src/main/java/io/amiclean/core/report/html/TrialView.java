package io.amiclean.core.report.html;

import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.core.backtest.BacktestDay;
import io.amiclean.core.backtest.BacktestFigures;
import io.amiclean.core.backtest.BacktestReport;
import io.amiclean.core.backtest.BacktestResult;
import io.amiclean.core.backtest.Hindsight;
import io.amiclean.core.policy.PolicyDescriptions;
import io.amiclean.core.report.html.ScopeView.OptionView;
import io.amiclean.core.report.internal.BacktestMessages;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a backtest says of one policy. */
final class TrialView {

  private final BacktestReport report;
  private final int index;
  private final BacktestResult result;
  private final Timeline timeline;

  TrialView(BacktestReport report, int index) {
    this.report = report;
    this.index = index;
    this.result = report.results().get(index);
    this.timeline = Timeline.of(result.days().stream().map(BacktestDay::time).toList());
  }

  String name() {
    return BacktestMessages.name(report, index);
  }

  String number() {
    return Integer.toString(index + 1);
  }

  String anchor() {
    return "policy-" + number();
  }

  String images() {
    return Figures.count(result.removed().images());
  }

  String snapshots() {
    return Figures.count(result.removed().snapshots());
  }

  String gib() {
    return Figures.count(result.removed().gib());
  }

  String cost() {
    return cost(result.removed());
  }

  private String cost(BacktestFigures figures) {
    return figures
        .cost()
        .map(cost -> Figures.money(cost.freedPerMonth(), report.currency()))
        .orElse("unknown");
  }

  private String count(Hindsight hindsight) {
    return Figures.count(result.counts().getOrDefault(hindsight, 0));
  }

  String regretted() {
    return count(Hindsight.REGRETTED);
  }

  String noSignOfUse() {
    return count(Hindsight.NO_SIGN_OF_USE);
  }

  String notKnown() {
    return count(Hindsight.NOT_KNOWN);
  }

  String refusedDays() {
    return Figures.count(result.refusedDays());
  }

  List<BacktestMessages.RefusedDays> refusals() {
    return BacktestMessages.refused(result);
  }

  List<OptionView> options() {
    return PolicyDescriptions.of(result.policy(), ReadingPolicy.defaults()).entrySet().stream()
        .map(option -> new OptionView(option.getKey(), option.getValue()))
        .toList();
  }

  Stream<RemovalView> removals() {
    return result.removals().stream().map(removal -> new RemovalView(name(), index, removal));
  }

  /** Returns how long a period is, such as {@code week}. */
  String unit() {
    return timeline.unit();
  }

  /** Returns the most images that were removed in a period. */
  String most() {
    return Figures.count(sums().values().stream().mapToInt(Sum::removed).max().orElse(0));
  }

  List<PeriodView> periods() {
    Map<LocalDate, Sum> sums = sums();
    int most = Math.max(1, sums.values().stream().mapToInt(Sum::removed).max().orElse(1));
    return sums.entrySet().stream()
        .map(period -> view(timeline.name(period.getKey()), period.getValue(), most))
        .toList();
  }

  private PeriodView view(String name, Sum sum, int most) {
    return new PeriodView(
        name,
        Figures.count(sum.removed()),
        Figures.count(sum.regretted()),
        Figures.count(sum.refused()),
        Figures.count(sum.end().images()),
        Figures.count(sum.end().gib()),
        cost(sum.end()),
        Figures.coordinate((double) sum.removed() * Timeline.WIDTH / most),
        Figures.coordinate((double) sum.regretted() * Timeline.WIDTH / most));
  }

  /** Adds the days of each period up. */
  private Map<LocalDate, Sum> sums() {
    Map<LocalDate, Long> regretted =
        result.removals(Hindsight.REGRETTED).stream()
            .filter(removal -> removal.image().isPresent())
            .collect(
                Collectors.groupingBy(
                    removal -> timeline.periodOf(removal.removedAt()), Collectors.counting()));
    Map<LocalDate, Sum> sums = new TreeMap<>();
    for (BacktestDay day : result.days()) {
      LocalDate period = timeline.periodOf(day.time());
      sums.merge(
          period,
          new Sum(
              day.removed().images(),
              regretted.getOrDefault(period, 0L).intValue(),
              day.refusals().isEmpty() ? 0 : 1,
              day.removedSoFar()),
          Sum::and);
    }
    return sums;
  }

  /** The figures of a period. */
  private record Sum(int removed, int regretted, int refused, BacktestFigures end) {

    Sum and(Sum later) {
      return new Sum(removed + later.removed, regretted, refused + later.refused, later.end);
    }
  }

  /** The figures of a period, for the page; widths are of 1000. */
  record PeriodView(
      String period,
      String removed,
      String regretted,
      String refused,
      String soFar,
      String gib,
      String cost,
      String width,
      String regrettedWidth) {

    /** Says what the bar shows. */
    String bar() {
      return removed + " removed, of which " + regretted + " regretted";
    }
  }
}
