package io.amiclean.aws.wire;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parameter {@code ResourceType.N} of EC2's actions that say who uses an image. */
final class ResourceTypes {

  private ResourceTypes() {}

  /**
   * Reads the parameter.
   *
   * @return for each type, in the order of the request, the values of its options by their names
   */
  static Map<String, Map<String, List<String>>> parse(WireRequest request) {
    Map<String, Map<String, List<String>>> types = new LinkedHashMap<>();
    Set<String> unread = new LinkedHashSet<>(request.parameters().keySet());
    unread.removeIf(name -> !name.startsWith("ResourceType."));
    for (int n = 1; unread.remove("ResourceType." + n + ".ResourceType"); n++) {
      Map<String, List<String>> options = new LinkedHashMap<>();
      for (int m = 1; ; m++) {
        String option = "ResourceType." + n + ".ResourceTypeOption." + m;
        if (!unread.remove(option + ".OptionName")) {
          break;
        }
        unread.removeIf(name -> name.startsWith(option + ".OptionValue."));
        options.put(
            request.required(option + ".OptionName"), request.list(option + ".OptionValue"));
      }
      types.put(request.required("ResourceType." + n + ".ResourceType"), options);
    }
    if (!unread.isEmpty()) {
      throw WireFault.of("UnknownParameter", "The parameters " + unread + " are not recognized");
    }
    return types;
  }

  static int versionDepth(List<String> values) {
    if (values.size() != 1
        || !values.get(0).matches("[1-9][0-9]{0,4}")
        || Integer.parseInt(values.get(0)) > 10_000) {
      throw WireFault.of(
          "InvalidParameterValue",
          "Value ( %s ) for parameter version-depth is invalid. Expecting one from 1 to 10000."
              .formatted(String.join(", ", values)));
    }
    return Integer.parseInt(values.get(0));
  }
}
