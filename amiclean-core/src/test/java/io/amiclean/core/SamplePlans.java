package io.amiclean.core;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.SCOPE;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.SnapshotVerdict;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.testing.Samples;
import java.util.List;
import java.util.Optional;

/** Plans for tests of what is done with plans. */
public final class SamplePlans {

  private SamplePlans() {}

  /** Groups by the tag {@code role}, or by a mapper of another name, and keeps the newest image. */
  public static CleanupPolicy policy(String mapper) {
    return CleanupPolicy.builder()
        .addGroupBy(StrategySpec.ofTexts(mapper, List.of("role")))
        .addRetain(StrategySpec.of("keepNewest", 1))
        .build();
  }

  /**
   * Image 1 goes with its snapshot, 2 is retained, 3 excluded, 4 unmapped; snapshot 9 is orphan.
   */
  public static CleanupPlan everyVerdict() {
    return CleanupPlan.builder()
        .createdAt(NOW)
        .scope(SCOPE)
        .policy(policy("tags"))
        .addEvidence(Evidence.complete("images", 4, NOW), Evidence.skipped("recycle-bin", NOW))
        .addImages(
            image(1, Verdict.REMOVE, ReasonCodes.NOT_RETAINED)
                .addGroups("front")
                .addSnapshots(delete(snapshotId(1), ReasonCodes.ONLY_OF_REMOVED_IMAGES))
                .build(),
            image(2, Verdict.RETAINED, ReasonCodes.KEEP_NEWEST).addGroups("front").build(),
            image(3, Verdict.EXCLUDED, ReasonCodes.IN_USE)
                .addGroups("front")
                .addSnapshots(keep(snapshotId(3), ReasonCodes.IMAGE_KEPT))
                .build(),
            image(4, Verdict.UNMAPPED, ReasonCodes.NO_GROUP).creationDate(Optional.empty()).build())
        .addOrphanSnapshots(delete(snapshotId(9), ReasonCodes.ORPHAN))
        .build();
  }

  /** Begins the decision on the image with a number, as created on the fixtures' days. */
  public static ImageDecision.Builder image(int number, Verdict verdict, String code) {
    return ImageDecision.builder()
        .imageId(imageId(number))
        .name("image-" + number)
        .creationDate(Fixtures.image(number).build().creationDate())
        .verdict(verdict)
        .addReasons(Reason.of(code, "Because of " + code, "evidence"));
  }

  /** The decision to delete a snapshot of 8 GiB. */
  public static SnapshotDecision delete(SnapshotId snapshot, String code) {
    return SnapshotDecision.builder()
        .snapshotId(snapshot)
        .verdict(SnapshotVerdict.DELETE)
        .addReasons(Reason.of(code, "Because of " + code))
        .sizeGiB(8)
        .build();
  }

  /** The decision to keep a snapshot of unknown size. */
  public static SnapshotDecision keep(SnapshotId snapshot, String code) {
    return SnapshotDecision.builder()
        .snapshotId(snapshot)
        .verdict(SnapshotVerdict.KEEP)
        .addReasons(Reason.of(code, "Because of " + code))
        .build();
  }

  /** A plan that removes these images and nothing else. */
  public static CleanupPlan removing(ImageDecision... images) {
    return CleanupPlan.builder()
        .policy(Samples.policy())
        .createdAt(NOW)
        .scope(SCOPE)
        .addImages(images)
        .build();
  }
}
