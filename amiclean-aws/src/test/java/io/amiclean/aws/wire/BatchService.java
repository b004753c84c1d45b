package io.amiclean.aws.wire;

import java.util.Map;

/** AWS Batch: its compute environments, over REST and JSON. */
final class BatchService extends JsonService {

  static final String VERSION = "2016-08-10";

  /** The path of the one operation. */
  static final String PATH = "v1/describecomputeenvironments";

  static final String ENVIRONMENTS = "computeEnvironments";

  private static final int LARGEST_PAGE = 100;

  BatchService(WireState state, WirePages pages) {
    super(state, pages, "batch", "application/json");
    action(
        "DescribeComputeEnvironments",
        request ->
            pages.page(
                request,
                ENVIRONMENTS,
                "nextToken",
                boundedPageSize(
                    request, LARGEST_PAGE, LARGEST_PAGE, "ClientException", "maxResults"),
                () -> state.listed(ENVIRONMENTS)),
        "MaxResults",
        "NextToken");
  }

  @Override
  WireFault denied(String action) {
    return new WireFault(403, "AccessDeniedException", notAuthorized(action));
  }

  @Override
  String error(WireFault fault, String requestId) {
    return Json.write(Map.of("message", fault.message()));
  }

  @Override
  Map<String, String> errorHeaders(WireFault fault) {
    return Map.of("x-amzn-ErrorType", fault.code());
  }
}
