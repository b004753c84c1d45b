package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.execution.Executing.account;
import static io.amiclean.core.execution.Executing.ami;
import static io.amiclean.core.execution.Executing.executor;
import static io.amiclean.core.execution.Executing.plan;
import static io.amiclean.core.execution.Executing.snap;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.Fault;
import io.amiclean.core.inmemory.InMemoryAccount;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every twentieth of the calls that remove fails in one way or another. */
class FaultyCallsTest {

  private static final int IMAGES = 100;

  private static final List<Fault> FAULTS =
      List.of(
          Fault.error("RequestLimitExceeded", "Request limit exceeded."),
          Fault.error("InternalError", "An internal error has occurred"),
          Fault.lostBeforeEffect(),
          Fault.lostAfterEffect());

  private static InMemoryAccount faultyAccount(Random random) {
    Executing.Account account = account();
    for (int i = 1; i <= IMAGES; i++) {
      account.image(i, i, 1000 + i / 2);
    }
    InMemoryAccount built =
        account
            .image(500, 500, 1000 + IMAGES / 2)
            .and()
            .instance("i-0123456789abcdef0", ami(500))
            .snapshot(snap(2000), orphan -> orphan.madeFor(ami(777)))
            .build();
    for (AccountCall call : List.of(AccountCall.DEREGISTER_IMAGE, AccountCall.DELETE_SNAPSHOT)) {
      for (int nth = 1; nth <= 3 * IMAGES; nth++) {
        if (random.nextInt(20) == 0) {
          built.failAt(call, nth, FAULTS.get(random.nextInt(FAULTS.size())));
        }
      }
    }
    return built;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233})
  void everythingEndsAsPlannedOrIsInTheResultWithItsReason(long seed) {
    InMemoryAccount account = faultyAccount(new Random(seed));
    CleanupPlan plan = plan(account);
    Set<ResourceId> before = everything(account);
    Set<ResourceId> planned = planned(plan);

    ExecutionResult result = executor(account).concurrency(4).build().execute(plan);

    Map<ResourceId, ActionOutcome> outcomes =
        result.outcomes().stream().collect(toMap(ActionOutcome::resource, received -> received));
    assertThat(outcomes.keySet()).isEqualTo(planned);
    assertThat(result.counts().values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(planned.size());
    Set<ResourceId> left = everything(account);
    assertThat(outcomes)
        .allSatisfy(
            (id, received) -> {
              assertThat(left.contains(id)).as("%s", received).isEqualTo(!received.isDone());
              assertThat(received.message()).isNotBlank();
            });
    assertThat(left).containsAll(difference(before, planned));
    assertThat(result.hasFailures()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void executingAgainWithoutFaultsFinishesIt(long seed) {
    InMemoryAccount account = faultyAccount(new Random(seed));
    CleanupPlan plan = plan(account);
    Set<ResourceId> staying = difference(everything(account), planned(plan));
    executor(account).concurrency(4).build().execute(plan);
    account.clearFaults();

    ExecutionResult result = executor(account).concurrency(4).build().execute(plan);

    assertThat(everything(account)).isEqualTo(staying).contains(imageId(500));
    assertThat(result.outcomes())
        .extracting(ActionOutcome::outcome)
        .containsOnly(Outcome.SUCCEEDED, Outcome.ALREADY_GONE);
  }

  private static Set<ResourceId> planned(CleanupPlan plan) {
    Stream<ImageId> images = plan.removals().stream().map(image -> image.imageId());
    Stream<SnapshotId> snapshots =
        Stream.concat(
                plan.removals().stream().flatMap(image -> image.snapshots().stream()),
                plan.orphanSnapshots().stream())
            .filter(SnapshotDecision::isDeletion)
            .map(SnapshotDecision::snapshotId);
    return Stream.<ResourceId>concat(images, snapshots).collect(toSet());
  }

  private static Set<ResourceId> everything(InMemoryAccount account) {
    Set<ResourceId> all = new HashSet<>(account.imageIds());
    all.addAll(account.snapshotIds());
    return all;
  }

  private static Set<ResourceId> difference(Set<ResourceId> all, Set<ResourceId> without) {
    Set<ResourceId> rest = new HashSet<>(all);
    rest.removeAll(without);
    return rest;
  }
}
