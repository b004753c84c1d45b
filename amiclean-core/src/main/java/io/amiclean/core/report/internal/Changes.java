package io.amiclean.core.report.internal;

import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.core.diff.PlanChange;
import io.amiclean.core.diff.PlanChange.Kind;
import io.amiclean.core.diff.PlanDiff;
import io.amiclean.core.internal.EnumFormat;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What a plan decides otherwise than an earlier one, as rows of a table for people. */
public final class Changes {

  private Changes() {}

  /**
   * Returns the changes of images and orphan snapshots.
   *
   * @param diff the difference of the plans
   * @return the changes, those of what goes now first
   */
  public static List<Change> of(PlanDiff diff) {
    return Stream.concat(
            diff.images().stream()
                .map(
                    change ->
                        change(
                            change,
                            change.latest().imageId(),
                            change.latest().name(),
                            Changes::verdict,
                            ImageDecision::reasons)),
            diff.orphanSnapshots().stream()
                .map(
                    change ->
                        change(
                            change,
                            change.latest().snapshotId(),
                            "orphan snapshot",
                            snapshot -> EnumFormat.phrase(snapshot.verdict()),
                            SnapshotDecision::reasons)))
        .sorted(Comparator.comparing(Change::kind))
        .toList();
  }

  private static <D> Change change(
      PlanChange<D> change,
      ResourceId resource,
      String name,
      Function<D, String> verdict,
      Function<D, List<Reason>> reasons) {
    return new Change(
        change.kind(),
        resource,
        name,
        change.before().map(verdict),
        change.after().map(verdict),
        newReasons(change, reasons));
  }

  /** Returns the reasons that came since, or all if none did. */
  private static <D> List<Reason> newReasons(
      PlanChange<D> change, Function<D, List<Reason>> reasons) {
    List<Reason> latest = reasons.apply(change.latest());
    List<Reason> came = PlanChange.without(latest, change.before().map(reasons).orElse(List.of()));
    return came.isEmpty() ? latest : came;
  }

  private static String verdict(ImageDecision image) {
    return EnumFormat.phrase(image.verdict())
        + image.stageChange().map(action -> ", " + EnumFormat.phrase(action)).orElse("");
  }

  /**
   * A change of the decision on one image or orphan snapshot.
   *
   * @param kind how the decisions differ
   * @param resource the image or snapshot
   * @param name the name of the image, or what else it is
   * @param before the earlier verdict, if it was there
   * @param after the later verdict, if it still is
   * @param reasons why
   */
  public record Change(
      Kind kind,
      ResourceId resource,
      String name,
      Optional<String> before,
      Optional<String> after,
      List<Reason> reasons) {

    /**
     * Returns in words how the decisions differ.
     *
     * @return the words, such as {@code goes now}
     */
    public String label() {
      return switch (kind) {
        case NEWLY_REMOVED -> "goes now";
        case NO_LONGER_REMOVED -> "stays now";
        case VERDICT -> "other verdict";
        case REASON -> "other reasons";
        case GONE -> "gone";
        case NEW -> "new";
      };
    }
  }
}
