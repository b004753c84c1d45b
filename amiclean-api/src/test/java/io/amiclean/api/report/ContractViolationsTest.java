package io.amiclean.api.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.FailingTests;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContractViolationsTest {

  static class PublishingHalf extends ReportSinkContract {
    private final StringBuilder out = new StringBuilder();

    @Override
    protected ReportSink sink() {
      return report -> {};
    }

    @Override
    protected String published() {
      return out.toString();
    }

    @Override
    protected Optional<ReportSink> breakingSink() {
      return Optional.of(
          report -> {
            out.append(report.plan().scope());
            throw new IOException("The disk is full.");
          });
    }
  }

  @Test
  void silenceAndHalfAReportAreNoticed() {
    assertThat(FailingTests.of(PublishingHalf.class))
        .containsExactlyInAnyOrder(
            "publishesAPlanThatWasNotExecuted()",
            "publishesTheResultOfAPlan()",
            "publishesNothingIfItCannotPublishAll()");
  }
}
