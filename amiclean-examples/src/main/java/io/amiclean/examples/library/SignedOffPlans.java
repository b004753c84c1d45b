package io.amiclean.examples.library;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.json.PlanDigest;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.plan.PlanDrift;
import io.amiclean.core.report.DriftText;
import java.io.IOException;
import java.io.InputStream;

/** Executes plans as a reviewer signed them off. */
public final class SignedOffPlans {

  private SignedOffPlans() {}

  /**
   * Executes a plan that was signed off, after saying what changed in the account since.
   *
   * @param json the plan as it was written
   * @param signedOff the digest that the reviewer signed off
   * @param executor the executor, which re-checks the account
   * @return one outcome for each action of the plan
   * @throws PlanRefusedException if another plan was signed off, or the plan does not fit any more
   * @throws IOException if the plan cannot be read
   */
  public static ExecutionResult executeSignedOff(
      InputStream json, PlanDigest signedOff, PlanExecutor executor) throws IOException {
    CleanupPlan plan = PlanJson.read(json); // refuses an edited plan
    if (!PlanJson.digest(plan).equals(signedOff)) {
      throw new PlanRefusedException("Another plan was signed off: " + signedOff);
    }
    PlanDrift drift = executor.detectDrift(plan); // what changed since; changes nothing
    System.err.print(DriftText.of(drift));
    return executor.execute(plan);
  }
}
