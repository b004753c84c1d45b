package io.amiclean.aws.wire;

import java.util.Map;

/** The form of answers that the services have in common that speak JSON. */
abstract class JsonService extends WireService {

  private final String contentType;

  JsonService(WireState state, WirePages pages, String iamPrefix, String contentType) {
    super(state, pages, iamPrefix);
    this.contentType = contentType;
  }

  @Override
  final String contentType() {
    return contentType;
  }

  @Override
  final WireFault unknownAction(String action) {
    return WireFault.of("UnknownOperationException", "The operation '" + action + "' is unknown.");
  }

  @Override
  final String success(String action, Map<String, ?> answer, String requestId) {
    return Json.write(answer);
  }

  /** Too few and too many are refused alike. */
  static int boundedPageSize(
      WireRequest request, int most, int unasked, String code, String member) {
    String text = request.parameter("MaxResults").orElse(String.valueOf(unasked));
    if (!text.matches("[0-9]{1,9}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > most) {
      throw WireFault.of(
          code,
          "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must have value between 1 and %d"
              .formatted(text, member, most));
    }
    return Integer.parseInt(text);
  }
}
