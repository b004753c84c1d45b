package io.amiclean.examples.fedora.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.model.EvidenceException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads JSON documents over HTTP. What may be over in a moment, such as a lost connection or an
 * answer 500, is tried three times in all. Thread-safe.
 */
final class JsonReader implements JsonDocuments {

  private static final Logger LOG = LoggerFactory.getLogger(JsonReader.class);

  private static final int ATTEMPTS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String source;
  private final Web web;
  private final Pause pause;

  /**
   * Creates a reader.
   *
   * @param source what errors call the place that is read from
   */
  JsonReader(String source, Web web, Pause pause) {
    this.source = source;
    this.web = web;
    this.pause = pause;
  }

  @Override
  public Optional<JsonNode> find(URI address) {
    String problem = "";
    IOException cause = null;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      if (attempt > 1) {
        LOG.debug("{}: {}; trying again", address, problem);
        waitBefore(attempt, address);
      }
      try {
        HttpResponse<byte[]> answer =
            web.send(HttpRequest.newBuilder(address).header("Accept", "application/json").build());
        int status = answer.statusCode();
        if (status == 200) {
          return Optional.of(parse(address, answer));
        }
        if (status == 404 || status == 410) {
          return Optional.empty();
        }
        problem = "it answered " + status;
        cause = null;
        if (status < 500 && status != 429) {
          break;
        }
      } catch (InterruptedIOException e) {
        throw failure(address, "the reading was interrupted", e);
      } catch (IOException e) {
        problem = "it did not answer (" + e.getMessage() + ")";
        cause = e;
      }
    }
    throw failure(address, problem, cause);
  }

  private void waitBefore(int attempt, URI address) {
    try {
      pause.of(FIRST_PAUSE.multipliedBy(attempt - 1L));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(address, "the reading was interrupted", e);
    }
  }

  private static JsonNode parse(URI address, HttpResponse<byte[]> answer) {
    String type = answer.headers().firstValue("Content-Type").orElse("no content type");
    JsonNode root;
    try {
      root = MAPPER.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new DocumentFormatException(
          String.format(
              Locale.ROOT,
              "%s is no JSON document (%s, %d bytes): %s",
              address,
              type,
              answer.body().length,
              e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new DocumentFormatException(address + " is not readable: " + e.getMessage(), e);
    }
    if (!root.isObject()) {
      throw new DocumentFormatException(
          address + " is no JSON object (" + type + "): found " + root.getNodeType(), null);
    }
    return root;
  }

  private EvidenceException failure(URI address, String problem, @Nullable Exception cause) {
    return new EvidenceException(
        source,
        ("'%s' could not be read from %s: %s; run again when it answers, or correct the"
                + " address")
            .formatted(source, address, problem),
        cause);
  }
}
