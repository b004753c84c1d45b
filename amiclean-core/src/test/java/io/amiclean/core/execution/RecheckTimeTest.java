package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static io.amiclean.core.execution.Executing.account;
import static io.amiclean.core.execution.Executing.ami;
import static io.amiclean.core.execution.Executing.ending;
import static io.amiclean.core.execution.Executing.plan;
import static io.amiclean.core.execution.Executing.snap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.Fault;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.plan.CleanupPlanner;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** No removal comes later than 5 minutes after the end of the reading that permits it. */
class RecheckTimeTest {

  private final InMemoryAccount account =
      account().image(1, 1).image(2, 2).image(3, 3).image(4).image(5, 5).build();

  private final CleanupPlan plan = plan(account);
  private final MovingClock clock = new MovingClock(NOW);

  RecheckTimeTest() {
    account.clearCalls();
  }

  private PlanExecutorBuilder executor() {
    return Executing.executor(account).clock(clock).ticker(clock::nanos);
  }

  private void during(AccountCall call, int nth, Runnable event) {
    account.before(call, nth, event);
  }

  private void advanceDuring(AccountCall call, int nth, Duration time) {
    during(call, nth, () -> clock.advance(time));
  }

  private CandidateFindings nothingFound(List<Image> candidates) {
    return CandidateFindings.builder()
        .scope(account.scope())
        .addEvidence(Evidence.complete("reports", candidates.size(), NOW))
        .build();
  }

  private int looks() {
    return account.calls(AccountCall.READ_INSTANCES).size();
  }

  private void launch(int image) {
    account.add(more -> more.instance("i-0123456789abcdef0", ami(image)));
  }

  @Test
  void theAccountIsLookedAtAgainAfterFiveMinutes() {
    during(
        AccountCall.DEREGISTER_IMAGE,
        2,
        () -> {
          clock.advance(Duration.ofMinutes(5));
          launch(3);
        });

    ExecutionResult result = executor().build().execute(plan);

    assertThat(looks()).isEqualTo(2);
    assertThat(ending(result, imageId(3))).isEqualTo("SKIPPED became-in-use");
    assertThat(account.imageIds()).containsExactly(imageId(3));
  }

  @Test
  void theTimeOfALookBeginsWithTheEndOfItsReading() {
    advanceDuring(AccountCall.READ_INSTANCES, 1, Duration.ofHours(1));
    advanceDuring(AccountCall.DEREGISTER_IMAGE, 2, Duration.ofMinutes(5).minusNanos(1));

    executor().build().execute(plan);

    assertThat(looks()).isEqualTo(1);
    assertThat(account.imageIds()).isEmpty();
  }

  @Test
  void aClockThatIsSetBackMakesNoLookLastLonger() {
    during(
        AccountCall.DEREGISTER_IMAGE,
        2,
        () -> {
          clock.advance(Duration.ofMinutes(5));
          clock.set(Instant.EPOCH);
        });

    executor().build().execute(plan);

    assertThat(looks()).isEqualTo(2);
  }

  @Test
  void eachRemovalTakesALookOfItsOwnWhereOneTakesLongerThanALookLasts() {
    for (int nth = 1; nth <= 20; nth++) {
      advanceDuring(AccountCall.READ_INSTANCES, nth, Duration.ofHours(1));
      advanceDuring(AccountCall.DEREGISTER_IMAGE, nth, Duration.ofHours(1));
    }

    executor().build().execute(plan);

    assertThat(account.imageIds()).isEmpty();
    assertThat(looks()).isEqualTo(5);
  }

  @Test
  void theFirstRemovalComesNoLaterEither() {
    executor()
        .onDrift(
            drift -> {
              clock.advance(Duration.ofMinutes(5));
              launch(1);
            })
        .build()
        .execute(plan);

    assertThat(looks()).isEqualTo(2);
    assertThat(account.imageIds()).containsExactly(imageId(1));
  }

  @Test
  void theEvidenceOfThePlanPermitsNoRemovalLaterThanThatEither() {
    clock.advance(Duration.ofMinutes(4));
    advanceDuring(AccountCall.DEREGISTER_IMAGE, 2, Duration.ofMinutes(1));

    executor().maxEvidenceAge(Duration.ofDays(1)).build().execute(plan);

    assertThat(looks()).isEqualTo(1);
    assertThat(account.imageIds()).isEmpty();
  }

