package io.amiclean.aws.wire;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** What may come in place of the answer of a service. */
public enum ForeignAnswer {
  XHTML_PAGE,
  HTML_PAGE,
  REDIRECT_TO_A_PAGE,
  EMPTY_BODY,
  EMPTY_OBJECT,
  OTHER_XML,
  OTHER_JSON,
  /** The service's own answer without the request id. */
  WITHOUT_REQUEST_ID,
  /** An answer of the same service to another operation. */
  ANOTHER_OPERATIONS;

  private static final String HTML =
      "<!DOCTYPE html><html><head><meta charset=utf-8><title>Welcome</title><p>Log in<br>";

  /**
   * Turns an answer of a service into this.
   *
   * @param own the service's answer
   * @param endpoint where the page is that is redirected to
   */
  public WireAnswer inPlaceOf(WireAnswer own, URI endpoint) {
    Map<String, String> id = new HashMap<>(own.headers());
    id.remove("Content-Type");
    boolean isXml = own.body().startsWith("<");
    return switch (this) {
      case XHTML_PAGE -> new WireAnswer(200, Map.of(), WireEndpoint.PAGE);
      case HTML_PAGE -> new WireAnswer(200, Map.of("Content-Type", "text/html"), HTML);
      case REDIRECT_TO_A_PAGE ->
          new WireAnswer(
              302,
              Map.of("Location", endpoint + WireEndpoint.PORTAL),
              "<html><body>Moved</body></html>");
      case EMPTY_BODY -> new WireAnswer(200, id, "");
      case EMPTY_OBJECT -> new WireAnswer(200, id, "{}");
      case OTHER_XML -> new WireAnswer(200, id, "<?xml version=\"1.0\"?><feed><entry/></feed>");
      case OTHER_JSON -> new WireAnswer(200, id, "{\"status\":\"ok\",\"items\":[]}");
      case WITHOUT_REQUEST_ID ->
          isXml
              ? new WireAnswer(
                  200,
                  own.headers(),
                  own.body()
                      .replaceAll("<requestId>[^<]*</requestId>", "")
                      .replaceAll("<ResponseMetadata>.*</ResponseMetadata>", ""))
              : new WireAnswer(200, Map.of(), own.body());
      case ANOTHER_OPERATIONS ->
          new WireAnswer(
              200,
              own.headers(),
              isXml
                  ? own.body().replaceAll("(</?)\\w+(Response|Result)\\b", "$1DescribeOthers$2")
                  : "{\"Others\":[]}");
    };
  }
}
