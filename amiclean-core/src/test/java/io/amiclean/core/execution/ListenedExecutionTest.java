package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.execution.Executing.account;
import static io.amiclean.core.execution.Executing.ami;
import static io.amiclean.core.execution.Executing.executor;
import static io.amiclean.core.execution.Executing.plan;
import static io.amiclean.core.execution.Executing.snap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.CleanupListener;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.Fault;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.core.plan.CleanupPlanner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

class ListenedExecutionTest {

  private final InMemoryAccount account =
      account()
          .image(1, 1)
          .image(2, 2)
          .image(3)
          .and()
          .snapshot(snap(9), orphan -> orphan.madeFor(ami(99)))
          .build();
  private final CleanupPlan plan = plan(account);
  private final Ends ends = new Ends();

  private static final class Ends implements CleanupListener {
    private final List<ActionOutcome> outcomes = new ArrayList<>();
    private final List<CleanupScope> scopes = new ArrayList<>();

    @Override
    public void ended(CleanupScope scope, ActionOutcome outcome) {
      scopes.add(scope);
      outcomes.add(outcome);
    }
  }

  private static final class Throwing implements CleanupListener {
    @Override
    public void ended(CleanupScope scope, ActionOutcome outcome) {
      throw new IllegalStateException("No registry");
    }
  }

  @AfterEach
  void clear() {
    MDC.clear();
  }

  private Map<String, String> context(String request) {
    return Map.of(
        "request",
        request,
        "amiclean.account",
        account.scope().accountId().value(),
        "amiclean.region",
        account.scope().region());
  }

  @Test
  void hearsHowEachActionEndedAsTheResultSaysIt() {
    account.failAt(AccountCall.DEREGISTER_IMAGE, imageId(2), Fault.denied());
    account.add(more -> more.instance("i-1", ami(3)));

    ExecutionResult result = executor(account).listener(ends).build().execute(plan);

    assertThat(ends.outcomes).containsExactlyElementsOf(result.outcomes());
    assertThat(ends.scopes).containsOnly(plan.scope());
  }

  @Test
  void hearsWhatTheReceiverOfTheOutcomesDoesNot() {
    PlanExecutor executor = executor(account).listener(ends).build();

    assertThatThrownBy(
            () ->
                executor.execute(
                    plan,
                    outcome -> {
                      throw new IllegalStateException("Disk full");
                    }))
        .hasMessage("Disk full");
    assertThat(ends.outcomes).hasSize(6);
  }

  @Test
  void aListenerThatThrowsChangesNothing() {
    ExecutionResult result =
        executor(account).listener(new Throwing()).listener(ends).build().execute(plan);

    assertThat(result.hasFailures()).isFalse();
    assertThat(account.imageIds()).isEmpty();
    assertThat(ends.outcomes).hasSize(6);
  }

  @Test
  void hearsOfRestoredImagesToo() {
    ImageRestorer restoring =
        ImageRestorer.builder()
            .operations(account)
            .images(account)
            .withoutHold()
            .listener(new Throwing())
            .listener(ends)
            .build();

    ExecutionResult result = restoring.restore(List.of(imageId(1), imageId(77)));

    assertThat(ends.outcomes).containsExactlyElementsOf(result.outcomes());
  }

  @Test
  void removesInTheContextOfItsScopeOnEveryThreadAndLeavesThoseOfTheCaller() throws Exception {
    Set<Map<String, String>> seen = ConcurrentHashMap.newKeySet();
    ForwardingOperations operations =
        new ForwardingOperations(account) {
          @Override
          public List<ActionOutcome> deregisterWithSnapshots(ImageId image) {
            seen.add(MDC.getCopyOfContextMap());
            return super.deregisterWithSnapshots(image);
          }
        };
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      pool.submit(() -> MDC.put("pool", "mine")).get();
      MDC.put("request", "42");

      executor(account)
          .operations(operations)
          .executor(pool)
          .build()
          .execute(plan, outcome -> seen.add(MDC.getCopyOfContextMap()));

      assertThat(seen).containsExactly(context("42"));
      assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("request", "42"));
      assertThat(pool.submit(MDC::getCopyOfContextMap).get()).isEqualTo(Map.of("pool", "mine"));
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void aRecordingShowsEachActionThatWasTried(@TempDir Path folder) throws Exception {
    account.failAt(AccountCall.DEREGISTER_IMAGE, imageId(2), Fault.denied());

    List<RecordedEvent> events = recorded(folder, () -> executor(account).build().execute(plan));

    assertThat(events)
        .extracting(ListenedExecutionTest::line)
        .containsExactlyInAnyOrder(
            "DEREGISTER_IMAGE " + ami(1) + " +1 SUCCEEDED",
            "DEREGISTER_IMAGE " + ami(2) + " +1 FAILED",
            "DEREGISTER_IMAGE " + ami(3) + " +0 SUCCEEDED",
            "DELETE_SNAPSHOT " + snap(9) + " +0 SUCCEEDED");
    assertThat(events)
        .allSatisfy(event -> assertThat(event.getDuration()).isPositive())
        .allSatisfy(
            event ->
                assertThat(event.getString("account"))
                    .isEqualTo(account.scope().accountId().value()))
        .allSatisfy(
            event -> assertThat(event.getString("region")).isEqualTo(account.scope().region()));
  }

  @Test
  void aRecordingShowsImagesThatMoveByAStage(@TempDir Path folder) throws Exception {
    CleanupPlanner planner =
        Executing.planner(account).lifecycle(LifecyclePolicy.of(LifecycleRule.disable())).build();
    CleanupPlan stages = planner.plan();

    List<RecordedEvent> events =
        recorded(
            folder, () -> executor(account, planner).lifecycle(account).build().execute(stages));

    assertThat(events)
        .extracting(ListenedExecutionTest::line)
        .contains(
            "DISABLE_IMAGE " + ami(1) + " +0 SUCCEEDED",
            "DISABLE_IMAGE " + ami(2) + " +0 SUCCEEDED",
            "DISABLE_IMAGE " + ami(3) + " +0 SUCCEEDED");
  }

  private static String line(RecordedEvent event) {
    return event.getString("action")
        + " "
        + event.getString("resource")
        + " +"
        + event.getInt("snapshotsAlong")
        + " "
        + event.getString("outcome");
  }

  private static List<RecordedEvent> recorded(Path folder, Runnable execution) throws Exception {
    Path file = folder.resolve("recording.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("io.amiclean.Action").withoutThreshold();
      recording.start();
      execution.run();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file);
  }
}
