package io.amiclean.aws.wire;

import java.util.LinkedHashMap;
import java.util.Map;

/** The form of answers that Auto Scaling and STS have in common. */
abstract class QueryService extends WireService {

  private final String namespace;

  QueryService(WireState state, WirePages pages, String iamPrefix, String namespace) {
    super(state, pages, iamPrefix);
    this.namespace = namespace;
  }

  @Override
  WireFault denied(String action) {
    return new WireFault(403, "AccessDenied", notAuthorized(action));
  }

  @Override
  String success(String action, Map<String, ?> answer, String requestId) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put(action + "Result", answer);
    content.put("ResponseMetadata", Map.of("RequestId", requestId));
    return new Xml("member").document(action + "Response", namespace, content);
  }

  @Override
  String error(WireFault fault, String requestId) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("Type", fault.status() < 500 ? "Sender" : "Receiver");
    error.put("Code", fault.code());
    error.put("Message", fault.message());
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("Error", error);
    content.put("RequestId", requestId);
    return new Xml("member").document("ErrorResponse", namespace, content);
  }
}
