package io.amiclean.examples.organization.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.Fault;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.examples.organization.FolderStore;
import io.amiclean.examples.organization.SharedAccounts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The handlers, with the input and output of the states of the state machine. */
class HandlersTest {

  private static final int MINUTES = 60_000;

  @TempDir private Path folder;

  private UnaryOperator<InMemoryAccount> preparation = UnaryOperator.identity();

  private StateHandler.Environment environment() {
    return new StateHandler.Environment(
        new SharedAccounts(2, folder, (number, account) -> preparation.apply(account), () -> {}),
        new FolderStore(folder));
  }

  private JsonNode plan(int changes) throws IOException {
    return plan(1, changes);
  }

  private JsonNode plan(int account, int changes) throws IOException {
    String policy = SharedAccounts.putPolicy(new FolderStore(folder));
    return call(
        new PlanScopeHandler(environment()),
        """
        {"scope": {"account": "%s", "region": "eu-west-1", "role": ""},
         "policyKey": "%s", "approval": {"changes": %d, "percent": 100}}
        """
            .formatted(SharedAccounts.scope(account).account(), policy, changes),
        15 * MINUTES);
  }

  private JsonNode execute(JsonNode planned, int remainingMillis) throws IOException {
    return executeAgain(signedOff(planned), remainingMillis);
  }

  private static String signedOff(JsonNode planned) {
    return """
    {"scope": %1$s, "digest": %2$s, "plan": %3$s,
     "decision": {"digest": %2$s, "by": "ada"}}
    """
        .formatted(planned.get("scope"), planned.at("/plan/digest"), planned.get("plan"));
  }

  private JsonNode executeAgain(String input, int remainingMillis) throws IOException {
    return executeAgain(input, InstantSource.system(), remainingMillis);
  }

  private JsonNode executeAgain(String input, InstantSource clock, int remainingMillis)
      throws IOException {
    return call(new ExecutePlanHandler(environment(), clock), input, remainingMillis);
  }

