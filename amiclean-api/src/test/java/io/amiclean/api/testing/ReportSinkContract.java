package io.amiclean.api.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.report.ReportSink;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link ReportSink} promises. */
public abstract class ReportSinkContract {

  /**
   * Returns the sink.
   *
   * @return a sink, the same in every call of a test, that nothing was published to before the test
   */
  protected abstract ReportSink sink();

  /**
   * Returns what came out where the sink takes reports.
   *
   * @return the text, {@code ""} if nothing was published
   * @throws IOException if it cannot be read
   */
  protected abstract String published() throws IOException;

  /**
   * Returns a sink that breaks down while it publishes to the same place, none by default.
   *
   * @return the sink, or empty if it cannot break
   */
  protected Optional<ReportSink> breakingSink() {
    return Optional.empty();
  }

  @Test
  void publishesAPlanThatWasNotExecuted() throws IOException {
    sink().publish(CleanupReport.of(Samples.plan()));

    assertThat(published()).isNotBlank();
  }

  @Test
  void publishesTheResultOfAPlan() throws IOException {
    sink().publish(Samples.report());

    assertThat(published()).isNotBlank();
  }

  @Test
  void namesNoImageForAPlanOfAnEmptyAccount() throws IOException {
    sink()
        .publish(
            CleanupReport.of(
                CleanupPlan.builder()
                    .policy(Samples.policy())
                    .createdAt(Samples.NOW)
                    .scope(Samples.SCOPE)
                    .build()));

    assertThat(published()).doesNotContain("ami-");
  }

  @Test
  void publishesNothingIfItCannotPublishAll() throws IOException {
    Optional<ReportSink> breaking = breakingSink();
    assumeTrue(breaking.isPresent(), "No breaking sink is supplied");

    assertThatIOException().isThrownBy(() -> breaking.orElseThrow().publish(Samples.report()));
    assertThat(published()).isEmpty();
  }
}
