package io.amiclean.core.plan;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.OTHER_ACCOUNT;
import static io.amiclean.core.Fixtures.SCOPE;
import static io.amiclean.core.Fixtures.account;
import static io.amiclean.core.Fixtures.codes;
import static io.amiclean.core.Fixtures.image;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.imageNamed;
import static io.amiclean.core.Fixtures.imageTagged;
import static io.amiclean.core.plan.Planning.decision;
import static io.amiclean.core.plan.Planning.planner;
import static io.amiclean.core.plan.Planning.removed;
import static io.amiclean.core.plan.Planning.sweeping;
import static io.amiclean.core.plan.Planning.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.Refusal;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.PlanLimits;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.core.Fixtures;
import io.amiclean.core.exclusion.ExclusionFilters;
import io.amiclean.core.exclusion.SnapshotExclusionFilters;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CleanupPlannerTest {

  private static Fixtures.Account images(int... numbers) {
    Fixtures.Account account = account();
    for (int number : numbers) {
      account.images(image(number).build());
    }
    return account;
  }

  @Test
  void anImageThatNothingKeepsGoesAndTellsItsRankInItsGroup() {
    CleanupPlan plan =
        planner(images(1, 2, 3))
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.keepNewest(2))
            .build()
            .plan();

    assertThat(plan.removals())
        .containsExactly(
            ImageDecision.builder()
                .imageId(imageId(3))
                .name("image-3")
                .creationDate(NOW.minus(Duration.ofDays(3)))
                .addGroups("all")
                .verdict(Verdict.REMOVE)
                .addReasons(
                    Reason.of(
                        "not-retained",
                        "Nothing excludes the image, and no group that it is in retains it",
                        "all: rank 3 of 3"))
                .trace(decision(plan, 3).trace())
                .build());
    assertThat(codes(decision(plan, 1).reasons())).containsExactly("keep-newest");
  }

  @Test
  void thePlanIsOfTheScopeAndTheTimeThatWasPlannedFor() {
    CleanupPlan plan = sweeping(images(1)).build().plan();

    assertThat(plan.scope()).isEqualTo(SCOPE);
    assertThat(plan.createdAt()).isEqualTo(NOW);
  }

  @Test
  void anEmptyAccountIsAnEmptyPlan() {
    CleanupPlan plan = sweeping(account()).orphanSnapshots().build().plan();

    assertThat(plan.images()).isEmpty();
    assertThat(plan.orphanSnapshots()).isEmpty();
    assertThat(plan.refusals()).isEmpty();
  }

  @Test
  void equalCreationDatesAreRankedById() {
    CleanupPlan plan =
        planner(
                account()
                    .images(
                        image(1).creationDate(NOW).build(),
                        image(2).creationDate(NOW).build(),
                        image(3).creationDate(NOW).build()))
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.keepNewest(1))
            .build()
            .plan();

    assertThat(removed(plan)).containsExactly(2, 3);
  }

  @Test
  void excludedImagesDoNotCountTowardsTheNewest() {
    CleanupPlan plan =
        planner(images(1, 2, 3).used(imageId(1), "instance", "i-1"))
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.keepNewest(1))
            .build()
            .plan();

    assertThat(verdict(plan, 1)).isEqualTo(Verdict.EXCLUDED);
    assertThat(verdict(plan, 2)).isEqualTo(Verdict.RETAINED);
    assertThat(verdict(plan, 3)).isEqualTo(Verdict.REMOVE);
  }

  @Test
  void imagesThatCannotBeRolledBackToDoNotCountTowardsTheNewest() {
    CleanupPlan plan =
        planner(
                account()
                    .images(
                        image(1).state(ImageState.DISABLED).build(),
                        image(2).state(ImageState.PENDING).build(),
                        image(3).build(),
                        image(4).build()))
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.keepNewest(1))
            .build()
            .plan();

    assertThat(removed(plan)).containsExactly(4);
  }

  @Test
  void whatFiltersKeepCountsTowardsAMinimumPerGroup() {
    CleanupPlan plan =
        planner(images(1, 2, 3).used(imageId(3), "instance", "i-1"))
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.keepAtLeast(2))
            .build()
            .plan();

    assertThat(removed(plan)).containsExactly(2);
  }

  @Test
  void severalRetentionsKeepWhatAnyOfThemKeepsWithTheReasonsOfAll() {
    CleanupPlan plan =
        planner(images(1, 2, 3, 4))
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.keepNewest(1))
            .retain(RetentionStrategies.youngerThan(Duration.ofDays(3)))
            .build()
            .plan();

    assertThat(removed(plan)).containsExactly(3, 4);
    assertThat(codes(decision(plan, 1).reasons())).containsExactly("keep-newest", "minimum-age");
  }

  @Test
  void excludedImagesAreShownInTheirGroups() {
    CleanupPlan plan =
        planner(account().images(imageTagged(1, "role", "web")).used(imageId(1), "instance", "i-1"))
            .groupBy(Mappers.tags("role"))
            .retain(RetentionStrategies.nothing())
            .build()
            .plan();

    assertThat(decision(plan, 1).groups()).containsExactly("web");
  }

  @Test
  void anImageInTwoGroupsStaysIfOneOfThemKeepsIt() {
    CleanupPlan plan =
        planner(
                account()
                    .images(
                        imageNamed(1, "web"), imageNamed(2, "web-api"), imageNamed(3, "web-api")))
            .groupBy(Mappers.nameContains("web", "api"))
            .retain(RetentionStrategies.keepNewest(1))
            .build()
            .plan();

    assertThat(decision(plan, 2).groups()).containsExactly("api", "web");
    assertThat(verdict(plan, 2)).isEqualTo(Verdict.RETAINED);
    assertThat(removed(plan)).containsExactly(3);
  }

  @Test
  void anImageThatGoesTellsItsRankInEachGroup() {
    CleanupPlan plan =
        planner(account().images(imageNamed(1, "web"), imageNamed(2, "web-api")))
            .groupBy(Mappers.nameContains("web"), Mappers.nameContains("api"))
            .retain(RetentionStrategies.nothing())
            .build()
            .plan();

    assertThat(decision(plan, 2).reasons().get(0).evidence())
        .containsExactly("api: rank 1 of 1", "web: rank 2 of 2");
  }

  @Test
  void groupsOfSwappedValuesAreTwoGroups() {
    CleanupPlan plan =
        planner(
                account()
                    .images(
                        image(1).putTags("environment", "web").putTags("role", "prod").build(),
                        image(2).putTags("environment", "prod").putTags("role", "web").build()))
            .groupBy(Mappers.tags("environment", "role"))
            .retain(RetentionStrategies.keepNewest(1))
            .build()
            .plan();

    assertThat(removed(plan)).isEmpty();
    assertThat(decision(plan, 1).groups()).containsExactly("environment=web.role=prod");
    assertThat(decision(plan, 2).groups()).containsExactly("environment=prod.role=web");
  }

  @Test
  void everyExcludedValueProtects() {
    CleanupPlan plan =
        planner(
                account()
                    .images(
                        imageTagged(1, "environment", "prod"),
                        imageTagged(2, "environment", "qa"),
                        imageTagged(3, "environment", "nonprod")))
            .groupBy(Mappers.tags("environment"))
            .exclude(
                ExclusionFilters.tagValueIn(List.of("environment", "role"), List.of("prod", "qa")))
            .retain(RetentionStrategies.nothing())
            .build()
            .plan();

    assertThat(removed(plan)).containsExactly(3);
    assertThat(codes(decision(plan, 1).reasons())).containsExactly("excluded-value");
    assertThat(codes(decision(plan, 2).reasons())).containsExactly("excluded-value");
  }

  @Test
  void imagesTooYoungCanBeSetAsideBeforeTheNewestAreCounted() {
    CleanupPlan plan =
        planner(images(1, 2, 3, 4))
            .groupBy(Mappers.everything("all"))
            .retain(
                RetentionStrategies.youngerThan(Duration.ofDays(2))
                    .then(RetentionStrategies.keepNewest(1)))
            .build()
            .plan();

    assertThat(codes(decision(plan, 1).reasons())).containsExactly("minimum-age");
    assertThat(codes(decision(plan, 2).reasons())).containsExactly("keep-newest");
    assertThat(removed(plan)).containsExactly(3, 4);
  }

  @Test
  void anImageThatNoMapperPlacesStays() {
    CleanupPlan plan =
        planner(account().images(imageTagged(1, "e", "x"), imageTagged(2, "role", "web")))
            .groupBy(Mappers.tags("environment", "role"))
            .retain(RetentionStrategies.nothing())
            .build()
            .plan();

    assertThat(verdict(plan, 1)).isEqualTo(Verdict.UNMAPPED);
    assertThat(codes(decision(plan, 1).reasons())).containsExactly("no-group");
    assertThat(decision(plan, 1).groups()).isEmpty();
    assertThat(removed(plan)).containsExactly(2);
  }

  @Test
  void anImageOfUnknownAgeStaysAndCountsAsStaying() {
    CleanupPlan plan =
        planner(
                account()
                    .images(
                        image(1).creationDate(Optional.empty()).build(),
                        image(2).build(),
                        image(3).build()))
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.keepAtLeast(2))
            .build()
            .plan();

    assertThat(verdict(plan, 1)).isEqualTo(Verdict.RETAINED);
    assertThat(codes(decision(plan, 1).reasons())).containsExactly("unknown-creation-date");
    assertThat(removed(plan)).containsExactly(3);
  }

  @Test
  void aRetentionSeesOnlyWhatIsInQuestion() {
    Set<ImageId> candidates = new LinkedHashSet<>();
    Set<ImageId> kept = new LinkedHashSet<>();
    planner(
            account()
                .images(
                    image(1).build(),
                    image(2).creationDate(Optional.empty()).build(),
                    image(3).ownerId(OTHER_ACCOUNT).build()))
        .groupBy(Mappers.everything("all"))
        .retain(
            RetentionStrategy.named(
                "recording()",
                (group, context) -> {
                  group.candidates().forEach(image -> candidates.add(image.id()));
                  group.kept().forEach(image -> kept.add(image.id()));
                  return RetentionStrategies.nothing().decide(group, context);
                }))
        .build()
        .plan();

    assertThat(candidates).containsExactly(imageId(1));
    assertThat(kept).containsExactlyInAnyOrder(imageId(2), imageId(3));
  }

  @Test
  void onlySelectedImagesGo() {
    CleanupPlan plan = sweeping(images(1, 2, 3)).selectOnly(List.of(imageId(1))).build().plan();

    assertThat(removed(plan)).containsExactly(1);
    assertThat(codes(decision(plan, 2).reasons())).containsExactly("not-selected");
  }

  @Test
  void selectionsAddUp() {
    CleanupPlan plan =
        sweeping(images(1, 2, 3))
            .selectOnly(List.of(imageId(3)))
            .selectOnly(List.of(imageId(1)))
            .build()
            .plan();

    assertThat(removed(plan)).containsExactly(1, 3);
  }

  @Test
  void selectingNothingRemovesNothing() {
    assertThat(removed(sweeping(images(1)).selectOnly(List.of()).build().plan())).isEmpty();
  }

  @Test
  void aSelectedImageIsProtectedLikeAnyOther() {
    CleanupPlan plan =
        sweeping(images(1).used(imageId(1), "instance", "i-1"))
            .selectOnly(List.of(imageId(1)))
            .build()
            .plan();

    assertThat(codes(decision(plan, 1).reasons())).containsExactly("in-use");
  }

  @Test
  void aSelectedImageThatDoesNotExistIsRefused() {
    CleanupPlanner planner =
        sweeping(images(1)).selectOnly(List.of(imageId(1), imageId(7))).build();

    assertThatExceptionOfType(PlanRefusedException.class)
        .isThrownBy(planner::plan)
        .withMessageContaining("ami-00000007")
        .withMessageNotContaining("ami-00000001");
  }

  @Test
  void aSelectedImageThatIsNotOursIsRefused() {
    CleanupPlanner planner =
        sweeping(
                account()
                    .images(
                        image(1).ownerId(OTHER_ACCOUNT).build(),
                        image(2).ownerId(Optional.empty()).build()))
            .selectOnly(List.of(imageId(1), imageId(2)))
            .build();

    assertThatExceptionOfType(PlanRefusedException.class)
        .isThrownBy(planner::plan)
        .withMessageContaining("ami-00000001, ami-00000002");
  }

  @Test
  void aPlanPastItsLimitsSaysSoForEachOfThem() {
    CleanupPlan plan =
        sweeping(images(1, 2, 3))
            .limits(PlanLimits.removeAtMost(2), PlanLimits.removeAtMostPercent(50))
            .limits(PlanLimits.keepAtLeastPerGroup(0))
            .build()
            .plan();

    assertThat(plan.refusals())
        .extracting(Refusal::code)
        .containsExactly("limit-images", "limit-percent");
    assertThat(removed(plan)).containsExactly(1, 2, 3);
  }

  @Test
  void aPlanAtItsLimitIsNotRefused() {
    CleanupPlan plan =
        planner(images(1, 2, 3, 4))
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.keepNewest(2))
            .limits(
                PlanLimits.removeAtMost(2),
                PlanLimits.removeAtMostPercent(50),
                PlanLimits.keepAtLeastPerGroup(2))
            .build()
            .plan();

    assertThat(plan.refusals()).isEmpty();
  }

  @Test
  void aMinimumPerGroupCountsAllThatStaysForWhateverReason() {
    CleanupPlan plan =
        sweeping(
                account()
                    .images(
                        image(1).build(),
                        image(2).creationDate(Optional.empty()).build(),
                        image(3).state(ImageState.DISABLED).build()))
            .limits(PlanLimits.keepAtLeastPerGroup(2))
            .build()
            .plan();

    assertThat(removed(plan)).containsExactly(1);
    assertThat(plan.refusals()).isEmpty();
  }

  @Test
  void thePlanTellsWhatItWasMadeWith() {
    CleanupPlan plan =
        planner(images(1))
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.keepNewest(2))
            .exclude(ExclusionFilters.tagged("keep"))
            .excludeSnapshots(SnapshotExclusionFilters.tagged("keep"))
            .selectOnly(List.of(imageId(1)))
            .limits(PlanLimits.removeAtMost(3))
            .orphanSnapshots()
            .build()
            .plan();

    StrategySpec kept = StrategySpec.ofField("tagged", "key", SpecArgument.of("keep"));
    assertThat(plan.policy())
        .isEqualTo(
            CleanupPolicy.builder()
                .addGroupBy(StrategySpec.of("everything", "all"))
                .addRetain(StrategySpec.of("keepNewest", 2))
                .addExclude(kept)
                .addExcludeSnapshots(kept)
                .onlyOf(List.of(imageId(1)))
                .limits(PlanLimits.removeAtMost(3))
                .orphanSnapshots(true)
                .build());
  }

  @Test
  void thePlanHoldsEachRetention() {
    CleanupPlan plan = sweeping(images(1)).retain(RetentionStrategies.keepNewest(1)).build().plan();

    assertThat(plan.policy().retain())
        .containsExactly(StrategySpec.of("nothing"), StrategySpec.of("keepNewest", 1));
  }

  @Test
  void theOrderInWhichAMapperNamesGroupsChangesNothing() {
    Map<String, Collection<GroupKey>> orders =
        Map.of(
            "ascending", List.of(GroupKey.of("g", "a"), GroupKey.of("g", "b")),
            "descending", List.of(GroupKey.of("g", "b"), GroupKey.of("g", "a")));

    Set<String> plans = new LinkedHashSet<>();
    orders
        .values()
        .forEach(
            keys ->
                plans.add(
                    PlanJson.write(
                        planner(images(1, 2, 3))
                            .groupBy(
                                ImageMapper.named(
                                    "both()", (image, context) -> new LinkedHashSet<>(keys)))
                            .retain(RetentionStrategies.keepNewest(2))
                            .build()
                            .plan())));

    assertThat(plans).hasSize(1);
  }

  @Test
  void eachPlanReadsAnew() {
    Fixtures.Account account = images(1);
    CleanupPlanner planner =
        CleanupPlanner.builder()
            .images(() -> account.context().images())
            .snapshots(() -> account.context().snapshots())
            .usage(() -> account.context().usage())
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.nothing())
            .clock(Planning.CLOCK)
            .build();
    CleanupPlan before = planner.plan();
    account.images(image(2).build());

    assertThat(removed(before)).containsExactly(1);
    assertThat(removed(planner.plan())).containsExactly(1, 2);
  }

  @ParameterizedTest
  @EnumSource(
      value = ImageState.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"AVAILABLE"})
  void onlyAvailableImagesGo(ImageState state) {
    assertThat(removed(sweeping(account().images(image(1).state(state).build())).build().plan()))
        .isEmpty();
  }
}
