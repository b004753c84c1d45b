package io.amiclean.core.backtest;

import static java.util.stream.Collectors.toSet;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.ReadingInterruptedException;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Refusal;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.plan.AccountReader;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.PlanSummary;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.core.cost.PlanCosts;
import io.amiclean.core.cost.PriceList;
import io.amiclean.core.cost.StorageCost;
import io.amiclean.core.inventory.AccountHistory;
import io.amiclean.core.plan.CleanupPlanner;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One policy, planned and executed day by day on what is left of an account. Not thread-safe. */
final class Replay {

  private final AccountHistory history;
  private final HindsightSearch search;
  private final CleanupPolicy policy;
  private final PriceList prices;
  private final SimulatedAccount account = new SimulatedAccount();
  private final List<BacktestDay> days = new ArrayList<>();
  private final List<BacktestRemoval> removals = new ArrayList<>();
  private BacktestFigures soFar;

  Replay(AccountHistory history, HindsightSearch search, CleanupPolicy policy, PriceList prices) {
    this.history = history;
    this.search = search;
    this.policy = policy;
    this.prices = prices;
    this.soFar =
        BacktestFigures.figures(
            0, 0, 0, prices.price(history.scope().region()).map(price -> StorageCost.none()));
  }

  /** Plans and executes as of a time that is later than all before. */
  void day(Instant time) {
    AccountHistory.Past past = history.at(time);
    Clock clock = Clock.fixed(time, ZoneOffset.UTC);
    AccountReader read = account.on(past.account(), time);
    CleanupPlanner planner =
        CleanupPlanner.builder().account(read).policy(policy).clock(clock).build();
    ImmutableBacktestDay.Builder day =
        BacktestDay.builder()
            .time(time)
            .inventory(read.images().loadImages().images().size())
            .usageReadAt(past.usageReadAt());
    CleanupPlan plan;
    try {
      plan = planner.plan();
    } catch (ReadingInterruptedException e) {
      throw e;
    } catch (EvidenceException | PlanRefusedException e) {
      String why = String.valueOf(e.getMessage());
      add(day.takenAsInUse(0).refusals(List.of(Refusal.of("not-planned", why))));
      return;
    }
    day.takenAsInUse(past.usageReadAt().isPresent() ? 0 : keptByUseAlone(plan));
    if (!plan.refusals().isEmpty()) {
      add(day.refusals(plan.refusals()));
      return;
    }
    execute(plan, planner, read, clock, past, day);
  }

  private void add(ImmutableBacktestDay.Builder day) {
    days.add(
        day.removed(BacktestFigures.figures(0, 0, 0, soFar.cost().map(cost -> StorageCost.none())))
            .removedSoFar(soFar)
            .staged(0)
            .restored(0)
            .build());
  }

  private void execute(
      CleanupPlan plan,
      CleanupPlanner planner,
      AccountReader read,
      Clock clock,
      AccountHistory.Past past,
      ImmutableBacktestDay.Builder day) {
    List<ActionOutcome> done = account.execute(plan, planner, read, clock);
    CleanupPlan executed = executed(plan, done);
    PlanSummary summary = executed.summary();
    BacktestFigures removed =
        BacktestFigures.figures(
            summary.remove(),
            summary.snapshotsToDelete(),
            summary.gibToDelete(),
            PlanCosts.of(executed, prices).map(PlanCosts::total));
    soFar = soFar.plus(removed);
    long restored = count(done, Action.RESTORE_IMAGE);
    long staged =
        done.size()
            - restored
            - count(done, Action.DEREGISTER_IMAGE)
            - count(done, Action.DELETE_SNAPSHOT);
    days.add(
        day.removed(removed)
            .removedSoFar(soFar)
            .staged((int) staged)
            .restored((int) restored)
            .build());
    for (ImageDecision image : executed.images()) {
      removals.add(judged(plan.createdAt(), past, Optional.of(image), image.snapshots()));
    }
    for (SnapshotDecision orphan : executed.orphanSnapshots()) {
      removals.add(judged(plan.createdAt(), past, Optional.empty(), List.of(orphan)));
    }
  }

  private BacktestRemoval judged(
      Instant time,
      AccountHistory.Past past,
      Optional<ImageDecision> image,
      List<SnapshotDecision> deleted) {
    return search.judged(time, past.usageReadAt(), image, deleted, past.unanswered());
  }

  /** Returns that part of a plan that succeeded. */
  private static CleanupPlan executed(CleanupPlan plan, List<ActionOutcome> done) {
    Set<ResourceId> gone = done.stream().map(ActionOutcome::resource).collect(toSet());
    return CleanupPlan.builder()
        .from(plan)
        .images(
            plan.removals().stream()
                .filter(image -> gone.contains(image.imageId()))
                .map(
                    image ->
                        ImageDecision.builder()
                            .from(image)
                            .snapshots(deleted(image.snapshots(), gone))
                            .build())
                .toList())
        .orphanSnapshots(deleted(plan.orphanSnapshots(), gone))
        .build();
  }

  private static List<SnapshotDecision> deleted(
      List<SnapshotDecision> snapshots, Set<ResourceId> gone) {
    return snapshots.stream().filter(snapshot -> gone.contains(snapshot.snapshotId())).toList();
  }

  private static long count(List<ActionOutcome> outcomes, Action action) {
    return outcomes.stream().filter(outcome -> outcome.action() == action).count();
  }

  private static int keptByUseAlone(CleanupPlan plan) {
    return (int)
        plan.images().stream()
            .filter(image -> image.verdict() == Verdict.EXCLUDED)
            .filter(
                image ->
                    image.reasons().stream()
                        .allMatch(reason -> reason.code().equals(ReasonCodes.IN_USE)))
            .count();
  }

  BacktestResult result() {
    return BacktestResult.builder().policy(policy).days(days).removals(removals).build();
  }
}
