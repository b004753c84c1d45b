package io.amiclean.examples.library;

import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.core.backtest.Backtest;
import io.amiclean.core.backtest.BacktestRemoval;
import io.amiclean.core.backtest.BacktestReport;
import io.amiclean.core.backtest.Hindsight;
import io.amiclean.core.inventory.AccountHistory;
import io.amiclean.core.inventory.RecordedAccount;
import java.util.List;

/** Tries a policy on recordings before anything is planned by it, such as in a pipeline. */
public final class TriedPolicies {

  private TriedPolicies() {}

  /**
   * Returns what a policy would have removed in 90 days although it was used afterwards.
   *
   * @param policy the policy
   * @param recordings what {@code amiclean record} or an {@code AccountRecorder} recorded
   * @return the removals, each with the uses that followed it
   */
  public static List<BacktestRemoval> regrets(
      CleanupPolicy policy, List<RecordedAccount> recordings) {
    BacktestReport report =
        Backtest.builder(AccountHistory.of(recordings)).days(90).build().run(policy);
    return report.results().get(0).removals(Hindsight.REGRETTED);
  }
}
