package io.amiclean.examples.organization.temporal;

import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.core.json.PlanDigest;
import io.amiclean.examples.exit.ExitStatus;
import io.amiclean.examples.exit.Failures;
import io.amiclean.examples.organization.AwsScopeSource;
import io.amiclean.examples.organization.PlannedScope;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.filter.v1.WorkflowTypeFilter;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Cleans an organization up on a Temporal server: workers, runs, and decisions on plans. */
@Command(
    name = "organization",
    mixinStandardHelpOptions = true,
    description = "Cleans the accounts of an organization up on a Temporal server.")
public final class OrganizationProgram {

  private static final String WORKFLOW = "OrganizationWorkflow";
  private static final String ID = "amiclean-organization";

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  /**
   * Runs a command.
   *
   * @param args the command with its options
   */
  public static void main(String[] args) {
    System.exit(Failures.run(commandLine(), args));
  }

  static CommandLine commandLine() {
    return Failures.handle(new CommandLine(new OrganizationProgram()));
  }

  /** What a command does with a server. */
  private interface Use {
    int of(WorkflowServiceStubs server, WorkflowClient client) throws Exception;
  }

  private static int with(EngineOptions engine, Use use) throws Exception {
    WorkflowServiceStubs server = engine.connect();
    try {
      return use.of(server, engine.client(server));
    } finally {
      server.shutdownNow();
    }
  }

  private PrintWriter out() {
    return command.commandLine().getOut();
  }

  @Command(
      name = "worker",
      description = "Works until it is stopped: on the workflows, and on the accounts.")
  int worker(
      @Mixin EngineOptions engine,
      @Option(
              names = "--role-name",
              paramLabel = "NAME",
              required = true,
              description = "The role in each account of the organization.")
          String roleName,
      @Option(
              names = "--regions",
              paramLabel = "REGION",
              arity = "1..*",
              description = "The regions. Default: those that are enabled in each account.")
          @Nullable List<String> regions,
      @Option(
              names = "--external-id",
              paramLabel = "ID",
              description = "What the trust policies of the roles ask for.")
          @Nullable String externalId,
      @Option(
              names = "--concurrency",
              paramLabel = "N",
              defaultValue = "16",
              description = "Scopes at a time. Default: ${DEFAULT-VALUE}.")
          int concurrency)
      throws Exception {
    return with(
        engine,
        (server, client) -> {
          try (engine) {
            WorkerFactory workers = WorkerFactory.newInstance(client);
            Worker worker =
                workers.newWorker(
                    engine.queue,
                    WorkerOptions.newBuilder()
                        .setMaxConcurrentActivityExecutionSize(concurrency)
                        .build());
            OrganizationWorker.registerWorkflows(worker);
            OrganizationWorker.registerActivities(
                worker,
                new AwsScopeSource(
                    engine.hub(),
                    roleName,
                    regions == null ? List.of() : regions,
                    Optional.ofNullable(externalId)),
                engine.store());
            Runtime.getRuntime().addShutdownHook(new Thread(workers::shutdown));
            workers.start();
            workers.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            return ExitStatus.DONE;
          }
        });
  }

  @Command(name = "start", description = "Starts a run, and prints its workflow id.")
  int start(@Mixin EngineOptions engine, @Mixin RunOptions run) throws Exception {
    OrganizationSettings settings = settings(engine, run);
    return with(
        engine,
        (server, client) -> {
          WorkflowStub stub =
              client.newUntypedWorkflowStub(
                  WORKFLOW,
                  WorkflowOptions.newBuilder()
                      .setWorkflowId(ID)
                      .setTaskQueue(engine.queue)
                      .build());
          stub.start(settings, OrganizationState.begin());
          out().println(ID);
          return ExitStatus.DONE;
        });
  }

  @Command(name = "schedule", description = "Has the server start a run by a cron expression.")
  int schedule(
      @Mixin EngineOptions engine,
      @Mixin RunOptions run,
      @Option(
              names = "--cron",
              paramLabel = "EXPRESSION",
              defaultValue = "0 2 * * *",
              description = "When, in UTC. Default: ${DEFAULT-VALUE}.")
          String cron)
      throws Exception {
    OrganizationSettings settings = settings(engine, run);
    return with(
        engine,
        (server, client) -> {
          ScheduleClient.newInstance(
                  server, ScheduleClientOptions.newBuilder().setNamespace(engine.namespace).build())
              .createSchedule(
                  ID, schedule(settings, cron, engine.queue), ScheduleOptions.newBuilder().build());
          out().println(ID);
          return ExitStatus.DONE;
        });
  }

  /** A run that waits for people still is not joined by a second one. */
  static Schedule schedule(OrganizationSettings settings, String cron, String queue) {
    return Schedule.newBuilder()
        .setAction(
            ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType(WORKFLOW)
                .setArguments(settings, OrganizationState.begin())
                .setOptions(
                    WorkflowOptions.newBuilder().setWorkflowId(ID).setTaskQueue(queue).build())
                .build())
        .setSpec(ScheduleSpec.newBuilder().setCronExpressions(List.of(cron)).build())
        .setPolicy(
            SchedulePolicy.newBuilder()
                .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                .build())
        .build();
  }

