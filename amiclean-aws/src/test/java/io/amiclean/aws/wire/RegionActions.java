package io.amiclean.aws.wire;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** EC2: the regions of an account. */
final class RegionActions {

  private final Ec2Service ec2;
  private final WireAccounts accounts;

  RegionActions(Ec2Service ec2, WireAccounts accounts) {
    this.ec2 = ec2;
    this.accounts = accounts;
    ec2.action(
        "DescribeRegions", this::describeRegions, "RegionName", "AllRegions", "Filter", "DryRun");
  }

  /** It does not page, and lists the regions that are not enabled only if it is asked to. */
  private Map<String, ?> describeRegions(WireRequest request) {
    Ec2Service.unlessDryRun(request);
    if (!request.filters().isEmpty()) {
      throw WireFault.of(
          "InvalidParameterValue", "The filters " + request.filters() + " are invalid");
    }
    Map<String, Boolean> regions = accounts.regions(ec2.state.account());
    Set<String> names = Set.copyOf(request.list("RegionName"));
    if (!regions.keySet().containsAll(names)) {
      throw WireFault.of("InvalidParameterValue", "Invalid region names: " + names);
    }
    List<Map<String, String>> shown =
        regions.entrySet().stream()
            .filter(region -> names.isEmpty() || names.contains(region.getKey()))
            .filter(region -> region.getValue() || request.isTrue("AllRegions"))
            .map(region -> view(region.getKey(), region.getValue()))
            .toList();
    return Map.of("regionInfo", shown);
  }

  private static Map<String, String> view(String name, boolean enabled) {
    return Map.of(
        "regionName",
        name,
        "regionEndpoint",
        "ec2." + name + ".amazonaws.com",
        "optInStatus",
        enabled ? "opt-in-not-required" : "not-opted-in");
  }
}
