package io.amiclean.examples.organization.temporal;

import static io.amiclean.examples.organization.temporal.OrganizationWorkers.DENIED;
import static io.amiclean.examples.organization.temporal.OrganizationWorkers.THROTTLED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amiclean.examples.organization.ApprovalLimits;
import io.amiclean.examples.organization.FolderStore;
import io.amiclean.examples.organization.PlannedScope;
import io.amiclean.examples.organization.ScopeStatus;
import io.amiclean.examples.organization.SharedAccounts;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.testservice.v1.UnlockTimeSkippingRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.serviceclient.TestServiceStubs;
import io.temporal.serviceclient.TestServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.testserver.TestServer;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An organization of 500 scopes on Temporal's test server, which stands in this process. */
@Tag("slow")
@Timeout(180)
class OrganizationTest {

  private static final int SCOPES = 500;

  /** Of the scopes whose plans are too large to be approved by limits, this one is declined. */
  private static final int DECLINED = 21;

  private static final int UNDECIDED = 31;

  /** What the first worker has removed when it hangs, and is destroyed. */
  private static final int REMOVALS_OF_THE_DESTROYED = 40;

  @TempDir private Path folder;

  @Test
  void accountsForEveryScopeAndRemovesNothingTwiceThoughAWorkerIsDestroyed() throws Exception {
    int port = OrganizationWorkers.freePort();
    long start = System.currentTimeMillis();
    TestServer.PortBoundTestServer server = TestServer.createPortBoundServer(port, true);
    try (server) {
      WorkflowServiceStubs stubs = OrganizationWorkers.connect(port);
      WorkflowClient client = WorkflowClient.newInstance(stubs);
      WorkflowStub organization = OrganizationWorkers.organization(client, "all");
      WorkerFactory workflows = OrganizationWorkers.startWorkflows(stubs);
      Process first = startHangingWorker(port, start);
      organization.start(settings(), OrganizationState.begin());
      try {
        assertThat(first.inputReader().readLine()).isEqualTo("hanging");
      } finally {
        first.destroyForcibly().waitFor();
      }
      SharedAccounts accounts = OrganizationWorkers.accounts(SCOPES, folder, start, () -> {});
      int removedByFirst = accounts.calls().size();
      WorkerFactory second = OrganizationWorkers.startActivities(stubs, accounts, folder);

      decide(client);
      letADayPass(port);
      OrganizationState ended = organization.getResult(OrganizationState.class);

      second.shutdownNow();
      workflows.shutdownNow();
      assertThat(removedByFirst)
          .isBetween(REMOVALS_OF_THE_DESTROYED, REMOVALS_OF_THE_DESTROYED + 64);
      assertThat(accounts.calls())
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(expectedRemovals());
      assertReport(ended);
      assertThat(lasted(client, THROTTLED)).isGreaterThan(Duration.ofHours(24));
      for (String id : List.of("all", "all/2", idOf(1), idOf(DENIED), idOf(THROTTLED))) {
        assertBoundedAndReplayable(client.fetchHistory(id));
      }
      stubs.shutdownNow();
    }
  }

  private Process startHangingWorker(int port, long start) throws IOException {
    List<String> command =
        new ArrayList<>(
            OrganizationWorkers.java(OrganizationWorkers.HangingProcess.class.getName()));
    command.addAll(
        List.of(
            String.valueOf(port),
            String.valueOf(SCOPES),
            folder.toString(),
            String.valueOf(start),
            String.valueOf(REMOVALS_OF_THE_DESTROYED)));
    return new ProcessBuilder(command).redirectError(folder.resolve("errors").toFile()).start();
  }

  private OrganizationSettings settings() throws IOException {
    return new OrganizationSettings(
        SharedAccounts.putPolicy(new FolderStore(folder.resolve("store"))),
        new ApprovalLimits(5, 80),
        Duration.ofHours(20),
        Duration.ofDays(3),
        Duration.ofSeconds(3),
        50,
        10);
  }

  private static List<Integer> needingAPerson() {
    return IntStream.range(0, SCOPES).filter(number -> number % 10 == 1).boxed().toList();
  }

