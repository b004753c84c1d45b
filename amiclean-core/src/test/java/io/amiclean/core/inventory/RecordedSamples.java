package io.amiclean.core.inventory;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.SCOPE;
import static io.amiclean.core.Fixtures.device;
import static io.amiclean.core.Fixtures.image;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshot;
import static io.amiclean.core.Fixtures.snapshotId;

import io.amiclean.api.model.BlockDevice;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.ProductCode;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotInventory;
import io.amiclean.api.model.StorageTier;
import java.util.List;
import java.util.Map;

/** Recorded accounts for tests of documents. */
public final class RecordedSamples {

  private RecordedSamples() {}

  /** Says all that can be said of an image, a snapshot, a user and an answer. */
  public static RecordedAccount everything() {
    Evidence noted =
        Evidence.builder()
            .from(Evidence.complete("launch-templates", 2, NOW))
            .addNotes("An alias stands for nothing.")
            .build();
    return RecordedAccount.builder()
        .imageInventory(
            ImageInventory.builder()
                .scope(SCOPE)
                .readAt(NOW)
                .addEvidence(Evidence.complete("images", 3, NOW))
                .addEvidence(Evidence.skipped("recycle-bin", NOW))
                .addImages(
                    image(1)
                        .name("\"<script>\u202e\uD83D\uDE00\n\u001b[31m")
                        .description("A web server")
                        .ownerAlias("self")
                        .putTags("b", "2")
                        .putTags("a", "")
                        .addBlockDevices(device("/dev/xvda", snapshotId(1)))
                        .addBlockDevices(BlockDevice.builder().deviceName("/dev/sdb").build())
                        .sharing(Sharing.PUBLIC)
                        .deprecationTime(NOW)
                        .lastLaunchedTime(NOW.minusMillis(1))
                        .deregistrationProtection("enabled-with-cooldown")
                        .architecture("arm64")
                        .platform("Linux/UNIX")
                        .sourceImageId(imageId(9))
                        .sourceImageRegion("us-east-1")
                        .addProductCodes(ProductCode.of("abc", "marketplace"))
                        .putFacts("compose", "nightly")
                        .build(),
                    image(2).state(ImageState.DISABLED).build(),
                    Image.builder().id(imageId(3)).build())
                .addRecycledImageIds(imageId(8), imageId(7))
                .build())
        .snapshotInventory(
            SnapshotInventory.builder()
                .scope(SCOPE)
                .readAt(NOW)
                .addEvidence(Evidence.complete("snapshots", 2, NOW))
                .addSnapshots(
                    snapshot(1)
                        .description("Created by CreateImage")
                        .fullSizeBytes(5_000_000_000L)
                        .storageTier(StorageTier.ARCHIVE)
                        .archivedAt(NOW)
                        .locked(true)
                        .lockedUntil(NOW.plusSeconds(1))
                        .addFastRestoreZones("eu-west-1b", "eu-west-1a")
                        .putTags("role", "web")
                        .build(),
                    Snapshot.builder().id(snapshotId(2)).build())
                .build())
        .imageUsage(
            ImageUsage.builder()
                .scope(SCOPE)
                .readAt(NOW)
                .addEvidence(Evidence.complete("instances", 1, NOW), noted)
                .addReferences(
                    ImageReference.of(imageId(2), "instance", "i-1", "running"),
                    ImageReference.of(snapshotId(1), "launch-template", "lt-1"))
                .build())
        .addLastLook(
            new RecordedCheck<>(
                "candidate-checks(image-references)",
                Map.of(
                    imageId(1),
                    new RecordedAnswer(
                        List.of(Reason.of("in-use", "EC2 reports a use", "arn:aws:x")),
                        List.of(Evidence.complete("image-references", 1, NOW))),
                    imageId(4),
                    new RecordedAnswer(List.of(), List.of()))))
        .addSnapshotLastLook(
            new RecordedCheck<>(
                "snapshot-permissions",
                Map.of(snapshotId(1), new RecordedAnswer(List.of(), List.of(noted)))))
        .build();
  }
}
