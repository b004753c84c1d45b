package io.amiclean.examples.fedora.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.amiclean.api.model.ImageId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What messages say of published images. Not thread-safe. */
final class Publications {

  private static final String COMPLETED = "completed";

  private static final Pattern REGION = Pattern.compile("[a-z]+(?:-[a-z0-9]+)+");
  private static final Pattern COMPOSE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*");

  /** In seconds: the year 10000, which ISO-8601 cannot write plainly. */
  private static final double END_OF_TIME = 253_402_300_800.0;

  /**
   * An image that was published.
   *
   * @param compose the id of its compose
   * @param at when it was published, the last time if it was more than once
   */
  record Publication(String compose, Instant at) {}

  private final Map<String, Map<ImageId, Publication>> byRegion = new TreeMap<>();

  /** Images with contradictory messages, and the contradiction. */
  private final Map<ImageId, String> unclear = new TreeMap<>();

  private final List<String> notes = new ArrayList<>();

  /** Returns whether a message counts: one of something that goes on, or failed, does not. */
  static boolean isCompleted(JsonNode message) {
    JsonNode status = message.path("msg").path("status");
    return status.isMissingNode() || COMPLETED.equals(status.textValue());
  }

  /** Returns what errors and notes call a message. */
  static String name(JsonNode message) {
    String id = message.path("msg_id").asText("");
    String time = message.path("timestamp").asText("");
    return id.isEmpty()
        ? "a message " + (time.isEmpty() ? "of unknown time" : "of " + time)
        : "the message " + id;
  }

  /** Counts a message in, or notes why it is skipped. */
  void add(String topic, JsonNode message) {
    if (!isCompleted(message)) {
      return;
    }
    JsonNode content = message.path("msg");
    Optional<ImageId> image = image(content.path("extra").path("id").asText(""));
    String region = content.path("destination").asText("");
    String compose = content.path("compose").asText("");
    Optional<Instant> time = time(message.path("timestamp"));
    String missing =
        image.isEmpty()
            ? "an image id in msg.extra.id"
            : !REGION.matcher(region).matches()
                ? "a region in msg.destination"
                : !COMPOSE.matcher(compose).matches()
                    ? "a compose id in msg.compose"
                    : time.isEmpty() ? "a time in timestamp" : "";
    if (!missing.isEmpty()) {
      String problem = name(message) + " of " + topic + " lacks " + missing;
      notes.add("Skipped: " + problem);
      image.ifPresent(id -> unclear.putIfAbsent(id, problem));
      return;
    }
    byRegion
        .computeIfAbsent(region, images -> new TreeMap<>())
        .merge(
            image.orElseThrow(),
            new Publication(compose, time.orElseThrow()),
            (one, other) -> merged(image.orElseThrow(), one, other));
  }

  private Publication merged(ImageId image, Publication one, Publication other) {
    if (!one.compose().equals(other.compose())) {
      String problem =
          "messages name " + image + " in " + one.compose() + " and in " + other.compose();
      if (unclear.putIfAbsent(image, problem) == null) {
        notes.add("Contradictory: " + problem);
      }
    }
    return one.at().isAfter(other.at()) ? one : other;
  }

  private static Optional<ImageId> image(String text) {
    try {
      return Optional.of(ImageId.of(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> time(JsonNode timestamp) {
    double seconds = timestamp.isNumber() ? timestamp.doubleValue() : Double.NaN;
    return seconds >= 0 && seconds < END_OF_TIME
        ? Optional.of(Instant.ofEpochMilli(Math.round(seconds * 1000)))
        : Optional.empty();
  }

  /** Returns what was published, by region. */
  Map<String, Map<ImageId, Publication>> byRegion() {
    return byRegion;
  }

  Map<ImageId, String> unclear() {
    return unclear;
  }

  List<String> notes() {
    return notes;
  }
}
