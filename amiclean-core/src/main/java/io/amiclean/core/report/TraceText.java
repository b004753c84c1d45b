package io.amiclean.core.report;

import static java.util.stream.Collectors.joining;

import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.ImageTrace;
import java.util.List;

/** The trace of an image as text: a paragraph, stage by stage. */
final class TraceText {

  private final StringBuilder text = new StringBuilder();

  private TraceText() {}

  /**
   * @param notRead the sources of usage that were left out on purpose
   */
  static String of(ImageTrace trace, List<String> notRead) {
    TraceText lines = new TraceText();
    lines.add("  trace:");
    lines.source(trace, notRead);
    lines.answers("    exclusion: ", trace.exclusion(), "protected by ", "passed ");
    lines.groups(trace.groups());
    lines.answers("    candidate checks: ", trace.candidateChecks(), "kept by ", "passed ");
    return lines.text.toString();
  }

  private void source(ImageTrace trace, List<String> notRead) {
    String read =
        trace.sources().isEmpty() ? "read" : "read from " + String.join(", ", trace.sources());
    if (trace.references().isEmpty()) {
      add(
          "    source: "
              + read
              + "; no use is known"
              + (notRead.isEmpty() ? "" : ", not read: " + String.join(", ", notRead)));
      return;
    }
    add("    source: " + read + "; used by");
    for (ImageReference reference : trace.references()) {
      add("      - " + ImageReference.describe(List.of(reference)));
    }
  }

  private void groups(List<ImageTrace.Group> groups) {
    add(
        "    mapping: "
            + (groups.isEmpty()
                ? "in no group"
                : groups.stream().map(ImageTrace.Group::name).collect(joining(", "))));
    for (ImageTrace.Group group : groups) {
      String standing =
          group.rank().isPresent()
              ? "rank " + group.rank().getAsInt() + " of " + group.candidates()
              : "stays anyway, no rank among the " + group.candidates();
      add(
          "    retention in "
              + group.name()
              + ": "
              + standing
              + (group.candidates() == 1 ? " candidate" : " candidates")
              + (group.images() == group.candidates()
                  ? ""
                  : ", " + group.images() + " images in all"));
      answers("      ", group.retention(), "kept by ", "let go by ");
    }
  }

  /** Those who gave a reason stand on a line each, all others on one together. */
  private void answers(String start, ImageTrace.Answers answers, String keeping, String passing) {
    for (ImageTrace.Answer answer : answers.keeping()) {
      add(
          start
              + keeping
              + answer.strategy()
              + ": "
              + answer.reasons().stream().map(Reason::code).distinct().collect(joining(", ")));
    }
    String others =
        answers.passing().stream().map(ImageTrace.Answer::strategy).collect(joining(", "));
    if (!others.isEmpty()) {
      add(start + passing + others);
    }
  }

  private void add(String line) {
    text.append(TerminalText.sanitize(line)).append('\n');
  }
}
