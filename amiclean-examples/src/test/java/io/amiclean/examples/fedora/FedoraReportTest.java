package io.amiclean.examples.fedora;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.report.PlanReport;
import io.amiclean.api.report.ReportRenderer;
import io.amiclean.api.testing.ReportRendererContract;
import io.amiclean.api.testing.Samples;
import org.junit.jupiter.api.Test;

class FedoraReportTest extends ReportRendererContract {

  @Override
  protected ReportRenderer renderer() {
    return new FedoraReport();
  }

  @Test
  void listsImagesAndOutcomesUnderTheTitle() {
    assertThat(renderer().renderToString(Samples.report()))
        .startsWith("# AMI cleanup, 2025-06-01\n\n## 123456789012/eu-west-1\n\n")
        .contains(
            "| Image | Name | Compose |\n| --- | --- | --- |\n| " + Samples.imageId(1) + " | ",
            "1 succeeded, 1 failed",
            "| " + Samples.snapshotId(1) + " | delete snapshot | failed | EC2 refused. |");
  }

  @Test
  void listsTheRegionsThatWereLeftAlone() {
    assertThat(
            renderer()
                .renderToString(
                    CleanupReport.builder()
                        .title("Clean AMIs, 2025-06-01")
                        .addPlans(PlanReport.of(Samples.plan()))
                        .putFailures("eu-west-2", "Denied")
                        .build()))
        .startsWith("# Clean AMIs, 2025-06-01\n")
        .contains("## Left alone\n\n| Region | Why |\n| --- | --- |\n| eu-west-2 | Denied |");
  }
}
