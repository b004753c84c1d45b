package io.amiclean.aws.wire;

import io.amiclean.aws.wire.WireState.Resource;
import java.util.Map;
import java.util.Set;

/** Auto Scaling: its groups and launch configurations. */
final class AutoScalingService extends QueryService {

  static final String VERSION = "2011-01-01";

  /** Auto Scaling API Reference: "The default value is 50 and the maximum value is 100". */
  private static final int DEFAULT_PAGE = 50;

  private static final int LARGEST_PAGE = 100;

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
  }

  /** Those named that exist, or all; names that do not exist are no error here. */
  private Map<String, ?> page(
      WireRequest request, String list, String names, Map<String, ? extends Resource<?>> all) {
    int size = pageSize(request, "MaxRecords", 1, Integer.MAX_VALUE, DEFAULT_PAGE);
    if (size > LARGEST_PAGE) {
      throw WireFault.of(
          "ValidationError",
          "1 validation error detected: Value '%d' at 'maxRecords' failed to satisfy constraint: Member must have value less than or equal to %d"
              .formatted(size, LARGEST_PAGE));
    }
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
}
