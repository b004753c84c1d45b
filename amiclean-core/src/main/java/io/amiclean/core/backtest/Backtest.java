package io.amiclean.core.backtest;

import static com.google.common.base.Preconditions.checkArgument;

import io.amiclean.api.internal.Arguments;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.Progress;
import io.amiclean.api.model.ProgressListener;
import io.amiclean.api.model.ReadingInterruptedException;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.core.cost.PriceList;
import io.amiclean.core.inventory.AccountHistory;
import io.amiclean.core.inventory.RecordedAccount;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tries policies on the past before they are trusted: replays each of them day by day over a
 * recorded account, and looks up which removals would have been regretted. It reads no account and
 * changes none. Immutable, and safe for use by several threads if the strategies are.
 *
 * <p>Each day, a {@link io.amiclean.core.plan.CleanupPlanner} plans for what recordings show of
 * that day ({@link AccountHistory}), less what the policy removed on days before, and a {@link
 * io.amiclean.core.execution.PlanExecutor} executes the plan in memory. A day whose plan is
 * refused, by a limit or for its evidence, removes nothing.
 *
 * <pre>{@code
 * BacktestReport report =
 *     Backtest.builder(AccountHistory.of(recordings)).days(90).build().run(policy, another);
 * report.results().get(0).removals(Hindsight.REGRETTED);
 * }</pre>
 */
public final class Backtest {

  /** The task of the progress: days of all policies. */
  public static final String TASK = "backtest";

  /** How many days a period has at most. */
  public static final int MOST_DAYS = 3_650;

  private static final int DEFAULT_DAYS = 90;

  private final AccountHistory history;
  private final int days;
  private final Instant until;
  private final PriceList prices;
  private final ProgressListener progress;

  private Backtest(Builder builder) {
    List<RecordedAccount> recordings = builder.history.recordings();
    this.history = builder.history;
    this.days = builder.days;
    this.until =
        builder.until == null
            ? AccountHistory.readAt(recordings.get(recordings.size() - 1))
            : builder.until;
    this.prices = builder.prices == null ? PriceList.builtIn() : builder.prices;
    this.progress = builder.progress;
  }

  /**
   * Returns a new builder.
   *
   * @param history what is known of the account
   * @return a builder of 90 days that end with the last recording
   */
  public static Builder builder(AccountHistory history) {
    return new Builder(Objects.requireNonNull(history, "history"));
  }

  /**
   * Replays policies side by side, each on its own.
   *
   * @param policies one or more policies
   * @return what they would have removed
   * @throws IllegalArgumentException if there is no policy
   * @throws PlanRefusedException if a policy has a part that no provider can make, naming it
   * @throws io.amiclean.api.model.StrategyException if a strategy throws, or answers unasked
   * @throws ReadingInterruptedException if this thread is interrupted, which it is still then
   */
  public BacktestReport run(CleanupPolicy... policies) {
    checkArgument(policies.length > 0, "No policy: expected at least one");
    HindsightSearch search = new HindsightSearch(history);
    List<Replay> replays =
        Arguments.requireElements(policies, "policies").stream()
            .map(policy -> new Replay(history, search, policy, prices))
            .toList();
    long done = 0;
    for (Replay replay : replays) {
      for (int day = days; day > 0; day--) {
        ReadingInterruptedException.throwIfInterrupted(TASK);
        replay.day(until.minus(Duration.ofDays(day)));
        done++;
        progress.onProgress(Progress.of(TASK, done, (long) days * replays.size()));
      }
    }
    return BacktestReport.builder()
        .scope(history.scope())
        .until(until)
        .recordings(history.recordings().stream().map(Backtest::recording).toList())
        .currency(prices.currency())
        .blindSpots(blindSpots(policies))
        .results(replays.stream().map(Replay::result).toList())
        .build();
  }

  private static BacktestReport.Recording recording(RecordedAccount account) {
    return new BacktestReport.Recording(
        AccountHistory.readAt(account),
        account.loadImages().images().size(),
        Collections.unmodifiableSortedSet(
            account.loadUsage().evidence().stream()
                .filter(Evidence::skipped)
                .map(Evidence::source)
                .collect(Collectors.toCollection(TreeSet::new))));
  }

  private Set<BlindSpot> blindSpots(CleanupPolicy... policies) {
    Set<BlindSpot> blind =
        EnumSet.of(
            BlindSpot.USE_BETWEEN_RECORDINGS,
            BlindSpot.UNRECORDED_IMAGES,
            BlindSpot.ATTRIBUTES_AS_RECORDED,
            BlindSpot.OVERWRITTEN_LAUNCHES);
    Instant first = until.minus(Duration.ofDays(days));
    if (AccountHistory.readAt(history.recordings().get(0)).isAfter(first)) {
      blind.add(BlindSpot.USE_BEFORE_FIRST_RECORDING);
    }
    if (Arrays.stream(policies).anyMatch(policy -> policy.evidence().maximumAge().isPresent())) {
      blind.add(BlindSpot.AGE_OF_EVIDENCE);
    }
    return blind;
  }

  /** Builds a {@link Backtest}. Not thread-safe. */
  public static final class Builder {

    private final AccountHistory history;
    private int days = DEFAULT_DAYS;
    private @Nullable Instant until;
    private @Nullable PriceList prices;
    private ProgressListener progress = ProgressListener.none();

    private Builder(AccountHistory history) {
      this.history = history;
    }

    /**
     * Sets how many days are replayed. Default: 90.
     *
     * @param number from 1 to {@value Backtest#MOST_DAYS}
     * @return this builder
     * @throws IllegalArgumentException if it is less or more
     */
    public Builder days(int number) {
      checkArgument(
          number >= 1 && number <= MOST_DAYS,
          "A backtest of %s days: expected 1 to %s",
          number,
          MOST_DAYS);
      this.days = number;
      return this;
    }

    /**
     * Sets the end of the period, at the time of day at which plans are made. The last plan is made
     * a day before, so that there is an afterwards. Default: when the last recording was made.
     *
     * @param end the end
     * @return this builder
     */
    public Builder until(Instant end) {
      this.until = Objects.requireNonNull(end, "end");
      return this;
    }

    /**
     * Sets what storage costs. Default: the {@linkplain PriceList#builtIn() built-in prices}.
     *
     * @param list the prices
     * @return this builder
     */
    public Builder prices(PriceList list) {
      this.prices = Objects.requireNonNull(list, "list");
      return this;
    }

    /**
     * Sets what receives how many days were replayed. Default: nothing.
     *
     * @param listener the listener
     * @return this builder
     */
    public Builder progress(ProgressListener listener) {
      this.progress = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Builds the backtest. Nothing is replayed.
     *
     * @return the backtest
     */
    public Backtest build() {
      return new Backtest(this);
    }
  }
}
