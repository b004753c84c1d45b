package io.amiclean.core.retention;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.SCOPE;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.retention.RetentionStrategies.keepNewest;
import static io.amiclean.core.retention.RetentionStrategies.quotaTarget;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.Counter;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.policy.PlanLimits;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.core.exclusion.ExclusionFilters;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.plan.CleanupPlannerBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Image N is N days old; odd ones are web, even ones db. */
class QuotaTargetTest {

  @Test
  void theOldestOfAllGroupsGoUntilTheNumberIsLeft() {
    assertThat(removals(account(6), quotaTarget(4))).containsExactly(imageId(5), imageId(6));
  }

  @Test
  void nothingGoesWhileThereAreNoMoreThanTheNumber() {
    assertThat(removals(account(4), quotaTarget(4))).isEmpty();
  }

  @Test
  void imagesInUseAndExcludedOnesCountAsLeft() {
    InMemoryAccount.Builder account = account(6);
    account.instance("i-6", imageId(6).value());

    assertThat(
            planner(account, quotaTarget(4))
                .exclude(ExclusionFilters.ids(imageId(5)))
                .build()
                .plan()
                .removals())
        .extracting(ImageDecision::imageId)
        .containsExactly(imageId(3), imageId(4));
  }

  @Test
  void imagesThatAreNotAvailableAndImagesOfNoGroupCountAsLeft() {
    InMemoryAccount.Builder account = account(4);
    image(account, 7, "web", ImageState.DISABLED);
    image(account, 8, "", ImageState.AVAILABLE);

    assertThat(removals(account, quotaTarget(4))).containsExactly(imageId(3), imageId(4));
  }

  @Test
  void everythingThatMayGoGoesIfThatIsNotEnough() {
    InMemoryAccount.Builder account = account(4);
    account.instance("i-1", imageId(1).value()).instance("i-2", imageId(2).value());

    assertThat(removals(account, quotaTarget(1))).containsExactly(imageId(3), imageId(4));
  }

  @Test
  void imagesOfTheSameAgeGoByTheirIds() {
    InMemoryAccount.Builder account = InMemoryAccount.builder();
    for (int number = 1; number <= 4; number++) {
      account.image(
          imageId(number).value(), image -> image.name("image").createdAt(NOW).tag("role", "web"));
    }

    assertThat(removals(account, quotaTarget(2))).containsExactly(imageId(3), imageId(4));
  }

  @Test
  void afterAnotherRetentionTheOldestOfWhatThatLetsGoGo() {
    assertThat(removals(account(8), keepNewest(3).then(quotaTarget(7))))
        .as("images 1 to 6 are among the newest three of web and db")
        .containsExactly(imageId(8));
    InMemoryAccount.Builder account = account(8);
    image(account, 9, "old", ImageState.AVAILABLE);

    assertThat(removals(account, keepNewest(3).then(quotaTarget(8))))
        .as("image 9 is the oldest, and among the newest of its group")
        .containsExactly(imageId(8));
  }

  @ParameterizedTest
  @MethodSource("asked")
  void aStrategyThatAsksItAboutEachGroupAloneHasEachKeepTheNumber(RetentionStrategy asked) {
    assertThat(
            removals(
                account(8),
                RetentionStrategy.named(
                    "one by one", (group, context) -> asked.decide(group, context))))
        .as("web has the odd ones, db the even ones")
        .containsExactly(imageId(7), imageId(8));
  }

  private static Stream<RetentionStrategy> asked() {
    return Stream.of(
        quotaTarget(3),
        keepNewest(1).then(quotaTarget(3)),
        RetentionStrategy.anyOf(keepNewest(1), quotaTarget(3)),
        keepNewest(1)
            .then(RetentionStrategy.anyOf(keepNewest(1).then(quotaTarget(3)), keepNewest(1))));
  }

