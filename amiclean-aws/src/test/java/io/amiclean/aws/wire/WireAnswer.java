package io.amiclean.aws.wire;

import java.util.Map;

/**
 * An answer as it goes over the wire.
 *
 * @param status the HTTP status
 * @param headers the headers besides those of HTTP itself
 * @param body the body, which may be empty
 */
public record WireAnswer(int status, Map<String, String> headers, String body) {

  public WireAnswer {
    headers = Map.copyOf(headers);
  }
}
