package io.amiclean.aws.wire;

import io.amiclean.aws.wire.WireState.Resource;
import java.util.Map;
import java.util.Set;

/** Auto Scaling: its groups with their warm pools and refreshes, and launch configurations. */
final class AutoScalingService extends QueryService {

  static final String VERSION = "2011-01-01";

  /** Auto Scaling API Reference: "The default value is 50 and the maximum value is 100". */
  private static final int DEFAULT_PAGE = 50;

  private static final int LARGEST_PAGE = 100;

  /** Auto Scaling API Reference, "DescribeWarmPool". */
  private static final int LARGEST_WARM_PAGE = 50;

  AutoScalingService(WireState state, WirePages pages) {
    super(state, pages, "autoscaling", "http://autoscaling.amazonaws.com/doc/2011-01-01/");
    action(
        "DescribeAutoScalingGroups",
        request ->
            page(request, "AutoScalingGroups", "AutoScalingGroupNames", state.autoScalingGroups),
        "AutoScalingGroupNames",
        "MaxRecords",
        "NextToken");
    action(
        "DescribeLaunchConfigurations",
        request ->
            page(
                request,
                "LaunchConfigurations",
                "LaunchConfigurationNames",
                state.launchConfigurations),
        "LaunchConfigurationNames",
        "MaxRecords",
        "NextToken");
    action(
        "DescribeWarmPool",
        this::describeWarmPool,
        "AutoScalingGroupName",
        "MaxRecords",
        "NextToken");
    action(
        "DescribeInstanceRefreshes",
        this::describeInstanceRefreshes,
        "AutoScalingGroupName",
        "InstanceRefreshIds",
        "MaxRecords",
        "NextToken");
  }

  /** A group without a pool has no instances in it, which is no error. */
  private Map<String, ?> describeWarmPool(WireRequest request) {
    return pages.page(
        request,
        "Instances",
        "NextToken",
        size(request, LARGEST_WARM_PAGE),
        () -> group(request).warmInstances);
  }

  private Map<String, ?> describeInstanceRefreshes(WireRequest request) {
    Set<String> wanted = Set.copyOf(request.list("InstanceRefreshIds.member"));
    return pages.page(
        request,
        "InstanceRefreshes",
        "NextToken",
        size(request, LARGEST_PAGE),
        () ->
            group(request).refreshes.values().stream()
                .filter(refresh -> wanted.isEmpty() || wanted.contains(refresh.id))
                .toList());
  }

  private WireState.AutoScalingGroup group(WireRequest request) {
    String name = request.required("AutoScalingGroupName");
    WireState.AutoScalingGroup group = state.autoScalingGroups.get(name);
    if (group == null) {
      throw WireFault.of(
          "ValidationError",
          "AutoScalingGroup name not found - AutoScalingGroup '" + name + "' not found");
    }
    return group;
  }

  /** Those named that exist, or all; names that do not exist are no error here. */
  private Map<String, ?> page(
      WireRequest request, String list, String names, Map<String, ? extends Resource<?>> all) {
    int size = size(request, LARGEST_PAGE);
    Set<String> wanted = Set.copyOf(request.list(names + ".member"));
    return pages.page(
        request,
        list,
        "NextToken",
        size,
        () ->
            all.values().stream()
                .filter(resource -> wanted.isEmpty() || wanted.contains(resource.id))
                .toList());
  }

  private static int size(WireRequest request, int largest) {
    int size = pageSize(request, "MaxRecords", 1, Integer.MAX_VALUE, DEFAULT_PAGE);
    if (size > largest) {
      throw WireFault.of(
          "ValidationError",
          "1 validation error detected: Value '%d' at 'maxRecords' failed to satisfy constraint: Member must have value less than or equal to %d"
              .formatted(size, largest));
    }
    return size;
  }
}
