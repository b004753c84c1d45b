package io.amiclean.examples.organization.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.examples.exit.ExitStatus;
import io.amiclean.examples.organization.PlannedScope;
import io.amiclean.examples.organization.SharedAccounts;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.testserver.TestServer;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands of people, at the port of a Temporal server: three scopes, one without changes. */
@Tag("slow")
@Timeout(120)
class OrganizationCommandsTest {

  private static final String LARGE = SharedAccounts.scope(1).name();
  private static final String SMALL = SharedAccounts.scope(2).name();

  @TempDir private Path folder;

  private final int port = OrganizationWorkers.freePort();
  private final TestServer.PortBoundTestServer server =
      TestServer.createPortBoundServer(port, true);
  private final WorkflowServiceStubs stubs = OrganizationWorkers.connect(port);
  private final WorkflowClient client = WorkflowClient.newInstance(stubs);
  private final List<WorkerFactory> workers = new ArrayList<>();
  private SharedAccounts accounts = SharedAccounts.of(0, Path.of(""));

  private record Run(int status, String out, String err) {}

  @BeforeEach
  void startRun() throws IOException {
    accounts = SharedAccounts.of(3, folder);
    Path policy = Files.writeString(folder.resolve("policy.json"), SharedAccounts.POLICY);
    workers.add(OrganizationWorkers.startWorkflows(stubs));
    workers.add(OrganizationWorkers.startActivities(stubs, accounts, folder));
    Run started =
        run("start", "--store", folder.resolve("store").toString(), "--policy", policy.toString());
    assertThat(started).isEqualTo(new Run(ExitStatus.DONE, "amiclean-organization\n", ""));
  }

  @AfterEach
  void stop() {
    workers.forEach(WorkerFactory::shutdownNow);
    stubs.shutdownNow();
    server.close();
  }

  private Run run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine program =
        OrganizationProgram.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    return new Run(
        program.execute(atServer(args).toArray(String[]::new)), out.toString(), err.toString());
  }

  private List<String> atServer(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--target", "127.0.0.1:" + port));
    return all;
  }

  private Run runProcess(String... args) throws Exception {
    List<String> command =
        new ArrayList<>(OrganizationWorkers.java(OrganizationProgram.class.getName()));
    command.addAll(atServer(args));
    Path err = folder.resolve("err");
    Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), out, Files.readString(err));
  }

  private PlannedScope undecided(String scope) {
    return OrganizationWorkers.whenAPersonIsAsked(scope(scope));
  }

  private WorkflowStub scope(String name) {
    return client.newUntypedWorkflowStub(ScopeWorkflow.id(name));
  }

  @Test
  void aPersonListsPlansDecidesOnEachAndReadsTheReport() throws Exception {
    String large = undecided(LARGE).digest();
    String small = undecided(SMALL).digest();

    Run pending = runProcess("pending");
    assertThat(pending.out().lines())
        .as(pending.err())
        .containsExactlyInAnyOrder(
            LARGE + " " + large + ": 10 changes in 12 images",
            SMALL + " " + small + ": 4 changes in 6 images");
    assertThat(run("state").out()).isEqualTo("Batches: 0 of 1\n");

    Run approved = runProcess("approve", SMALL, small, "--note", "read it");
    assertThat(approved.status()).as(approved.err()).isZero();
    assertThat(run("decline", LARGE, large)).isEqualTo(new Run(ExitStatus.DONE, "", ""));

    client.newUntypedWorkflowStub("amiclean-organization").getResult(OrganizationState.class);
    assertThat(run("pending").out()).isEmpty();
    assertThat(run("state").out())
        .startsWith("Batches: 1 of 1\n1 NOTHING_TO_DO\n1 EXECUTED\n1 DECLINED\nruns/")
        .endsWith("/report.txt\n");
    assertThat(accounts.calls())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 4).mapToObj(i -> SharedAccounts.image(2, i).value()).toList());
  }

  @Test
  void aDigestOfAnotherPlanIsRefused() {
    String large = undecided(LARGE).digest();
    String small = undecided(SMALL).digest();

    assertThat(run("approve", LARGE, small))
        .isEqualTo(
            new Run(
                ExitStatus.REFUSED,
                "",
                "amiclean: The plan of "
                    + LARGE
                    + " that waits for a person is "
                    + large
                    + ", not "
                    + small
                    + ": read that plan, and decide on it\n"));
    assertThat(scope(LARGE).query("state", ScopeWorkflow.State.class).phase())
        .isEqualTo(ScopeWorkflow.Phase.DECIDING);
  }

  @Test
  void aSignalWithAnotherDigestHasNoEffect() {
    PlannedScope large = undecided(LARGE);
    String small = undecided(SMALL).digest();

    scope(LARGE).signal("approve", new ScopeWorkflow.Decision(small, "mallory", ""));
    scope(LARGE)
        .signal("approve", new ScopeWorkflow.Decision("sha256:" + "0".repeat(64), "mallory", ""));

    assertThat(scope(LARGE).query("state", ScopeWorkflow.State.class))
        .isEqualTo(new ScopeWorkflow.State(ScopeWorkflow.Phase.DECIDING, large, 2));
  }

  @Test
  void aScopeWithoutAPlanThatWaitsIsRefused() {
    String digest = undecided(LARGE).digest();
    String nothingToDo = SharedAccounts.scope(0).name();

    assertThat(run("approve", nothingToDo, digest))
        .isEqualTo(new Run(ExitStatus.REFUSED, "", noneWaits(nothingToDo)));
    assertThat(run("approve", "999999999999/eu-west-1", digest))
        .isEqualTo(new Run(ExitStatus.REFUSED, "", noneWaits("999999999999/eu-west-1")));
  }

  private static String noneWaits(String scope) {
    return "amiclean: No plan of " + scope + " waits for a person: 'pending' lists those that do\n";
  }

  @Test
  void aRunThatWasNotStartedIsNamed() {
    Run state = run("state", "amiclean-tomorrow");

    assertThat(state.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(state.err()).contains("amiclean-tomorrow");
  }
}
