package io.amiclean.aws.wire;

import io.amiclean.aws.wire.RecycleBinState.RetentionRule;
import java.util.Map;

/** The retention rules of the Recycle Bin, over REST and JSON. */
final class RecycleBinRuleService extends JsonService {

  static final String VERSION = "2021-06-15";

  private static final int LARGEST_PAGE = 1000;

  RecycleBinRuleService(WireState state, WirePages pages) {
    super(state, pages, "rbin", "application/json");
    action("ListRules", this::listRules, "ResourceType", "MaxResults", "NextToken");
    action("GetRule", this::getRule, "Identifier");
  }

  /** The action and parameters of a path and a body. */
  static boolean isPath(String path) {
    return path.equals("list-rules") || path.startsWith("rules/");
  }

  @Override
  WireFault denied(String action) {
    return new WireFault(403, "AccessDeniedException", notAuthorized(action));
  }

  @Override
  String error(WireFault fault, String requestId) {
    return Json.write(Map.of("Message", fault.message()));
  }

  @Override
  Map<String, String> errorHeaders(WireFault fault) {
    return Map.of("x-amzn-ErrorType", fault.code());
  }

  private Map<String, ?> listRules(WireRequest request) {
    String type = request.required("ResourceType");
    return pages.page(
        request,
        "Rules",
        "NextToken",
        boundedPageSize(request, LARGEST_PAGE, LARGEST_PAGE, "ValidationException", "maxResults"),
        () ->
            state.recycleBin.rules.values().stream()
                .filter(rule -> rule.type().equals(type))
                .map(RetentionRule::summary)
                .toList());
  }

  private Map<String, ?> getRule(WireRequest request) {
    String id = request.required("Identifier");
    RetentionRule rule = state.recycleBin.rules.get(id);
    if (rule == null) {
      throw new WireFault(
          404, "ResourceNotFoundException", "The rule with identifier " + id + " was not found.");
    }
    return rule.view();
  }
}
