package io.amiclean.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.testing.Samples;
import org.junit.jupiter.api.Test;

class SnapshotTest {

  @Test
  void isUnprotectedUnlessItIsSaid() {
    assertThat(Snapshot.builder().id(Samples.snapshotId(1)).build())
        .returns(false, Snapshot::locked)
        .satisfies(snapshot -> assertThat(snapshot.lockedUntil()).isEmpty())
        .satisfies(snapshot -> assertThat(snapshot.archivedAt()).isEmpty())
        .satisfies(snapshot -> assertThat(snapshot.fastRestoreZones()).isEmpty());
  }

  @Test
  void endsNoLockThatThereIsNot() {
    Snapshot.Builder snapshot = Samples.snapshotBuilder(1).lockedUntil(Samples.NOW);

    assertThatIllegalArgumentException()
        .isThrownBy(snapshot::build)
        .withMessageContaining(Samples.snapshotId(1).value())
        .withMessageContaining(Samples.NOW.toString());
  }
}
