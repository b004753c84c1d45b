package io.amiclean.api.report;

import io.amiclean.api.testing.ReportSinkContract;
import java.io.IOException;
import java.util.Optional;

class ReportSinkContractTest extends ReportSinkContract {

  private final StringBuilder out = new StringBuilder();

  @Override
  protected ReportSink sink() {
    return report -> out.append(new ScopesAndOutcomes().renderToString(report));
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
