package io.amiclean.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.Snapshot;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link SnapshotExclusionFilter} promises. A filter that asks the inventories or the
 * usage overrides {@link #context()} as well.
 */
public abstract class SnapshotExclusionFilterContract
    extends StrategyContract<SnapshotExclusionFilter, Snapshot, List<Reason>> {

  /**
   * Returns a snapshot that the filter protects.
   *
   * @return the snapshot
   */
  protected abstract Snapshot protectedSnapshot();

  /**
   * Returns a snapshot that the filter does not protect.
   *
   * @return the snapshot, of another id
   */
  protected abstract Snapshot unprotectedSnapshot();

  /** Returns the two snapshots and {@link Samples#unusualSnapshots()}. */
  @Override
  protected List<Snapshot> questions() {
    return Stream.concat(
            Stream.of(protectedSnapshot(), unprotectedSnapshot()),
            Samples.unusualSnapshots().stream())
        .toList();
  }

  /** Returns by default the {@link #questions()}, in an account without images. */
  @Override
  protected PlanningContext context() {
    return PlanningContext.builder()
        .from(Samples.context(List.of()))
        .snapshots(Samples.snapshotInventory(questions()))
        .build();
  }

  @Override
  protected final List<Reason> ask(
      SnapshotExclusionFilter strategy, Snapshot question, PlanningContext context) {
    return strategy.evaluate(question, context);
  }

  @Test
  void saysWhyItProtectsASnapshot() {
    assertThat(answer(strategy(), protectedSnapshot(), context())).isNotEmpty();
  }

  @Test
  void hasNoReasonForASnapshotThatItDoesNotProtect() {
    assertThat(answer(strategy(), unprotectedSnapshot(), context())).isEmpty();
  }

  @Test
  void givesReasonsToKeepOnly() {
    assertEach(questions(), snapshot -> assertKeeping(answer(strategy(), snapshot, context())));
  }

  /** It has no clock of its own. */
  @Test
  void protectsTheSameSnapshotsWhenAllTimesAreShifted() {
    assertSameAtOtherTimes(
        shift ->
            questions().stream()
                .filter(
                    snapshot ->
                        !answer(strategy(), shift.of(snapshot), shift.of(context())).isEmpty())
                .map(Snapshot::id)
                .toList());
  }
}
