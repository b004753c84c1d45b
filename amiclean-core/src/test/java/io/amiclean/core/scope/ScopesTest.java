package io.amiclean.core.scope;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.policy.PlanLimits;
import io.amiclean.core.execution.OutcomeCodes;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.Fault;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.plan.CleanupPlannerBuilder;
import io.amiclean.core.retention.RetentionStrategies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScopesTest {

  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  @Test
  void everyScopeIsPlannedAndExecuted() {
    List<InMemoryAccount> accounts = accounts(14);

    List<ScopeOutcome<InMemoryAccount, ExecutionResult>> results =
        plans(accounts).execute(ScopesTest::execute);

    assertThat(results).allSatisfy(result -> assertThat(result.failure()).isEmpty());
    assertThat(accounts).allSatisfy(account -> assertThat(account.imageIds()).isEmpty());
  }

  @Test
  void outcomesStandInTheOrderOfTheScopesWhoeverIsFirst() {
    List<InMemoryAccount> accounts = accounts(4);
    CountDownLatch othersPlanned = new CountDownLatch(3);

    ScopedPlans<InMemoryAccount> plans =
        Scopes.of(accounts)
            .plan(
                account -> {
                  if (account == accounts.get(0)) {
                    othersPlanned.await();
                  }
                  CleanupPlan plan = plan(account);
                  othersPlanned.countDown();
                  return plan;
                });

    assertThat(plans.outcomes())
        .extracting(ScopeOutcome::scope)
        .containsExactlyElementsOf(accounts);
    assertThat(plans.execute(ScopesTest::execute))
        .extracting(result -> result.value().map(ExecutionResult::scope))
        .containsExactlyElementsOf(
            accounts.stream().map(account -> Optional.of(account.scope())).toList());
  }

  @Test
  void aScopeThatFailsIsLeftAloneWhileTheOthersGoOn() {
    List<InMemoryAccount> accounts = accounts(14);
    InMemoryAccount broken = accounts.get(3);
    InMemoryAccount denied = accounts.get(9);
    broken.failAlways(AccountCall.READ_IMAGES, Fault.error("InternalError", "Try again"));
    denied.failAlways(AccountCall.READ_INSTANCES, Fault.denied());

    List<ScopeOutcome<InMemoryAccount, ExecutionResult>> results =
        plans(accounts).execute(ScopesTest::execute);

    assertThat(results.get(3).failure()).containsInstanceOf(EvidenceException.class);
    assertThat(results.get(9).failure()).containsInstanceOf(EvidenceDeniedException.class);
    assertThat(results).filteredOn(result -> result.value().isPresent()).hasSize(12);
    assertThat(List.of(broken, denied))
        .allSatisfy(
            account -> {
              assertThat(account.imageIds()).containsExactly(imageId(1), imageId(2));
              assertThat(account.calls(AccountCall.DEREGISTER_IMAGE)).isEmpty();
            });
    assertThat(accounts)
        .filteredOn(account -> account != broken && account != denied)
        .allSatisfy(account -> assertThat(account.imageIds()).isEmpty());
  }

  @Test
  void anExecutionThatIsRefusedIsAFailureOfItsScopeAlone() {
    List<InMemoryAccount> accounts = accounts(3);
    ScopedPlans<InMemoryAccount> plans = plans(accounts);
    accounts.get(1).failAlways(AccountCall.READ_IMAGES, Fault.denied());

    List<ScopeOutcome<InMemoryAccount, ExecutionResult>> results =
        plans.execute(ScopesTest::execute);

    assertThat(results.get(1).failure()).containsInstanceOf(EvidenceDeniedException.class);
    assertThat(accounts.get(1).imageIds()).hasSize(2);
    assertThat(accounts.get(0).imageIds()).isEmpty();
    assertThat(accounts.get(2).imageIds()).isEmpty();
  }

  @Test
  void anErrorOfOneScopeDoesNotHideTheOthers() {
    List<InMemoryAccount> accounts = accounts(2);

    List<ScopeOutcome<InMemoryAccount, CleanupPlan>> outcomes =
        Scopes.of(accounts)
            .plan(
                account -> {
                  if (account == accounts.get(0)) {
                    throw new StackOverflowError("of a strategy");
                  }
                  return plan(account);
                })
            .outcomes();

    assertThat(outcomes.get(0).failure())
        .hasValueSatisfying(e -> assertThat(e).hasMessageContaining("of a strategy"));
    assertThat(outcomes.get(1).value()).isPresent();
  }

  @Test
  void limitsCountTheImagesOfOneScope() {
    List<InMemoryAccount> accounts =
        List.of(account("eu-west-1", 2), account("eu-west-2", 5), account("eu-west-3", 3));

    ScopedPlans<InMemoryAccount> plans =
        Scopes.of(accounts)
            .plan(account -> planner(account).limits(PlanLimits.removeAtMost(3)).build().plan());
    List<ScopeOutcome<InMemoryAccount, ExecutionResult>> results =
        plans.execute(ScopesTest::execute);

    assertThat(results.get(1).failure())
        .hasValueSatisfying(
            e -> assertThat(e).isInstanceOf(PlanRefusedException.class).hasMessageContaining("5"));
    assertThat(accounts).extracting(account -> account.imageIds().size()).containsExactly(0, 5, 0);
  }

  @Test
  void aRegionOfAnAccountIsPlannedOnce() {
    List<InMemoryAccount> accounts = List.of(account("eu-west-1", 1), account("eu-west-1", 2));

    List<ScopeOutcome<InMemoryAccount, ExecutionResult>> results =
        plans(accounts).execute(ScopesTest::execute);

    assertThat(results.get(0).value()).isPresent();
    assertThat(results.get(1).failure())
        .hasValueSatisfying(
            e ->
                assertThat(e)
                    .isInstanceOf(PlanRefusedException.class)
                    .hasMessageStartingWith(
                        "123456789012/eu-west-1 is planned as"
                            + " InMemoryAccount(123456789012/eu-west-1) already"));
    assertThat(accounts.get(1).imageIds()).hasSize(2);
  }

  @Test
  void noMoreScopesThanTheBoundAreWorkedOnAtATime() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CyclicBarrier three = new CyclicBarrier(3);

    Scopes.of(accounts(12))
        .concurrency(3)
        .plan(
            account -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              three.await();
              CleanupPlan plan = plan(account);
              three.await();
              now.decrementAndGet();
              three.await();
              return plan;
            });

    assertThat(most).hasValue(3);
  }

  @Test
  void fortyScopesAreWorkedOnAtATimeUnlessToldOtherwise() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CyclicBarrier forty = new CyclicBarrier(40);

    Scopes.of(accounts(80))
        .plan(
            account -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              forty.await();
              now.decrementAndGet();
              forty.await();
              return plan(account);
            });

    assertThat(most).hasValue(40);
  }

  @Test
  void anInterruptReachesWhatIsUnderWayAndNothingMoreIsBegun() {
    List<InMemoryAccount> accounts = accounts(3);
    ScopedPlans<InMemoryAccount> plans = Scopes.of(accounts).concurrency(1).plan(ScopesTest::plan);
    Thread caller = Thread.currentThread();

    List<ScopeOutcome<InMemoryAccount, ExecutionResult>> results =
        plans.execute(
            (account, plan) -> {
              caller.interrupt();
              awaitInterrupt();
              return execute(account, plan);
            });

    assertThat(Thread.interrupted()).isTrue();
    assertThat(results.get(0).value().orElseThrow().outcomes())
        .hasSize(4)
        .extracting(ActionOutcome::code)
        .containsOnly(OutcomeCodes.INTERRUPTED, ReasonCodes.IMAGE_NOT_REMOVED);
    assertThat(results.subList(1, 3))
        .allSatisfy(
            result ->
                assertThat(result.failure())
                    .hasValueSatisfying(
                        e -> assertThat(e).hasMessageContaining("Interrupted before ")));
    assertThat(accounts).extracting(account -> account.imageIds().size()).containsExactly(2, 2, 2);
  }

  @Test
  void aScopeStandsThereOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scopes.of(List.of("eu-west-1", "eu-west-2", "eu-west-1")))
        .withMessage("The scope eu-west-1 stands twice: expected once");
  }

  @Test
  void noScopesHaveNoOutcomes() {
    ScopedPlans<InMemoryAccount> plans = plans(List.of());

    assertThat(plans.outcomes()).isEmpty();
    assertThat(plans.execute(ScopesTest::execute)).isEmpty();
  }

  @Test
  void aBoundIsOneAtLeast() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scopes.of(List.of("eu-west-1")).concurrency(0))
        .withMessage("A concurrency of 0: expected 1 or more");
  }

  @Test
  void plansAreHandedOnAsTheyAreMade() {
    List<InMemoryAccount> accounts = accounts(3);
    CountDownLatch handedOn = new CountDownLatch(2);
    List<InMemoryAccount> order = new ArrayList<>();

    Scopes.of(accounts)
        .plan(
            account -> {
              if (account == accounts.get(0)) {
                handedOn.await();
              }
              return plan(account);
            },
            outcome -> {
              order.add(outcome.scope());
              handedOn.countDown();
            });

    assertThat(order).containsExactlyInAnyOrderElementsOf(accounts).endsWith(accounts.get(0));
  }

  @Test
  void noScopeIsBegunBeforeAnOutcomeIsHandedOnInItsPlace() {
    AtomicInteger unseen = new AtomicInteger();
    List<Integer> atOnce = new ArrayList<>();

    Scopes.of(IntStream.range(0, 100).boxed().toList())
        .concurrency(3)
        .each(scope -> unseen.incrementAndGet(), outcome -> atOnce.add(unseen.getAndDecrement()));

    assertThat(atOnce).hasSize(100).allMatch(number -> number <= 3);
  }

  @Test
  void ofTwoPlansOfARegionThatAreHandedOnTheSecondIsAFailure() {
    List<ScopeOutcome<String, CleanupPlan>> outcomes = new ArrayList<>();

    Scopes.of(List.of("one", "other"))
        .concurrency(1)
        .plan(name -> plan(account("eu-west-1", 1)), outcomes::add);

    assertThat(outcomes.get(0).value()).isPresent();
    assertThat(outcomes.get(1).failure())
        .hasValueSatisfying(e -> assertThat(e).hasMessageContaining("is planned as one already"));
  }

  @Test
  void whatCannotBeHandedOnStopsTheOthers() {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger interrupted = new AtomicInteger();

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(
            () ->
                Scopes.of(List.of(1, 2, 3, 4))
                    .concurrency(2)
                    .each(
                        scope -> {
                          if (scope == 1) {
                            begun.await();
                            return scope;
                          }
                          begun.countDown();
                          awaitInterrupt();
                          interrupted.incrementAndGet();
                          return scope;
                        },
                        outcome -> {
                          throw new UncheckedIOException(new IOException("No space left"));
                        }));

    assertThat(interrupted).hasValue(1);
  }

  /** Its caller goes on to close files, which an interrupt would break. */
  @Test
  void whatCannotBeHandedOnDoesNotInterruptTheCaller() {
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(
            () ->
                Scopes.of(accounts(4))
                    .concurrency(2)
                    .plan(
                        ScopesTest::plan,
                        outcome -> {
                          throw new UncheckedIOException(new IOException("No space left"));
                        }));

    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void anInterruptOutlastsASinkThatThrows() {
    Thread caller = Thread.currentThread();

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(
            () ->
                Scopes.of(accounts(4))
                    .concurrency(2)
                    .plan(
                        ScopesTest::plan,
                        outcome -> {
                          caller.interrupt();
                          throw new UncheckedIOException(new IOException("No space left"));
                        }));

    assertThat(Thread.interrupted()).isTrue();
  }

  /** Accounts in regions of their own, with two images each. */
  private static List<InMemoryAccount> accounts(int count) {
    return IntStream.range(0, count).mapToObj(n -> account("region-" + n, 2)).toList();
  }

  private static InMemoryAccount account(String region, int images) {
    InMemoryAccount.Builder account = InMemoryAccount.builder().clock(CLOCK).region(region);
    for (int number = 1; number <= images; number++) {
      String snapshot = snapshotId(number).value();
      account.image(
          imageId(number).value(),
          image -> image.createdAt(NOW.minus(Duration.ofDays(9))).snapshot(snapshot, 8));
    }
    return account.build();
  }

  private static ScopedPlans<InMemoryAccount> plans(List<InMemoryAccount> accounts) {
    return Scopes.of(accounts).plan(ScopesTest::plan);
  }

  private static CleanupPlan plan(InMemoryAccount account) {
    return planner(account).build().plan();
  }

  private static CleanupPlannerBuilder planner(InMemoryAccount account) {
    return CleanupPlanner.builder()
        .images(account)
        .snapshots(account)
        .usage(account)
        .groupBy(Mappers.everything("all"))
        .retain(RetentionStrategies.nothing())
        .clock(CLOCK);
  }

  private static ExecutionResult execute(InMemoryAccount account, CleanupPlan plan) {
    return PlanExecutor.builder()
        .operations(account)
        .account(account)
        .clock(CLOCK)
        .build()
        .execute(plan);
  }

  /** Ends when the thread is interrupted, and leaves it so. */
  private static void awaitInterrupt() {
    while (!Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
  }
}
