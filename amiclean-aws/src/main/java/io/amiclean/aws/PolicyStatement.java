package io.amiclean.aws;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is allowed or denied.
 *
 * @param effect {@code Allow} or {@code Deny}
 * @param actions the actions, sorted
 * @param kinds the kinds of resources of EC2 that it is about, such as {@code image}
 * @param arns other resources; without kinds and these, it is about everything
 * @param conditions operators, and below them keys and values
 */
record PolicyStatement(
    String effect,
    List<String> actions,
    List<String> kinds,
    List<String> arns,
    Map<String, Map<String, String>> conditions) {

  static PolicyStatement allow(Collection<String> actions) {
    return new PolicyStatement(
        "Allow", actions.stream().distinct().sorted().toList(), List.of(), List.of(), Map.of());
  }

  static PolicyStatement deny(Collection<String> actions) {
    return new PolicyStatement(
        "Deny", actions.stream().distinct().sorted().toList(), List.of(), List.of(), Map.of());
  }

  PolicyStatement on(List<String> kindsOfResources) {
    return new PolicyStatement(effect, actions, kindsOfResources, arns, conditions);
  }

  PolicyStatement onArns(List<String> resources) {
    return new PolicyStatement(effect, actions, kinds, resources, conditions);
  }

  PolicyStatement where(String operator, String key, String value) {
    Map<String, Map<String, String>> more = new TreeMap<>();
    conditions.forEach((name, keys) -> more.put(name, new TreeMap<>(keys)));
    more.computeIfAbsent(operator, missing -> new TreeMap<>()).put(key, value);
    return new PolicyStatement(effect, actions, kinds, arns, more);
  }

  PolicyStatement with(Collection<String> others) {
    return new PolicyStatement(
        effect,
        Stream.concat(actions.stream(), others.stream()).distinct().sorted().toList(),
        kinds,
        arns,
        conditions);
  }

  /**
   * Returns the statement as JSON.
   *
   * @param name its name
   * @param places where images and snapshots are, as the beginnings of their ARNs
   */
  String json(String name, List<String> places) {
    return """
        {
          "Sid": "%s",
          "Effect": "%s",
          "Action": [
    %s
          ],
          "Resource": %s%s
        }\
    """
        .formatted(name, effect, list(actions), resources(places), conditionsAsJson());
  }

  private String resources(List<String> places) {
    List<String> resources =
        Stream.concat(
                places.stream().flatMap(place -> kinds.stream().map(kind -> place + kind + "/*")),
                arns.stream())
            .toList();
    return resources.isEmpty() ? "\"*\"" : "[\n" + list(resources) + "\n      ]";
  }

  private String conditionsAsJson() {
    return conditions.isEmpty()
        ? ""
        : conditions.entrySet().stream()
            .map(
                operator ->
                    "        \""
                        + operator.getKey()
                        + "\": {\n"
                        + operator.getValue().entrySet().stream()
                            .map(
                                key ->
                                    "          \""
                                        + escaped(key.getKey())
                                        + "\": \""
                                        + escaped(key.getValue())
                                        + "\"")
                            .collect(Collectors.joining(",\n"))
                        + "\n        }")
            .collect(Collectors.joining(",\n", ",\n      \"Condition\": {\n", "\n      }"));
  }

  /** The path of a role may hold what JSON escapes (IAM API Reference, "Role"). */
  private static String list(Collection<String> texts) {
    return texts.stream()
        .map(PolicyStatement::escaped)
        .map(text -> "        \"" + text + "\"")
        .collect(Collectors.joining(",\n"));
  }

  /** Tags may hold any character; what controls is none of JSON's. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each == '"' || each == '\\') {
        escaped.append('\\').append(each);
      } else if (each < ' ') {
        escaped.append(String.format("\\u%04x", (int) each));
      } else {
        escaped.append(each);
      }
    }
    return escaped.toString();
  }
}
