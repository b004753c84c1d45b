package io.amiclean.core.report;

import static io.amiclean.core.Fixtures.ACCOUNT;
import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.SCOPE;
import static io.amiclean.core.Fixtures.device;
import static io.amiclean.core.Fixtures.image;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshot;
import static io.amiclean.core.Fixtures.snapshotId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.BlockDevice;
import io.amiclean.api.model.DocumentFormatException;
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
import io.amiclean.core.SamplePlans;
import io.amiclean.core.inventory.RecordedAccount;
import io.amiclean.core.inventory.RecordedAnswer;
import io.amiclean.core.inventory.RecordedCheck;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryJsonTest {

  /** Says all that can be said of an image, a snapshot, a user and an answer. */
  static RecordedAccount everything() {
    Evidence noted =
        Evidence.builder()
            .from(Evidence.complete("launch-templates", 2, NOW))
            .addNotes("An alias stands for nothing.")
            .build();
    return RecordedAccount.builder()
        .images(
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
        .snapshots(
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
        .usage(
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
                "last-look(image-references)",
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

  private static String written() {
    return InventoryJson.write(everything());
  }

  @Test
  void readsWhatWasWritten() {
    assertThat(InventoryJson.read(written())).isEqualTo(everything());
  }

  @Test
  void writesTheSameAgainByteForByte() {
    assertThat(InventoryJson.write(InventoryJson.read(written()))).isEqualTo(written());
  }

  @Test
  void keepsWhatIsUnknownUnknown() {
    RecordedAccount read = InventoryJson.read(written());

    assertThat(read.images().image(imageId(3)))
        .get()
        .returns(Optional.empty(), Image::ownerId)
        .returns(Optional.empty(), Image::creationDate)
        .returns(ImageState.UNKNOWN, Image::state)
        .returns(Sharing.UNKNOWN, Image::sharing);
    assertThat(read.scope().accountId()).isEqualTo(ACCOUNT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "schemaVersion": 1                | "schemaVersion": 2              | schema version 2 is not understood
          "state": "available",             | ``                              | (/images/items/0): the key 'state' is missing
          "sharing": "public",              | ``                              | (/images/items/0): the key 'sharing' is missing
          "sharing": "public"               | "sharing": "friends"            | (/images/items/0/sharing): 'friends' is unknown: expected one of private, shared, public, unknown
          "state": "available",             | "state": "available", "size": 1,| the key 'size' is unknown: expected only imageId
          "imageId": "ami-00000002"         | "imageId": "ami-2"              | ami-2
          "locked": true,                   | ``                              | (/snapshots/items/0): the key 'locked' is missing
          "locked": true,                   | "locked": "yes",                | expected true or false
          "target": "snap-00000001"         | "target": "vol-00000001"        | 'vol-00000001' is no id
          "imageId": "ami-00000004"         | "imageId": "ami-00000001"       | ami-00000001 stands twice
          "kind": "instance",               | ``                              | (/usage/references/0): the key 'kind' is missing
          "snapshotLastLook": [             | "orphans": [                    | the key 'orphans' is unknown
          "creationDate": "2017-06-15T00:00:00Z" | "creationDate": "yesterday"| 'yesterday' is no time
          """)
  void refusesWhatIsNotAsItShouldBeWithItsPlace(String part, String instead, String message) {
    String json = written();
    assertThat(json).contains(part);

    assertThatExceptionOfType(DocumentFormatException.class)
        .isThrownBy(
            () ->
                InventoryJson.read(
                    json.replaceFirst(
                        Pattern.quote(part),
                        Matcher.quoteReplacement(instead == null ? "" : instead))))
        .withMessageStartingWith("The inventory is not usable: line ")
        .withMessageContaining(message);
  }

  @Test
  void refusesEvidenceThatIsIncomplete() {
    String json =
        written()
            .replaceFirst(
                "(\"source\": \"instances\",\\s*\"items\": 1,\\s*\"complete\": )true", "$1false");

    assertThatExceptionOfType(DocumentFormatException.class)
        .isThrownBy(() -> InventoryJson.read(json))
        .withMessageContaining("'instances' was neither read to its end nor skipped");
  }

  @Test
  void refusesAPlan() {
    String plan = PlanJson.write(SamplePlans.everyVerdict());

    assertThatExceptionOfType(DocumentFormatException.class)
        .isThrownBy(() -> InventoryJson.read(plan))
        .withMessageContaining("the key 'createdAt' is unknown");
  }
}
