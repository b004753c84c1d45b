package io.amiclean.aws.internal.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/** A member that a release of the SDK adds has to be judged: does it decide on an image? */
class SdkMembersTest {

  private static final Set<String> OF_IMAGES =
      Set.of(
          "Architecture",
          "BlockDeviceMappings",
          "CreationDate",
          "DeprecationTime",
          "DeregistrationProtection",
          "Description",
          "ImageAllowed",
          "ImageId",
          "ImageOwnerAlias",
          "ImageType",
          "ImageWatermarks",
          "LastLaunchedTime",
          "Name",
          "OwnerId",
          "PlatformDetails",
          "ProductCodes",
          "PublicLaunchPermissions",
          "SourceImageId",
          "SourceImageRegion",
          "State",
          "Tags");

  private static final Set<String> OF_IMAGES_THAT_DECIDE_NOTHING =
      Set.of(
          "BootMode",
          "EnaSupport",
          "FreeTierEligible",
          "Hypervisor",
          "ImageLocation",
          "ImdsSupport",
          "InstanceTypeSpecification",
          "KernelId",
          "Platform",
          "PublicSsmParameterName",
          "RamdiskId",
          "RootDeviceName",
          "RootDeviceType",
          "ScanResults",
          "SourceInstanceId",
          "SriovNetSupport",
          "StateReason",
          "TpmSupport",
          "UsageOperation",
          "VirtualizationType");

  private static final Set<String> OF_SNAPSHOTS =
      Set.of(
          "Description",
          "FullSnapshotSizeInBytes",
          "OwnerId",
          "SnapshotId",
          "StartTime",
          "State",
          "StorageTier",
          "Tags",
          "VolumeSize");

  /** That a snapshot in the archive is restored for a while is read of its tier. */
  private static final Set<String> OF_SNAPSHOTS_THAT_DECIDE_NOTHING =
      Set.of(
          "AvailabilityZone",
          "CompletionDurationMinutes",
          "CompletionTime",
          "DataEncryptionKeyId",
          "Encrypted",
          "KmsKeyId",
          "OutpostArn",
          "OwnerAlias",
          "Progress",
          "RestoreExpiryTime",
          "SseType",
          "StateMessage",
          "TransferType",
          "VolumeId");

  @Test
  void ofImagesAreReadOrDecideNothing() {
    assertThat(members(Image.builder().build()))
        .containsExactlyInAnyOrderElementsOf(union(OF_IMAGES, OF_IMAGES_THAT_DECIDE_NOTHING));
  }

  @Test
  void ofSnapshotsAreReadOrDecideNothing() {
    assertThat(members(Snapshot.builder().build()))
        .containsExactlyInAnyOrderElementsOf(union(OF_SNAPSHOTS, OF_SNAPSHOTS_THAT_DECIDE_NOTHING));
  }

  private static List<String> members(SdkPojo resource) {
    return resource.sdkFields().stream().map(SdkField::memberName).toList();
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    return Stream.concat(some.stream(), others.stream()).collect(Collectors.toSet());
  }
}
