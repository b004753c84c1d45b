package io.amiclean.aws.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.aws.budget.ExecutionSimulation.Run;
import io.amiclean.aws.budget.SimulatedEc2.Buckets;
import org.junit.jupiter.api.Test;

/** Small runs of the simulation; the large ones are a program of their own. */
class ExecutionSimulationTest {

  @Test
  void documentedBucketsAreUsedUpAndNotRunInto() {
    Run run = ExecutionSimulation.run(1, 1000, Buckets.DOCUMENTED);

    assertThat(run.ratio()).isLessThan(1.03);
    assertThat(run.refusedShare()).isLessThan(0.005);
  }

  @Test
  void smallerBucketsAreFoundOut() {
    Run run = ExecutionSimulation.run(1, 1000, ExecutionSimulation.QUARTER);

    assertThat(run.ratio()).isLessThan(1.15);
    assertThat(run.refusedShare()).isLessThan(0.03);
  }

  @Test
  void whatOthersLeaveIsUsed() {
    Run run = ExecutionSimulation.run(1, 1000, ExecutionSimulation.HALF_USED);

    assertThat(run.ratio()).isLessThan(1.15);
    assertThat(run.refusedShare()).isLessThan(0.03);
  }

  @Test
  void scopesSideBySideTakeAsLongAsTheSlowestOne() {
    Run run = ExecutionSimulation.run(6, 400, Buckets.DOCUMENTED, ExecutionSimulation.QUARTER);

    assertThat(run.ratio()).isLessThan(1.1);
  }

  @Test
  void readingAgainWhatStaysCostsNoTime() {
    Run run = ExecutionSimulation.run(1, 5000, 3000, Buckets.DOCUMENTED);

    assertThat(run.ratio()).isLessThan(1.03);
  }

  @Test
  void everyRunIsTheSame() {
    assertThat(ExecutionSimulation.run(2, 300, ExecutionSimulation.HALF_USED))
        .isEqualTo(ExecutionSimulation.run(2, 300, ExecutionSimulation.HALF_USED));
  }
}
