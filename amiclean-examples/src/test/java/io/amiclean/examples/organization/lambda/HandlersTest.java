package io.amiclean.examples.organization.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.Fault;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.json.PolicyJson;
import io.amiclean.examples.organization.FolderStore;
import io.amiclean.examples.organization.ScopeWork;
import io.amiclean.examples.organization.SharedAccounts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The handlers, with the input and output of the states of the state machine. */
class HandlersTest {

  private static final int MINUTES = 60_000;

  @TempDir private Path folder;

  private UnaryOperator<InMemoryAccount> preparation = UnaryOperator.identity();

  private ScopeWork work() {
    return new ScopeWork(
        new SharedAccounts(2, folder, (number, account) -> preparation.apply(account), () -> {}),
        new FolderStore(folder));
  }

  private JsonNode plan(int changes) throws IOException {
    String policy =
        ScopeWork.putPolicy(
            new FolderStore(folder),
            PolicyJson.read(
                """
                {"schemaVersion": 1, "groupBy": [{"tags": ["role"]}], "retain": [{"keepNewest": 2}]}
                """));
    return call(
        new PlanScopeHandler(work()),
        """
        {"scope": {"account": "100000000001", "region": "eu-west-1", "role": ""},
         "policyKey": "%s", "approval": {"changes": %d, "percent": 100}}
        """
            .formatted(policy, changes),
        15 * MINUTES);
  }

  private JsonNode execute(JsonNode planned, int remainingMillis) throws IOException {
    return call(
        new ExecutePlanHandler(work(), InstantSource.system()),
        """
        {"scope": %s, "digest": %s}
        """
            .formatted(planned.get("scope"), planned.at("/plan/digest")),
        remainingMillis);
  }

  private static JsonNode call(ScopeHandler handler, String input, int remainingMillis)
      throws IOException {
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
  }

  @Test
  void aPersonIsAskedAboutALargerPlan() throws IOException {
    assertThat(plan(9).get("next").asText()).isEqualTo("ASK");
  }

  @Test
  void anExecutionStopsBeforeItsFunctionAndIsFinishedByTheNext() throws IOException {
    JsonNode planned = plan(10);

    assertThat(execute(planned, 1 * MINUTES).at("/executed/unfinished").asText())
        .isEqualTo("deadline");
    assertThat(execute(planned, 15 * MINUTES).at("/executed/unfinished").asText()).isEmpty();
  }

  @Test
  void throttlingIsTransientAndADenialIsNot() {
    preparation = account -> failing(account, Fault.error("RequestLimitExceeded", "Slow down."));
    assertThatExceptionOfType(TransientFailure.class).isThrownBy(() -> plan(10));

    preparation = account -> failing(account, Fault.denied());
    assertThatExceptionOfType(EvidenceDeniedException.class).isThrownBy(() -> plan(10));
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
