package io.amiclean.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ExportImageTask;
import software.amazon.awssdk.services.ec2.model.StoreImageTaskResult;

class ImageTaskActionsTest {

  private final WireEndpoint endpoint = new WireEndpoint();
  private final WireClients clients = WireClients.of(endpoint);
  private final Ec2Client ec2 = clients.ec2();
  private final WireState state = endpoint.state();

  @AfterEach
  void close() {
    clients.close();
    endpoint.close();
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
    IntStream.range(0, 3).forEach(n -> state.storeImageTask("ami-" + n));

    var first = ec2.describeStoreImageTasks(r -> r.maxResults(2));

    assertThat(first.storeImageTaskResults()).hasSize(2);
    assertThat(
            ec2.describeStoreImageTasks(r -> r.maxResults(2).nextToken(first.nextToken()))
                .storeImageTaskResults())
        .hasSize(1);
  }
}
