package io.amiclean.core.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.BlockDevice;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.ProductCode;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.SnapshotState;
import io.amiclean.api.model.StorageTier;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageInventoriesTest {

  private static final CleanupScope SCOPE =
      CleanupScope.of(AccountId.of("123456789012"), "eu-west-1");

  private static final String IMAGES =
      """
      {
          "Images": [
              {
                  "PlatformDetails": "Linux/UNIX",
                  "UsageOperation": "RunInstances",
                  "BlockDeviceMappings": [
                      {
                          "Ebs": {
                              "DeleteOnTermination": true,
                              "SnapshotId": "snap-0123456789abcdef0",
                              "VolumeSize": 8,
                              "VolumeType": "gp3",
                              "Encrypted": false
                          },
                          "DeviceName": "/dev/xvda"
                      },
                      { "DeviceName": "/dev/sdb", "VirtualName": "ephemeral0" }
                  ],
                  "Description": "A web server",
                  "EnaSupport": true,
                  "Hypervisor": "xen",
                  "ImageOwnerAlias": "self",
                  "Name": "web-41",
                  "RootDeviceName": "/dev/xvda",
                  "RootDeviceType": "ebs",
                  "SriovNetSupport": "simple",
                  "Tags": [ { "Key": "role", "Value": "web" } ],
                  "VirtualizationType": "hvm",
                  "BootMode": "uefi-preferred",
                  "DeprecationTime": "2027-06-14T08:00:00.000Z",
                  "ImdsSupport": "v2.0",
                  "DeregistrationProtection": "disabled",
                  "LastLaunchedTime": "2024-06-14T08:00:00+00:00",
                  "SourceImageId": "ami-0fedcba9876543210",
                  "SourceImageRegion": "us-east-1",
                  "ImageId": "ami-0123456789abcdef0",
                  "ImageLocation": "123456789012/web-41",
                  "State": "available",
                  "OwnerId": "123456789012",
                  "CreationDate": "2017-06-14T08:00:00.000Z",
                  "Public": false,
                  "ProductCodes": [ { "ProductCodeId": "abc", "ProductCodeType": "marketplace" } ],
                  "Architecture": "x86_64",
                  "ImageType": "machine"
              }
          ]
      }
      """;

  private static final String SNAPSHOTS =
      """
      { "Snapshots": [ {
          "Tags": [ { "Key": "role", "Value": "web" } ],
          "StorageTier": "archive", "TransferType": "standard",
          "SnapshotId": "snap-0123456789abcdef0", "VolumeId": "vol-0123456789abcdef0",
          "State": "completed", "StartTime": "2017-06-14T08:00:00.123000+02:00",
          "Progress": "100%", "OwnerId": "123456789012", "Description": "Created",
          "VolumeSize": 8, "Encrypted": false, "FullSnapshotSizeInBytes": 5000000000 } ] }
      """;

  private static final String INSTANCES =
      """
      { "Reservations": [
          { "ReservationId": "r-1", "OwnerId": "123456789012", "Groups": [], "Instances": [
              { "InstanceId": "i-0123456789abcdef0", "ImageId": "ami-0123456789abcdef0",
                "InstanceType": "t3.nano", "State": { "Code": 80, "Name": "stopped" } },
              { "InstanceId": "i-0123456789abcdef1", "ImageId": "ami-0123456789abcdef1",
                "State": { "Code": 48, "Name": "terminated" } } ] } ] }
      """;

  private static void assertRefused(String json, String message) {
    assertThatExceptionOfType(DocumentFormatException.class)
        .isThrownBy(() -> ImageInventories.fromAwsCli(json))
        .withMessageStartingWith("The listing of images ")
        .withMessageContaining(message);
  }

  @Test
  void readsAllThatTheListingSaysOfAnImage() {
    assertThat(ImageInventories.fromAwsCli(IMAGES).images())
        .containsExactly(
            Image.builder()
                .id(ImageId.of("ami-0123456789abcdef0"))
                .name("web-41")
                .description("A web server")
                .ownerId(SCOPE.accountId())
                .ownerAlias("self")
                .creationDate(Instant.parse("2017-06-14T08:00:00Z"))
                .state(ImageState.AVAILABLE)
                .sharing(Sharing.UNKNOWN)
                .putTags("role", "web")
                .addBlockDevices(
                    BlockDevice.builder()
                        .deviceName("/dev/xvda")
                        .snapshotId(SnapshotId.of("snap-0123456789abcdef0"))
                        .sizeGiB(8)
                        .build(),
                    BlockDevice.builder().deviceName("/dev/sdb").build())
                .deprecationTime(Instant.parse("2027-06-14T08:00:00Z"))
                .lastLaunchedTime(Instant.parse("2024-06-14T08:00:00Z"))
                .deregistrationProtection("disabled")
                .architecture("x86_64")
                .platform("Linux/UNIX")
                .sourceImageId(ImageId.of("ami-0fedcba9876543210"))
                .sourceImageRegion("us-east-1")
                .addProductCodes(ProductCode.of("abc", "marketplace"))
                .build());
  }

  @Test
  void theAccountIsTheOwnerAndTheRegionIsUnknown() {
    ImageInventory inventory = ImageInventories.fromAwsCli(IMAGES);

    assertThat(inventory.scope())
        .isEqualTo(CleanupScope.of(SCOPE.accountId(), ImageInventories.UNKNOWN_REGION));
    assertThat(ImageInventories.fromAwsCli(IMAGES, SCOPE).scope()).isEqualTo(SCOPE);
  }

  @Test
  void whatEc2MayAddIsUnknownAndPassedOver() {
    ImageInventory inventory =
        ImageInventories.fromAwsCli(
            IMAGES.replace("\"available\"", "\"thinking\"").replace("ImdsSupport", "Novelty"));

    assertThat(inventory.images()).extracting(Image::state).containsExactly(ImageState.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ImageId", "OwnerId", "CreationDate", "State"})
  void namesWhatIsMissing(String key) {
    assertRefused(
        IMAGES.replaceFirst("\"" + key + "\": ", "\"Other\": "),
        "(/Images/0): the key '" + key + "' is missing");
  }

  @Test
  void refusesAPartOfAListing() {
    assertRefused(
        IMAGES.replaceFirst("\\{", "{ \"NextToken\": \"eyJ\", "),
        "(/NextToken): this is a part of what there is");
    assertThat(ImageInventories.fromAwsCli(IMAGES.replaceFirst("\\{", "{ \"NextToken\": null, ")))
        .isEqualTo(ImageInventories.fromAwsCli(IMAGES));
  }

  @Test
  void refusesImagesOfNoOwnerOrSeveralUnlessTheAccountIsSaid() {
    assertRefused("{ \"Images\": [] }", "has no owner");
    String two =
        IMAGES.replaceFirst(
            "\\[",
            "[ { \"ImageId\": \"ami-00000001\", \"OwnerId\": \"210987654321\", \"State\":"
                + " \"available\", \"CreationDate\": \"2017-06-14T08:00:00.000Z\" },");
    assertRefused(two, "has the owners 123456789012, 210987654321");
    assertThat(ImageInventories.fromAwsCli(two, SCOPE).images()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "None", "{ \"Images\": {} }"})
  void refusesWhatIsNoListing(String text) {
    assertRefused(text, "line 1");
  }

  @Test
  void readsSnapshots() {
    assertThat(ImageInventories.snapshotsFromAwsCli(SNAPSHOTS, SCOPE).snapshots())
        .containsExactly(
            Snapshot.builder()
                .id(SnapshotId.of("snap-0123456789abcdef0"))
                .ownerId(SCOPE.accountId())
                .startTime(Instant.parse("2017-06-14T06:00:00.123Z"))
                .state(SnapshotState.COMPLETED)
                .storageTier(StorageTier.ARCHIVE)
                .description("Created")
                .volumeSizeGiB(8)
                .fullSizeBytes(5_000_000_000L)
                .putTags("role", "web")
                .build());
  }

  @Test
  void readsTheInstancesThatAreNotTerminated() {
    assertThat(ImageInventories.instancesFromAwsCli(INSTANCES, SCOPE).references())
        .containsExactly(
            ImageReference.of(
                ImageId.of("ami-0123456789abcdef0"), "instance", "i-0123456789abcdef0", "stopped"));
  }

  @Test
  void isTooOldForALimitOnTheAgeOfEvidence() {
    ImageInventory images = ImageInventories.fromAwsCli(IMAGES, SCOPE);
    CleanupPlanner planner =
        CleanupPlanner.builder()
            .images(() -> images)
            .snapshots(() -> ImageInventories.snapshotsFromAwsCli(SNAPSHOTS, SCOPE))
            .usage(() -> ImageInventories.instancesFromAwsCli(INSTANCES, SCOPE))
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.nothing())
            .maximumEvidenceAge(Duration.ofDays(1))
            .build();

    assertThatThrownBy(planner::plan)
        .isInstanceOf(EvidenceException.class)
        .hasMessageContaining("read at 1970-01-01");
  }
}
