package io.amiclean.api.report;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.plan.ImageDecision;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A renderer as a user would write it: a line for each image, and for each action. */
final class ScopesAndOutcomes implements ReportRenderer {

  @Override
  public void render(CleanupReport report, OutputStream output) throws IOException {
    StringBuilder page = new StringBuilder(report.title()).append('\n');
    for (PlanReport planned : report.plans()) {
      page.append(planned.plan().scope()).append('\n');
      for (ImageDecision decision : planned.plan().images()) {
        page.append(decision.imageId()).append(' ').append(decision.verdict()).append('\n');
      }
      planned
          .result()
          .ifPresent(
              result -> {
                for (ActionOutcome outcome : result.outcomes()) {
                  page.append(outcome.resource()).append(' ').append(outcome.outcome());
                }
              });
    }
    report
        .failures()
        .forEach((scope, why) -> page.append(scope).append(": ").append(why).append('\n'));
    output.write(page.toString().getBytes(StandardCharsets.UTF_8));
    output.flush();
  }
}
