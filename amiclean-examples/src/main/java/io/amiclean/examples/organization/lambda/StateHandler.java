package io.amiclean.examples.organization.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amiclean.aws.AwsClients;
import io.amiclean.examples.organization.ApprovalLimits;
import io.amiclean.examples.organization.AwsScopeSource;
import io.amiclean.examples.organization.FailureKind;
import io.amiclean.examples.organization.ObjectStore;
import io.amiclean.examples.organization.OrganizationReport;
import io.amiclean.examples.organization.OrganizationScope;
import io.amiclean.examples.organization.PlannedScope;
import io.amiclean.examples.organization.ScopeReport;
import io.amiclean.examples.organization.ScopeSource;
import io.amiclean.examples.organization.ScopeWork;
import io.amiclean.examples.organization.Stores;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads the input of a state, does a unit of work, and writes the output. */
abstract class StateHandler implements RequestStreamHandler {

  /** A state that is entered again has the output of the state before as its input. */
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final Environment environment;

  StateHandler(Environment environment) {
    this.environment = environment;
  }

  /** What all handlers work with, made once for each instance of a function. */
  record Environment(ScopeSource source, ObjectStore store) {

    /** Takes the store ({@code AMICLEAN_STORE}) and the role in each account. */
    static Environment of(Map<String, String> variables) {
      AwsClients hub = AwsClients.builder().build();
      return new Environment(
          new AwsScopeSource(
              hub, required(variables, "AMICLEAN_ROLE"), List.of(), Optional.empty()),
          Stores.open(required(variables, "AMICLEAN_STORE"), () -> hub));
    }

    private static String required(Map<String, String> variables, String name) {
      return Objects.requireNonNull(variables.get(name), name + " is not set");
    }

    ScopeWork work() {
      return new ScopeWork(source, store);
    }

    OrganizationReport report(String run) {
      return new OrganizationReport(store, run);
    }
  }

  /** Who approved a plan: {@code limits}, or a person; empty if the answer does not say. */
  record Decision(String digest, String by) {
    Decision {
      by = Objects.requireNonNullElse(by, "");
    }
  }

  /**
   * The input of all states, of which each has a part.
   *
   * @param run the id of the run; of listing and reporting
   * @param pages how many pages of scopes there are; of reporting
   * @param results the key of the manifest that the map wrote; of reporting
   * @param scope the scope; of planning and executing
   * @param policyKey the key of the policy; of planning
   * @param approval what is approved without a person; of planning
   * @param digest the digest that was signed off; of executing
   * @param plan what planning returned; of executing
   * @param decision who signed it off; of executing
   */
  record Input(
      String run,
      int pages,
      String results,
      OrganizationScope scope,
      String policyKey,
      ApprovalLimits approval,
      String digest,
      PlannedScope plan,
      Decision decision) {}

  /** Does the unit of work. */
  abstract Map<String, Object> handle(Environment with, Input input, Context context)
      throws Exception;

  @Override
  public final void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Map<String, Object> answer;
    try {
      answer = handle(environment, JSON.readValue(input, Input.class), context);
    } catch (Exception e) {
      throw FailureKind.of(e) == FailureKind.TRANSIENT ? new TransientFailure(e) : failure(e);
    }
    JSON.writeValue(output, answer);
  }

  private static RuntimeException failure(Exception e) {
    return e instanceof RuntimeException known ? known : new IllegalStateException(e);
  }

  /** What is tried again is thrown; anything else is how the scope ended. */
  static ScopeReport ended(Input input, String during, Exception e) throws Exception {
    FailureKind kind = FailureKind.of(e);
    if (kind == FailureKind.TRANSIENT) {
      throw e;
    }
    return ScopeReport.withoutPlan(
        input.scope().name(), kind.status(), during + ": " + e.getMessage());
  }
}
