package io.amiclean.api.exclusion;

import io.amiclean.api.internal.Arguments;
import io.amiclean.api.internal.StrategyInvoker;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.policy.Strategy;
import io.amiclean.api.policy.StrategySpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Protects snapshots: one reason is enough to keep a snapshot, whatever any other strategy says.
 *
 * <p>Pure, and safe for use by several threads. A filter can only protect; a planner without
 * filters excludes nothing but what it protects by default.
 */
@FunctionalInterface
public interface SnapshotExclusionFilter extends Strategy {

  /**
   * Returns why a snapshot must not be touched.
   *
   * @param snapshot the snapshot in question
   * @param context everything that was read, and the planning time
   * @return the reasons that protect it; empty if this filter has none
   */
  List<Reason> evaluate(Snapshot snapshot, PlanningContext context);

  /**
   * Makes a predicate a filter.
   *
   * @param code the stable reason code, lower-case words joined by hyphens
   * @param message the sentence for people
   * @param predicate says whether a snapshot is protected
   * @return a filter that gives this reason for every snapshot of the predicate
   * @throws IllegalArgumentException if the code or the message is malformed
   */
  static SnapshotExclusionFilter when(
      String code, String message, Predicate<? super Snapshot> predicate) {
    Objects.requireNonNull(predicate, "predicate");
    List<Reason> reasons = List.of(Reason.of(code, message));
    return named(
        "when(" + code + ")",
        (snapshot, context) -> predicate.test(snapshot) ? reasons : List.of());
  }

  /**
   * Protects what at least one of the filters protects, with the reasons of all that do.
   *
   * @param filters the filters; none protect nothing
   * @return the joined filter
   */
  static SnapshotExclusionFilter anyOf(SnapshotExclusionFilter... filters) {
    List<SnapshotExclusionFilter> all = Arguments.requireElements(filters, "filters");
    return named(
        StrategySpec.joining("anyOf", all),
        (snapshot, context) ->
            all.stream().flatMap(filter -> reasons(filter, snapshot, context).stream()).toList());
  }

  /**
   * Protects only what every one of the filters protects, with the reasons of all.
   *
   * @param filters the filters; none protect nothing
   * @return the joined filter
   */
  static SnapshotExclusionFilter allOf(SnapshotExclusionFilter... filters) {
    List<SnapshotExclusionFilter> all = Arguments.requireElements(filters, "filters");
    return named(
        StrategySpec.joining("allOf", all),
        (snapshot, context) -> {
          List<List<Reason>> answers =
              all.stream().map(filter -> reasons(filter, snapshot, context)).toList();
          return answers.stream().anyMatch(List::isEmpty)
              ? List.of()
              : answers.stream().flatMap(List::stream).toList();
        });
  }

  private static List<Reason> reasons(
      SnapshotExclusionFilter filter, Snapshot snapshot, PlanningContext context) {
    return StrategyInvoker.reasons(filter, snapshot.id(), () -> filter.evaluate(snapshot, context));
  }

  /**
   * Gives a filter the description that plans and error messages show; a lambda has none of its
   * own.
   *
   * @param description the description, the same in every run
   * @param filter the filter
   * @return a filter that answers as the given one
   * @throws IllegalArgumentException if the description is blank
   */
  static SnapshotExclusionFilter named(String description, SnapshotExclusionFilter filter) {
    Arguments.requireDescription(description);
    Objects.requireNonNull(filter, "filter");
    return new NamedSnapshotFilter(filter, Optional.empty(), description);
  }

  /**
   * Gives a filter the spec that plans and policies hold, and of which a provider makes it.
   *
   * @param spec the spec, the same in every run
   * @param filter the filter
   * @return a filter that answers as the given one
   */
  static SnapshotExclusionFilter named(StrategySpec spec, SnapshotExclusionFilter filter) {
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(filter, "filter");
    return new NamedSnapshotFilter(filter, Optional.of(spec), spec.description());
  }
}
