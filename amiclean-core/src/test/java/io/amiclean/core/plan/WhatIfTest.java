package io.amiclean.core.plan;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.SCOPE;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.plan.Planning.CLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.core.Fixtures;
import io.amiclean.core.exclusion.ExclusionFilters;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.retention.RetentionStrategies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WhatIfTest {

  private final List<String> read = new ArrayList<>();
  private final List<ImageId> asked = new ArrayList<>();

  /** Keeps image 4 when it is asked about it. */
  private final CandidateCheck look =
      CandidateCheck.named(
          "look()",
          images -> {
            images.forEach(image -> asked.add(image.id()));
            CandidateFindings.Builder findings =
                CandidateFindings.builder()
                    .scope(SCOPE)
                    .addEvidence(Evidence.complete("look", images.size(), NOW));
            if (images.stream().map(Image::id).anyMatch(imageId(4)::equals)) {
              findings.putReasons(imageId(4), List.of(Reason.of("shared", "It is shared")));
            }
            return findings.build();
          });

  /** Images 1 to 6, newest first, of which 2 is in use and 3 bears a tag. */
  private CleanupPlanner planner(int keep) {
    Fixtures.Account account = Fixtures.account();
    for (int number = 1; number <= 6; number++) {
      Image.Builder image = Fixtures.image(number);
      account.images(number == 3 ? image.putTags("keep", "").build() : image.build());
    }
    account.used(imageId(2), "instance", "i-0a");
    PlanningContext context = account.context();
    return CleanupPlanner.builder()
        .images(
            () -> {
              read.add("images");
              return context.images();
            })
        .snapshots(context::snapshots)
        .usage(context::usage)
        .exclude(ExclusionFilters.tagged("keep"))
        .groupBy(Mappers.everything("all"))
        .retain(RetentionStrategies.keepNewest(keep))
        .check(look)
        .clock(CLOCK)
        .build();
  }

  private List<String> turns(WhatIf whatIf, int image) {
    return whatIf.verdictChanges(List.of(imageId(image)), whatIf.protectingLess()).stream()
        .map(turn -> turn.change().description() + ": " + turn.decision().verdict())
        .toList();
  }

  @Test
  void planningAgainIsPlanningWithTheChangeFromTheStart() {
    WhatIf whatIf = WhatIf.of(planner(1));

    CleanupPlan again = whatIf.plan(planner(3));

    assertThat(again.images()).isEqualTo(planner(3).plan().images());
    assertThat(whatIf.plan().images()).isEqualTo(planner(1).plan().images());
  }

  @Test
  void eachChangeThatTurnsTheVerdictIsNamed() {
    WhatIf whatIf = WhatIf.of(planner(1));

    assertThat(turns(whatIf, 1)).containsExactly("without the retention keepNewest(1): REMOVE");
    assertThat(turns(whatIf, 2)).containsExactly("without the protection IN_USE: REMOVE");
    assertThat(turns(whatIf, 3)).containsExactly("without the filter tagged(key: keep): REMOVE");
    assertThat(turns(whatIf, 4)).containsExactly("without the check look(): REMOVE");
    assertThat(turns(whatIf, 5)).isEmpty();
  }

  @Test
  void theNearestValueThatTurnsTheVerdictIsFoundInEitherDirection() {
    WhatIf whatIf = WhatIf.of(planner(2));

    assertThat(whatIf.threshold(imageId(5), this::planner, 2, 10)).hasValue(3);
    assertThat(whatIf.threshold(imageId(6), this::planner, 2, 10)).hasValue(4);
    assertThat(whatIf.threshold(imageId(1), this::planner, 2, 0)).hasValue(0);
    assertThat(whatIf.threshold(imageId(2), this::planner, 2, 10)).isEmpty();
    assertThat(whatIf.threshold(imageId(6), this::planner, 2, 2)).isEmpty();
  }

  @Test
  void readsOnceAndAsksAboutEachImageOnce() {
    WhatIf whatIf = WhatIf.of(planner(1));
    whatIf.verdictChanges(List.of(imageId(1), imageId(6)), whatIf.protectingLess());
    whatIf.threshold(imageId(6), this::planner, 1, 10);

    assertThat(read).containsExactly("images");
    assertThat(asked).doesNotHaveDuplicates().hasSizeGreaterThan(2);
  }

  @Test
  void withoutASelectionEverythingIsConsidered() {
    CleanupPlanner selecting =
        Planning.sweeping(Fixtures.account().images(image(1), image(2)))
            .selectOnly(Set.of(imageId(1)))
            .build();
    WhatIf whatIf = WhatIf.of(selecting);

    assertThat(whatIf.verdictChanges(List.of(imageId(2)), whatIf.protectingLess()))
        .singleElement()
        .satisfies(
            turn -> {
              assertThat(turn.change().description()).isEqualTo("without the selection");
              assertThat(turn.decision().verdict()).isEqualTo(Verdict.REMOVE);
            });
  }

  @Test
  void filtersThatAreDescribedAlikeAreLeftOutOneByOne() {
    ExclusionFilter first = pinning(1);
    ExclusionFilter second = pinning(2);
    WhatIf whatIf =
        WhatIf.of(
            Planning.sweeping(Fixtures.account().images(image(1), image(2)))
                .exclude(first, second)
                .build());

    assertThat(whatIf.verdictChanges(List.of(imageId(1), imageId(2)), whatIf.protectingLess()))
        .extracting(turn -> turn.change().filter(), turn -> turn.decision().imageId())
        .containsExactly(
            tuple(Optional.of(first), imageId(1)), tuple(Optional.of(second), imageId(2)));
  }

  @Test
  void retentionsThatAreDescribedAlikeAreLeftOutOneByOne() {
    WhatIf whatIf =
        WhatIf.of(
            Planning.planner(Fixtures.account().images(image(1), image(2)))
                .groupBy(Mappers.everything("all"))
                .retain(keeping(1))
                .retain(keeping(2))
                .build());

    assertThat(turns(whatIf, 1)).containsExactly("without the retention pins: REMOVE");
    assertThat(turns(whatIf, 2)).containsExactly("without the retention pins: REMOVE");
  }

  private static ExclusionFilter pinning(int number) {
    return ExclusionFilter.named(
        "pinned",
        (image, context) ->
            image.id().equals(imageId(number))
                ? List.of(Reason.of("pinned", "It is pinned"))
                : List.of());
  }

  private static RetentionStrategy keeping(int number) {
    return RetentionStrategy.named(
        "pins",
        (group, context) ->
            RetentionDecision.of(
                Map.of(imageId(number), List.of(Reason.of("pinned", "It is pinned")))));
  }

  private static Image image(int number) {
    return Fixtures.image(number).build();
  }

  @Test
  void refusesAnImageThatTheInventoryDoesNotHold() {
    WhatIf whatIf = WhatIf.of(planner(1));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> whatIf.verdictChanges(List.of(imageId(99)), List.of()))
        .withMessageContaining("ami-00000063");
  }
}
