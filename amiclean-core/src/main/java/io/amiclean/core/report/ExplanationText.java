package io.amiclean.core.report;

import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.ImageTrace;
import io.amiclean.api.plan.Verdict;
import java.util.List;

/** What a plan decides on an image, in sentences: a line for each group that it is in. */
final class ExplanationText {

  private ExplanationText() {}

  static String of(CleanupPlan plan, ImageDecision image) {
    List<ImageTrace.Group> groups = image.trace().map(ImageTrace::groups).orElseGet(List::of);
    if (image.verdict() == Verdict.UNMAPPED) {
      return "  In no group, so it stays.\n";
    }
    StringBuilder text = new StringBuilder();
    for (ImageTrace.Group group : groups) {
      text.append("  ").append(TextReport.harmless(sentence(plan, image, group))).append('\n');
    }
    return text.toString();
  }

  private static String sentence(CleanupPlan plan, ImageDecision image, ImageTrace.Group group) {
    if (group.rank().isEmpty()) {
      return "In " + group.name() + " without a rank: " + image.reasons().get(0).message() + ".";
    }
    long newest =
        plan.images().stream()
            .filter(other -> other.groups().contains(group.name()))
            .filter(
                other ->
                    other.reasons().stream()
                        .anyMatch(reason -> reason.code().equals(ReasonCodes.KEEP_NEWEST)))
            .count();
    return "Rank "
        + group.rank().getAsInt()
        + " of "
        + group.candidates()
        + " in "
        + group.name()
        + (newest == 0
            ? "."
            : newest == 1 ? "; the newest is kept." : "; the newest " + newest + " are kept.");
  }
}
