package io.amiclean.core.plan;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.imageId;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.policy.Protection;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.core.exclusion.ExclusionFilters;
import io.amiclean.core.inmemory.ImageSpec;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PlanDriftTest {

  /** Image N is N days old; 1 to 3 are of the role web, 4 and 5 of the role db. */
  private final InMemoryAccount account =
      InMemoryAccount.builder()
          .clock(Planning.CLOCK)
          .image(id(1), image(1, "web"))
          .image(id(2), image(2, "web"))
          .image(id(3), image(3, "web"))
          .image(id(4), image(4, "db"))
          .image(id(5), image(5, "db"))
          .build();

  /** What made the plan in question. */
  private CleanupPlanner planner = planner(RetentionStrategies.nothing()).build();

  @Test
  void nothingChangedIsNoDrift() {
    assertThat(drift(plan(1)).changes()).isEmpty();
  }

  @Test
  void goneImagesAreToldAndKeepNothing() {
    CleanupPlan plan = plan(1);
    account.deregister(imageId(3));

    PlanDrift drift = drift(plan);

    assertThat(codes(drift)).isEqualTo(Map.of(imageId(3), "gone"));
    assertThat(kept(plan, drift)).isEmpty();
  }

  @Test
  void aNewImageIsToldWithItsGroupAndMakesNoneGo() {
    CleanupPlan plan = plan(1);
    account.add(more -> more.image(id(9), image(0, "web")));

    PlanDrift drift = drift(plan);

    assertThat(drift.changes())
        .containsExactly(Map.entry(imageId(9), Reason.of("new", "The image is new", "web")));
    assertThat(kept(plan, drift)).isEmpty();
  }

  @Test
  void anImageThatGotAUserIsKept() {
    CleanupPlan plan = plan(1);
    account.add(more -> more.instance("i-7", id(2)));

    assertThat(drift(plan).keeping(imageId(2)))
        .contains(Reason.of("became-in-use", "In use by instance i-7 (running)", "i-7"));
  }

  @Test
  void asManyMoveUpAsAreGoneOfThoseKept() {
    CleanupPlan plan = plan(1);
    account.deregister(imageId(1));

    PlanDrift drift = drift(plan);

    assertThat(codes(drift)).isEqualTo(Map.of(imageId(1), "gone", imageId(2), "became-retained"));
    assertThat(drift.keeping(imageId(2)).orElseThrow().evidence())
        .containsExactly("web: rank 1 of 2");
    assertThat(drift.keeping(imageId(3))).isEmpty();
  }

  @Test
  void aKeptImageThatGotAUserDoesNotCountAnyMore() {
    CleanupPlan plan = plan(1);
    account.add(more -> more.instance("i-7", id(1)));

    assertThat(codes(drift(plan)))
        .isEqualTo(Map.of(imageId(1), "became-in-use", imageId(2), "became-retained"));
  }

  @Test
  void aKeptImageThatMovedToAnotherGroupMakesRoom() {
    CleanupPlan plan = plan(1);
    account.tag(Set.of(imageId(1)), Map.of("role", "db"));

    assertThat(codes(drift(plan)))
        .isEqualTo(Map.of(imageId(1), "group-changed", imageId(2), "became-retained"));
  }

  @Test
  void anImageThatMovedToAnotherGroupIsKept() {
    CleanupPlan plan = plan(1);
    account.tag(Set.of(imageId(3)), Map.of("role", "cache"));

    assertThat(drift(plan).keeping(imageId(3)))
        .contains(Reason.of("group-changed", "The image was in web and is not any more", "cache"));
  }

  @Test
  void anImageKeptForItsAgeAloneMakesNoRoom() {
    CleanupPlan plan =
        plan(
            RetentionStrategies.youngerThan(Duration.ofHours(36))
                .then(RetentionStrategies.keepNewest(1)));
    account.deregister(imageId(1));

    assertThat(codes(drift(plan))).isEqualTo(Map.of(imageId(1), "gone"));
  }

  @Test
  void whatACalendarRetainsInsteadIsKeptAndNothingElse() {
    CleanupPlan plan = plan(RetentionStrategies.calendarFromNow(0, 0, 1));
    account.deregister(imageId(1));

    PlanDrift drift = drift(plan);

    assertThat(kept(plan, drift)).containsExactly(imageId(2));
    assertThat(drift.keeping(imageId(5))).isEmpty();
  }

  @Test
  void anImageIsKeptWhereOneThatCountedAsStayingIsFreeNow() {
    account.add(more -> more.instance("i-7", id(3)));
    CleanupPlan plan = plan(RetentionStrategies.keepAtLeast(2));
    account.removeUser("i-7");

    assertThat(kept(plan, drift(plan))).containsExactly(imageId(2));
  }

  @Test
  void tagsThatProtectNowKeep() {
    CleanupPlan plan =
        plan(
            1,
            planner ->
                planner.exclude(
                    ExclusionFilters.tagged("keep"),
                    ExclusionFilters.tagged("tier", "gold"),
                    ExclusionFilters.tagged("note", Pattern.compile("do not.*")),
                    ExclusionFilters.tagValueIn(Set.of("state", "role"), Set.of("pinned"))));
    for (Map<String, String> tag :
        List.of(
            Map.of("keep", ""),
            Map.of("tier", "gold"),
            Map.of("note", "do not delete"),
            Map.of("state", "pinned"),
            Map.of("amiclean:hold", "2017-06-16T00:00:00Z anna"))) {
      account.tag(Set.of(imageId(2)), tag);

      assertThat(drift(plan).keeping(imageId(2))).as("%s", tag).isPresent();

      account.untag(Set.of(imageId(2)), tag.keySet());
    }
  }

  @Test
  void tagsThatProtectNothingKeepNothing() {
    CleanupPlan plan =
        plan(
            1,
            planner ->
                planner.exclude(
                    ExclusionFilters.tagged("keep"),
                    ExclusionFilters.tagged("tier", "gold"),
                    ExclusionFilters.tagged("note", Pattern.compile("do not.*")),
                    ExclusionFilters.tagValueIn(Set.of("state", "role"), Set.of("pinned"))));
    account.tag(
        Set.of(imageId(2)),
        Map.of("kee", "p", "tier", "silver", "note", "delete", "state", "loose", "x", "pinned"));

    assertThat(drift(plan).changes()).isEmpty();
  }

  @Test
  void aProtectionThatThePlanLeavesOutKeepsNothing() {
    CleanupPlan plan = plan(1, planner -> planner.withoutProtection(Protection.NOT_AVAILABLE));
    account.disable(imageId(2));

    assertThat(drift(plan).changes()).isEmpty();
  }

  @Test
  void anImageThatIsNotAvailableAnyMoreIsKept() {
    CleanupPlan plan = plan(1);
    account.disable(imageId(2));

    assertThat(codes(drift(plan))).isEqualTo(Map.of(imageId(2), "not-available"));
    assertThat(account.loadImages().image(imageId(2)).orElseThrow().state())
        .isEqualTo(ImageState.DISABLED);
  }

  private CleanupPlan plan(CleanupPlannerBuilder with) {
    planner = with.build();
    return planner.plan();
  }

  private PlanDrift drift(CleanupPlan plan) {
    return planner
        .recheck(plan, planner.read(), ExecutionProgress.notBegun(Set.of()), Planning.CLOCK)
        .drift();
  }

  private CleanupPlan plan(int newest) {
    return plan(newest, planner -> planner);
  }

  private CleanupPlan plan(int newest, UnaryOperator<CleanupPlannerBuilder> more) {
    return plan(more.apply(planner(RetentionStrategies.keepNewest(newest))));
  }

  private CleanupPlan plan(RetentionStrategy retention) {
    return plan(planner(retention));
  }

  private CleanupPlannerBuilder planner(RetentionStrategy retention) {
    return CleanupPlanner.builder()
        .images(account)
        .snapshots(account)
        .usage(account)
        .groupBy(Mappers.tags("role"))
        .retain(retention)
        .clock(Planning.CLOCK);
  }

  private static Map<ImageId, String> codes(PlanDrift drift) {
    return drift.changes().entrySet().stream()
        .collect(toMap(Map.Entry::getKey, change -> change.getValue().code()));
  }

  private static List<ImageId> kept(CleanupPlan plan, PlanDrift drift) {
    return plan.removals().stream()
        .map(decision -> decision.imageId())
        .filter(image -> drift.keeping(image).isPresent())
        .toList();
  }

  private static String id(int number) {
    return imageId(number).value();
  }

  private static Consumer<ImageSpec> image(int days, String role) {
    return image ->
        image.name("image").createdAt(NOW.minus(Duration.ofDays(days))).tag("role", role);
  }
}
