package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.execution.Executing.ami;
import static io.amiclean.core.execution.Executing.ending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What others changed, or another program lacks, between a plan and its execution. */
class RecheckByOthersTest {

  private static final String SOURCE = "acme.emr-clusters";

  /** Two images that were made from image 9: image N is N days old. */
  private static InMemoryAccount.Builder madeFromAnother() {
    InMemoryAccount.Builder account = InMemoryAccount.builder().clock(Executing.CLOCK);
    for (int days = 1; days <= 2; days++) {
      int age = days;
      account.image(
          ami(days),
          image ->
              image
                  .name("image")
                  .createdAt(NOW.minus(Duration.ofDays(age)))
                  .copiedFrom(ami(9), "eu-west-1"));
    }
    return account;
  }

  private static CleanupPlanner newestOfFamily(InMemoryAccount account) {
    return CleanupPlanner.builder()
        .account(account)
        .groupBy(Mappers.family())
        .retain(RetentionStrategies.keepNewest(1))
        .clock(Executing.CLOCK)
        .build();
  }

  @Test
  void anImageWhoseFamilyLostTheImageThatHeldItTogetherStays() {
    InMemoryAccount before =
        madeFromAnother()
            .image(ami(9), image -> image.name("base").createdAt(NOW.minus(Duration.ofDays(9))))
            .instance("i-9", ami(9))
            .build();
    CleanupPlan plan = newestOfFamily(before).plan();
    assertThat(plan.removals()).extracting(ImageDecision::imageId).containsExactly(imageId(2));
    InMemoryAccount after = madeFromAnother().build();
    assertThat(newestOfFamily(after).plan().removals()).isEmpty();

    ExecutionResult result = Executing.execute(after, newestOfFamily(after), plan);

    assertThat(ending(result, imageId(2))).isEqualTo("SKIPPED group-changed");
    assertThat(after.imageIds()).containsExactly(imageId(1), imageId(2));
  }

  @Test
  void aProgramThatLacksASourceOfTheProgramThatPlannedRemovesNothing() {
    InMemoryAccount account = Executing.account().image(1, 1).build();
    ImageUsageSource further =
        () ->
            ImageUsage.builder()
                .scope(account.scope())
                .readAt(NOW)
                .addEvidence(Evidence.complete(SOURCE, 0, NOW))
                .build();
    CleanupPlan plan = Executing.planner(account).usage(further).build().plan();

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> Executing.execute(account, plan))
        .withMessageContaining("'" + SOURCE + "' was read for the plan, and is not read now")
        .satisfies(failure -> assertThat(failure.source()).isEqualTo(SOURCE));
    assertThat(account.imageIds()).containsExactly(imageId(1));
  }

  @Test
  void aProgramThatDoesNotReadTheUsageOfAnotherAccountRemovesNothing() {
    InMemoryAccount account = Executing.account().image(1, 1).build();
    CleanupScope other = CleanupScope.of(AccountId.of("210987654321"), "eu-west-1");
    ImageUsageSource there =
        () ->
            ImageUsage.builder()
                .scope(account.scope())
                .readAt(NOW)
                .addOtherScopes(other)
                .addEvidence(Evidence.complete("instances(210987654321)", 0, NOW))
                .build();
    CleanupPlanner planner = Executing.planner(account).usage(there).build();
    CleanupPlan plan = planner.plan();
    assertThat(plan.reading().usageIn()).containsExactly(other);

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> Executing.execute(account, plan))
        .withMessage(
            "The usage in 210987654321/eu-west-1 was read for the plan, and is not read now: read"
                + " it as well, or make a new plan");
    assertThat(account.imageIds()).containsExactly(imageId(1));

    assertThat(ending(Executing.execute(account, planner, plan), imageId(1)))
        .isEqualTo("SUCCEEDED success");
  }

  /** Operations on an account that also sees an image of another account. */
  private static ForwardingOperations seeingOf(InMemoryAccount account, ImageId another) {
    return new ForwardingOperations(account) {
      @Override
      public Map<ImageId, AccountId> owners(Set<ImageId> images) {
        return images.contains(another) ? Map.of(another, AccountId.of("210987654321")) : Map.of();
      }
    };
  }

  @Test
  void aPlanWithAnImageThatIsThatOfAnotherAccountRemovesNothing() {
    InMemoryAccount account = Executing.account().image(1, 1).image(2, 2).build();
    CleanupPlan plan = Executing.plan(account);
    account.deregister(imageId(2));
    PlanExecutor executor =
        Executing.executor(account).operations(seeingOf(account, imageId(2))).build();

    assertThatExceptionOfType(PlanRefusedException.class)
        .isThrownBy(() -> executor.execute(plan))
        .withMessageContaining(ami(2) + " belongs to 210987654321");
    assertThatExceptionOfType(PlanRefusedException.class)
        .isThrownBy(() -> executor.detectDrift(plan))
        .withMessageContaining(ami(2) + " belongs to 210987654321");
    assertThat(account.imageIds()).containsExactly(imageId(1));
  }

  @Test
  void onlyTheOwnersOfImagesThatOthersRemovedAreLookedUp() {
    InMemoryAccount account = Executing.account().image(1).image(2).image(3).build();
    CleanupPlan plan = Executing.plan(account);
    StepsInMemory journal = new StepsInMemory();
    journal.append(JournalStep.announced(imageId(1), List.of()));
    journal.append(JournalStep.ended(List.of(account.deregister(imageId(1)))));
    account.deregister(imageId(2));
    List<Set<ImageId>> asked = new ArrayList<>();
    ForwardingOperations operations =
        new ForwardingOperations(account) {
          @Override
          public Map<ImageId, AccountId> owners(Set<ImageId> images) {
            asked.add(images);
            return super.owners(images);
          }
        };

    Executing.executor(account).operations(operations).journal(journal).build().execute(plan);

    assertThat(asked).containsExactly(Set.of(imageId(2)));
  }

  @Test
  void aPlanOfStagesIsNotExecutedByOperationsOnAnotherAccount() {
    InMemoryAccount account = Executing.account().image(1).build();
    CleanupPlanner planner =
        Executing.planner(account).lifecycle(LifecyclePolicy.of(LifecycleRule.disable())).build();
    CleanupScope other = CleanupScope.of(AccountId.of("210987654321"), "eu-west-1");
    ForwardingOperations elsewhere =
        new ForwardingOperations(account) {
          @Override
          public CleanupScope scope() {
            return other;
          }
        };
    PlanExecutor executor = Executing.executor(account, planner).lifecycle(elsewhere).build();

    assertThatExceptionOfType(PlanRefusedException.class)
        .isThrownBy(() -> executor.execute(planner.plan()))
        .withMessageContaining("the lifecycle operations are of " + other);
    assertThat(account.calls(AccountCall.DISABLE_IMAGE)).isEmpty();
  }
}
