package io.amiclean.core.report;

import static java.util.stream.Collectors.joining;

import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.core.diff.PlanChange;
import io.amiclean.core.diff.PlanChange.Kind;
import io.amiclean.core.diff.PlanDiff;
import io.amiclean.core.internal.EnumFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The difference of two plans as text for a terminal: what becomes of what, with the reasons that
 * are gone behind {@code -} and those that came behind {@code +}. Pure and thread-safe.
 */
public final class DiffText {

  private DiffText() {}

  /**
   * Returns the differences: of the options and the figures first, then those of each kind.
   *
   * @param diff the difference
   * @return whole lines
   */
  public static String of(PlanDiff diff) {
    StringBuilder text = new StringBuilder();
    text.append(diff.after().scope()).append(": the plan for ").append(diff.after().createdAt());
    text.append(" against that for ").append(diff.before().createdAt()).append('\n');
    int heading = text.length();
    appendOptions(text, diff);
    appendFigures(text, diff.before(), diff.after());
    for (Kind kind : Kind.values()) {
      appendAll(text, "Images", kind, diff.images(), DiffText::image);
      appendAll(text, "Orphan snapshots", kind, diff.orphanSnapshots(), DiffText::snapshot);
    }
    return text.length() == heading ? text.append("No differences.\n").toString() : text.toString();
  }

  private static void appendOptions(StringBuilder text, PlanDiff diff) {
    if (!diff.options().isEmpty()) {
      text.append("\nOptions:\n");
    }
    for (String name : diff.options()) {
      text.append("  ").append(TerminalText.sanitize(name)).append(": ");
      text.append(option(diff.before(), name)).append(" -> ");
      text.append(option(diff.after(), name)).append('\n');
    }
  }

  private static String option(CleanupPlan plan, String name) {
    List<String> used = PlanDiff.optionsOf(plan).getOrDefault(name, List.of());
    return used.isEmpty() ? "none" : TerminalText.sanitize(String.join(", ", used));
  }

  private static void appendFigures(StringBuilder text, CleanupPlan before, CleanupPlan after) {
    Map<String, Long> later = after.summary().figures();
    String figures =
        before.summary().figures().entrySet().stream()
            .filter(figure -> !figure.getValue().equals(later.get(figure.getKey())))
            .map(
                figure ->
                    "  "
                        + figure.getKey()
                        + ": "
                        + figure.getValue()
                        + " -> "
                        + later.get(figure.getKey())
                        + "\n")
            .collect(joining());
    text.append(figures.isEmpty() ? "" : "\nSummary:\n" + figures);
  }

  private static <D> void appendAll(
      StringBuilder text,
      String what,
      Kind kind,
      List<PlanChange<D>> changes,
      Function<PlanChange<D>, String> line) {
    List<PlanChange<D>> all = changes.stream().filter(change -> change.kind() == kind).toList();
    if (!all.isEmpty()) {
      text.append('\n').append(what).append(' ').append(words(kind));
      text.append(" (").append(all.size()).append("):\n");
      all.forEach(change -> text.append(line.apply(change)));
    }
  }

  private static String words(Kind kind) {
    return switch (kind) {
      case NEWLY_REMOVED -> "that go now";
      case NO_LONGER_REMOVED -> "that stay now";
      case VERDICT -> "of another verdict";
      case REASON -> "for other reasons";
      case GONE -> "that are gone";
      case NEW -> "that are new";
    };
  }

  private static String image(PlanChange<ImageDecision> change) {
    ImageDecision latest = change.latest();
    StringBuilder text = new StringBuilder("  ").append(latest.imageId());
    text.append(" (").append(TerminalText.sanitize(latest.name())).append("): ");
    appendVerdicts(text, change, DiffText::verdict);
    appendReasons(text, change, ImageDecision::reasons);
    if (change.before().isPresent() && change.after().isPresent()) {
      appendSnapshots(text, "    - ", change.before().get(), change.after().get());
      appendSnapshots(text, "    + ", change.after().get(), change.before().get());
    }
    return text.toString();
  }

  private static String verdict(ImageDecision image) {
    return image.verdict()
        + image.stageChange().map(action -> ", " + EnumFormat.phrase(action)).orElse("");
  }

  private static String snapshot(PlanChange<SnapshotDecision> change) {
    StringBuilder text = new StringBuilder("  ").append(change.latest().snapshotId()).append(": ");
    appendVerdicts(text, change, snapshot -> snapshot.verdict().name());
    appendReasons(text, change, SnapshotDecision::reasons);
    return text.toString();
  }

  private static <D> void appendVerdicts(
      StringBuilder text, PlanChange<D> change, Function<D, String> verdict) {
    String before = change.before().map(verdict).orElse("");
    String after = change.after().map(verdict).orElse("");
    text.append(before);
    if (!before.equals(after)) {
      text.append(before.isEmpty() || after.isEmpty() ? "" : " -> ").append(after);
    }
    text.append('\n');
  }

  private static <D> void appendReasons(
      StringBuilder text, PlanChange<D> change, Function<D, List<Reason>> reasons) {
    List<Reason> before = change.before().map(reasons).orElse(List.of());
    List<Reason> after = change.after().map(reasons).orElse(List.of());
    appendReasons(text, "    - ", PlanChange.without(before, after));
    appendReasons(text, "    + ", PlanChange.without(after, before));
  }

  private static void appendReasons(StringBuilder text, String sign, List<Reason> reasons) {
    for (Reason reason : reasons) {
      text.append(sign).append(reason.code()).append(": ");
      text.append(TerminalText.sanitize(reason.message()));
      if (!reason.evidence().isEmpty()) {
        text.append(" (").append(TerminalText.sanitize(String.join(", ", reason.evidence())));
        text.append(')');
      }
      text.append('\n');
    }
  }

  private static void appendSnapshots(
      StringBuilder text, String sign, ImageDecision image, ImageDecision other) {
    for (SnapshotDecision snapshot : image.snapshots()) {
      boolean same =
          other.snapshots().stream()
              .anyMatch(
                  one ->
                      one.snapshotId().equals(snapshot.snapshotId())
                          && one.verdict() == snapshot.verdict());
      if (!same) {
        text.append(sign).append(snapshot.snapshotId()).append(": ").append(snapshot.verdict());
        text.append(
            snapshot.reasons().stream().map(Reason::code).collect(joining(", ", ", ", "\n")));
      }
    }
  }
}
