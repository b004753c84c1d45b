package io.amiclean.core.inventory;

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
import io.amiclean.api.testing.ImageSourceContract;
import io.amiclean.api.testing.ImageUsageSourceContract;
import io.amiclean.api.testing.SnapshotCheckContract;
import io.amiclean.api.testing.SnapshotSourceContract;
import io.amiclean.core.inmemory.InMemoryAccount;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/** A recorded account keeps the contract of every port that can be recorded. */
class RecordedAccountContractsTest {

  private static final CleanupScope SCOPE =
      CleanupScope.of(AccountId.of("123456789012"), "eu-west-1");

  private static final ImageId STAYS = ImageId.of("ami-00000001");
  private static final ImageId GOES = ImageId.of("ami-00000002");
  private static final ImageId USED = ImageId.of("ami-00000003");
  private static final SnapshotId SHARED = SnapshotId.of("snap-00000001");
  private static final SnapshotId ALONE = SnapshotId.of("snap-00000002");

  private static final InMemoryAccount LIVE =
      InMemoryAccount.builder()
          .image(STAYS.value(), image -> image.snapshot(SHARED.value(), 8))
          .image(GOES.value(), image -> image.snapshot(ALONE.value(), 8))
          .image(USED.value(), image -> {})
          .instance("i-00000001", USED.value())
          .finding(STAYS.value(), Reason.of("shared-usage-unknown", "Shared", "210987654321"))
          .finding(SHARED.value(), Reason.of("snapshot-shared", "Shared", "210987654321"))
          .build();

  private static final RecordedAccount RECORDED =
      AccountRecorder.builder()
          .images(LIVE)
          .snapshots(LIVE)
          .usage(LIVE)
          .check((CandidateCheck) LIVE)
          .checkSnapshots((SnapshotCheck) LIVE)
          .build()
          .record();

  /** The recording without any answer. */
  private static RecordedAccount unasked() {
    return RecordedAccount.builder()
        .from(RECORDED)
        .lastLook(List.of(new RecordedCheck<ImageId>("candidate-checks", Map.of())))
        .build();
  }

  private static Image image(ImageId id) {
    return RECORDED.loadImages().image(id).orElseThrow();
  }

  @Nested
  class Images extends ImageSourceContract {

    @Override
    protected ImageSource source() {
      return RECORDED;
    }

    @Override
    protected CleanupScope scope() {
      return SCOPE;
    }

    @Override
    protected Set<ImageId> expectedImages() {
      return Set.of(STAYS, GOES, USED);
    }
  }

  @Nested
  class Snapshots extends SnapshotSourceContract {

    @Override
    protected SnapshotSource source() {
      return RECORDED;
    }

    @Override
    protected CleanupScope scope() {
      return SCOPE;
    }

    @Override
    protected Set<SnapshotId> expectedSnapshots() {
      return Set.of(SHARED, ALONE);
    }
  }

  @Nested
  class Usage extends ImageUsageSourceContract {

    @Override
    protected ImageUsageSource source() {
      return RECORDED;
    }

    @Override
    protected CleanupScope scope() {
      return SCOPE;
    }

    @Override
    protected Set<ImageReference> expectedReferences() {
      return Set.copyOf(LIVE.loadUsage().references());
    }
  }

  @Nested
  class LastLook extends CandidateCheckContract {

    @Override
    protected CandidateCheck check() {
      return RECORDED.candidateChecks().get(0);
    }

    @Override
    protected CleanupScope scope() {
      return SCOPE;
    }

    @Override
    protected Image imageThatMustStay() {
      return image(STAYS);
    }

    @Override
    protected Image imageThatMayGo() {
      return image(GOES);
    }

    @Override
    protected Optional<CandidateCheck> failingCheck() {
      return Optional.of(unasked().candidateChecks().get(0));
    }
  }

  @Nested
  class SnapshotCheckRound extends SnapshotCheckContract {

    @Override
    protected SnapshotCheck check() {
      return RECORDED.snapshotChecks().get(0);
    }

    @Override
    protected CleanupScope scope() {
      return SCOPE;
    }

    @Override
    protected SnapshotId snapshotThatMustStay() {
      return SHARED;
    }

    @Override
    protected SnapshotId snapshotThatMayGo() {
      return ALONE;
    }
  }
}
