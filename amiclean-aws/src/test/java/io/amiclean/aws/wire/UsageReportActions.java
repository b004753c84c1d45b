package io.amiclean.aws.wire;

import io.amiclean.aws.wire.Ec2UsageState.ReportedUsage;
import io.amiclean.aws.wire.Ec2UsageState.UsageReport;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * EC2's image usage reports. Codes that EC2's documentation does not give are those of its like
 * elsewhere.
 */
final class UsageReportActions {

  private static final Set<String> TYPES = Set.of("ec2:Instance", "ec2:LaunchTemplate");

  private static final int MOST_IDS = 200;

  private final Ec2Service ec2;
  private final WireState state;

  UsageReportActions(Ec2Service ec2, WireState state) {
    this.ec2 = ec2;
    this.state = state;
    ec2.action(
        "CreateImageUsageReport",
        this::create,
        "ImageId",
        "ResourceType",
        "AccountId",
        "ClientToken",
        "TagSpecification",
        "DryRun");
    ec2.action(
        "DescribeImageUsageReports",
        this::describe,
        "ImageId",
        "ReportId",
        "Filter",
        "MaxResults",
        "NextToken",
        "DryRun");
    ec2.action(
        "DescribeImageUsageReportEntries",
        this::describeEntries,
        "ImageId",
        "ReportId",
        "Filter",
        "MaxResults",
        "NextToken",
        "DryRun");
    ec2.action("DeleteImageUsageReport", this::delete, "ReportId", "DryRun");
  }

  private Map<String, ?> create(WireRequest request) {
    Ec2Service.unlessDryRun(request);
    String image = ec2.ownImage(request.required("ImageId")).id;
    String token = request.parameter("ClientToken").orElse("");
    Map<String, Map<String, List<String>>> types = ResourceTypes.parse(request);
    if (types.isEmpty()) {
      throw WireFault.of("MissingParameter", "The request must contain the parameter ResourceType");
    }
    types.forEach(UsageReportActions::requireType);
    List<UsageReport> reports = List.copyOf(state.usage.reports.values());
    for (UsageReport report : reports) {
      if (!token.isEmpty() && report.clientToken().equals(token)) {
        return Map.of("reportId", report.id());
      }
      if (report.imageId().equals(image) && !report.isDone()) {
        throw WireFault.of(
            "ResourceLimitExceeded", "There is a pending image usage report of " + image);
      }
    }
    UsageReport made =
        state.usage.makeReport(
            image, token, types.keySet(), new LinkedHashSet<>(request.list("AccountId")));
    return Map.of("reportId", made.id());
  }

  private static void requireType(String type, Map<String, List<String>> options) {
    options.forEach(
        (option, values) -> {
          if (!type.equals("ec2:LaunchTemplate") || !option.equals("version-depth")) {
            throw WireFault.of(
                "InvalidParameterValue", "The option " + option + " of " + type + " is invalid");
          }
          ResourceTypes.versionDepth(values);
        });
    if (!TYPES.contains(type)) {
      throw WireFault.of("InvalidParameterValue", "The resource type " + type + " is invalid");
    }
  }

  /** Every report that is looked at comes nearer to its end. */
  private Map<String, ?> describe(WireRequest request) {
    return list(
        request,
        "imageUsageReportSet",
        Set.of("creation-time", "state"),
        () ->
            reports(request)
                .peek(UsageReport::poll)
                .map(UsageReportActions::view)
                .filter(report -> matches(request, "state", report.get("state")))
                .filter(report -> matches(request, "creation-time", report.get("creationTime")))
                .toList());
  }

  private Map<String, ?> describeEntries(WireRequest request) {
    return list(
        request,
        "imageUsageReportEntrySet",
        Set.of("account-id", "creation-time", "resource-type"),
        () ->
            reports(request)
                .filter(report -> report.isDone() && report.usage().errorReason().isEmpty())
                .flatMap(UsageReportActions::entries)
                .filter(entry -> matches(request, "account-id", entry.get("accountId")))
                .filter(entry -> matches(request, "creation-time", entry.get("reportCreationTime")))
                .filter(entry -> matches(request, "resource-type", entry.get("resourceType")))
                .toList());
  }

  private Map<String, ?> delete(WireRequest request) {
    Ec2Service.unlessDryRun(request);
    String id = request.required("ReportId");
    if (state.usage.reports.remove(id) == null) {
      throw WireFault.of(
          "InvalidImageUsageReportId.NotFound", "The report '" + id + "' does not exist");
    }
    return Map.of("return", true);
  }

  private Map<String, ?> list(
      WireRequest request, String name, Set<String> filters, Supplier<List<?>> items) {
    Set<String> ids = new LinkedHashSet<>(request.list("ReportId"));
    ids.addAll(request.list("ImageId"));
    for (String list : List.of("ReportId", "ImageId")) {
      if (request.list(list).size() > MOST_IDS) {
        throw WireFault.of("InvalidParameterValue", "Too many values of the parameter " + list);
      }
    }
    for (String filter : request.filters().keySet()) {
      if (!filters.contains(filter)) {
        throw WireFault.of("InvalidParameterValue", "The filter '" + filter + "' is invalid");
      }
    }
    return ec2.page(
        request, name, ids, WireService.pageSize(request, "MaxResults", 1, 1000, 1000), items);
  }

  private Stream<UsageReport> reports(WireRequest request) {
    List<String> ids = request.list("ReportId");
    List<String> images = request.list("ImageId");
    return state.usage.reports.values().stream()
        .filter(report -> ids.isEmpty() || ids.contains(report.id()))
        .filter(report -> images.isEmpty() || images.contains(report.imageId()));
  }

  private static boolean matches(WireRequest request, String filter, @Nullable Object value) {
    List<String> values = request.filters().getOrDefault(filter, List.of());
    return values.isEmpty() || Ec2Service.glob(values).test(String.valueOf(value));
  }

  private static Map<String, Object> view(UsageReport report) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("imageId", report.imageId());
    view.put("reportId", report.id());
    view.put(
        "resourceTypeSet",
        report.resourceTypes().stream().map(type -> Map.of("resourceType", type)).toList());
    view.put("accountIdSet", List.copyOf(report.accountIds()));
    view.put("creationTime", WireState.SOME_TIME);
    if (!report.isDone()) {
      view.put("state", "pending");
    } else if (report.usage().errorReason().isEmpty()) {
      view.put("state", "available");
    } else {
      view.put("state", "error");
      view.put("stateReason", report.usage().errorReason());
    }
    return view;
  }

  private static Stream<Map<String, Object>> entries(UsageReport report) {
    return report.usage().entries().stream()
        .filter(entry -> report.resourceTypes().contains(entry.resourceType()))
        .filter(
            entry ->
                report.accountIds().isEmpty() || report.accountIds().contains(entry.accountId()))
        .map(entry -> entryView(report, entry));
  }

  private static Map<String, Object> entryView(UsageReport report, ReportedUsage.Entry entry) {
    return Map.of(
        "reportId", report.id(),
        "imageId", report.imageId(),
        "accountId", entry.accountId(),
        "resourceType", entry.resourceType(),
        "usageCount", entry.count(),
        "reportCreationTime", WireState.SOME_TIME);
  }
}
