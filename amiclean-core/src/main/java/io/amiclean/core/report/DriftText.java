package io.amiclean.core.report;

import static java.util.stream.Collectors.joining;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.core.plan.PlanDrift;
import java.util.List;
import java.util.Map;

/**
 * What changed in an account since a plan was made, as text for a terminal. Pure and thread-safe.
 */
public final class DriftText {

  /** How many ids stand in a line. */
  private static final int MOST = 10;

  private DriftText() {}

  /**
   * Returns what changed: how many images are gone and new, and a line for each image that would
   * not be decided on any more as it was.
   *
   * @param drift the drift
   * @return whole lines under a heading, or the empty string if nothing changed
   */
  public static String of(PlanDrift drift) {
    if (drift.changes().isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("Since the plan was made:\n");
    appendAll(text, PlanDrift.GONE, drift);
    appendAll(text, PlanDrift.NEW, drift);
    drift
        .changes()
        .forEach(
            (image, reason) -> {
              if (!reason.code().equals(PlanDrift.GONE) && !reason.code().equals(PlanDrift.NEW)) {
                text.append("  ").append(image).append(": ").append(reason.code()).append(": ");
                text.append(TerminalText.sanitize(reason.message() + evidence(reason)));
                text.append(drift.keeping(image).isPresent() ? "; it stays\n" : "\n");
              }
            });
    return text.toString();
  }

  private static void appendAll(StringBuilder text, String code, PlanDrift drift) {
    List<Map.Entry<ImageId, Reason>> all =
        drift.changes().entrySet().stream()
            .filter(change -> change.getValue().code().equals(code))
            .toList();
    if (!all.isEmpty()) {
      text.append("  ").append(all.size()).append(all.size() == 1 ? " image is " : " images are ");
      text.append(code).append(": ");
      text.append(
          all.stream()
              .limit(MOST)
              .map(change -> change.getKey() + TerminalText.sanitize(evidence(change.getValue())))
              .collect(joining(", ")));
      text.append(all.size() > MOST ? " and " + (all.size() - MOST) + " more\n" : "\n");
    }
  }

  private static String evidence(Reason reason) {
    return reason.evidence().isEmpty()
        ? ""
        : reason.evidence().stream().collect(joining(", ", " (", ")"));
  }
}
