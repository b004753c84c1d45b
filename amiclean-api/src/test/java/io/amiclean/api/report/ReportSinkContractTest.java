package io.amiclean.api.report;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.plan.ImageDecision;
import java.io.IOException;
import java.util.Optional;

class ReportSinkContractTest extends ReportSinkContract {

  private final StringBuilder out = new StringBuilder();

  @Override
  protected ReportSink sink() {
    return report -> {
      StringBuilder page = new StringBuilder(report.plan().scope().toString()).append('\n');
      for (ImageDecision decision : report.plan().images()) {
        page.append(decision.imageId()).append(' ').append(decision.verdict()).append('\n');
      }
      report
          .result()
          .ifPresent(
              result -> {
                for (ActionOutcome outcome : result.outcomes()) {
                  page.append(outcome.resource()).append(' ').append(outcome.outcome());
                }
              });
      out.append(page);
    };
  }

  @Override
  protected String published() {
    return out.toString();
  }

  @Override
  protected Optional<ReportSink> breakingSink() {
    return Optional.of(
        report -> {
          throw new IOException("The disk is full.");
        });
  }
}