  private static OrganizationSettings settings(EngineOptions engine, RunOptions run)
      throws IOException {
    try (engine) {
      return run.settings(engine.store());
    }
  }

  @Command(name = "pending", description = "Lists the plans that wait for a person.")
  int pending(@Mixin EngineOptions engine) throws Exception {
    return with(
        engine,
        (server, client) -> {
          ListOpenWorkflowExecutionsRequest.Builder request =
              ListOpenWorkflowExecutionsRequest.newBuilder()
                  .setNamespace(engine.namespace)
                  .setTypeFilter(WorkflowTypeFilter.newBuilder().setName("ScopeWorkflow"));
          do {
            ListOpenWorkflowExecutionsResponse page =
                server.blockingStub().listOpenWorkflowExecutions(request.build());
            page.getExecutionsList().forEach(scope -> printIfPending(client, scope));
            request.setNextPageToken(page.getNextPageToken());
          } while (!request.getNextPageToken().isEmpty());
          return ExitStatus.DONE;
        });
  }

  private void printIfPending(WorkflowClient client, WorkflowExecutionInfo workflow) {
    String id = workflow.getExecution().getWorkflowId();
    PlannedScope plan = undecided(client.newUntypedWorkflowStub(id));
    if (plan != null) {
      out()
          .printf(
              "%s %s: %d changes in %d images%n",
              id.substring(ScopeWorkflow.id("").length()),
              plan.digest(),
              plan.changes(),
              plan.images());
    }
  }

  private static @Nullable PlannedScope undecided(WorkflowStub scope) {
    return scope
        .describe()
        .getMemo(ScopeWorkflow.UNDECIDED, PlannedScope.class, PlannedScope.class);
  }

  @Command(name = "approve", description = "Approves the plan of a scope.")
  int approve(@Mixin EngineOptions engine, @Mixin DecisionOptions decision) throws Exception {
    return decide("approve", engine, decision);
  }

  @Command(name = "decline", description = "Declines the plan of a scope.")
  int decline(@Mixin EngineOptions engine, @Mixin DecisionOptions decision) throws Exception {
    return decide("decline", engine, decision);
  }

  /** What a person decides on. */
  static final class DecisionOptions {

    @Parameters(
        index = "0",
        paramLabel = "SCOPE",
        description = "The scope, as 'pending' lists it.")
    private String scope = "";

    @Parameters(
        index = "1",
        paramLabel = "DIGEST",
        description = "The digest of the plan that was read.")
    private String digest = "";

    @Option(names = "--note", description = "Why.")
    private String note = "";
  }

  private int decide(String signal, EngineOptions engine, DecisionOptions decision)
      throws Exception {
    String scope = decision.scope;
    String signedOff = digest(decision.digest).toString();
    return with(
        engine,
        (server, client) -> {
          WorkflowStub workflow = client.newUntypedWorkflowStub(ScopeWorkflow.id(scope));
          try {
            requireUndecided(undecided(workflow), scope, signedOff);
            workflow.signal(
                signal,
                new ScopeWorkflow.Decision(
                    signedOff, System.getProperty("user.name", "unknown"), decision.note));
          } catch (WorkflowNotFoundException e) {
            throw new PlanRefusedException(noneWaits(scope));
          }
          return ExitStatus.DONE;
        });
  }

  /** The workflow ignores a decision on another plan; this says so to the person. */
  private static void requireUndecided(
      @Nullable PlannedScope plan, String scope, String signedOff) {
    if (plan == null) {
      throw new PlanRefusedException(noneWaits(scope));
    }
    if (!plan.digest().equals(signedOff)) {
      throw new PlanRefusedException(
          "The plan of "
              + scope
              + " that waits for a person is "
              + plan.digest()
              + ", not "
              + signedOff
              + ": read that plan, and decide on it");
    }
  }

  private static String noneWaits(String scope) {
    return "No plan of " + scope + " waits for a person: 'pending' lists those that do";
  }

  private PlanDigest digest(String text) {
    try {
      return PlanDigest.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  @Command(name = "state", description = "Shows how far the run is, and where its report is.")
  int state(
      @Mixin EngineOptions engine,
      @Parameters(
              paramLabel = "WORKFLOW_ID",
              arity = "0..1",
              defaultValue = ID,
              description =
                  "The run; of a schedule, its id has the time. Default: ${DEFAULT-VALUE}.")
          String id)
      throws Exception {
    return with(
        engine,
        (server, client) -> {
          OrganizationState state =
              client.newUntypedWorkflowStub(id).query("state", OrganizationState.class);
          out().printf("Batches: %d of %d%n", state.done(), state.batches());
          state.counts().forEach((status, count) -> out().printf("%d %s%n", count, status));
          if (!state.report().isEmpty()) {
            out().println(state.report());
          }
          return ExitStatus.DONE;
        });
  }
}
