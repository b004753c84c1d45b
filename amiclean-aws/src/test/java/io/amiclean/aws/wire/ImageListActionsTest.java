package io.amiclean.aws.wire;

import static io.amiclean.aws.wire.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeReplaceRootVolumeTasksResponse;
import software.amazon.awssdk.services.ec2.model.ExportImageTask;
import software.amazon.awssdk.services.ec2.model.FastLaunchStateCode;
import software.amazon.awssdk.services.ec2.model.ReplaceRootVolumeTaskState;
import software.amazon.awssdk.services.ec2.model.StoreImageTaskResult;

class ImageListActionsTest {

  @AutoClose private final WireEndpoint endpoint = new WireEndpoint();
  @AutoClose private final WireClients clients = WireClients.of(endpoint);
  private final Ec2Client ec2 = clients.ec2();
  private final WireState state = endpoint.state();

  @Test
  void showImagesWithFastLaunch() {
    state.fastLaunchImage("ami-1").state("disabling");
    state.fastLaunchImage("ami-2");

    assertThat(ec2.describeFastLaunchImages(r -> r.imageIds("ami-1")).fastLaunchImages())
        .singleElement()
        .satisfies(
            image -> {
              assertThat(image.imageId()).isEqualTo("ami-1");
              assertThat(image.state()).isEqualTo(FastLaunchStateCode.DISABLING);
              assertThat(image.ownerId()).isEqualTo("123456789012");
            });
    assertThat(ec2.describeFastLaunchImages(r -> r.maxResults(200)).fastLaunchImages()).hasSize(2);
  }

  @Test
  void showTasksThatReplaceRootVolumes() {
    state.replaceRootVolumeTask("replacevol-1").image("ami-1").snapshot("snap-1");

    assertThat(ec2.describeReplaceRootVolumeTasks(r -> {}).replaceRootVolumeTasks())
        .singleElement()
        .satisfies(
            task -> {
              assertThat(task.replaceRootVolumeTaskId()).isEqualTo("replacevol-1");
              assertThat(task.taskState()).isEqualTo(ReplaceRootVolumeTaskState.IN_PROGRESS);
              assertThat(task.imageId()).isEqualTo("ami-1");
              assertThat(task.snapshotId()).isEqualTo("snap-1");
            });
  }

  @Test
  void showTasksThatStoreImages() {
    state.storeImageTask("ami-1");
    state.storeImageTask("ami-2").state("Failed");

    assertThat(ec2.describeStoreImageTasks(r -> {}).storeImageTaskResults())
        .extracting(
            StoreImageTaskResult::amiId,
            StoreImageTaskResult::bucket,
            StoreImageTaskResult::s3objectKey,
            StoreImageTaskResult::storeTaskState)
        .containsExactly(
            tuple("ami-1", "images", "ami-1.bin", "InProgress"),
            tuple("ami-2", "images", "ami-2.bin", "Failed"));
  }

  @Test
  void showTasksThatExportImages() {
    state.exportImageTask("export-ami-1").image("ami-1").state("deleting");

    assertThat(ec2.describeExportImageTasks(r -> {}).exportImageTasks())
        .extracting(
            ExportImageTask::exportImageTaskId, ExportImageTask::imageId, ExportImageTask::status)
        .containsExactly(tuple("export-ami-1", "ami-1", "deleting"));
  }

  @Test
  void pageTasks() {
    IntStream.range(0, 60).forEach(n -> state.replaceRootVolumeTask("replacevol-" + n));

    DescribeReplaceRootVolumeTasksResponse first =
        ec2.describeReplaceRootVolumeTasks(r -> r.maxResults(50));

    assertThat(first.replaceRootVolumeTasks()).hasSize(50);
    assertThat(
            ec2.describeReplaceRootVolumeTasks(r -> r.maxResults(50).nextToken(first.nextToken()))
                .replaceRootVolumeTasks())
        .hasSize(10);
  }

  @Test
  void refusePagesOfNothing() {
    assertRefused(
        "InvalidParameterValue", () -> ec2.describeReplaceRootVolumeTasks(r -> r.maxResults(0)));
  }

  @Test
  void refusePagesOfSomeTasksThatStoreImages() {
    assertRefused(
        "InvalidParameterCombination",
        () -> ec2.describeStoreImageTasks(r -> r.imageIds("ami-1").maxResults(2)));
  }
}
