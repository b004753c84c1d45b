package io.amiclean.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Refusal;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.policy.PlanLimits;
import io.amiclean.core.SamplePlans;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitCheckTest {

  /** Group front: one goes, two stay for different reasons. Group back: one goes, none stays. */
  private static final List<ImageDecision> IMAGES =
      List.of(
          SamplePlans.image(1, Verdict.REMOVE, ReasonCodes.NOT_RETAINED).addGroups("front").build(),
          SamplePlans.image(2, Verdict.RETAINED, "keep-newest").addGroups("front").build(),
          SamplePlans.image(3, Verdict.EXCLUDED, "in-use").addGroups("front").build(),
          SamplePlans.image(4, Verdict.REMOVE, ReasonCodes.NOT_RETAINED).addGroups("back").build());

  @Test
  void letsAsManyGoAsItSays() {
    assertThat(LimitCheck.refusals(PlanLimits.removeAtMost(2), IMAGES)).isEmpty();
  }

  @Test
  void refusesOneMore() {
    assertThat(LimitCheck.refusals(PlanLimits.removeAtMost(1), IMAGES))
        .containsExactly(Refusal.of("limit-images", "The plan removes 2 images, at most 1 may go"));
  }

  @Test
  void countsTheShareOfTheWholeInventory() {
    assertThat(LimitCheck.refusals(PlanLimits.removeAtMostPercent(50), IMAGES)).isEmpty();
  }

  @Test
  void refusesAGreaterShare() {
    assertThat(LimitCheck.refusals(PlanLimits.removeAtMostPercent(49), IMAGES))
        .containsExactly(
            Refusal.of("limit-percent", "The plan removes 2 of 4 images, at most 49 % may go"));
  }

  @Test
  void countsAllThatStayInAGroupForWhateverReason() {
    assertThat(LimitCheck.refusals(PlanLimits.keepAtLeastPerGroup(2), IMAGES.subList(0, 3)))
        .isEmpty();
  }

  @Test
  void refusesToLeaveTooFewInAGroupAndNamesIt() {
    assertThat(LimitCheck.refusals(PlanLimits.keepAtLeastPerGroup(1), IMAGES))
        .containsExactly(
            Refusal.of("limit-group-minimum", "The plan leaves fewer than 1 images in back (0)"));
  }

  @Test
  void doesNotMindSmallGroupsThatNothingGoesFrom() {
    assertThat(LimitCheck.refusals(PlanLimits.keepAtLeastPerGroup(5), IMAGES.subList(1, 3)))
        .isEmpty();
  }

  @Test
  void aLimitOfNothingRefusesEveryRemoval() {
    assertThat(LimitCheck.refusals(PlanLimits.removeAtMost(0), IMAGES)).hasSize(1);
    assertThat(LimitCheck.refusals(PlanLimits.removeAtMostPercent(0), IMAGES)).hasSize(1);
  }

  @Test
  void aLimitOfEverythingRefusesNothing() {
    assertThat(LimitCheck.refusals(PlanLimits.removeAtMostPercent(100), IMAGES)).isEmpty();
  }

  @Test
  void refusesImpossibleLimits() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlanLimits.removeAtMost(-1))
        .withMessageContaining("-1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlanLimits.removeAtMostPercent(101))
        .withMessageContaining("101");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlanLimits.keepAtLeastPerGroup(-1))
        .withMessageContaining("-1");
  }
}