  @Test
  void looksThatExpireBeforeAnythingCanBeBegunEndTheExecution() {
    AtomicLong ticks = new AtomicLong();

    ExecutionResult result =
        executor()
            .ticker(() -> ticks.getAndAdd(Duration.ofMinutes(5).toNanos()))
            .build()
            .execute(plan);

    assertThat(ending(result, imageId(1))).isEqualTo("FAILED recheck-failed");
    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE)).isEmpty();
    assertThat(looks()).isEqualTo(4);
  }

  @Test
  void evidenceThatPermitsNoRemovalAnyMoreIsReadAgainAsBeforeTheFirstOne() {
    clock.advance(Duration.ofMinutes(10));
    account.failAlways(AccountCall.READ_INSTANCES, Fault.denied());

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> executor().maxEvidenceAge(Duration.ofDays(1)).build().execute(plan));
  }

  @Test
  void theTimeOfALookGoesOnWhileCandidatesAreChecked() {
    AtomicInteger asked = new AtomicInteger();
    CandidateCheck remembering =
        CandidateCheck.named(
            "reports",
            candidates -> {
              if (asked.incrementAndGet() == 2) {
                clock.advance(Duration.ofMinutes(30));
                launch(1);
              }
              return nothingFound(candidates);
            });
    CleanupPlanner planner = Executing.planner(account).check(remembering).build();
    CleanupPlan checked = planner.plan();

    ExecutionResult result =
        Executing.executor(account, planner)
            .clock(clock)
            .ticker(clock::nanos)
            .build()
            .execute(checked);

    assertThat(ending(result, imageId(1))).isEqualTo("SKIPPED became-in-use");
    assertThat(account.imageIds()).containsExactly(imageId(1));
  }

  @Test
  void checksThatTakeLongForEachPartOfThePlanEndNoExecution() {
    InMemoryAccount many = account().build();
    for (int number = 1; number <= 40; number++) {
      int image = number;
      many.add(
          more -> more.image(ami(image), spec -> spec.createdAt(NOW.minus(Duration.ofDays(9)))));
    }
    Set<ImageId> known = new HashSet<>();
    CandidateCheck remembering =
        CandidateCheck.named(
            "reports",
            candidates -> {
              if (known.addAll(candidates.stream().map(Image::id).toList())) {
                clock.advance(Duration.ofMinutes(30));
              }
              return nothingFound(candidates);
            });
    CleanupPlanner planner = Executing.planner(many).check(remembering).build();
    CleanupPlan checked = planner.plan();
    known.clear();

    Executing.executor(many, planner)
        .clock(clock)
        .ticker(clock::nanos)
        .recheckEvery(4, Duration.ofMinutes(5))
        .build()
        .execute(checked);

    assertThat(many.imageIds()).isEmpty();
  }

  @Test
  void aSnapshotWhoseImageStaysTakesNoRecheck() {
    launch(3);
    advanceDuring(AccountCall.DEREGISTER_IMAGE, 4, Duration.ofMinutes(5));

    ExecutionResult result = executor().build().execute(plan);

    assertThat(ending(result, snapshotId(3))).isEqualTo("SKIPPED image-not-removed");
    assertThat(looks()).isEqualTo(1);
  }

  @Test
  void anOrphanThatAnEarlierExecutionDeletedTakesNoRecheck() {
    InMemoryAccount withOrphan =
        account().image(1).and().snapshot(snap(9), orphan -> orphan.madeFor(ami(7))).build();
    CleanupPlan ofBoth = plan(withOrphan);
    StepsInMemory journal = new StepsInMemory();
    journal.append(JournalStep.announced(snapshotId(9), List.of()));
    journal.append(JournalStep.ended(List.of(withOrphan.delete(snapshotId(9)))));
    withOrphan.clearCalls();
    withOrphan.before(AccountCall.DEREGISTER_IMAGE, 1, () -> clock.advance(Duration.ofMinutes(5)));

    Executing.executor(withOrphan)
        .clock(clock)
        .ticker(clock::nanos)
        .journal(journal)
        .build()
        .execute(ofBoth);

    assertThat(withOrphan.calls(AccountCall.READ_INSTANCES)).hasSize(1);
    assertThat(withOrphan.imageIds()).isEmpty();
  }
}
