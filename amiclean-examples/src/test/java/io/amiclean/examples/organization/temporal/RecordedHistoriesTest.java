package io.amiclean.examples.organization.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.examples.organization.OrganizationScope;
import io.amiclean.examples.organization.PlannedScope;
import io.amiclean.examples.organization.ScopeReport;
import io.amiclean.examples.organization.ScopeStatus;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Histories of runs that are under way when a new release of the workers is installed: a workflow
 * that does not repeat them gets stuck. {@link KilledWorkflowWorkerTest} records them with {@code
 * -Damiclean.golden=write}; do so only if no run has to outlast the release.
 */
class RecordedHistoriesTest {

  private static final Path FOLDER =
      Path.of("src", "test", "resources", "io", "amiclean", "examples", "organization");

  static void writeIfAsked(Map<String, WorkflowExecutionHistory> histories) throws IOException {
    if ("write".equals(System.getProperty("amiclean.golden"))) {
      Files.createDirectories(FOLDER);
      for (Map.Entry<String, WorkflowExecutionHistory> history : histories.entrySet()) {
        Files.writeString(file(history.getKey()), withoutHosts(history.getValue()));
      }
    }
  }

  /** Workers name themselves by process and host. */
  private static String withoutHosts(WorkflowExecutionHistory history) {
    return history.toJson(true).replaceAll("\"[0-9]+@[^\"]+\"", "\"worker\"") + "\n";
  }

  private static Path file(String name) {
    return FOLDER.resolve(name + "-history.json");
  }

  /** Children are named by the id of the organization's workflow, which the file lacks. */
  private static WorkflowExecutionHistory recorded(String name) throws IOException {
    return WorkflowExecutionHistory.fromJson(
        Files.readString(file(name)), KilledWorkflowWorkerTest.ORGANIZATION);
  }

  static void replay(WorkflowExecutionHistory history) throws Exception {
    replay(
        history, OrganizationWorkflowImpl.class, BatchWorkflowImpl.class, ScopeWorkflowImpl.class);
  }

  private static void replay(WorkflowExecutionHistory history, Class<?>... workflows)
      throws Exception {
    try (TestWorkflowEnvironment engine = TestWorkflowEnvironment.newInstance()) {
      Worker worker =
          engine.newWorker(OrganizationWorkers.QUEUE, OrganizationWorkers.patient().build());
      worker.registerWorkflowImplementationTypes(workflows);
      WorkflowReplayer.replayWorkflowExecution(history, worker);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"organization", "batch", "scope"})
  void areRepeatedByTheWorkflowsOfToday(String name) throws Exception {
    replay(recorded(name));
  }

  @Test
  void areNotRepeatedByAWorkflowThatDoesOtherSteps() {
    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(
            () ->
                WorkflowReplayer.replayWorkflowExecution(recorded("scope"), ExecutingAtOnce.class))
        .satisfies(e -> assertThat(e).hasStackTraceContaining("NonDeterministicException"));
  }

  /** A change of {@link ScopeWorkflowImpl} that plans nothing and asks nobody. */
  public static final class ExecutingAtOnce implements ScopeWorkflow {

    @Override
    public ScopeReport clean(OrganizationSettings settings, OrganizationScope scope) {
      Stubs.work(settings).execute(scope, "");
      return ScopeReport.withoutPlan(scope.name(), ScopeStatus.EXECUTED, "");
    }

    @Override
    public void approve(Decision decision) {}

    @Override
    public void decline(Decision decision) {}

    @Override
    public State state() {
      return new State(Phase.EXECUTING, PlannedScope.NONE, 0);
    }
  }
}
