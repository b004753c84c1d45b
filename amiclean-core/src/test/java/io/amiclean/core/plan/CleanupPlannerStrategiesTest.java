package io.amiclean.core.plan;

import static io.amiclean.core.Fixtures.account;
import static io.amiclean.core.Fixtures.device;
import static io.amiclean.core.Fixtures.image;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshot;
import static io.amiclean.core.Fixtures.snapshotId;
import static io.amiclean.core.plan.Planning.sweeping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.StrategyException;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.api.snapshot.SnapshotResolver;
import io.amiclean.core.Fixtures;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.retention.RetentionStrategies;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Strategies that break their contract stop the planning and are named. */
class CleanupPlannerStrategiesTest {

  private static final List<Reason> REASONS = List.of(Reason.of("because", "Because"));

  private static CleanupPlannerBuilder planner() {
    return sweeping(
        account()
            .images(
                image(1).addBlockDevices(device("/dev/xvda", snapshotId(1))).build(),
                image(2).creationDate(Optional.empty()).build())
            .snapshots(snapshot(1).build()));
  }

  private static StrategyException failure(UnaryOperator<CleanupPlannerBuilder> strategy) {
    return catchThrowableOfType(
        StrategyException.class, () -> strategy.apply(planner()).build().plan());
  }

  /** A check with a name: a lambda cannot have one. */
  private static CandidateCheck check(CandidateCheck check) {
    return new CandidateCheck() {
      @Override
      public CandidateFindings check(List<Image> candidates) {
        return check.check(candidates);
      }

      @Override
      public String description() {
        return "broken()";
      }
    };
  }

  /** Planners with a strategy named {@code broken()} that answers so, and what it answers about. */
  private static Stream<Arguments> broken(Answer answer) {
    return Stream.<Arguments>of(
        Arguments.of(
            "ami-00000001",
            planner()
                .exclude(
                    ExclusionFilter.named("broken()", (image, context) -> answer.get(List.of())))),
        Arguments.of(
            "ami-00000001",
            planner()
                .groupBy(ImageMapper.named("broken()", (image, context) -> answer.get(Set.of())))),
        Arguments.of(
            "ami-00000001",
            planner()
                .resolveSnapshots(
                    SnapshotResolver.named("broken()", (image, context) -> answer.get(Set.of())))),
        Arguments.of(
            "snap-00000001",
            planner()
                .excludeSnapshots(
                    SnapshotExclusionFilter.named(
                        "broken()", (snapshot, context) -> answer.get(List.of())))));
  }

  /** The same for strategies whose answer is no collection. */
  private static Stream<Arguments> brokenValues(Answer answer) {
    return Stream.<Arguments>of(
        Arguments.of(
            "all",
            planner()
                .retain(
                    RetentionStrategy.named(
                        "broken()", (group, context) -> answer.get(RetentionDecision.keepNone())))),
        Arguments.of(
            "the candidate checks",
            planner()
                .check(
                    check(
                        candidates ->
                            answer.get(
                                CandidateFindings.builder().scope(Fixtures.SCOPE).build())))));
  }

  static Stream<Arguments> throwing() {
    Answer thrown =
        new Answer() {
          @Override
          public <T> T get(T sound) {
            throw new UnsupportedOperationException("out of order");
          }
        };
    return Stream.concat(broken(thrown), brokenValues(thrown));
  }

