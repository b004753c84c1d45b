package io.amiclean.examples.fedora;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Splitter;
import io.amiclean.examples.fedora.archive.JsonDocuments;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Messages and composes that are built in, answered as datagrepper and the server of composes do.
 * Immutable.
 */
final class DemoArchive implements JsonDocuments {

  private static final JsonMapper JSON = new JsonMapper();

  private static final String COMPOSES = "/compose/";

  private final JsonNode document;

  DemoArchive() {
    try (InputStream in = DemoArchive.class.getResourceAsStream("demo.json")) {
      document = JSON.readTree(Objects.requireNonNull(in, "demo.json is missing"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * An image that a message says was published.
   *
   * @param id the id of the image
   * @param name its name
   * @param compose the id of its compose
   * @param at when it was published
   */
  record Published(String id, String name, String compose, Instant at) {}

  /** Returns the images that were published, in order. */
  List<Published> published() {
    List<Published> published = new ArrayList<>();
    for (JsonNode message : document.path("messages")) {
      JsonNode content = message.path("msg");
      if (content.has("image_name")) {
        published.add(
            new Published(
                content.path("extra").path("id").textValue(),
                content.path("image_name").textValue(),
                content.path("compose").textValue(),
                Instant.ofEpochSecond(message.path("timestamp").longValue())));
      }
    }
    return published;
  }

  @Override
  public Optional<JsonNode> find(URI address) {
    String path = address.getPath();
    if (path.startsWith(COMPOSES)) {
      String id = path.substring(COMPOSES.length(), path.indexOf('/', COMPOSES.length()));
      return Optional.ofNullable(document.path("composes").get(id));
    }
    return Optional.of(
        messages(Splitter.on('&').withKeyValueSeparator('=').split(address.getQuery())));
  }

  /** Returns the only page of the messages of a topic within a time. */
  private ObjectNode messages(Map<String, String> query) {
    long start = Long.parseLong(query.getOrDefault("start", "0"));
    long end = Long.parseLong(query.getOrDefault("end", "0"));
    ObjectNode page = JSON.createObjectNode();
    int found = 0;
    for (JsonNode message : document.path("messages")) {
      long time = message.path("timestamp").longValue();
      if (message.path("topic").textValue().equals(query.get("topic"))
          && start <= time
          && time <= end) {
        page.withArray("raw_messages").add(message);
        found++;
      }
    }
    page.withArray("raw_messages");
    return page.put("pages", Math.min(found, 1)).put("total", found);
  }
}
