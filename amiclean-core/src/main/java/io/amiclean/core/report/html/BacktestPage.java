package io.amiclean.core.report.html;

import io.amiclean.core.backtest.BacktestReport;
import io.amiclean.core.backtest.BacktestResult;
import io.amiclean.core.backtest.BlindSpot;
import io.amiclean.core.backtest.Hindsight;
import io.amiclean.core.report.html.Page.Asset;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** All that the template of backtests asks for. */
final class BacktestPage {

  private final BacktestReport report;
  private final Asset style;
  private final Asset script;
  private final List<TrialView> policies;

  BacktestPage(BacktestReport report, Asset style, Asset script) {
    this.report = report;
    this.style = style;
    this.script = script;
    this.policies =
        IntStream.range(0, report.results().size())
            .mapToObj(index -> new TrialView(report, index))
            .toList();
  }

  Asset style() {
    return style;
  }

  Asset script() {
    return script;
  }

  List<TrialView> policies() {
    return policies;
  }

  boolean several() {
    return policies.size() > 1;
  }

  String title() {
    BacktestResult first = report.results().get(0);
    String period = Figures.count(first.days().size(), "day");
    return several()
        ? Figures.count(policies.size()) + " policies over " + period + " in " + report.scope()
        : Figures.count(first.counts().getOrDefault(Hindsight.REGRETTED, 0))
            + " of "
            + Figures.count(first.removals().size(), "removal")
            + " regretted in "
            + period
            + " of "
            + report.scope();
  }

  String until() {
    return Figures.minute(report.until());
  }

  String currency() {
    return report.currency().getCurrencyCode();
  }

  boolean priced() {
    return report.results().stream().allMatch(result -> result.removed().cost().isPresent());
  }

  boolean removes() {
    return report.results().stream().anyMatch(result -> !result.removals().isEmpty());
  }

  boolean refused() {
    return policies.stream().anyMatch(policy -> !policy.refusals().isEmpty());
  }

  /** Returns the removals of all policies, the regretted first. */
  List<RemovalView> removals() {
    return policies.stream()
        .flatMap(TrialView::removals)
        .sorted(Comparator.comparing(RemovalView::order))
        .toList();
  }

  List<String> blindSpots() {
    return report.blindSpots().stream().map(BlindSpot::sentence).toList();
  }

  List<RecordingView> recordings() {
    return report.recordings().stream()
        .map(
            recording ->
                new RecordingView(
                    Figures.minute(recording.readAt()),
                    Figures.count(recording.images()),
                    recording.skippedSources().isEmpty()
                        ? "all"
                        : "all but " + String.join(", ", recording.skippedSources())))
        .toList();
  }

  /** A recording, for the page. */
  record RecordingView(String readAt, String images, String sources) {}
}
