package io.amiclean.core.report.html;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.diff.PlanChange.Kind;
import io.amiclean.core.diff.PlanDiff;
import io.amiclean.core.report.html.ImageView.ReasonView;
import io.amiclean.core.report.internal.Changes;
import io.amiclean.core.report.internal.Changes.Change;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What changed since an earlier plan, for the page. */
final class ChangesView {

  private static final int MOST = 200;

  private final ScopeView scope;
  private final PlanDiff diff;
  private final List<Change> changes;

  ChangesView(ScopeView scope, CleanupPlan earlier, CleanupPlan plan) {
    this.scope = scope;
    diff = PlanDiff.between(earlier, plan);
    changes = Changes.of(diff);
  }

  /** Returns what the earlier plan was planned for. */
  String since() {
    return Figures.minute(diff.before().createdAt());
  }

  /** Says how many decisions changed how. */
  String summary() {
    return changes.isEmpty()
        ? "no image and no orphan snapshot is decided on otherwise"
        : changes.stream()
            .collect(groupingBy(Change::kind, TreeMap::new, counting()))
            .entrySet()
            .stream()
            .map(count -> Figures.count(count.getValue()) + " " + words(count.getKey()))
            .collect(joining(", "));
  }

  private static String words(Kind kind) {
    return switch (kind) {
      case NEWLY_REMOVED -> "to be removed now";
      case NO_LONGER_REMOVED -> "kept now";
      case VERDICT -> "of another verdict";
      case REASON -> "for other reasons";
      case GONE -> "gone";
      case NEW -> "new";
    };
  }

  boolean anyOptions() {
    return !options().isEmpty();
  }

  /** Returns the options of the policy that differ, as before and now. */
  List<Option> options() {
    return diff.options().stream()
        .map(name -> new Option(name, used(diff.before(), name), used(diff.after(), name)))
        .toList();
  }

  private static String used(CleanupPlan plan, String option) {
    List<String> used = PlanDiff.optionsOf(plan).getOrDefault(option, List.of());
    return used.isEmpty() ? "none" : String.join(", ", used);
  }

  boolean any() {
    return !changes.isEmpty();
  }

  /** Returns the changes, as many as a person reads. */
  List<Row> rows() {
    return changes.stream().limit(MOST).map(change -> new Row(scope, change)).toList();
  }

  /** Says how many changes have no row. */
  String more() {
    return changes.size() > MOST ? Figures.count(changes.size() - MOST, "more change") : "";
  }

  /** An option that differs. */
  record Option(String name, String before, String after) {}

  /** A change, for the page. */
  record Row(ScopeView scope, Change change) {

    String label() {
      return change.label();
    }

    String id() {
      return change.resource().value();
    }

    /** Returns the row of the image in the table of all, if it is there. */
    String link() {
      return change.resource() instanceof ImageId && change.after().isPresent()
          ? scope.rowId(change.resource())
          : "";
    }

    String name() {
      return change.name();
    }

    /** Returns the verdict, and the earlier one if it was another. */
    String verdict() {
      return Stream.concat(change.before().stream(), change.after().stream())
          .distinct()
          .collect(joining(" \u2192 "));
    }

    List<ReasonView> reasons() {
      return change.reasons().stream().map(ReasonView::of).toList();
    }
  }
}
