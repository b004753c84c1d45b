package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.execution.Executing.ami;
import static io.amiclean.core.lifecycle.LifecycleRule.deprecate;
import static io.amiclean.core.lifecycle.LifecycleRule.disable;
import static io.amiclean.core.lifecycle.LifecycleRule.makePrivate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.journal.ExecutionJournal;
import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.journal.JournalFile;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.core.lifecycle.LifecycleTags;
import io.amiclean.core.plan.CleanupPlanner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A stage change, or the way back, is killed between every two of its calls. */
class KilledStageChangeTest {

  private static final Instant DAY_0 = Instant.parse("2017-06-16T00:00:00Z");
  private static final ImageId SHARED_IMAGE = imageId(1);
  private static final ImageId PRIVATE_IMAGE = imageId(2);

  private static final LaunchPermissions SHARED =
      LaunchPermissions.builder()
          .everybody(true)
          .addAccounts(AccountId.of("111111111111"), AccountId.of("222222222222"))
          .addOrganizations("arn:aws:organizations::111111111111:organization/o-1234567890")
          .build();

  @TempDir private Path folder;

  private final MovingClock clock = new MovingClock(DAY_0);

  private InMemoryAccount account() {
    clock.set(DAY_0);
    return InMemoryAccount.builder()
        .image(ami(1), image -> image.createdAt(DAY_0.minus(Duration.ofDays(30))))
        .image(ami(2), image -> image.createdAt(DAY_0.minus(Duration.ofDays(30))))
        .launchPermissions(ami(1), SHARED)
        .clock(clock)
        .build();
  }

  private static LifecyclePolicy policy(LifecycleRule... rules) {
    return LifecyclePolicy.of(rules);
  }

  private static LifecycleRule[] allStages() {
    return new LifecycleRule[] {
      deprecate(), makePrivate().after(Duration.ofDays(1)), disable().after(Duration.ofDays(1))
    };
  }

  private CleanupPlanner planner(InMemoryAccount account, LifecyclePolicy policy) {
    return Executing.planner(account).lifecycle(policy).clock(clock).build();
  }

  private void execute(
      InMemoryAccount account, LifecyclePolicy policy, Killer killer, Optional<Path> journal) {
    CleanupPlanner planner = planner(account, policy);
    execute(account, planner, planner.plan(), killer, journal);
  }

