package io.amiclean.aws.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A call as it came over the wire.
 *
 * @param action the operation, {@code DescribeImages} for one
 * @param parameters every parameter under its name in the query protocol, in the order they were
 *     sent; lists are numbered from 1 ({@code Owner.1}, {@code AutoScalingGroupNames.member.1}).
 *     Those of services that speak JSON are written in the same way, with a capital at the
 *     beginning ({@code MaxResults}, {@code Names.1}, {@code ParameterFilters.1.Values.1})
 * @param accessKeyId the id of the credentials that it is signed with, empty if it is not signed
 * @param region the region that it is signed for, empty if it is not signed
 */
public record WireRequest(
    String action, Map<String, String> parameters, String accessKeyId, String region) {

  /** In the header {@code Authorization}, Signature Version 4. */
  private static final Pattern CREDENTIAL =
      Pattern.compile("Credential=([^/,\\s]+)/[0-9]+/([^/]+)/[^/]+/aws4_request");

  public WireRequest {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  WireRequest(String action, Map<String, String> parameters) {
    this(action, parameters, "", "");
  }

  /**
   * Adds what the signature says of the request; the signature itself is not checked.
   *
   * @param authorization the header {@code Authorization}, empty if there is none
   */
  WireRequest signed(String authorization) {
    Matcher credential = CREDENTIAL.matcher(authorization);
    return credential.find()
        ? new WireRequest(action, parameters, credential.group(1), credential.group(2))
        : this;
  }

  /**
   * Reads a request of any of the services. Those of JSON name their operation in the header {@code
   * X-Amz-Target} or in the path; their version, which only the query protocol sends, is added, so
   * that every request tells its service in the same way.
   *
   * @param target the header {@code X-Amz-Target}, empty if there is none
   */
  static WireRequest parse(String target, URI uri, String body) {
    String path = uri.getPath().substring(1);
    if (target.startsWith(SsmService.TARGET)) {
      return json(
          target.substring(SsmService.TARGET.length()), SsmService.VERSION, Json.parameters(body));
    }
    if (target.startsWith(OrganizationsService.TARGET)) {
      return json(
          target.substring(OrganizationsService.TARGET.length()),
          OrganizationsService.VERSION,
          Json.parameters(body));
    }
    if (target.startsWith(EmrService.TARGET)) {
      return json(
          target.substring(EmrService.TARGET.length()), EmrService.VERSION, Json.parameters(body));
    }
    if (path.equals(BatchService.PATH)) {
      return json("DescribeComputeEnvironments", BatchService.VERSION, Json.parameters(body));
    }
    if (path.isEmpty()) {
      Map<String, String> parameters = form(body);
      return new WireRequest(parameters.getOrDefault("Action", ""), parameters);
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    form(Objects.requireNonNullElse(uri.getRawQuery(), ""))
        .forEach((name, value) -> parameters.put(Json.capitalized(name), value));
    parameters.putAll(Json.parameters(body));
    if (RecycleBinRuleService.isPath(path)) {
      boolean isList = path.equals("list-rules");
      if (!isList) {
        parameters.put("Identifier", path.substring("rules/".length()));
      }
      return json(isList ? "ListRules" : "GetRule", RecycleBinRuleService.VERSION, parameters);
    }
    return json(path, ImageBuilderService.VERSION, parameters);
  }

  private static WireRequest json(String action, String version, Map<String, String> parameters) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("Version", version);
    all.putAll(parameters);
    return new WireRequest(action, all);
  }

  private static Map<String, String> form(String form) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : form.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        parameters.put(URLDecoder.decode(name, UTF_8), URLDecoder.decode(value, UTF_8));
      }
    }
    return parameters;
  }

  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** A parameter that the action cannot do without. */
  String required(String name) {
    return parameter(name)
        .orElseThrow(
            () ->
                WireFault.of("MissingParameter", "The request must contain the parameter " + name));
  }

  /** Whether the parameter is there and true. */
  public boolean isTrue(String name) {
    return "true".equals(parameters.get(name));
  }

  /**
   * The values of a numbered list, {@code Owner} or {@code AutoScalingGroupNames.member} for two.
   */
  public List<String> list(String name) {
    return IntStream.iterate(1, i -> i + 1)
        .mapToObj(i -> parameters.get(name + "." + i))
        .takeWhile(Objects::nonNull)
        .map(Objects::requireNonNull)
        .toList();
  }

  /** The values of the {@code Tag.N} parameters of EC2 under their keys, those that have one. */
  public Map<String, String> tags() {
    Map<String, String> tags = new LinkedHashMap<>();
    for (int i = 1; parameters.containsKey("Tag." + i + ".Key"); i++) {
      String key = required("Tag." + i + ".Key");
      parameter("Tag." + i + ".Value").ifPresent(value -> tags.put(key, value));
    }
    return tags;
  }

  /** The keys of the {@code Tag.N} parameters of EC2, with and without values. */
  public List<String> tagKeys() {
    return IntStream.iterate(1, i -> i + 1)
        .mapToObj(i -> parameters.get("Tag." + i + ".Key"))
        .takeWhile(Objects::nonNull)
        .map(Objects::requireNonNull)
        .toList();
  }

  /** The {@code Filter.N} parameters of EC2: the values of each filter under its name. */
  public Map<String, List<String>> filters() {
    Map<String, List<String>> filters = new LinkedHashMap<>();
    for (int i = 1; parameters.containsKey("Filter." + i + ".Name"); i++) {
      filters.put(required("Filter." + i + ".Name"), list("Filter." + i + ".Value"));
    }
    return filters;
  }
}