  @ParameterizedTest
  @MethodSource("throwing")
  void aStrategyThatThrowsIsNamedWithWhatItFailedAt(String subject, CleanupPlannerBuilder planner) {
    StrategyException failure =
        catchThrowableOfType(StrategyException.class, () -> planner.build().plan());

    assertThat(failure)
        .hasMessageContaining("broken()")
        .hasMessageContaining(subject)
        .hasMessageContaining("out of order")
        .hasCauseInstanceOf(UnsupportedOperationException.class);
    assertThat(failure.strategy()).contains("broken()");
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  static Stream<Arguments> answeringNull() {
    Answer nothing =
        new Answer() {
          @Override
          public <T> @Nullable T get(T sound) {
            return null;
          }
        };
    return Stream.concat(broken(nothing), brokenValues(nothing));
  }

  @ParameterizedTest
  @MethodSource("answeringNull")
  void aStrategyThatAnswersNullIsNamed(String subject, CleanupPlannerBuilder planner) {
    StrategyException failure =
        catchThrowableOfType(StrategyException.class, () -> planner.build().plan());

    assertThat(failure).hasMessageContaining("broken()").hasMessageContaining(subject);
  }

  @SuppressWarnings("unchecked")
  static Stream<Arguments> answeringNullAmongOthers() {
    return broken(
        new Answer() {
          @Override
          public <T> T get(T sound) {
            return sound instanceof Set
                ? (T) Collections.<@Nullable Object>singleton(null)
                : (T) Collections.<@Nullable Object>singletonList(null);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("answeringNullAmongOthers")
  void aStrategyThatAnswersNullAmongOthersIsNamed(String subject, CleanupPlannerBuilder planner) {
    StrategyException failure =
        catchThrowableOfType(StrategyException.class, () -> planner.build().plan());

    assertThat(failure).hasMessageContaining("broken()").hasMessageContaining(subject);
  }

  @Test
  void aRetentionMustNotAnswerForAnImageThatStaysAnyway() {
    StrategyException failure =
        failure(
            planner ->
                planner.retain(
                    RetentionStrategy.named(
                        "eager()",
                        (group, context) -> RetentionDecision.of(Map.of(imageId(2), REASONS)))));

    assertThat(failure).hasMessageContaining("ami-00000002").hasMessageContaining("not asked");
    assertThat(failure.strategy()).contains("eager()");
  }

  @Test
  void aLastLookMustNotAnswerForAnImageThatIsNoCandidate() {
    StrategyException failure =
        failure(
            planner ->
                planner.check(
                    check(
                        candidates ->
                            CandidateFindings.builder()
                                .scope(Fixtures.SCOPE)
                                .putReasons(imageId(2), REASONS)
                                .build())));

    assertThat(failure).hasMessageContaining("ami-00000002").hasMessageContaining("not asked");
    assertThat(failure.strategy()).isEqualTo("broken()");
  }

  static Stream<CleanupPlannerBuilder> answeringReservedReasons() {
    List<Reason> reserved = List.of(Reason.of("not-retained", "Nothing retains it"));
    List<Reason> orphan = List.of(Reason.of("orphan", "Left behind"));
    return Stream.of(
        planner().exclude(ExclusionFilter.named("broken()", (image, context) -> reserved)),
        planner()
            .excludeSnapshots(
                SnapshotExclusionFilter.named("broken()", (snapshot, context) -> orphan)),
        planner()
            .retain(
                RetentionStrategy.named(
                    "broken()",
                    (group, context) -> RetentionDecision.of(Map.of(imageId(1), reserved)))),
        planner()
            .check(
                check(
                    candidates ->
                        CandidateFindings.builder()
                            .scope(Fixtures.SCOPE)
                            .putReasons(imageId(1), reserved)
                            .build())));
  }

  @ParameterizedTest
  @MethodSource("answeringReservedReasons")
  void aStrategyThatProtectsMustNotGiveTheReasonOfWhatGoes(CleanupPlannerBuilder planner) {
    StrategyException failure =
        catchThrowableOfType(StrategyException.class, () -> planner.build().plan());

    assertThat(failure).hasMessageContaining("only the planner gives");
    assertThat(failure.strategy()).contains("broken()");
  }

  /** What a strategy answers in the place of a sound answer. */
  private interface Answer {

    <T> T get(T sound);
  }

  @Test
  void aFilterThatUsesAListAgainIsHeardForEachImage() {
    List<Reason> again = new ArrayList<>();
    CleanupPlan plan =
        planner()
            .exclude(
                (image, context) -> {
                  again.clear();
                  if (image.id().equals(imageId(1))) {
                    again.addAll(REASONS);
                  }
                  return again;
                })
            .build()
            .plan();

    assertThat(plan.explain(imageId(1)).reasons()).isEqualTo(REASONS);
  }

  @Test
  void aRetentionInOthersIsNamedIfItAnswersForAnImageThatStaysAnyway() {
    RetentionStrategy eager =
        RetentionStrategy.named(
            "eager()", (group, context) -> RetentionDecision.of(Map.of(imageId(2), REASONS)));

    StrategyException failure =
        failure(
            planner ->
                planner.retain(
                    RetentionStrategies.keepNewest(1).then(RetentionStrategy.anyOf(eager))));

    assertThat(failure.strategy()).isEqualTo("eager()");
  }

  /** Decides on all groups at once. */
  private record Spanning(UnaryOperator<Map<GroupKey, RetentionDecision>> changed)
      implements RetentionStrategy {
    @Override
    public RetentionDecision decide(ImageGroup group, PlanningContext context) {
      return RetentionDecision.keepNone();
    }

    @Override
    public Map<GroupKey, RetentionDecision> decideAll(
        List<ImageGroup> groups, PlanningContext context) {
      return changed.apply(RetentionStrategy.super.decideAll(groups, context));
    }

    @Override
    public String description() {
      return "spanning()";
    }
  }

  @Test
  void aRetentionMustNotDecideOnAGroupThatDoesNotExist() {
    RetentionStrategy more =
        new Spanning(
            decisions -> {
              decisions.put(GroupKey.of("role", "ghost"), RetentionDecision.keepNone());
              return decisions;
            });

    assertThat(failure(planner -> planner.retain(more)))
        .hasMessage(
            "The strategy spanning() answered at all groups for role=ghost, which it was not asked"
                + " about");
  }

  @Test
  void aRetentionThatDecidesOnAllGroupsTogetherIsHeardInsideOfOthers() {
    RetentionStrategy first =
        new Spanning(
            decisions -> {
              decisions.replaceAll(
                  (group, none) -> RetentionDecision.of(Map.of(imageId(1), REASONS)));
              return decisions;
            });

    CleanupPlan plan =
        planner()
            .retain(
                RetentionStrategy.anyOf(
                    RetentionStrategies.nothing(), RetentionStrategy.named("first", first)))
            .build()
            .plan();

    assertThat(plan.explain(imageId(1)).reasons()).isEqualTo(REASONS);
  }

  @Test
  void aRetentionMustDecideOnEveryGroup() {
    RetentionStrategy none = new Spanning(decisions -> Map.of());

    assertThat(failure(planner -> planner.retain(none)))
        .hasMessage("The strategy spanning() answered null at group everything=all");
  }

  @Test
  @SuppressWarnings("NullAway")
  void aMapperByAFunctionThatAnswersNullIsNamed() {
    assertThat(failure(planner -> planner.groupBy(Mappers.by("team", image -> null))))
        .hasMessage("The strategy by(team) answered null at ami-00000001");
  }

  @Test
  void aCheckWithoutADescriptionIsRefusedBeforeAnythingIsRead() {
    CandidateCheck nameless =
        new CandidateCheck() {
          @Override
          public CandidateFindings check(List<Image> candidates) {
            throw new AssertionError("asked");
          }

          @Override
          public String description() {
            return "";
          }
        };
    CleanupPlannerBuilder planner = planner().check(nameless);

    assertThatExceptionOfType(StrategyException.class)
        .isThrownBy(planner::build)
        .withMessageContaining(nameless.getClass().getName())
        .withMessageContaining("description()");
  }
}
