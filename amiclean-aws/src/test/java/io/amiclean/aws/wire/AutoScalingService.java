package io.amiclean.aws.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        this::describeAutoScalingGroups,
        "AutoScalingGroupNames",
        "IncludeInstances",
        "MaxRecords",
        "NextToken");
    action(
        "DescribeLaunchConfigurations",
        request ->
            page(
                request,
                "LaunchConfigurations",
                "LaunchConfigurationNames",
                state.autoScaling.launchConfigurations),
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

  private Map<String, ?> describeAutoScalingGroups(WireRequest request) {
    Map<String, Object> answer =
        new LinkedHashMap<>(
            page(request, "AutoScalingGroups", "AutoScalingGroupNames", state.autoScaling.groups));
    if (request.parameter("IncludeInstances").equals(Optional.of("false"))) {
      answer.computeIfPresent(
          "AutoScalingGroups",
          (list, groups) ->
              ((List<?>) groups).stream().map(AutoScalingService::withoutInstances).toList());
    }
    return answer;
  }

  private static Map<?, ?> withoutInstances(Object group) {
    Map<?, ?> elements = new LinkedHashMap<>((Map<?, ?>) group);
    elements.remove("Instances");
    return elements;
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

  private AutoScalingState.AutoScalingGroup group(WireRequest request) {
    String name = request.required("AutoScalingGroupName");
    AutoScalingState.AutoScalingGroup group = state.autoScaling.groups.get(name);
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
