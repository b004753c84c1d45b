package io.amiclean.examples.organization.temporal;

import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.Fault;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.examples.organization.FolderStore;
import io.amiclean.examples.organization.PlannedScope;
import io.amiclean.examples.organization.SharedAccounts;
import io.temporal.activity.Activity;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Workers on the accounts of a test, in its own process or in another one. */
final class OrganizationWorkers {

  static final String QUEUE = "amiclean";

  /** Its role may not read launch templates. */
  static final int DENIED = 7;

  /** EC2 throttles it for the first day. */
  static final int THROTTLED = 8;

  private static final Duration OUTAGE = Duration.ofHours(24);

  private OrganizationWorkers() {}

  static WorkflowServiceStubs connect(int port) {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder().setTarget("127.0.0.1:" + port).build());
  }

  /** Returns the workflow of an organization, which is not started. */
  static WorkflowStub organization(WorkflowClient client, String id) {
    return client.newUntypedWorkflowStub(
        "OrganizationWorkflow",
        WorkflowOptions.newBuilder().setWorkflowId(id).setTaskQueue(QUEUE).build());
  }

  static SharedAccounts accounts(int count, Path folder, long startMillis, Runnable afterRemoval) {
    return new SharedAccounts(
        count, folder, (number, account) -> prepared(number, account, startMillis), afterRemoval);
  }

  private static InMemoryAccount prepared(int number, InMemoryAccount account, long startMillis) {
    if (number == DENIED) {
      account.failAlways(AccountCall.READ_LAUNCH_TEMPLATES, Fault.denied());
    }
    if (number == THROTTLED
        && Activity.getExecutionContext().getInfo().getCurrentAttemptScheduledTimestamp()
            < startMillis + OUTAGE.toMillis()) {
      account.failAlways(
          AccountCall.READ_IMAGES, Fault.error("RequestLimitExceeded", "Request limit exceeded."));
    }
    return account;
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the command that starts a class of this test in a process of its own. */
  static List<String> java(String mainClass) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        mainClass);
  }

  /** Waits until the plan of a scope waits for a person, and returns it. */
  static PlannedScope whenAPersonIsAsked(WorkflowStub scope) {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        PlannedScope plan =
            scope
                .describe()
                .getMemo(ScopeWorkflow.UNDECIDED, PlannedScope.class, PlannedScope.class);
        if (plan != null) {
          return plan;
        }
      } catch (WorkflowNotFoundException e) {
        Thread.onSpinWait(); // It is not begun yet.
      }
    }
    throw new AssertionError("Nobody is asked about " + scope.getExecution());
  }

  /** A workflow that gets no processor for a second is no deadlock. */
  static WorkerOptions.Builder patient() {
    return WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(60_000);
  }

  /** Starts a worker that runs workflows. */
  static WorkerFactory startWorkflows(WorkflowServiceStubs server) {
    return startWorkflows(server, patient().build());
  }

  private static WorkerFactory startWorkflows(WorkflowServiceStubs server, WorkerOptions options) {
    WorkerFactory workers = WorkerFactory.newInstance(WorkflowClient.newInstance(server));
    OrganizationWorker.registerWorkflows(workers.newWorker(QUEUE, options));
    workers.start();
    return workers;
  }

  /** Starts a worker that reads and changes the accounts, eight at a time. */
  static WorkerFactory startActivities(
      WorkflowServiceStubs server, SharedAccounts accounts, Path folder) {
    WorkerFactory workers = WorkerFactory.newInstance(WorkflowClient.newInstance(server));
    OrganizationWorker.registerActivities(
        workers.newWorker(
            QUEUE, WorkerOptions.newBuilder().setMaxConcurrentActivityExecutionSize(8).build()),
        accounts,
        new FolderStore(folder.resolve("store")));
    workers.start();
    return workers;
  }

  /**
   * Runs workflows until it is killed. Its tasks are not bound to it, as they are by default: a
   * server gives those of a worker that is gone to another one, and the test server never does.
   */
  static final class WorkflowsProcess {

    private WorkflowsProcess() {}

    /** Takes the port. */
    public static void main(String[] args) {
      startWorkflows(
          connect(Integer.parseInt(args[0])),
          WorkerOptions.newBuilder().setStickyQueueScheduleToStartTimeout(Duration.ZERO).build());
    }
  }

  /** A worker that hangs at a removal: its effect is there, and nobody has noted it. */
  static final class HangingProcess {

    private HangingProcess() {}

    /** Takes the port, the number of accounts, the folder, the start and the removal to hang at. */
    public static void main(String[] args) {
      Path folder = Path.of(args[2]);
      int last = Integer.parseInt(args[4]);
      AtomicInteger removals = new AtomicInteger();
      SharedAccounts accounts =
          accounts(
              Integer.parseInt(args[1]),
              folder,
              Long.parseLong(args[3]),
              () -> {
                if (removals.incrementAndGet() >= last) {
                  System.out.println("hanging");
                  hang();
                }
              });
      startActivities(connect(Integer.parseInt(args[0])), accounts, folder);
    }

    private static void hang() {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
