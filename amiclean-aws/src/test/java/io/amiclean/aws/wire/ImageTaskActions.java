package io.amiclean.aws.wire;

import java.util.Map;
import java.util.Set;

/** EC2: tasks that write an image to a bucket of S3. */
final class ImageTaskActions {

  private final Ec2Service ec2;

  ImageTaskActions(Ec2Service ec2) {
    this.ec2 = ec2;
    ec2.action(
        "DescribeStoreImageTasks",
        this::describeStoreImageTasks,
        "ImageId",
        "MaxResults",
        "NextToken",
        "DryRun");
    ec2.action(
        "DescribeExportImageTasks",
        this::describeExportImageTasks,
        "ExportImageTaskId",
        "MaxResults",
        "NextToken",
        "DryRun");
  }

  private Map<String, ?> describeStoreImageTasks(WireRequest request) {
    Set<String> ids = Set.copyOf(request.list("ImageId"));
    return ec2.page(
        request,
        "storeImageTaskResultSet",
        ids,
        Ec2Service.bounds(request, 1, 200),
        () ->
            ec2.state.tasks.storeImageTasks.values().stream()
                .filter(task -> ids.isEmpty() || ids.contains(task.id))
                .toList());
  }

  private Map<String, ?> describeExportImageTasks(WireRequest request) {
    Set<String> ids = Set.copyOf(request.list("ExportImageTaskId"));
    return ec2.page(
        request,
        "exportImageTaskSet",
        Set.of(),
        Ec2Service.bounds(request, 1, 500),
        () ->
            ec2.state.tasks.exportImageTasks.values().stream()
                .filter(task -> ids.isEmpty() || ids.contains(task.id))
                .toList());
  }
}