  static JsonNode call(StateHandler handler, String input, int remainingMillis) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        output,
        new Remaining(remainingMillis));
    return new ObjectMapper().readTree(output.toByteArray());
  }

  @Test
  void aPlanWithinTheLimitsIsExecuted() throws IOException {
    JsonNode planned = plan(10);
    assertThat(planned.get("next").asText()).isEqualTo("EXECUTE");

    JsonNode executed = execute(planned, 15 * MINUTES);

    assertThat(executed.at("/executed/unfinished").asText()).isEmpty();
    assertThat(executed.at("/executed/counts/SUCCEEDED").asInt()).isEqualTo(20);
    assertThat(executed.at("/report/decidedBy").asText()).isEqualTo("ada");
  }

  @Test
  void aPersonIsAskedAboutALargerPlan() throws IOException {
    assertThat(plan(9).get("next").asText()).isEqualTo("ASK");
  }

  @Test
  void anExecutionStopsBeforeItsFunctionAndIsFinishedByTheNext() throws IOException {
    JsonNode planned = plan(10);

    InstantSource slow = InstantSource.offset(InstantSource.system(), Duration.ofMinutes(-1));
    JsonNode first = executeAgain(signedOff(planned), slow, 2 * MINUTES);
    assertThat(first.at("/executed/unfinished").asText()).isEqualTo("deadline");

    JsonNode second = executeAgain(first.toString(), 15 * MINUTES);
    assertThat(second.at("/executed/unfinished").asText()).isEmpty();
    assertThat(second.at("/report/status").asText()).isEqualTo("EXECUTED");
  }

  @Test
  void aFunctionWithTooLittleTimeIsReportedAsFailed() throws IOException {
    JsonNode executed = execute(plan(10), 2 * MINUTES - 1);

    assertThat(executed.at("/executed/unfinished").asText()).isEmpty();
    assertThat(executed.at("/executed/counts")).isEmpty();
    assertThat(executed.at("/report/status").asText()).isEqualTo("FAILED");
    assertThat(executed.at("/report/message").asText())
        .isEqualTo(
            "Executing: The function has 119 seconds left, and needs at least 120: raise its"
                + " time-out");
  }

  @Test
  void throttlingIsTriedAgain() {
    preparation = account -> failing(account, Fault.error("RequestLimitExceeded", "Slow down."));

    assertThatExceptionOfType(TransientFailure.class).isThrownBy(() -> plan(10));
  }

  @Test
  void aDenialIsReportedWithThePermissionThatIsMissing() throws IOException {
    preparation = account -> failing(account, Fault.denied());

    JsonNode planned = plan(10);

    assertThat(planned.get("next").asText()).isEqualTo("DONE");
    assertThat(planned.at("/report/status").asText()).isEqualTo("DENIED");
    assertThat(planned.at("/report/message").asText()).contains("ec2:DescribeImages");
  }

  @Test
  void aPlanThatIsNotInTheStoreIsReportedAsFailed() throws IOException {
    JsonNode executed =
        executeAgain(
            """
            {"scope": {"account": "100000000001", "region": "eu-west-1", "role": ""},
             "digest": "sha256:%1$s", "plan": {"digest": "sha256:%1$s"},
             "decision": {"digest": "sha256:%1$s"}}
            """
                .formatted("0".repeat(64)),
            15 * MINUTES);

    assertThat(executed.at("/executed/unfinished").asText()).isEmpty();
    assertThat(executed.at("/report/status").asText()).isEqualTo("FAILED");
  }

  /** The files are those that a Distributed Map writes: a manifest, and one for each outcome. */
  @Test
  void aReportAccountsForScopesThatTheMapFinishedFailedAndNeverBegan() throws IOException {
    FolderStore store = new FolderStore(folder);
    StateHandler.Environment environment =
        new StateHandler.Environment(SharedAccounts.of(3, folder), store);
    JsonNode listed =
        call(new ListScopesHandler(environment), "{\"run\": \"daily\"}", 15 * MINUTES);
    assertThat(listed.get("scopes").asText()).isEqualTo("runs/daily/scopes/000000.json");
    put(
        "runs/daily/results/1/manifest.json",
        """
        {"DestinationBucket": "plans", "MapRunArn": "",
         "ResultFiles": {
           "PENDING": [],
           "SUCCEEDED": [{"Key": "amiclean/runs/daily/results/1/SUCCEEDED_0.json", "Size": 1}],
           "FAILED": [{"Key": "amiclean/runs/daily/results/1/FAILED_0.json", "Size": 1}]}}
        """);
    put(
        "runs/daily/results/1/SUCCEEDED_0.json",
        "[{\"Output\": " + text(plan(0, 0).get("report").toString()) + "}]");
    put(
        "runs/daily/results/1/FAILED_0.json",
        """
        [{"Input": %s, "Error": "States.Timeout", "Status": "FAILED"}]
        """
            .formatted(
                text(
                    """
                    {"scope": {"account": "100000000001", "region": "eu-west-1", "role": ""}}
                    """)));

    JsonNode reported =
        call(
            new ReportHandler(environment),
            """
            {"run": "daily", "pages": %s,
             "results": "amiclean/runs/daily/results/1/manifest.json"}
            """
                .formatted(listed.get("pages")),
            15 * MINUTES);

    assertThat(reported.get("counts"))
        .isEqualTo(new ObjectMapper().readTree("{\"NOTHING_TO_DO\": 1, \"FAILED\": 2}"));
    assertThat(Files.readString(folder.resolve(reported.get("report").asText())))
        .startsWith("Scopes: 3\n")
        .contains("100000000001/eu-west-1\n  States.Timeout", "before it reported");
  }

  @Test
  void anOrganizationWithoutAccountsIsReportedOn() throws IOException {
    StateHandler.Environment environment =
        new StateHandler.Environment(SharedAccounts.of(0, folder), new FolderStore(folder));
    JsonNode listed =
        call(new ListScopesHandler(environment), "{\"run\": \"daily\"}", 15 * MINUTES);
    assertThat(listed.get("pages").asInt()).isZero();

    JsonNode reported =
        call(
            new ReportHandler(environment),
            "{\"run\": \"daily\", \"pages\": 0, \"results\": \"\"}",
            15 * MINUTES);

    assertThat(reported.get("counts")).isEmpty();
    assertThat(Files.readString(folder.resolve(reported.get("report").asText())))
        .isEqualTo("Scopes: 0\nThere is no active account: nothing was planned\n\n");
  }

  private void put(String key, String content) throws IOException {
    new FolderStore(folder).put(key, content.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(String json) throws IOException {
    return new ObjectMapper().writeValueAsString(json);
  }

  private static InMemoryAccount failing(InMemoryAccount account, Fault fault) {
    account.failAlways(AccountCall.READ_IMAGES, fault);
    return account;
  }

  /** A function that has some time left. */
  private record Remaining(int getRemainingTimeInMillis) implements Context {
    @Override
    public String getAwsRequestId() {
      return "1";
    }

    @Override
    public String getLogGroupName() {
      return "";
    }

    @Override
    public String getLogStreamName() {
      return "";
    }

    @Override
    public String getFunctionName() {
      return "";
    }

    @Override
    public String getFunctionVersion() {
      return "";
    }

    @Override
    public String getInvokedFunctionArn() {
      return "";
    }

    @Override
    public CognitoIdentity getIdentity() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ClientContext getClientContext() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int getMemoryLimitInMB() {
      return 512;
    }

    @Override
    public LambdaLogger getLogger() {
      throw new UnsupportedOperationException();
    }
  }
}
