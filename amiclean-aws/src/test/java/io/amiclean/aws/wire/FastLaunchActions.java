package io.amiclean.aws.wire;

import java.util.Map;
import java.util.Set;

/** EC2: images with Fast Launch, and tasks that replace root volumes. */
final class FastLaunchActions {

  private final Ec2Service ec2;

  FastLaunchActions(Ec2Service ec2) {
    this.ec2 = ec2;
    ec2.action(
        "DescribeFastLaunchImages",
        this::describeFastLaunchImages,
        "ImageId",
        "MaxResults",
        "NextToken",
        "DryRun");
    ec2.action(
        "DescribeReplaceRootVolumeTasks",
        this::describeReplaceRootVolumeTasks,
        "ReplaceRootVolumeTaskId",
        "MaxResults",
        "NextToken",
        "DryRun");
  }

  /** MaxResults may be 0, which then means none. */
  private Map<String, ?> describeFastLaunchImages(WireRequest request) {
    Set<String> ids = Set.copyOf(request.list("ImageId"));
    return ec2.page(
        request,
        "fastLaunchImageSet",
        Set.of(),
        Ec2Service.bounds(request, 0, 200),
        () ->
            ec2.state.tasks.fastLaunchImages.values().stream()
                .filter(image -> ids.isEmpty() || ids.contains(image.id))
                .toList());
  }

  private Map<String, ?> describeReplaceRootVolumeTasks(WireRequest request) {
    Set<String> ids = Set.copyOf(request.list("ReplaceRootVolumeTaskId"));
    return ec2.page(
        request,
        "replaceRootVolumeTaskSet",
        Set.of(),
        Ec2Service.bounds(request, 1, 50),
        () ->
            ec2.state.tasks.replaceRootVolumeTasks.values().stream()
                .filter(task -> ids.isEmpty() || ids.contains(task.id))
                .toList());
  }
}
