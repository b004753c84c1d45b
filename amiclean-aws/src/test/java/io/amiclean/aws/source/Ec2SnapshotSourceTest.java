package io.amiclean.aws.source;

import static io.amiclean.aws.AccountOverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.SnapshotState;
import io.amiclean.api.model.StorageTier;
import io.amiclean.api.source.SnapshotSource;
import io.amiclean.api.source.SnapshotSourceContract;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.wire.WireState;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Ec2SnapshotSourceTest extends SnapshotSourceContract {

  private final AccountOverWire account = new AccountOverWire();
  private final WireState.Snapshot first = account.state.snapshot(snap(1).value());

  Ec2SnapshotSourceTest() {
    account.state.snapshot(snap(2).value());
    account.state.snapshot(snap(3).value()).owner("999999999999").shared();
  }

  @AfterEach
  void close() {
    account.close();
  }

  @Override
  protected SnapshotSource source() {
    return new Ec2SnapshotSource(account.clients.ec2(), account.context, ReadingOptions.defaults());
  }

  @Override
  protected CleanupScope scope() {
    return account.scope();
  }

  @Override
  protected Set<SnapshotId> expectedSnapshots() {
    return Set.of(snap(1), snap(2));
  }

  @Override
  protected Optional<SnapshotSource> failingSource() {
    account.endpoint.failAlways("DescribeSnapshots", 500, "InternalError", "Try later.");
    return Optional.of(source());
  }

  @Test
  void readsTheWholeSnapshot() {
    first
        .description("Created by CreateImage(i-0) for ami-0")
        .started("2024-01-02T03:04:05.678Z")
        .state("completed")
        .tier("archive")
        .size(8)
        .tag("role", "front")
        .with("fullSnapshotSizeInBytes", 5_000_000_000L);

    assertThat(source().loadSnapshots().snapshot(snap(1)))
        .contains(
            Snapshot.builder()
                .id(snap(1))
                .ownerId(account.scope().accountId())
                .description("Created by CreateImage(i-0) for ami-0")
                .startTime(Instant.parse("2024-01-02T03:04:05.678Z"))
                .state(SnapshotState.COMPLETED)
                .storageTier(StorageTier.ARCHIVE)
                .volumeSizeGiB(8)
                .fullSizeBytes(5_000_000_000L)
                .putTags("role", "front")
                .build());
  }

  @Test
  void takesWhatItDoesNotKnowForUnknown() {
    first.state("melting").tier("frozen");

    assertThat(source().loadSnapshots().snapshot(snap(1)).orElseThrow())
        .returns(SnapshotState.UNKNOWN, Snapshot::state)
        .returns(StorageTier.UNKNOWN, Snapshot::storageTier);
  }

  @Test
  void readsShortAndEmptyPagesToTheEnd() {
    account.endpoint.pageSize("DescribeSnapshots", 1).emptyPages("DescribeSnapshots");

    assertThat(source().loadSnapshots().snapshots())
        .extracting(Snapshot::id)
        .containsExactly(snap(1), snap(2));
  }

  @Test
  void asksForOwnSnapshotsInTheLargestPages() {
    source().loadSnapshots();

    assertThat(account.endpoint.requests("DescribeSnapshots"))
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.parameters())
                    .containsEntry("Owner.1", "self")
                    .containsEntry("MaxResults", "1000"));
  }

  @Test
  void refusesAnOddId() {
    account.state.snapshot("snap-odd");

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> source().loadSnapshots())
        .withMessageContaining("snap-odd");
  }
}