  private static List<String> expectedRemovals() {
    return IntStream.range(0, SCOPES)
        .filter(number -> number != DENIED && number != DECLINED && number != UNDECIDED)
        .boxed()
        .flatMap(
            number ->
                IntStream.range(0, SharedAccounts.images(number) - 2)
                    .mapToObj(index -> SharedAccounts.image(number, index).value()))
        .toList();
  }

  /** Signs each plan off that needs it, by the digest that it has. */
  private static void decide(WorkflowClient client) {
    for (int number : needingAPerson()) {
      WorkflowStub scope = client.newUntypedWorkflowStub(idOf(number));
      PlannedScope plan = OrganizationWorkers.whenAPersonIsAsked(scope);
      if (number != UNDECIDED) {
        scope.signal(
            number == DECLINED ? "decline" : "approve",
            new ScopeWorkflow.Decision(plan.digest(), "ada", "read it"));
      }
    }
  }

  private void assertReport(OrganizationState ended) throws IOException {
    Path report = folder.resolve("store").resolve(ended.report());
    JsonNode scopes =
        new ObjectMapper().readTree(report.resolveSibling("report.json").toFile()).get("scopes");
    Map<String, ScopeStatus> statuses = new TreeMap<>();
    Map<String, Integer> deciders = new TreeMap<>();
    for (JsonNode scope : scopes) {
      statuses.put(scope.get("scope").asText(), ScopeStatus.valueOf(scope.get("status").asText()));
      deciders.merge(scope.get("decidedBy").asText(), 1, Integer::sum);
    }
    assertThat(ended.counts())
        .isEqualTo(
            Map.of(
                ScopeStatus.NOTHING_TO_DO, 50,
                ScopeStatus.EXECUTED, 447,
                ScopeStatus.DECLINED, 1,
                ScopeStatus.UNDECIDED, 1,
                ScopeStatus.DENIED, 1));
    assertThat(scopes).hasSize(SCOPES);
    assertThat(statuses)
        .hasSize(SCOPES)
        .containsEntry(nameOf(10), ScopeStatus.NOTHING_TO_DO)
        .containsEntry(nameOf(DENIED), ScopeStatus.DENIED)
        .containsEntry(nameOf(THROTTLED), ScopeStatus.EXECUTED)
        .containsEntry(nameOf(DECLINED), ScopeStatus.DECLINED)
        .containsEntry(nameOf(UNDECIDED), ScopeStatus.UNDECIDED);
    assertThat(deciders)
        .isEqualTo(Map.of("ada", needingAPerson().size() - 1, "limits", 399, "", 52));
    assertThat(Files.readString(report))
        .startsWith("Scopes: 500\n")
        .contains("DENIED " + nameOf(DENIED), "ec2:DescribeLaunchTemplateVersions is missing");
  }

  private static String nameOf(int number) {
    return SharedAccounts.scope(number).name();
  }

  private static String idOf(int number) {
    return ScopeWorkflow.id(nameOf(number));
  }

  private static Duration lasted(WorkflowClient client, int number) {
    List<HistoryEvent> events = client.fetchHistory(idOf(number)).getEvents();
    return Duration.ofSeconds(
        events.get(events.size() - 1).getEventTime().getSeconds()
            - events.get(0).getEventTime().getSeconds());
  }

  /** The engine holds no plan: no id of an image, and no large payload. */
  private static void assertBoundedAndReplayable(WorkflowExecutionHistory history)
      throws Exception {
    assertThat(history.getEvents())
        .hasSizeLessThan(2_000)
        .allSatisfy(event -> assertThat(event.getSerializedSize()).isLessThan(64 * 1024))
        .noneMatch(event -> event.toString().contains("ami-"));
    RecordedHistoriesTest.replay(history);
  }

  /** From here on the server's time jumps to the next timer whenever nothing is under way. */
  private static void letADayPass(int port) {
    TestServiceStubs server =
        TestServiceStubs.newServiceStubs(
            TestServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:" + port)
                .validateAndBuildWithDefaults());
    server.blockingStub().unlockTimeSkipping(UnlockTimeSkippingRequest.getDefaultInstance());
    server.shutdown();
  }
}
