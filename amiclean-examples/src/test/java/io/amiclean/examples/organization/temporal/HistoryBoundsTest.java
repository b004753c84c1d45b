package io.amiclean.examples.organization.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.examples.organization.ApprovalLimits;
import io.amiclean.examples.organization.ExecutedScope;
import io.amiclean.examples.organization.OrganizationScope;
import io.amiclean.examples.organization.PlannedScope;
import io.amiclean.examples.organization.ScopeReport;
import io.amiclean.examples.organization.ScopeStatus;
import io.amiclean.examples.organization.SharedAccounts;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How long histories get on Temporal's test server, whose activities are stand-ins that need no
 * account. There are 200 batches, as 20,000 scopes have by default; {@code
 * -Damiclean.organization.scopes=20000} makes each as large, too.
 */
@Tag("slow")
@Timeout(3_600)
class HistoryBoundsTest {

  private static final int FEW_SCOPES = 1_000;
  private static final int SCOPES = Integer.getInteger("amiclean.organization.scopes", FEW_SCOPES);
  private static final int BATCHES = 200;
  private static final int BATCH_SIZE = SCOPES / BATCHES;
  private static final int BATCHES_AT_ONCE = 80;

  /**
   * It is initiated, started and completed; each of the last two may lead to a workflow task, which
   * is scheduled, started and completed.
   */
  private static final int MOST_OF_A_CHILD = 9;

  /**
   * It begins and ends, with a workflow task to begin with; two activities are scheduled, started
   * and completed, each with a workflow task after it.
   */
  private static final int MOST_OF_A_WORKFLOW = 17;

  /** Each waits in memory, so that none is repeated from its history. */
  private static final int OPEN_AT_ONCE = 1 + BATCHES_AT_ONCE * (1 + BATCH_SIZE);

  private static final OrganizationSettings SETTINGS =
      new OrganizationSettings(
          "policies/1.json",
          new ApprovalLimits(5, 100),
          Duration.ofHours(20),
          Duration.ofHours(20),
          Duration.ofHours(1),
          BATCH_SIZE,
          BATCHES_AT_ONCE);

  /** Plans that change five of 500 images. */
  private static final class StandIn implements OrganizationActivities {

    private final AtomicInteger executed = new AtomicInteger();
    private final AtomicInteger reported = new AtomicInteger();

    @Override
    public int list(String run, int pageSize) {
      return BATCHES;
    }

    @Override
    public List<OrganizationScope> scopes(String run, int page) {
      return IntStream.range(page * BATCH_SIZE, (page + 1) * BATCH_SIZE)
          .mapToObj(SharedAccounts::scope)
          .toList();
    }

    @Override
    public PlannedScope plan(OrganizationScope scope, String policyKey) {
      return new PlannedScope("sha256:" + "0".repeat(64), 500, 5, "");
    }

    @Override
    public ExecutedScope execute(OrganizationScope scope, String digest) {
      executed.incrementAndGet();
      return new ExecutedScope(Map.of("SUCCEEDED", 10), "");
    }

    @Override
    public void put(String run, int page, List<ScopeReport> reports) {
      reported.addAndGet(reports.size());
    }

    @Override
    public Map<ScopeStatus, Integer> report(String run, int pages) {
      return Map.of(ScopeStatus.EXECUTED, reported.get());
    }
  }

