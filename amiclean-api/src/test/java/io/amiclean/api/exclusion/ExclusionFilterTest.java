package io.amiclean.api.exclusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.StrategyException;
import io.amiclean.api.testing.Samples;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExclusionFilterTest {

  private static final ExclusionFilter ALWAYS =
      ExclusionFilter.when("always", "It is always kept.", image -> true);
  private static final ExclusionFilter FIRST =
      ExclusionFilter.when(
          "first", "It is the first.", image -> image.id().equals(Samples.imageId(1)));

  private static final SnapshotExclusionFilter SNAPSHOT_ALWAYS =
      SnapshotExclusionFilter.when("always", "It is always kept.", snapshot -> true);
  private static final SnapshotExclusionFilter SNAPSHOT_FIRST =
      SnapshotExclusionFilter.when(
          "first", "It is the first.", snapshot -> snapshot.id().equals(Samples.snapshotId(1)));

  private static final Reason ALWAYS_REASON = Reason.of("always", "It is always kept.");
  private static final Reason FIRST_REASON = Reason.of("first", "It is the first.");

  private final PlanningContext context = Samples.context(Samples.images(2));

  @Test
  void makesAPredicateAFilterWithAReason() {
    assertThat(FIRST.evaluate(Samples.image(1), context)).containsExactly(FIRST_REASON);
    assertThat(FIRST.evaluate(Samples.image(2), context)).isEmpty();
    assertThat(FIRST.description()).isEqualTo("when(first)");
  }

  @Test
  void refusesAPredicateWithoutAProperReason() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExclusionFilter.when("Not a code", "A sentence.", image -> true))
        .withMessageContaining("'Not a code'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExclusionFilter.when("code", " ", image -> true))
        .withMessageContaining("'code'");
  }

  @Test
  void anyOfProtectsWhatOneProtectsWithTheReasonsOfAllThatDo() {
    ExclusionFilter filter = ExclusionFilter.anyOf(FIRST, ALWAYS);

    assertThat(filter.evaluate(Samples.image(1), context))
        .containsExactly(FIRST_REASON, ALWAYS_REASON);
    assertThat(filter.evaluate(Samples.image(2), context)).containsExactly(ALWAYS_REASON);
    assertThat(filter.description()).isEqualTo("anyOf(when(first), when(always))");
  }

  @Test
  void allOfProtectsWhatAllProtectWithTheReasonsOfAll() {
    ExclusionFilter filter = ExclusionFilter.allOf(ALWAYS, FIRST);

    assertThat(filter.evaluate(Samples.image(1), context))
        .containsExactly(ALWAYS_REASON, FIRST_REASON);
    assertThat(filter.evaluate(Samples.image(2), context)).isEmpty();
    assertThat(filter.description()).isEqualTo("allOf(when(always), when(first))");
  }

  @Test
  void noFiltersProtectNothing() {
    assertThat(ExclusionFilter.anyOf().evaluate(Samples.image(1), context)).isEmpty();
    assertThat(ExclusionFilter.allOf().evaluate(Samples.image(1), context)).isEmpty();
  }

  @Test
  void namesAFilterWithoutChangingItsAnswer() {
    ExclusionFilter named = ExclusionFilter.named("the-first", FIRST);

    assertThat(named.description()).isEqualTo("the-first");
    assertThat(named.evaluate(Samples.image(1), context)).containsExactly(FIRST_REASON);
  }

  @Test
  void makesAPredicateOfSnapshotsAFilterWithAReason() {
    assertThat(SNAPSHOT_FIRST.evaluate(Samples.snapshot(1), context)).containsExactly(FIRST_REASON);
    assertThat(SNAPSHOT_FIRST.evaluate(Samples.snapshot(2), context)).isEmpty();
    assertThat(SNAPSHOT_FIRST.description()).isEqualTo("when(first)");
  }

  @Test
  void anyOfProtectsSnapshotsThatOneProtects() {
    SnapshotExclusionFilter filter = SnapshotExclusionFilter.anyOf(SNAPSHOT_FIRST, SNAPSHOT_ALWAYS);

    assertThat(filter.evaluate(Samples.snapshot(1), context))
        .containsExactly(FIRST_REASON, ALWAYS_REASON);
    assertThat(filter.evaluate(Samples.snapshot(2), context)).containsExactly(ALWAYS_REASON);
    assertThat(filter.description()).isEqualTo("anyOf(when(first), when(always))");
  }

  @Test
  void allOfProtectsSnapshotsThatAllProtect() {
    SnapshotExclusionFilter filter = SnapshotExclusionFilter.allOf(SNAPSHOT_ALWAYS, SNAPSHOT_FIRST);

    assertThat(filter.evaluate(Samples.snapshot(1), context))
        .containsExactly(ALWAYS_REASON, FIRST_REASON);
    assertThat(filter.evaluate(Samples.snapshot(2), context)).isEmpty();
    assertThat(filter.description()).isEqualTo("allOf(when(always), when(first))");
  }

  @Test
  void noFiltersProtectNoSnapshot() {
    assertThat(SnapshotExclusionFilter.anyOf().evaluate(Samples.snapshot(1), context)).isEmpty();
    assertThat(SnapshotExclusionFilter.allOf().evaluate(Samples.snapshot(1), context)).isEmpty();
  }

  @Test
  @SuppressWarnings("NullAway")
  void aFilterInAnotherIsNamedAsItWouldBeAlone() {
    ExclusionFilter broken = ExclusionFilter.named("broken()", (image, context) -> null);

    for (ExclusionFilter joined :
        List.of(ExclusionFilter.anyOf(ALWAYS, broken), ExclusionFilter.allOf(ALWAYS, broken))) {
      assertThatExceptionOfType(StrategyException.class)
          .isThrownBy(() -> joined.evaluate(Samples.image(1), context))
          .withMessage("The strategy broken() answered null at " + Samples.imageId(1))
          .satisfies(failure -> assertThat(failure.strategy()).isEqualTo("broken()"));
    }
  }

  @Test
  @SuppressWarnings("NullAway")
  void aFilterOfSnapshotsInAnotherIsNamedAsItWouldBeAlone() {
    SnapshotExclusionFilter broken =
        SnapshotExclusionFilter.named("broken()", (snapshot, context) -> null);

    assertThatExceptionOfType(StrategyException.class)
        .isThrownBy(
            () -> SnapshotExclusionFilter.anyOf(broken).evaluate(Samples.snapshot(1), context))
        .withMessage("The strategy broken() answered null at " + Samples.snapshotId(1));
  }

  @Test
  void filtersThatUseAListAgainAreHeardOneByOne() {
    List<Reason> shared = new ArrayList<>();
    ExclusionFilter first = (image, context) -> refilled(shared, FIRST_REASON);
    ExclusionFilter always = (image, context) -> refilled(shared, ALWAYS_REASON);

    assertThat(ExclusionFilter.allOf(first, always).evaluate(Samples.image(1), context))
        .containsExactly(FIRST_REASON, ALWAYS_REASON);
  }

  private static List<Reason> refilled(List<Reason> list, Reason reason) {
    list.clear();
    list.add(reason);
    return list;
  }
}
