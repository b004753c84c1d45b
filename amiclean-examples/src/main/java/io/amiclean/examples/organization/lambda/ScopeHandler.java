package io.amiclean.examples.organization.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amiclean.aws.AwsClients;
import io.amiclean.examples.organization.ApprovalLimits;
import io.amiclean.examples.organization.AwsScopeSource;
import io.amiclean.examples.organization.FailureKind;
import io.amiclean.examples.organization.OrganizationScope;
import io.amiclean.examples.organization.ScopeWork;
import io.amiclean.examples.organization.Stores;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads the input of a state, does a unit of work, and writes the output. The environment names the
 * store ({@code AMICLEAN_STORE}) and the role in each account ({@code AMICLEAN_ROLE}).
 */
abstract class ScopeHandler implements RequestStreamHandler {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ScopeWork work;

  ScopeHandler(ScopeWork work) {
    this.work = work;
  }

  /** Made once for each instance of a function, outside of its handler. */
  static ScopeWork ofEnvironment(Map<String, String> environment) {
    AwsClients hub = AwsClients.builder().build();
    return new ScopeWork(
        new AwsScopeSource(
            hub, required(environment, "AMICLEAN_ROLE"), List.of(), Optional.empty()),
        Stores.open(required(environment, "AMICLEAN_STORE"), () -> hub));
  }

  private static String required(Map<String, String> environment, String name) {
    return Objects.requireNonNull(environment.get(name), name + " is not set");
  }

  /**
   * The input of both states.
   *
   * @param scope the scope
   * @param policyKey the key of the policy; of planning alone
   * @param approval what is approved without a person; of planning alone
   * @param digest the digest that was signed off; of executing alone
   */
  record Input(OrganizationScope scope, String policyKey, ApprovalLimits approval, String digest) {}

  /** Does the unit of work. */
  abstract Map<String, Object> handle(ScopeWork scopes, Input input, Context context)
      throws Exception;

  @Override
  public final void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Map<String, Object> answer;
    try {
      answer = handle(work, JSON.readValue(input, Input.class), context);
    } catch (Exception e) {
      throw FailureKind.of(e) == FailureKind.TRANSIENT ? new TransientFailure(e) : failure(e);
    }
    JSON.writeValue(output, answer);
  }

  private static RuntimeException failure(Exception e) {
    return e instanceof RuntimeException known ? known : new IllegalStateException(e);
  }
}