  @Test
  void besideAnotherRetentionItDoesNotSeeWhatThatKeeps() {
    InMemoryAccount.Builder account = account(8);
    image(account, 9, "old", ImageState.AVAILABLE);

    assertThat(removals(account, RetentionStrategy.anyOf(keepNewest(3), quotaTarget(8))))
        .as("the ninth would go by the target alone")
        .isEmpty();
  }

  @Test
  void anImageThatOneOfItsGroupsKeepsCountsAsLeft() {
    assertThat(
            removals(
                account(6),
                keepNewest(1).then(quotaTarget(3)),
                Mappers.tags("role"),
                ImageMapper.named(
                    "oldest",
                    (image, context) ->
                        image.id().equals(imageId(6))
                            ? Mappers.everything("oldest").map(image, context)
                            : Set.of())))
        .as("image 6 is the newest of a group of its own")
        .containsExactly(imageId(3), imageId(4), imageId(5));
  }

  @Test
  void whatACandidateCheckProtectsCountsAsLeftAndTheNextOldestGoes() {
    CandidateCheck sharedOldest =
        CandidateCheck.named(
            "shared",
            images ->
                CandidateFindings.builder()
                    .scope(SCOPE)
                    .reasons(
                        images.stream()
                            .filter(image -> image.id().equals(imageId(6)))
                            .collect(
                                Collectors.toMap(
                                    Image::id, image -> List.of(Reason.of("shared", "Shared")))))
                    .build());

    assertThat(planner(account(6), quotaTarget(4)).check(sharedOldest).build().plan().removals())
        .extracting(ImageDecision::imageId)
        .containsExactly(imageId(4), imageId(5));
  }

  @Test
  void limitsHold() {
    assertThat(
            planner(account(6), quotaTarget(1))
                .limits(PlanLimits.builder().removeAtMost(4).build())
                .build()
                .plan()
                .refusals())
        .hasSize(1);
  }

  @Test
  void aReasonSaysWhatIsLeftOfTheNumber() {
    CleanupPlan plan = planner(account(6), quotaTarget(4)).build().plan();

    assertThat(plan.explain(imageId(4)).reasons())
        .containsExactly(
            Reason.of(
                    "quota-target",
                    "Among the 4 images that are to be left in the region",
                    "number 4 of 4 that are left")
                .counting(List.of(Counter.of("quota", 4, 4))));
  }

  @Test
  void aTargetOfNoneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> quotaTarget(0))
        .withMessage(
            "The number of images that are to be left in the region is 0: expected 1 or more");
  }

  private static InMemoryAccount.Builder account(int images) {
    InMemoryAccount.Builder account = InMemoryAccount.builder();
    for (int number = 1; number <= images; number++) {
      image(account, number, number % 2 == 1 ? "web" : "db", ImageState.AVAILABLE);
    }
    return account;
  }

  private static void image(
      InMemoryAccount.Builder account, int number, String role, ImageState state) {
    account.image(
        imageId(number).value(),
        image -> {
          image.name("image").createdAt(NOW.minus(Duration.ofDays(number))).state(state);
          if (!role.isEmpty()) {
            image.tag("role", role);
          }
        });
  }

  private static List<ImageId> removals(
      InMemoryAccount.Builder account, RetentionStrategy retention) {
    return removals(account, retention, Mappers.tags("role"));
  }

  private static List<ImageId> removals(
      InMemoryAccount.Builder account, RetentionStrategy retention, ImageMapper... mappers) {
    InMemoryAccount built = account.build();
    return CleanupPlanner.builder()
        .account(built)
        .groupBy(mappers)
        .retain(retention)
        .clock(Clock.fixed(NOW, ZoneOffset.UTC))
        .build()
        .plan()
        .removals()
        .stream()
        .map(ImageDecision::imageId)
        .toList();
  }

  private static CleanupPlannerBuilder planner(
      InMemoryAccount.Builder account, RetentionStrategy retention) {
    return CleanupPlanner.builder()
        .account(account.build())
        .groupBy(Mappers.tags("role"))
        .retain(retention)
        .clock(Clock.fixed(NOW, ZoneOffset.UTC));
  }
}
