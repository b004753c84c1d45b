package io.amiclean.core.report.html;

import com.google.common.base.Ascii;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.core.backtest.BacktestRemoval;
import io.amiclean.core.backtest.Hindsight;
import io.amiclean.core.report.internal.BacktestMessages;
import java.util.List;
import java.util.Locale;

/**
 * A removal of a backtest, for the page.
 *
 * @param policy the name of the policy
 * @param index which policy it is
 * @param removal the removal
 */
record RemovalView(String policy, int index, BacktestRemoval removal) {

  /** Returns what sorts the regretted first, then the unknown, then by time and policy. */
  String order() {
    int rank =
        switch (removal.hindsight()) {
          case REGRETTED -> 0;
          case NOT_KNOWN -> 1;
          case NO_SIGN_OF_USE -> 2;
        };
    return String.format(Locale.ROOT, "%d %s %05d %s", rank, removal.removedAt(), index, id());
  }

  String id() {
    return removal.resource().value();
  }

  String name() {
    return BacktestMessages.name(removal);
  }

  String created() {
    return removal.image().flatMap(ImageDecision::creationDate).map(Figures::day).orElse("");
  }

  List<String> groups() {
    return removal.image().map(ImageDecision::groups).orElse(List.of());
  }

  /** Returns the class by which the style marks what hindsight says. */
  String mark() {
    return switch (removal.hindsight()) {
      case REGRETTED -> "remove";
      case NO_SIGN_OF_USE -> "retained";
      case NOT_KNOWN -> "unmapped";
    };
  }

  String hindsight() {
    String words = BacktestMessages.words(removal.hindsight());
    return Ascii.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  String removedAt() {
    return Figures.day(removal.removedAt());
  }

  String gib() {
    return Figures.count(
        removal.snapshots().stream().mapToLong(one -> one.sizeGiB().orElse(0)).sum());
  }

  /** Returns what matters most of what is known. */
  String first() {
    return removal.hindsight() == Hindsight.NOT_KNOWN && !removal.blindSpots().isEmpty()
        ? removal.blindSpots().iterator().next().sentence()
        : BacktestMessages.since(removal).get(0);
  }

  List<String> since() {
    return BacktestMessages.since(removal);
  }

  List<Reason> reasons() {
    return removal.image().map(ImageDecision::reasons).orElse(List.of());
  }

  List<String> snapshots() {
    return removal.snapshots().stream().map(RemovalView::words).toList();
  }

  private static String words(SnapshotDecision snapshot) {
    return snapshot.snapshotId()
        + (snapshot.sizeGiB().isPresent()
            ? ", " + Figures.count(snapshot.sizeGiB().getAsInt()) + " GiB"
            : ", unknown size");
  }
}
