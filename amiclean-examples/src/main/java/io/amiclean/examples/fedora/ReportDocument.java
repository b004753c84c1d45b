package io.amiclean.examples.fedora;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.Refusal;
import io.amiclean.api.report.CleanupReport;
import io.amiclean.core.report.Markdown;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A report for people.
 *
 * @param title what it is about, on one line
 * @param content what there is to tell, in Markdown
 */
record ReportDocument(String title, String content) {

  /** Why images stay that somebody should look at. */
  private static final Set<String> WORTH_A_LOOK =
      Set.of(
          ReasonCodes.MALFORMED_STAGE,
          ReasonCodes.ON_HOLD,
          ComposeVerdict.UNCLEAR_COMPOSE,
          ComposeVerdict.UNKNOWN_COMPOSE_TYPE,
          ComposeVerdict.UNKNOWN_LABEL,
          PublicationWindow.UNKNOWN_PUBLICATION,
          RevocationFilter.MALFORMED_REVOCATION,
          RevocationFilter.PUBLIC_AGAIN,
          RevocationFilter.REVOKED_OUTSIDE_WINDOW);

  /** Tells of one region. */
  static ReportDocument of(CleanupReport report) {
    return of(
        "Clean AMIs",
        LocalDate.ofInstant(report.plan().createdAt(), ZoneOffset.UTC),
        List.of(report),
        Map.of());
  }

  /**
   * Tells of many regions at once.
   *
   * @param subject what was done
   * @param day when
   * @param reports what came out, region by region
   * @param failures why other regions were left alone, by region
   */
  static ReportDocument of(
      String subject, LocalDate day, List<CleanupReport> reports, Map<String, String> failures) {
    String title = subject + ", " + day;
    Markdown text = new Markdown().heading(1, title);
    reports.forEach(report -> append(text, report));
    if (!failures.isEmpty()) {
      text.heading(2, "Left alone");
      text.table(
          List.of("Region", "Why"),
          failures.entrySet().stream()
              .map(failure -> List.of(failure.getKey(), failure.getValue()))
              .toList());
    }
    Set<String> notes = new LinkedHashSet<>();
    reports.forEach(report -> report.plan().evidence().forEach(read -> addNotes(notes, read)));
    if (!notes.isEmpty()) {
      text.heading(2, "Notes").list(List.copyOf(notes));
    }
    return new ReportDocument(title, text.toString());
  }

  private static void append(Markdown text, CleanupReport report) {
    CleanupPlan plan = report.plan();
    text.heading(2, plan.scope().toString());
    text.paragraph(
        String.format(
            Locale.ROOT,
            "%d images, %d of them selected.",
            plan.images().size(),
            ProcessStep.selected(plan).size()));
    text.table(
        List.of("Image", "Name", "Compose"),
        ProcessStep.selected(plan).stream()
            .map(
                image ->
                    List.of(
                        image.imageId().value(), image.name(), String.join(", ", image.groups())))
            .toList());
    List<List<String>> worthALook = worthALook(plan);
    if (!worthALook.isEmpty()) {
      text.heading(3, "Kept, and worth a look");
      text.table(List.of("Image", "Name", "Why", "Evidence"), worthALook);
    }
    if (!plan.refusals().isEmpty()) {
      text.heading(3, "Refused");
      text.list(plan.refusals().stream().map(Refusal::message).toList());
    }
    report.result().ifPresent(result -> append(text, result));
  }

  /** Returns the images that stay and that somebody should look at: id, name, why, evidence. */
  static List<List<String>> worthALook(CleanupPlan plan) {
    List<List<String>> rows = new ArrayList<>();
    for (ImageDecision image : plan.images()) {
      for (Reason reason : image.reasons()) {
        if (WORTH_A_LOOK.contains(reason.code())) {
          rows.add(
              List.of(
                  image.imageId().value(),
                  image.name(),
                  reason.message(),
                  String.join(", ", reason.evidence())));
        }
      }
    }
    return rows;
  }

  private static void append(Markdown text, ExecutionResult result) {
    text.heading(3, "Outcomes");
    text.paragraph(
        String.join(
            ", ",
            result.counts().entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .map(count -> count.getValue() + " " + words(count.getKey()))
                .toList()));
    text.table(
        List.of("Id", "Action", "Outcome", "Why"),
        result.outcomes().stream().map(ReportDocument::row).toList());
  }

  private static List<String> row(ActionOutcome outcome) {
    return List.of(
        outcome.resource().value(),
        outcome.action().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        words(outcome.outcome()),
        outcome.message());
  }

  private static String words(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static void addNotes(Set<String> notes, Evidence read) {
    read.notes().forEach(note -> notes.add(read.source() + ": " + note));
  }
}
