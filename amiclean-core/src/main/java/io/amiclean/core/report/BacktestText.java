package io.amiclean.core.report;

import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.core.backtest.BacktestDay;
import io.amiclean.core.backtest.BacktestFigures;
import io.amiclean.core.backtest.BacktestRemoval;
import io.amiclean.core.backtest.BacktestReport;
import io.amiclean.core.backtest.BacktestResult;
import io.amiclean.core.backtest.BlindSpot;
import io.amiclean.core.backtest.Hindsight;
import io.amiclean.core.report.internal.BacktestMessages;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Backtests as text for a terminal: the policies side by side, what of each would have been
 * regretted and why, what happened on which day, and what the recordings cannot show. Pure and
 * thread-safe.
 */
public final class BacktestText {

  private final BacktestReport report;
  private final Money money;
  private final StringBuilder text = new StringBuilder();

  private BacktestText(BacktestReport report) {
    this.report = report;
    this.money = new Money(report.currency());
  }

  /**
   * Returns a backtest as text.
   *
   * @param report the backtest
   * @return whole lines
   */
  public static String of(BacktestReport report) {
    return new BacktestText(report).write();
  }

  private String write() {
    int days = report.results().get(0).days().size();
    text.append(report.scope()).append(": ").append(days).append(days == 1 ? " day" : " days");
    text.append(" until ").append(report.until()).append(", replayed on ");
    List<BacktestReport.Recording> recordings = report.recordings();
    text.append(recordings.size()).append(recordings.size() == 1 ? " recording" : " recordings");
    text.append(" from ").append(recordings.get(0).readAt());
    if (recordings.size() > 1) {
      text.append(" to ").append(recordings.get(recordings.size() - 1).readAt());
    }
    text.append("\n\n").append(sideBySide());
    for (int index = 0; index < report.results().size(); index++) {
      append(index);
    }
    text.append("\nWhat the recordings cannot show:\n");
    report.blindSpots().forEach(spot -> text.append("  ").append(spot.sentence()).append('\n'));
    return text.toString();
  }

  private String sideBySide() {
    TextTable table =
        new TextTable(
            Stream.concat(
                    Stream.of("Policy"),
                    IntStream.range(0, report.results().size()).mapToObj(this::name))
                .toArray(String[]::new));
    row(table, "AMIs removed", result -> Integer.toString(result.removed().images()));
    row(table, "snapshots deleted", result -> Integer.toString(result.removed().snapshots()));
    row(table, "GiB, at most", result -> Long.toString(result.removed().gib()));
    row(table, money.currency() + " a month, up to", result -> cost(result.removed()));
    for (Hindsight hindsight : Hindsight.values()) {
      row(
          table,
          BacktestMessages.words(hindsight),
          result -> result.counts().getOrDefault(hindsight, 0).toString());
    }
    row(table, "days refused", result -> Long.toString(result.refusedDays()));
    return table.render();
  }

  private void row(TextTable table, String figure, Function<BacktestResult, String> value) {
    table.add(
        Stream.concat(Stream.of(figure), report.results().stream().map(value))
            .toArray(String[]::new));
  }

  private String name(int index) {
    return TerminalText.sanitize(BacktestMessages.name(report, index));
  }

  private String cost(BacktestFigures figures) {
    return figures.cost().map(cost -> money.known(cost.freedPerMonth(), cost)).orElse("unknown");
  }

  private void append(int index) {
    BacktestResult result = report.results().get(index);
    String of = report.results().size() == 1 ? "" : " by " + name(index);
    List<BacktestRemoval> regretted = result.removals(Hindsight.REGRETTED);
    if (!regretted.isEmpty()) {
      text.append("\nRegretted").append(of).append(" (").append(regretted.size()).append("):\n");
      regretted.forEach(this::append);
    }
    appendUnknown(result, of);
    List<BacktestMessages.RefusedDays> refused = BacktestMessages.refused(result);
    if (!refused.isEmpty()) {
      text.append("\nRefused").append(of).append(":\n");
      refused.forEach(
          days ->
              text.append("  ")
                  .append(days.code())
                  .append(": ")
                  .append(TerminalText.sanitize(days.sentence()))
                  .append('\n'));
    }
    appendDays(result, of);
  }

  private void append(BacktestRemoval removal) {
    text.append("  ").append(removal.resource().value()).append(" (");
    text.append(TerminalText.sanitize(BacktestMessages.name(removal)));
    text.append("), removed at ").append(removal.removedAt());
    removal
        .image()
        .map(ImageDecision::reasons)
        .ifPresent(
            reasons ->
                text.append(": ")
                    .append(String.join(", ", reasons.stream().map(Reason::code).toList())));
    text.append('\n');
    for (String sentence : BacktestMessages.since(removal)) {
      text.append("    ").append(TerminalText.sanitize(sentence)).append('\n');
    }
  }

  /** Counts why it is not known what became of removals. */
  private void appendUnknown(BacktestResult result, String of) {
    Map<BlindSpot, Integer> counts = new TreeMap<>();
    result
        .removals(Hindsight.NOT_KNOWN)
        .forEach(
            removal -> removal.blindSpots().forEach(spot -> counts.merge(spot, 1, Integer::sum)));
    if (!counts.isEmpty()) {
      text.append("\nNot known").append(of).append(":\n");
      counts.forEach(
          (spot, count) ->
              text.append("  ").append(count).append(": ").append(spot.sentence()).append('\n'));
    }
  }

  private void appendDays(BacktestResult result, String of) {
    TextTable table =
        new TextTable(
            "Day",
            "AMIs",
            "removed",
            "so far",
            "GiB so far",
            money.currency() + " so far",
            "staged");
    boolean any = false;
    for (BacktestDay day : result.days()) {
      if (day.removed().images() + day.removed().snapshots() + day.staged() + day.restored() > 0) {
        any = true;
        table.add(
            day.time().toString(),
            Integer.toString(day.inventory()),
            Integer.toString(day.removed().images()),
            Integer.toString(day.removedSoFar().images()),
            Long.toString(day.removedSoFar().gib()),
            cost(day.removedSoFar()),
            Integer.toString(day.staged() + day.restored()));
      }
    }
    text.append("\nDays with changes").append(of).append(any ? ":\n" + table.render() : ": none\n");
  }
}
