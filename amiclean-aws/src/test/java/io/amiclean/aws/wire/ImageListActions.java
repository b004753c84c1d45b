package io.amiclean.aws.wire;

import java.util.Map;
import java.util.Set;

/**
 * EC2: images with Fast Launch, and tasks that replace root volumes or that write images to a
 * bucket of S3. All are listed as a whole or by ids, without filters.
 */
final class ImageListActions {

  private final Ec2Service ec2;

  ImageListActions(Ec2Service ec2) {
    this.ec2 = ec2;
    Ec2TaskState tasks = ec2.state.tasks;
    // MaxResults may be 0, which then means none.
    list(
        "DescribeFastLaunchImages",
        "ImageId",
        "fastLaunchImageSet",
        0,
        200,
        tasks.fastLaunchImages);
    list(
        "DescribeReplaceRootVolumeTasks",
        "ReplaceRootVolumeTaskId",
        "replaceRootVolumeTaskSet",
        1,
        50,
        tasks.replaceRootVolumeTasks);
    list(
        "DescribeStoreImageTasks",
        "ImageId",
        "storeImageTaskResultSet",
        1,
        200,
        tasks.storeImageTasks);
    list(
        "DescribeExportImageTasks",
        "ExportImageTaskId",
        "exportImageTaskSet",
        1,
        500,
        tasks.exportImageTasks);
  }

  private void list(
      String action, String idParameter, String set, int least, int most, Map<String, ?> all) {
    ec2.action(
        action,
        request -> {
          Set<String> ids = Set.copyOf(request.list(idParameter));
          return ec2.page(
              request,
              set,
              // Of these alone, EC2 does not give pages where ids are given.
              action.equals("DescribeStoreImageTasks") ? ids : Set.of(),
              Ec2Service.bounds(request, least, most),
              () ->
                  all.entrySet().stream()
                      .filter(item -> ids.isEmpty() || ids.contains(item.getKey()))
                      .map(Map.Entry::getValue)
                      .toList());
        },
        idParameter,
        "MaxResults",
        "NextToken",
        "DryRun");
  }
}
