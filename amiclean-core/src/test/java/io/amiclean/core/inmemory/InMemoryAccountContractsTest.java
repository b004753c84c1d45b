package io.amiclean.core.inmemory;

import io.amiclean.api.execution.ImageOperations;
import io.amiclean.api.execution.SnapshotOperations;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.lifecycle.LifecycleOperations;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.SnapshotCheck;
import io.amiclean.api.source.ImageSource;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.source.SnapshotSource;
import io.amiclean.api.testing.CandidateCheckContract;
import io.amiclean.api.testing.ImageOperationsContract;
import io.amiclean.api.testing.ImageSourceContract;
import io.amiclean.api.testing.ImageUsageSourceContract;
import io.amiclean.api.testing.LifecycleOperationsContract;
import io.amiclean.api.testing.SnapshotCheckContract;
import io.amiclean.api.testing.SnapshotOperationsContract;
import io.amiclean.api.testing.SnapshotSourceContract;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/** An account in memory keeps the contract of every port. */
class InMemoryAccountContractsTest {

  private static final CleanupScope SCOPE =
      CleanupScope.of(AccountId.of("123456789012"), "eu-west-1");

  private static final ImageId ALONE = ImageId.of("ami-00000001");
  private static final ImageId SHARING = ImageId.of("ami-00000002");
  private static final ImageId SHARING_TOO = ImageId.of("ami-00000003");
  private static final ImageId PROTECTED = ImageId.of("ami-00000004");
  private static final ImageId RECYCLED = ImageId.of("ami-00000005");
  private static final ImageId MISSING = ImageId.of("ami-0000000f");

  private static final SnapshotId ROOT = SnapshotId.of("snap-00000001");
  private static final SnapshotId DATA = SnapshotId.of("snap-00000002");
  private static final SnapshotId SHARED = SnapshotId.of("snap-00000003");
  private static final SnapshotId OF_PROTECTED = SnapshotId.of("snap-00000004");
  private static final SnapshotId ORPHAN = SnapshotId.of("snap-00000005");
  private static final SnapshotId FOREIGN = SnapshotId.of("snap-00000006");
  private static final SnapshotId MISSING_SNAPSHOT = SnapshotId.of("snap-0000000f");

  private final InMemoryAccount account =
      InMemoryAccount.builder()
          .image(
              ALONE.value(), image -> image.snapshot(ROOT.value(), 8).snapshot(DATA.value(), 100))
          .image(SHARING.value(), image -> image.snapshot(SHARED.value(), 8))
          .image(SHARING_TOO.value(), image -> image.snapshot(SHARED.value(), 8))
          .image(
              PROTECTED.value(),
              image -> image.snapshot(OF_PROTECTED.value(), 8).deregistrationProtected())
          .recycledImage(RECYCLED.value())
          .snapshot(ORPHAN.value(), snapshot -> snapshot.madeFor(MISSING.value()))
          .snapshot(FOREIGN.value(), snapshot -> snapshot.ownedBy("210987654321"))
          .instance("i-00000001", SHARING.value())
          .launchTemplate("lt-00000001", 3, ORPHAN.value())
          .reference(SHARING.value(), "spot-fleet-request", "sfr-00000001")
          .finding(ORPHAN.value(), Reason.of("snapshot-shared", "Shared", "210987654321"))
          .build();

  private InMemoryAccount failing(AccountCall call) {
    account.failAlways(call, Fault.error("RequestLimitExceeded", "Request limit exceeded."));
    return account;
  }