  @Test
  void noHistoryGrowsWithTheNumberOfScopes() throws ReflectiveOperationException {
    StandIn activities = new StandIn();
    TestEnvironmentOptions options =
        TestEnvironmentOptions.newBuilder()
            .setWorkerFactoryOptions(
                WorkerFactoryOptions.newBuilder()
                    .setWorkflowCacheSize(OPEN_AT_ONCE)
                    .setMaxWorkflowThreadCount(2 * OPEN_AT_ONCE)
                    .build())
            .build();
    try (TestWorkflowEnvironment engine = TestWorkflowEnvironment.newInstance(options)) {
      if (SCOPES > FEW_SCOPES) {
        forgetLocks(engine);
      }
      Worker worker =
          engine.newWorker(OrganizationWorkers.QUEUE, OrganizationWorkers.patient().build());
      OrganizationWorker.registerWorkflows(worker);
      worker.registerActivitiesImplementations(activities);
      engine.start();
      WorkflowClient client = engine.getWorkflowClient();
      WorkflowStub organization =
          client.newUntypedWorkflowStub(
              "OrganizationWorkflow",
              WorkflowOptions.newBuilder()
                  .setWorkflowId("all")
                  .setTaskQueue(OrganizationWorkers.QUEUE)
                  .build());
      String first = organization.start(SETTINGS, OrganizationState.begin()).getRunId();

      OrganizationState ended = organization.getResult(OrganizationState.class);

      assertThat(ended.counts()).isEqualTo(Map.of(ScopeStatus.EXECUTED, SCOPES));
      assertThat(activities.executed).hasValue(SCOPES);
      List<List<HistoryEvent>> runs = runs(client, first);
      assertThat(runs).extracting(HistoryBoundsTest::children).containsExactly(80, 80, 40);
      assertThat(runs)
          .allSatisfy(
              run ->
                  assertThat(run)
                      .hasSizeLessThanOrEqualTo(
                          BATCHES_AT_ONCE * MOST_OF_A_CHILD + MOST_OF_A_WORKFLOW));
      assertThat(longest(client, IntStream.range(0, BATCHES).mapToObj(page -> "all/" + page)))
          .isLessThanOrEqualTo(BATCH_SIZE * MOST_OF_A_CHILD + MOST_OF_A_WORKFLOW);
      assertThat(
              longest(
                  client,
                  IntStream.range(0, BATCHES)
                      .mapToObj(page -> SharedAccounts.scope(page * BATCH_SIZE).name())
                      .map(ScopeWorkflow::id)))
          .isLessThanOrEqualTo(MOST_OF_A_WORKFLOW);
    }
  }

  /**
   * The test server keeps each lock of its time for messages, and searches all of them at the end
   * of each timer: the time that a scope takes would grow with the number of scopes, to hours for
   * all.
   */
  private static void forgetLocks(TestWorkflowEnvironment engine)
      throws ReflectiveOperationException {
    Object part = engine;
    for (String name : List.of("inProcessServer", "testServicesStarter", "selfAdvancingTimer")) {
      Field field = part.getClass().getDeclaredField(name);
      field.setAccessible(true);
      part = field.get(part);
    }
    Field locks = part.getClass().getDeclaredField("lockEvents");
    locks.setAccessible(true);
    locks.set(part, new Forgetting());
  }

  /** Holds nothing, and finds everything. */
  @SuppressWarnings("JdkObsolete") // It is the type of the field.
  private static final class Forgetting extends LinkedList<Object> {

    private static final long serialVersionUID = 1L;

    @Override
    public boolean add(Object element) {
      return true;
    }

    @Override
    public boolean remove(Object element) {
      return true;
    }
  }

  /** The histories of a workflow that continued as new, in their order. */
  private static List<List<HistoryEvent>> runs(WorkflowClient client, String first) {
    List<List<HistoryEvent>> runs = new ArrayList<>();
    for (String run = first; !run.isEmpty(); ) {
      List<HistoryEvent> events = client.fetchHistory("all", run).getEvents();
      runs.add(events);
      // Empty unless the last event is that it continued.
      run =
          events
              .get(events.size() - 1)
              .getWorkflowExecutionContinuedAsNewEventAttributes()
              .getNewExecutionRunId();
    }
    return runs;
  }

  private static int children(List<HistoryEvent> run) {
    return Collections.frequency(
        run.stream().map(HistoryEvent::getEventType).toList(),
        EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED);
  }

  private static int longest(WorkflowClient client, Stream<String> ids) {
    return ids.mapToInt(id -> client.fetchHistory(id).getEvents().size()).max().orElseThrow();
  }
}
