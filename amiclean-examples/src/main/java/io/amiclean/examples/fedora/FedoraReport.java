package io.amiclean.examples.fedora;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Refusal;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.report.PlanReport;
import io.amiclean.api.report.ReportRenderer;
import io.amiclean.core.report.Markdown;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reports of both runs as Markdown: what was selected, kept, refused and done in each region. */
final class FedoraReport implements ReportRenderer {

  /** Why images stay that need a review. */
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

  @Override
  public void render(CleanupReport report, OutputStream output) throws IOException {
    Markdown text = new Markdown().heading(1, report.title());
    report.plans().forEach(planned -> append(text, planned));
    if (!report.failures().isEmpty()) {
      text.heading(2, "Left alone");
      text.table(
          List.of("Region", "Why"),
          report.failures().entrySet().stream()
              .map(failure -> List.of(failure.getKey(), failure.getValue()))
              .toList());
    }
    Set<String> notes = new LinkedHashSet<>();
    report
        .plans()
        .forEach(planned -> planned.plan().evidence().forEach(read -> addNotes(notes, read)));
    if (!notes.isEmpty()) {
      text.heading(2, "Notes").list(List.copyOf(notes));
    }
    output.write(text.toString().getBytes(StandardCharsets.UTF_8));
    output.flush();
  }

  private static void append(Markdown text, PlanReport planned) {
    CleanupPlan plan = planned.plan();
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
    List<List<String>> forReview = forReview(plan);
    if (!forReview.isEmpty()) {
      text.heading(3, "Kept, for review");
      text.table(List.of("Image", "Name", "Why", "Evidence"), forReview);
    }
    if (!plan.refusals().isEmpty()) {
      text.heading(3, "Refused");
      text.list(plan.refusals().stream().map(Refusal::message).toList());
    }
    planned.result().ifPresent(result -> append(text, result));
  }

  /** Returns the images that stay and need a review: id, name, why, evidence. */
  static List<List<String>> forReview(CleanupPlan plan) {
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
        result.outcomes().stream().map(FedoraReport::row).toList());
  }

  private static List<String> row(ActionOutcome outcome) {
    return List.of(
        outcome.resource().value(),
        words(outcome.action()),
        words(outcome.outcome()),
        outcome.message());
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static void addNotes(Set<String> notes, Evidence read) {
    read.notes().forEach(note -> notes.add(read.source() + ": " + note));
  }
}
