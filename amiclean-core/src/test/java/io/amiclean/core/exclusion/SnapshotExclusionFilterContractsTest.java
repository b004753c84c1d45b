package io.amiclean.core.exclusion;

import static io.amiclean.api.testing.Samples.NOW;
import static io.amiclean.api.testing.Samples.snapshot;
import static io.amiclean.api.testing.Samples.snapshotBuilder;
import static io.amiclean.api.testing.Samples.snapshotId;

import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.StorageTier;
import io.amiclean.api.testing.SnapshotExclusionFilterContract;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;

/** Every built-in filter of snapshots keeps the contract. */
class SnapshotExclusionFilterContractsTest {

  /** A filter and what it protects. */
  abstract static class Contract extends SnapshotExclusionFilterContract {
    private final Supplier<SnapshotExclusionFilter> filter;
    private final Snapshot protectedSnapshot;
    private final Snapshot unprotectedSnapshot;

    Contract(
        Supplier<SnapshotExclusionFilter> filter,
        Snapshot protectedSnapshot,
        Snapshot unprotectedSnapshot) {
      this.filter = filter;
      this.protectedSnapshot = protectedSnapshot;
      this.unprotectedSnapshot = unprotectedSnapshot;
    }

    @Override
    protected SnapshotExclusionFilter strategy() {
      return filter.get();
    }

    @Override
    protected Snapshot protectedSnapshot() {
      return protectedSnapshot;
    }

    @Override
    protected Snapshot unprotectedSnapshot() {
      return unprotectedSnapshot;
    }
  }

  @Nested
  class TaggedWithKey extends Contract {
    TaggedWithKey() {
      super(
          () -> SnapshotExclusionFilters.tagged("keep"),
          snapshotBuilder(1).putTags("keep", "").build(),
          snapshot(2));
    }
  }

  @Nested
  class TaggedWithValue extends Contract {
    TaggedWithValue() {
      super(
          () -> SnapshotExclusionFilters.tagged("keep", "yes"),
          snapshotBuilder(1).putTags("keep", "yes").build(),
          snapshotBuilder(2).putTags("keep", "no").build());
    }
  }

  @Nested
  class TaggedWithPattern extends Contract {
    TaggedWithPattern() {
      super(
          () -> SnapshotExclusionFilters.tagged("keep", Pattern.compile("y.*")),
          snapshotBuilder(1).putTags("keep", "yes").build(),
          snapshotBuilder(2).putTags("keep", "no").build());
    }
  }

  @Nested
  class Ids extends Contract {
    Ids() {
      super(
          () -> SnapshotExclusionFilters.ids(Set.of(snapshotId(3), snapshotId(1))),
          snapshot(1),
          snapshot(2));
    }
  }

  @Nested
  class ManagedByService extends Contract {
    ManagedByService() {
      super(
          SnapshotExclusionFilters::managedByService,
          snapshotBuilder(1).putTags("aws:backup:source-resource", "vol-1").build(),
          snapshot(2));
    }
  }

  @Nested
  class Locked extends Contract {
    Locked() {
      super(SnapshotExclusionFilters::locked, snapshotBuilder(1).locked(true).build(), snapshot(2));
    }
  }

  @Nested
  class ArchivedLessThan extends Contract {
    ArchivedLessThan() {
      super(
          () -> SnapshotExclusionFilters.archivedLessThan(Duration.ofDays(90)),
          snapshotBuilder(1).storageTier(StorageTier.ARCHIVE).archivedAt(NOW).build(),
          snapshot(2));
    }
  }

  @Nested
  class FastRestore extends Contract {
    FastRestore() {
      super(
          SnapshotExclusionFilters::fastRestore,
          snapshotBuilder(1).addFastRestoreZones("eu-west-1a").build(),
          snapshot(2));
    }
  }
}