  private Image image(ImageId id) {
    return account.loadImages().images().stream()
        .filter(image -> image.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Nested
  class Images extends ImageSourceContract {
    @Override
    protected ImageSource source() {
      return account;
    }

    @Override
    protected CleanupScope scope() {
      return SCOPE;
    }

    @Override
    protected Set<ImageId> expectedImages() {
      return Set.of(ALONE, SHARING, SHARING_TOO, PROTECTED);
    }

    @Override
    protected Optional<ImageSource> failingSource() {
      return Optional.of(failing(AccountCall.READ_RECYCLE_BIN));
    }
  }

  @Nested
  class Snapshots extends SnapshotSourceContract {
    @Override
    protected SnapshotSource source() {
      return account;
    }

    @Override
    protected CleanupScope scope() {
      return SCOPE;
    }

    @Override
    protected Set<SnapshotId> expectedSnapshots() {
      return Set.of(ROOT, DATA, SHARED, OF_PROTECTED, ORPHAN);
    }

    @Override
    protected Optional<SnapshotSource> failingSource() {
      return Optional.of(failing(AccountCall.READ_SNAPSHOTS));
    }
  }

  @Nested
  class Usage extends ImageUsageSourceContract {
    @Override
    protected ImageUsageSource source() {
      return account;
    }

    @Override
    protected CleanupScope scope() {
      return SCOPE;
    }

    @Override
    protected Set<ImageReference> expectedReferences() {
      return Set.of(
          ImageReference.of(SHARING, "instance", "i-00000001", "running"),
          ImageReference.of(ORPHAN, "launch-template", "lt-00000001", "version 3"),
          ImageReference.of(SHARING, "spot-fleet-request", "sfr-00000001"));
    }

    @Override
    protected Optional<ImageUsageSource> failingSource() {
      return Optional.of(failing(AccountCall.READ_AUTO_SCALING_GROUPS));
    }
  }

  @Nested
  class Candidates extends CandidateCheckContract {
    @Override
    protected CandidateCheck check() {
      return account;
    }

    @Override
    protected CleanupScope scope() {
      return SCOPE;
    }

    @Override
    protected Image imageThatMustStay() {
      return image(SHARING);
    }

    @Override
    protected Image imageThatMayGo() {
      return image(ALONE);
    }

    @Override
    protected Optional<CandidateCheck> failingCheck() {
      return Optional.of(failing(AccountCall.CHECK_CANDIDATES));
    }
  }

  @Nested
  class SnapshotsToDelete extends SnapshotCheckContract {
    @Override
    protected SnapshotCheck check() {
      return account;
    }

    @Override
    protected CleanupScope scope() {
      return SCOPE;
    }

    @Override
    protected SnapshotId snapshotThatMustStay() {
      return ORPHAN;
    }

    @Override
    protected SnapshotId snapshotThatMayGo() {
      return ROOT;
    }

    @Override
    protected Optional<SnapshotCheck> failingCheck() {
      return Optional.of(failing(AccountCall.CHECK_SNAPSHOTS));
    }
  }

  @Nested
  class RemovingImages extends ImageOperationsContract {
    @Override
    protected ImageOperations operations() {
      return account;
    }

    @Override
    protected CleanupScope scope() {
      return SCOPE;
    }

    @Override
    protected ImageId image() {
      return ALONE;
    }

    @Override
    protected Set<SnapshotId> snapshotsOfImage() {
      return Set.of(ROOT, DATA);
    }

    @Override
    protected ImageId imageWithSharedSnapshot() {
      return SHARING;
    }

    @Override
    protected SnapshotId sharedSnapshot() {
      return SHARED;
    }

    @Override
    protected ImageId missingImage() {
      return MISSING;
    }

    @Override
    protected Optional<ImageId> refusedImage() {
      return Optional.of(PROTECTED);
    }

    @Override
    protected boolean snapshotExists(SnapshotId snapshot) {
      return account.snapshotIds().contains(snapshot);
    }

    @Override
    protected Optional<ImageOperations> operationsWithLostAnswer() {
      account.failAt(AccountCall.DEREGISTER_IMAGE, 1, Fault.lostAfterEffect());
      return Optional.of(account);
    }
  }

  @Nested
  class DeletingSnapshots extends SnapshotOperationsContract {
    @Override
    protected SnapshotOperations operations() {
      return account;
    }

    @Override
    protected CleanupScope scope() {
      return SCOPE;
    }

    @Override
    protected SnapshotId snapshot() {
      return ORPHAN;
    }

    @Override
    protected SnapshotId snapshotOfRegisteredImage() {
      return SHARED;
    }

    @Override
    protected SnapshotId missingSnapshot() {
      return MISSING_SNAPSHOT;
    }

    @Override
    protected Optional<SnapshotOperations> operationsWithLostAnswer() {
      account.failAt(AccountCall.DELETE_SNAPSHOT, 1, Fault.lostBeforeEffect());
      return Optional.of(account);
    }
  }

  @Nested
  class Lifecycle extends LifecycleOperationsContract {

    private final LaunchPermissions permissions =
        LaunchPermissions.builder()
            .everybody(true)
            .addAccounts(AccountId.of("111111111111"))
            .addOrganizations("arn:aws:organizations::111111111111:organization/o-1234567890")
            .addOrganizationalUnits(
                "arn:aws:organizations::111111111111:ou/o-1234567890/ou-ab12-12345678")
            .build();

    private final InMemoryAccount shared =
        InMemoryAccount.builder()
            .image(ALONE.value(), image -> image.tag("team", "web"))
            .launchPermissions(ALONE.value(), permissions)
            .clock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
            .build();

    @Override
    protected LifecycleOperations operations() {
      return shared;
    }

    @Override
    protected CleanupScope scope() {
      return SCOPE;
    }

    @Override
    protected ImageId image() {
      return ALONE;
    }

    @Override
    protected LaunchPermissions permissions() {
      return permissions;
    }

    @Override
    protected ImageId missingImage() {
      return MISSING;
    }

    @Override
    protected Instant future() {
      return Instant.parse("2030-01-01T00:00:00Z");
    }

    @Override
    protected Image look(ImageId image) {
      return shared.loadImages().image(image).orElseThrow();
    }

    @Override
    protected Optional<LifecycleOperations> operationsWithLostAnswer() {
      shared.failAlways(AccountCall.DISABLE_IMAGE, Fault.lostAfterEffect());
      return Optional.of(shared);
    }
  }
}
