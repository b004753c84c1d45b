package io.amiclean.api.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.FailingTests;
import io.amiclean.api.testing.ReportRendererContract;
import io.amiclean.api.testing.ReportSinkContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
            out.append(report.plans().get(0).plan().scope());
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

  static class NumberingAndClosing extends ReportRendererContract {

    private int number;

    @Override
    protected ReportRenderer renderer() {
      return (report, output) -> {
        try (output) {
          output.write(("ami-0, report " + ++number).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      };
    }
  }

  @Test
  void whatOneReportSaysBecauseOfAnotherIsNoticed() {
    assertThat(FailingTests.of(NumberingAndClosing.class))
        .containsExactlyInAnyOrder(
            "writesEqualReportsAsEqualBytes()",
            "writesTheSameWhenItIsUsedAgain()",
            "namesTheImagesOfThePlan()",
            "namesNoImageForAPlanOfAnEmptyAccount()",
            "flushesTheOutputAndLeavesItOpen()",
            "saysThatTheOutputCannotBeWritten()");
  }
}
