package io.amiclean.aws.wire;

import io.amiclean.aws.wire.SsmState.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Systems Manager: its parameters, over AWS JSON 1.1. */
final class SsmService extends JsonService {

  static final String VERSION = "2014-11-06";

  /** What stands before the operation in the header {@code X-Amz-Target}. */
  static final String TARGET = "AmazonSSM.";

  /** The most names in one request of GetParameters. */
  private static final int NAMES = 10;

  SsmService(WireState state, WirePages pages) {
    super(state, pages, "ssm", "application/x-amz-json-1.1");
    action(
        "DescribeParameters",
        this::describeParameters,
        "ParameterFilters",
        "MaxResults",
        "NextToken");
    action("GetParameters", this::getParameters, "Names", "WithDecryption");
    action(
        "GetParametersByPath",
        this::getParametersByPath,
        "Path",
        "Recursive",
        "WithDecryption",
        "MaxResults",
        "NextToken");
  }

  @Override
  WireFault denied(String action) {
    return WireFault.of("AccessDeniedException", notAuthorized(action));
  }

  @Override
  String error(WireFault fault, String requestId) {
    return Json.write(Map.of("__type", fault.code(), "message", fault.message()));
  }

  private Map<String, ?> describeParameters(WireRequest request) {
    int size = pageSize(request, 50);
    Predicate<Parameter> filters = filters(request);
    return pages.page(
        request,
        "Parameters",
        "NextToken",
        size,
        () -> state.ssm.parameters.values().stream().filter(filters).toList());
  }

  private Map<String, ?> getParameters(WireRequest request) {
    List<String> names = request.list("Names");
    if (names.isEmpty() || names.size() > NAMES || new HashSet<>(names).size() < names.size()) {
      throw WireFault.of(
          "ValidationException",
          "1 validation error detected: Value '%s' at 'names' failed to satisfy constraint: Member must have 1 to %d different names"
              .formatted(names, NAMES));
    }
    List<Map<String, Object>> parameters = new ArrayList<>();
    List<String> invalid = new ArrayList<>();
    for (String name : names) {
      state
          .ssm
          .find(name, request.isTrue("WithDecryption"))
          .ifPresentOrElse(parameters::add, () -> invalid.add(name));
    }
    return Map.of("Parameters", parameters, "InvalidParameters", invalid);
  }

  private Map<String, ?> getParametersByPath(WireRequest request) {
    int size = pageSize(request, 10);
    String path = request.required("Path");
    if (!path.startsWith("/")) {
      throw WireFault.of(
          "ValidationException", "The parameter path must begin with a forward slash: " + path);
    }
    String prefix = path.endsWith("/") ? path : path + "/";
    return pages.page(
        request,
        "Parameters",
        "NextToken",
        size,
        () ->
            state.ssm.parameters.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .filter(
                    name -> request.isTrue("Recursive") || name.indexOf('/', prefix.length()) < 0)
                .flatMap(name -> found(name, request))
                .toList());
  }

  private Stream<Map<String, Object>> found(String name, WireRequest request) {
    return state.ssm.find(name, request.isTrue("WithDecryption")).stream();
  }

  /** How many there are without MaxResults is not documented; few, so that it is asked for. */
  private static int pageSize(WireRequest request, int most) {
    return boundedPageSize(request, most, 10, "ValidationException", "maxResults");
  }

  private static Predicate<Parameter> filters(WireRequest request) {
    Map<String, Predicate<Parameter>> filters = new LinkedHashMap<>();
    for (int i = 1; request.parameter("ParameterFilters." + i + ".Key").isPresent(); i++) {
      String key = request.required("ParameterFilters." + i + ".Key");
      String option = request.parameter("ParameterFilters." + i + ".Option").orElse("Equals");
      List<String> values = request.list("ParameterFilters." + i + ".Values");
      if (!Set.of("Name", "Type", "DataType").contains(key) || filters.containsKey(key)) {
        throw WireFault.of("InvalidFilterKey", "The filter key '" + key + "' is not valid.");
      }
      if (!Set.of("Equals", "BeginsWith").contains(option)
          && !(key.equals("Name") && option.equals("Contains"))) {
        throw WireFault.of(
            "InvalidFilterOption", "The filter option '" + option + "' is not valid for " + key);
      }
      if (values.isEmpty()) {
        throw WireFault.of("InvalidFilterValue", "The filter '" + key + "' has no value.");
      }
      filters.put(
          key,
          parameter ->
              values.stream().anyMatch(value -> matches(option, parameter.text(key), value)));
    }
    return filters.values().stream().reduce(parameter -> true, Predicate::and);
  }

  private static boolean matches(String option, Optional<String> text, String value) {
    String present = text.orElse("");
    return switch (option) {
      case "BeginsWith" -> present.startsWith(value);
      case "Contains" -> present.contains(value);
      default -> present.equals(value);
    };
  }
}
