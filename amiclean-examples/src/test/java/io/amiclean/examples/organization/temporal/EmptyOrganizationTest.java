package io.amiclean.examples.organization.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.examples.organization.ApprovalLimits;
import io.amiclean.examples.organization.FolderStore;
import io.amiclean.examples.organization.SharedAccounts;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmptyOrganizationTest {

  @TempDir private Path folder;

  @Test
  void endsWithAReportThatSaysSo() throws IOException {
    try (TestWorkflowEnvironment engine = TestWorkflowEnvironment.newInstance()) {
      Worker worker =
          engine.newWorker(OrganizationWorkers.QUEUE, OrganizationWorkers.patient().build());
      OrganizationWorker.registerWorkflows(worker);
      OrganizationWorker.registerActivities(
          worker, SharedAccounts.of(0, folder), new FolderStore(folder));
      engine.start();
      WorkflowStub organization =
          engine
              .getWorkflowClient()
              .newUntypedWorkflowStub(
                  "OrganizationWorkflow",
                  WorkflowOptions.newBuilder().setTaskQueue(OrganizationWorkers.QUEUE).build());
      organization.start(
          OrganizationSettings.daily("policies/1.json", new ApprovalLimits(0, 100)),
          OrganizationState.begin());

      OrganizationState ended = organization.getResult(OrganizationState.class);

      assertThat(ended.batches()).isZero();
      assertThat(ended.counts()).isEmpty();
      assertThat(Files.readString(folder.resolve(ended.report())))
          .startsWith("Scopes: 0\nThere is no active account: nothing was planned\n");
    }
  }
}