  private void execute(
      InMemoryAccount account,
      CleanupPlanner planner,
      CleanupPlan plan,
      Killer killer,
      Optional<Path> journal) {
    if (journal.isEmpty()) {
      run(account, planner, plan, killer, ExecutionJournal.none());
      return;
    }
    try (JournalFile file = JournalFile.open(journal.get(), plan)) {
      run(account, planner, plan, killer, file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void run(
      InMemoryAccount account,
      CleanupPlanner planner,
      CleanupPlan plan,
      Killer killer,
      ExecutionJournal journal) {
    ForwardingOperations operations = killer.operations(account);
    PlanExecutor.builder()
        .operations(operations)
        .lifecycle(operations)
        .planner(planner)
        .journal(killer.journal(journal))
        .concurrency(1)
        .clock(clock)
        .build()
        .execute(plan);
  }

  private static List<Image> images(InMemoryAccount account) {
    return List.copyOf(account.loadImages().images());
  }

  /** Those who could launch the image can do so, or stand in its tags. */
  private static void assertNothingIsLost(InMemoryAccount account, int step) {
    Image image = account.loadImages().image(SHARED_IMAGE).orElseThrow();
    assertThat(
            account
                .launchPermissions(SHARED_IMAGE)
                .and(LifecycleTags.defaults().record(image).orElse(LaunchPermissions.none())))
        .as("step %d: %s", step, image)
        .isEqualTo(SHARED);
  }

  private static Stream<LifecyclePolicy> firstStages() {
    return Stream.of(
        policy(deprecate()),
        policy(deprecate(Duration.ofDays(30))),
        policy(makePrivate()),
        policy(makePrivate(LaunchPermissions.builder().everybody(true).build())),
        policy(disable()));
  }

  @ParameterizedTest
  @MethodSource("firstStages")
  void aNewPlanWithoutTheJournalEndsAsIfUndisturbed(LifecyclePolicy policy) {
    InMemoryAccount undisturbed = account();
    Killer asleep = Killer.asleep();
    execute(undisturbed, policy, asleep, Optional.empty());
    assertThat(asleep.steps()).isGreaterThan(10);

    for (int step = 1; step <= asleep.steps(); step++) {
      InMemoryAccount account = account();
      CleanupPlanner planner = planner(account, policy);
      CleanupPlan plan = planner.plan();
      Killer killer = new Killer(step, () -> {});
      assertThatThrownBy(() -> execute(account, planner, plan, killer, Optional.empty()))
          .hasCauseInstanceOf(Killer.Killed.class);
      assertNothingIsLost(account, step);

      execute(account, policy, Killer.asleep(), Optional.empty());

      assertThat(images(account)).as("step %d", step).isEqualTo(images(undisturbed));
      assertNothingIsLost(account, step);
    }
  }

  @ParameterizedTest
  @MethodSource("firstStages")
  void theSamePlanWithItsJournalEndsAsIfUndisturbed(LifecyclePolicy policy) {
    InMemoryAccount undisturbed = account();
    Killer asleep = Killer.asleep();
    execute(undisturbed, policy, asleep, Optional.of(folder.resolve("journal")));

    for (int step = 1; step <= asleep.steps(); step++) {
      InMemoryAccount account = account();
      CleanupPlanner planner = planner(account, policy);
      CleanupPlan plan = planner.plan();
      Optional<Path> journal = Optional.of(folder.resolve("journal-" + step));
      Killer killer = new Killer(step, () -> {});
      assertThatThrownBy(() -> execute(account, planner, plan, killer, journal))
          .hasCauseInstanceOf(Killer.Killed.class);

      execute(account, planner, plan, Killer.asleep(), journal);

      assertThat(images(account)).as("step %d", step).isEqualTo(images(undisturbed));
      assertNothingIsLost(account, step);
    }
  }

  /** Deprecated, private, disabled: the image on the last of three days. */
  private InMemoryAccount disabledAccount() {
    InMemoryAccount account = account();
    for (int day = 0; day < 3; day++) {
      clock.set(DAY_0.plus(Duration.ofDays(day)));
      execute(account, policy(allStages()), Killer.asleep(), Optional.empty());
    }
    assertThat(images(account)).extracting(Image::state).containsOnly(ImageState.DISABLED);
    return account;
  }

  private ImageRestorer restoring(InMemoryAccount account, Killer killer) {
    return ImageRestorer.builder()
        .operations(killer.operations(account))
        .images(account)
        .holdBy("anna")
        .concurrency(1)
        .clock(clock)
        .build();
  }

  @Test
  void aRestoringThatIsRepeatedEndsAsIfUndisturbed() {
    List<ImageId> both = List.of(SHARED_IMAGE, PRIVATE_IMAGE);
    InMemoryAccount undisturbed = disabledAccount();
    Killer asleep = Killer.asleep();
    restoring(undisturbed, asleep).restore(both);
    assertThat(images(undisturbed))
        .allSatisfy(
            image -> {
              assertThat(image.state()).isEqualTo(ImageState.AVAILABLE);
              assertThat(image.deprecationTime()).isEmpty();
              assertThat(image.tags()).containsOnlyKeys("amiclean:hold");
            });
    // The two share the calls for the hold and for the traces.
    assertThat(asleep.steps()).isEqualTo(2 * 5 + 2 + 2 * 2);

    for (int step = 1; step <= asleep.steps(); step++) {
      InMemoryAccount account = disabledAccount();
      Killer killer = new Killer(step, () -> {});
      assertThatThrownBy(() -> restoring(account, killer).restore(both))
          .hasCauseInstanceOf(Killer.Killed.class);
      assertNothingIsLost(account, step);

      restoring(account, Killer.asleep()).restore(both);

      assertThat(images(account)).as("step %d", step).isEqualTo(images(undisturbed));
      assertThat(account.launchPermissions(SHARED_IMAGE)).isEqualTo(SHARED);
    }
  }

  @Test
  void aRestoringThatWasPlannedIsPlannedAgainUntilItIsDone() {
    Killer asleep = Killer.asleep();
    InMemoryAccount undisturbed = usedAgain();
    execute(undisturbed, policy(allStages()), asleep, Optional.empty());

    for (int step = 1; step <= asleep.steps(); step++) {
      InMemoryAccount account = usedAgain();
      CleanupPlanner planner = planner(account, policy(allStages()));
      CleanupPlan plan = planner.plan();
      Killer killer = new Killer(step, () -> {});
      assertThatThrownBy(() -> execute(account, planner, plan, killer, Optional.empty()))
          .hasCauseInstanceOf(Killer.Killed.class);
      assertNothingIsLost(account, step);

      execute(account, policy(allStages()), Killer.asleep(), Optional.empty());

      assertThat(images(account)).as("step %d", step).isEqualTo(images(undisturbed));
      assertThat(account.launchPermissions(SHARED_IMAGE)).isEqualTo(SHARED);
    }
  }

  private InMemoryAccount usedAgain() {
    InMemoryAccount account = disabledAccount();
    account.add(more -> more.instance("i-00000001", ami(1)).launchTemplate("lt-00000001", ami(2)));
    return account;
  }

  @Test
  void whatSomebodyTookBackAfterAKillStaysBack() {
    InMemoryAccount account = account();
    CleanupPlanner planner = planner(account, policy(allStages()));
    run(account, planner, planner.plan(), Killer.asleep(), ExecutionJournal.none());
    clock.advance(Duration.ofDays(1));
    CleanupPlan plan = planner.plan();
    StepsInMemory journal = new StepsInMemory();
    journal.append(JournalStep.announced(SHARED_IMAGE, List.of()));
    account.untag(Set.of(SHARED_IMAGE), Set.of("amiclean:stage", "amiclean:stage-since"));

    run(account, planner, plan, Killer.asleep(), journal);

    assertThat(account.launchPermissions(SHARED_IMAGE)).isEqualTo(SHARED);
    assertThat(images(account))
        .extracting(image -> image.tags().get("amiclean:stage"))
        .containsExactly(null, "private");
  }
}
