package io.amiclean.examples.organization.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.examples.organization.ApprovalLimits;
import io.amiclean.examples.organization.FolderStore;
import io.amiclean.examples.organization.PlannedScope;
import io.amiclean.examples.organization.ScopeStatus;
import io.amiclean.examples.organization.SharedAccounts;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.testserver.TestServer;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that runs workflows is destroyed while plans wait for people: what it had in memory is
 * lost, and another one continues from the histories alone.
 */
@Tag("slow")
@Timeout(180)
class KilledWorkflowWorkerTest {

  private static final int SCOPES = 9;
  static final String ORGANIZATION = "all";
  private static final String LAST_BATCH = "all/2";

  @TempDir private Path folder;

  @Test
  void anotherWorkerContinuesFromTheHistories() throws Exception {
    int port = OrganizationWorkers.freePort();
    TestServer.PortBoundTestServer server = TestServer.createPortBoundServer(port, true);
    try (server) {
      WorkflowServiceStubs stubs = OrganizationWorkers.connect(port);
      WorkflowClient client = WorkflowClient.newInstance(stubs);
      SharedAccounts accounts = SharedAccounts.of(SCOPES, folder);
      WorkerFactory activities = OrganizationWorkers.startActivities(stubs, accounts, folder);
      WorkflowStub organization = OrganizationWorkers.organization(client, ORGANIZATION);
      Process killed = startWorkflows(port);
      List<PlannedScope> read = new ArrayList<>();
      try {
        organization.start(settings(), OrganizationState.begin());
        for (int number = 1; number < 6; number++) {
          read.add(OrganizationWorkers.whenAPersonIsAsked(scope(client, number)));
        }
      } finally {
        killed.destroyForcibly().waitFor();
      }
      for (int number = 1; number < 6; number++) {
        approve(scope(client, number), read.get(number - 1));
      }

      WorkerFactory second = OrganizationWorkers.startWorkflows(stubs);
      for (int number = 6; number < SCOPES; number++) {
        WorkflowStub scope = scope(client, number);
        approve(scope, OrganizationWorkers.whenAPersonIsAsked(scope));
      }
      OrganizationState ended = organization.getResult(OrganizationState.class);

      assertThat(ended.counts())
          .isEqualTo(Map.of(ScopeStatus.NOTHING_TO_DO, 1, ScopeStatus.EXECUTED, SCOPES - 1));
      assertThat(accounts.calls()).doesNotHaveDuplicates().hasSize(10 + 7 * 4);
      WorkflowExecutionHistory continued = client.fetchHistory(ScopeWorkflow.id(name(1)));
      assertThat(workers(continued)).hasSize(2);
      Map<String, WorkflowExecutionHistory> histories =
          Map.of(
              "organization", client.fetchHistory(ORGANIZATION),
              "batch", client.fetchHistory(LAST_BATCH),
              "scope", continued);
      for (WorkflowExecutionHistory history : histories.values()) {
        RecordedHistoriesTest.replay(history);
      }
      RecordedHistoriesTest.writeIfAsked(histories);
      second.shutdownNow();
      activities.shutdownNow();
      stubs.shutdownNow();
    }
  }

  private Process startWorkflows(int port) throws IOException {
    List<String> command =
        new ArrayList<>(
            OrganizationWorkers.java(OrganizationWorkers.WorkflowsProcess.class.getName()));
    command.add(String.valueOf(port));
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(folder.resolve("errors").toFile())
        .start();
  }

  /** Every plan is decided on by a person; two batches of three scopes are under way at a time. */
  private OrganizationSettings settings() throws IOException {
    return new OrganizationSettings(
        SharedAccounts.putPolicy(new FolderStore(folder.resolve("store"))),
        new ApprovalLimits(0, 100),
        Duration.ofHours(20),
        Duration.ofHours(20),
        Duration.ofMinutes(1),
        3,
        2);
  }

  private static String name(int number) {
    return SharedAccounts.scope(number).name();
  }

  private static WorkflowStub scope(WorkflowClient client, int number) {
    return client.newUntypedWorkflowStub(ScopeWorkflow.id(name(number)));
  }

  private static void approve(WorkflowStub scope, PlannedScope plan) {
    scope.signal("approve", new ScopeWorkflow.Decision(plan.digest(), "ada", "read it"));
  }

  /** The processes that ran a workflow. */
  private static List<String> workers(WorkflowExecutionHistory history) {
    return history.getEvents().stream()
        .filter(HistoryEvent::hasWorkflowTaskCompletedEventAttributes)
        .map(event -> event.getWorkflowTaskCompletedEventAttributes().getIdentity())
        .distinct()
        .toList();
  }
}
