package io.amiclean.examples.organization;

import com.google.common.hash.Hashing;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.ProgressListener;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.execution.PlanExecutorBuilder;
import io.amiclean.core.json.PlanDigest;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.json.PolicyJson;
import io.amiclean.core.json.ResultJson;
import io.amiclean.core.plan.CleanupPlanner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * The two units of work that an engine calls for each scope: plan it, and execute a plan that was
 * signed off. Plans, journals and results stay in the store, under {@code
 * plans/ACCOUNT/REGION/DIGEST}. Thread-safe.
 *
 * <p>Both can be called again after any failure, in another process as well. Interrupting the
 * calling thread ends a planning at once, and an execution after the calls in flight.
 */
public final class ScopeWork {

  private final ScopeSource scopes;
  private final ObjectStore store;

  /**
   * Works on scopes.
   *
   * @param scopes opens each scope
   * @param store keeps plans, journals and results
   */
  public ScopeWork(ScopeSource scopes, ObjectStore store) {
    this.scopes = scopes;
    this.store = store;
  }

  /**
   * Puts a policy where every worker finds it.
   *
   * @param store the store
   * @param policy the policy
   * @return its key
   * @throws IOException if it cannot be kept
   */
  public static String putPolicy(ObjectStore store, CleanupPolicy policy) throws IOException {
    byte[] json = PolicyJson.write(policy).getBytes(StandardCharsets.UTF_8);
    String key = "policies/" + Hashing.sha256().hashBytes(json) + ".json";
    store.put(key, json);
    return key;
  }

  /**
   * Plans a scope, and keeps the plan. Changes nothing in the account.
   *
   * @param scope the scope
   * @param policyKey the key of the policy
   * @return what an engine needs to know of the plan
   * @throws io.amiclean.api.model.AmicleanException as {@link CleanupPlanner#plan()} does
   * @throws IOException if the store fails
   */
  public PlannedScope plan(OrganizationScope scope, String policyKey) throws IOException {
    CleanupPolicy policy = PolicyJson.read(new String(required(policyKey), StandardCharsets.UTF_8));
    try (ScopeSource.Opened account = scopes.open(scope)) {
      CleanupPlan plan = CleanupPlanner.of(policy, account.reader()).plan();
      requireOf(scope, plan.scope());
      ByteArrayOutputStream json = new ByteArrayOutputStream();
      PlanDigest digest = PlanJson.write(plan, json);
      store.put(key(scope, digest, "plan.json"), json.toByteArray());
      return PlannedScope.of(plan, digest);
    }
  }

  /**
   * Executes a plan that was signed off, or goes on with it.
   *
   * @param scope the scope
   * @param digest the digest that was signed off
   * @param progress receives the progress
   * @param deadline when to stop in order, if not at the end
   * @return how it ended
   * @throws io.amiclean.api.model.AmicleanException as {@link PlanExecutor#execute(CleanupPlan)}
   *     does; this attempt changed nothing
   * @throws IOException if the store fails
   */
  public ExecutedScope execute(
      OrganizationScope scope, String digest, ProgressListener progress, Optional<Instant> deadline)
      throws IOException {
    PlanDigest signedOff = PlanDigest.parse(digest);
    CleanupPlan plan =
        PlanJson.read(new ByteArrayInputStream(required(key(scope, signedOff, "plan.json"))));
    if (!PlanJson.digest(plan).equals(signedOff)) {
      throw new PlanRefusedException(
          "Another plan than " + signedOff + " stands in its place: make a new plan");
    }
    requireOf(scope, plan.scope());
    try (ScopeSource.Opened account = scopes.open(scope)) {
      PlanExecutorBuilder executor =
          PlanExecutor.builder()
              .account(account.reader())
              .operations(account.operations())
              .lifecycle(account.lifecycle())
              .journal(new StoreJournal(store, folder(scope)))
              .progress(progress);
      deadline.ifPresent(executor::deadline);
      ExecutionResult result = executor.build().execute(plan);
      store.put(
          key(scope, signedOff, "result.json"),
          ResultJson.write(result).getBytes(StandardCharsets.UTF_8));
      return ExecutedScope.of(result);
    }
  }

  private byte[] required(String key) throws IOException {
    return store
        .get(key)
        .orElseThrow(
            () -> new DocumentFormatException("The store holds no object '" + key + "'", null));
  }

  private static void requireOf(OrganizationScope scope, CleanupScope actual) {
    if (!scope.name().equals(actual.toString())) {
      throw new PlanRefusedException(
          "The plan is of " + actual + ", but " + scope.name() + " was asked for");
    }
  }

  private static String folder(OrganizationScope scope) {
    return "plans/" + scope.name();
  }

  private static String key(OrganizationScope scope, PlanDigest digest, String name) {
    return folder(scope) + "/" + digest.hex() + "/" + name;
  }
}
