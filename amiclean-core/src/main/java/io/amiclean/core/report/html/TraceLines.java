package io.amiclean.core.report.html;

import static java.util.stream.Collectors.joining;

import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.ImageTrace;
import java.util.ArrayList;
import java.util.List;

/**
 * The trace of an image in a few lines: who uses it, and who decided something. Strategies that let
 * it pass are only counted, because the page names all of them among its options, and would be
 * several times as large if each image repeated them.
 */
final class TraceLines {

  private final List<String> lines = new ArrayList<>();

  private TraceLines() {}

  static List<String> of(ImageTrace trace) {
    TraceLines way = new TraceLines();
    if (!trace.references().isEmpty()) {
      way.lines.add("Used by " + ImageReference.describe(trace.references()));
    }
    way.addAnswers("Exclusion", "filter", trace.exclusion());
    trace.groups().forEach(way::addGroup);
    way.addAnswers("Candidate checks", "check", trace.candidateChecks());
    return way.lines;
  }

  private void addGroup(ImageTrace.Group group) {
    String standing =
        group.rank().isPresent()
            ? "rank "
                + Figures.count(group.rank().getAsInt())
                + " of "
                + Figures.count(group.candidates())
            : "stays anyway, no rank among " + Figures.count(group.candidates(), "candidate");
    String others =
        group.images() == group.candidates()
            ? ""
            : ", " + Figures.count(group.images(), "image") + " in all";
    addAnswers("In " + group.name() + ", " + standing + others, "retention", group.retention());
  }

  private void addAnswers(String stage, String kind, ImageTrace.Answers answers) {
    List<String> parts = new ArrayList<>();
    for (ImageTrace.Answer answer : answers.keeping()) {
      parts.add("kept by " + answer.strategy() + " (" + codes(answer.reasons()) + ")");
    }
    int passed = answers.passing().size();
    if (passed > 0) {
      parts.add("let go by " + Figures.count(passed, kind));
    }
    if (!parts.isEmpty()) {
      lines.add(stage + ": " + String.join(", ", parts));
    }
  }

  private static String codes(List<Reason> reasons) {
    return reasons.stream().map(Reason::code).distinct().collect(joining(", "));
  }
}
