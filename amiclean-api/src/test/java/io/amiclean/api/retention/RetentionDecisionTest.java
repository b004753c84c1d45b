package io.amiclean.api.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.model.Reason;
import io.amiclean.api.testing.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetentionDecisionTest {

  private static final Reason YOUNG = Reason.of("young", "It is young.");
  private static final Reason NEWEST = Reason.of("newest", "It is the newest.");

  @Test
  void keepsTheNamedImages() {
    RetentionDecision decision = RetentionDecision.keep(Samples.images(2), image -> YOUNG);

    assertThat(decision.keeps(Samples.imageId(2))).isTrue();
    assertThat(decision.keeps(Samples.imageId(3))).isFalse();
    assertThat(decision.reasons()).containsEntry(Samples.imageId(1), List.of(YOUNG));
  }

  @Test
  void keepsNoneIfAsked() {
    assertThat(RetentionDecision.keepNone().reasons()).isEmpty();
  }

  @Test
  void joinsDecisionsWithTheReasonsOfBoth() {
    RetentionDecision one = RetentionDecision.keep(Samples.images(2), image -> YOUNG);
    RetentionDecision other = RetentionDecision.keep(Samples.images(1), image -> NEWEST);

    assertThat(one.plus(other).reasons())
        .isEqualTo(
            Map.of(
                Samples.imageId(1), List.of(YOUNG, NEWEST),
                Samples.imageId(2), List.of(YOUNG)));
    assertThat(other.plus(one).reasons()).containsEntry(Samples.imageId(1), List.of(NEWEST, YOUNG));
  }

  @Test
  void isTheSameWithNothingAdded() {
    RetentionDecision decision = RetentionDecision.keep(Samples.images(2), image -> YOUNG);

    assertThat(decision.plus(RetentionDecision.keepNone())).isEqualTo(decision);
    assertThat(RetentionDecision.keepNone().plus(decision)).isEqualTo(decision);
  }

  @Test
  void refusesToKeepWithoutAReasonAndNamesTheImage() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetentionDecision.of(Map.of(Samples.imageId(1), List.of())))
        .withMessageContaining(Samples.imageId(1).value());
  }

  @Test
  void doesNotChangeWithTheListThatItWasMadeOf() {
    List<Reason> reasons = new ArrayList<>(List.of(YOUNG));
    RetentionDecision decision = RetentionDecision.of(Map.of(Samples.imageId(1), reasons));

    reasons.clear();

    assertThat(decision.reasons()).containsEntry(Samples.imageId(1), List.of(YOUNG));
  }
}
