package io.amiclean.api.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.report.PlanReport;
import io.amiclean.api.report.ReportRenderer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link ReportRenderer} promises. */
public abstract class ReportRendererContract {

  private static final CleanupReport EMPTY_ACCOUNT =
      CleanupReport.of(
          CleanupPlan.builder()
              .policy(Samples.policy())
              .createdAt(Samples.NOW)
              .scope(Samples.SCOPE)
              .build());

  /**
   * Returns the renderer.
   *
   * @return a new renderer
   */
  protected abstract ReportRenderer renderer();

  private static List<CleanupReport> reports() {
    return List.of(
        CleanupReport.of(Samples.plan()),
        Samples.report(),
        EMPTY_ACCOUNT,
        CleanupReport.builder()
            .addPlans(PlanReport.of(Samples.plan(), Samples.result()))
            .addPlans(PlanReport.of(Samples.plan()))
            .addResults(Samples.result())
            .putFailures("eu-west-2", "The evidence is denied.")
            .build());
  }

  @Test
  void writesEqualReportsAsEqualBytes() {
    for (CleanupReport report : reports()) {
      assertThat(renderer().renderToString(report))
          .isEqualTo(renderer().renderToString(CleanupReport.builder().from(report).build()));
    }
  }

  @Test
  void writesTheSameWhenItIsUsedAgain() {
    ReportRenderer renderer = renderer();
    for (CleanupReport report : reports()) {
      assertThat(renderer.renderToString(report)).isEqualTo(renderer.renderToString(report));
    }
  }

  @Test
  void namesTheImagesOfThePlan() {
    assertThat(renderer().renderToString(Samples.report()))
        .contains(Samples.plan().removals().get(0).imageId().value());
  }

  @Test
  void namesNoImageForAPlanOfAnEmptyAccount() {
    assertThat(renderer().renderToString(EMPTY_ACCOUNT)).doesNotContain("ami-0");
  }

  @Test
  void flushesTheOutputAndLeavesItOpen() throws IOException {
    Watched output = new Watched();

    renderer().render(Samples.report(), output);

    assertThat(output.flushed).isTrue();
    assertThat(output.closed).isFalse();
  }

  @Test
  void saysThatTheOutputCannotBeWritten() {
    OutputStream full =
        new OutputStream() {
          @Override
          public synchronized void write(int octet) throws IOException {
            throw new IOException("No space left");
          }
        };

    assertThatIOException()
        .isThrownBy(() -> renderer().render(Samples.report(), full))
        .withMessageContaining("No space left");
  }

  private static final class Watched extends ByteArrayOutputStream {

    private boolean flushed;
    private boolean closed;

    @Override
    public synchronized void write(int octet) {
      flushed = false;
      super.write(octet);
    }

    @Override
    public synchronized void write(byte[] octets, int from, int length) {
      flushed = false;
      super.write(octets, from, length);
    }

    @Override
    public void flush() {
      flushed = true;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
