package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.execution.Executing.ami;
import static io.amiclean.core.execution.Executing.snap;
import static io.amiclean.core.lifecycle.LifecycleRule.deregister;
import static io.amiclean.core.lifecycle.LifecycleRule.makePrivate;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.journal.ExecutionJournal;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.RecycleBinRule;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.plan.CleanupPlanner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * An execution with a journal is killed, and started again, several times: result and account are
 * those of one undisturbed run. Of ten images six go, in pairs that share a snapshot, two are made
 * private, two are restored; an orphan goes. The Recycle Bin holds every image that is removed.
 */
class KillWalkTest {

  private static final int WALKS = 200;
  private static final int SOON = 12;
  private static final Instant DAY_0 = Instant.parse("2017-06-16T00:00:00Z");

  private static final LaunchPermissions SHARED =
      LaunchPermissions.builder().addAccounts(AccountId.of("111111111111")).build();

  private static final RecycleBinRule EVERY_IMAGE =
      RecycleBinRule.builder().id("rule-1").kind(RecycleBinRule.Kind.IMAGE).days(7).build();

  private static final LifecyclePolicy POLICY =
      LifecyclePolicy.of(makePrivate(), deregister().after(Duration.ofDays(10)));

  /** What an execution leaves. */
  private record End(
      NavigableMap<String, Outcome> outcomes,
      List<Image> images,
      Map<ImageId, LaunchPermissions> permissions,
      Set<SnapshotId> snapshots) {}

  /** An account on the day on which the plan is made, and what is kept of the plan's executions. */
  private static final class Walk {

    private final MovingClock clock = new MovingClock(DAY_0);
    private final StepsInMemory journal = new StepsInMemory();
    private final InMemoryAccount account;
    private final CleanupPlan plan;

    Walk(int removals) {
      InMemoryAccount.Builder builder =
          InMemoryAccount.builder().clock(clock).recycleBinRule(EVERY_IMAGE);
      for (int i = 1; i <= removals + 2; i++) {
        int number = i;
        builder.image(
            ami(number),
            image ->
                image
                    .createdAt(DAY_0.minus(Duration.ofDays(number)))
                    .snapshot(snap(number), 8)
                    .snapshot(snap(100 + (number + 1) / 2), 8));
        builder.launchPermissions(ami(number), SHARED);
      }
      account = builder.build();
      execute(plan(), Killer.asleep(), ExecutionJournal.none());
      clock.advance(Duration.ofDays(10));
      account.add(
          more -> {
            for (int i = 51; i <= 52; i++) {
              more.image(ami(i), image -> image.createdAt(DAY_0));
              more.launchPermissions(ami(i), SHARED);
            }
            more.instance("i-00000001", ami(removals + 1));
            more.snapshot(snap(300), orphan -> orphan.madeFor(ami(77)));
            more.launchTemplate("lt-00000001", ami(removals + 2));
          });
      plan = plan();
      assertThat(plan.removals()).hasSize(removals);
      assertThat(plan.stageChanges()).hasSize(4);
    }

    private CleanupPlan plan() {
      return planner().plan();
    }

    private CleanupPlanner planner() {
      return Executing.planner(account).lifecycle(POLICY).clock(clock).build();
    }

    private ExecutionResult execute(CleanupPlan executed, Killer killer, ExecutionJournal kept) {
      ForwardingOperations operations = killer.operations(account);
      return Executing.executor(account, planner())
          .operations(operations)
          .lifecycle(operations)
          .journal(killer.journal(kept))
          .clock(clock)
          .build()
          .execute(executed);
    }

    /** Executes the plan, as the next process would; empty if that is killed. */
    Optional<ExecutionResult> run(Killer killer) {
      try {
        return Optional.of(execute(plan, killer, journal));
      } catch (Killer.Killed e) {
        return Optional.empty();
      } catch (IllegalStateException e) {
        assertThat(e).hasCauseInstanceOf(Killer.Killed.class);
        return Optional.empty();
      }
    }

    End end(ExecutionResult result) {
      NavigableMap<String, Outcome> outcomes = new TreeMap<>();
      for (ActionOutcome outcome : result.outcomes()) {
        outcomes.put(outcome.action() + " " + outcome.resource().value(), outcome.outcome());
      }
      Map<ImageId, LaunchPermissions> permissions = new TreeMap<>();
      account.imageIds().forEach(id -> permissions.put(id, account.launchPermissions(id)));
      return new End(
          outcomes,
          List.copyOf(account.loadImages().images()),
          permissions,
          Set.copyOf(account.snapshotIds()));
    }
  }

  private static Killer killer(int step) {
    return new Killer(step, () -> {});
  }

  @Test
  void isAsIfUndisturbedAfterOneTwoAndThreeKills() {
    Walk undisturbed = new Walk(6);
    Killer asleep = Killer.asleep();
    End expected = undisturbed.end(undisturbed.run(asleep).orElseThrow());
    assertThat(expected.outcomes()).hasSize(20).containsValue(Outcome.SUCCEEDED);
    assertThat(Set.copyOf(expected.outcomes().values())).containsExactly(Outcome.SUCCEEDED);
    assertThat(undisturbed.account.imageIds())
        .containsExactly(imageId(7), imageId(8), imageId(51), imageId(52));
    Random random = new Random(1);

    int[] walksByKills = new int[4];
    for (int number = 0; number < WALKS; number++) {
      Walk walk = new Walk(6);
      List<Integer> steps = new ArrayList<>();
      Optional<ExecutionResult> result = Optional.empty();
      for (int kill = 0; kill <= number % 3 && result.isEmpty(); kill++) {
        // Later kills come soon as well: what the next run does first is to look up.
        int most = kill > 0 && random.nextBoolean() ? SOON : asleep.steps();
        steps.add(1 + random.nextInt(most));
        result = walk.run(killer(steps.get(kill)));
      }
      int kills = steps.size() - (result.isPresent() ? 1 : 0);
      walksByKills[kills]++;

      ExecutionResult last = result.orElseGet(() -> walk.run(Killer.asleep()).orElseThrow());

      assertThat(walk.end(last)).as("killed at %s", steps).isEqualTo(expected);
    }
    assertThat(walksByKills[1]).isGreaterThan(30);
    assertThat(walksByKills[2]).isGreaterThan(30);
    assertThat(walksByKills[3]).isGreaterThan(15);
  }

  /** What the second run does first is to look up; that is where it is killed. */
  @Test
  void isAsIfUndisturbedWhereverItIsKilledAndSoonAgain() {
    Walk undisturbed = new Walk(2);
    Killer asleep = Killer.asleep();
    End expected = undisturbed.end(undisturbed.run(asleep).orElseThrow());

    for (int first = 1; first <= asleep.steps(); first += 2) {
      Optional<ExecutionResult> result = Optional.empty();
      for (int second = 1; second <= SOON && result.isEmpty(); second++) {
        Walk walk = new Walk(2);
        assertThat(walk.run(killer(first))).isEmpty();

        result = walk.run(killer(second));

        ExecutionResult last = result.orElseGet(() -> walk.run(Killer.asleep()).orElseThrow());
        assertThat(walk.end(last)).as("killed at %d, then %d", first, second).isEqualTo(expected);
      }
    }
  }
}
