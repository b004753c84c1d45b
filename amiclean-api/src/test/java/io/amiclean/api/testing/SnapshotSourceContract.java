package io.amiclean.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.SnapshotInventory;
import io.amiclean.api.source.SnapshotSource;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What every {@link SnapshotSource} promises. */
public abstract class SnapshotSourceContract
    extends SourceContract<SnapshotSource, SnapshotInventory> {

  /**
   * Returns the snapshots that the account owns, all of them and no others.
   *
   * @return the ids, at least one
   */
  protected abstract Set<SnapshotId> expectedSnapshots();

  @Test
  void readsEverySnapshotOnceSortedById() {
    assertThat(source().loadSnapshots().snapshots())
        .extracting(Snapshot::id)
        .isNotEmpty()
        .containsExactlyElementsOf(new TreeSet<>(expectedSnapshots()));
  }

  @Test
  void readsOwnSnapshotsOnly() {
    SnapshotInventory inventory = source().loadSnapshots();

    assertThat(inventory.snapshots())
        .allSatisfy(
            snapshot ->
                assertThat(snapshot.ownerId())
                    .as("the owner of %s", snapshot.id())
                    .hasValue(inventory.scope().accountId()));
  }

  @Override
  final SnapshotInventory load(SnapshotSource source) {
    return source.loadSnapshots();
  }

  @Override
  final CleanupScope scopeOf(SnapshotInventory read) {
    return read.scope();
  }

  @Override
  final Instant readAtOf(SnapshotInventory read) {
    return read.readAt();
  }

  @Override
  final List<Evidence> evidenceOf(SnapshotInventory read) {
    return read.evidence();
  }

  @Override
  final Object contentOf(SnapshotInventory read) {
    return read.snapshots();
  }
}
