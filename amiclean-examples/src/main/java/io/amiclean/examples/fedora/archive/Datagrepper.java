package io.amiclean.examples.fedora.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.model.EvidenceException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the messages of a time from datagrepper, the archive of Fedora's message bus: all of them
 * or none. Thread-safe.
 */
final class Datagrepper {

  /** The name of this source in evidence. */
  static final String SOURCE = "datagrepper";

  private static final Logger LOG = LoggerFactory.getLogger(Datagrepper.class);

  private static final String ENDPOINT = "/raw";
  private static final int ROWS_PER_PAGE = 100;

  /** A hundred times what Fedora sends in a month; an answer of more pages is not meant. */
  private static final int MOST_PAGES = 3_000;

  private final JsonDocuments json;
  private final String address;

  /**
   * Creates a reader of the archive.
   *
   * @param base the address of datagrepper, with or without its endpoint {@code raw}
   * @param json reads what is at addresses
   */
  Datagrepper(URI base, JsonDocuments json) {
    this.json = json;
    String text = Addresses.withoutSlash(base);
    this.address = text.endsWith(ENDPOINT) ? text : text + ENDPOINT;
  }

  /**
   * Reads the messages of a topic.
   *
   * @return the messages in the order of the archive
   * @throws EvidenceException if they could not be read to their end, or changed meanwhile
   */
  List<JsonNode> messages(String topic, Instant start, Instant end) {
    List<JsonNode> messages = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    int pages = 1;
    long total = -1;
    for (int page = 1; page <= pages; page++) {
      URI request = request(topic, start, end, page);
      JsonNode answer = read(request);
      int pagesNow = answer.path("pages").intValue();
      long totalNow = answer.path("total").asLong(-1);
      if (page > 1 && (pagesNow != pages || totalNow != total)) {
        throw refused(
            request,
            ("it counts %s where it counted %s before: the messages changed while they"
                    + " were read")
                .formatted(count(pagesNow, totalNow), count(pages, total)));
      }
      pages = Math.max(1, pagesNow);
      total = totalNow;
      List<JsonNode> rows = rows(answer);
      if (rows.isEmpty() && pages > 1) {
        throw refused(request, "it has no messages, though there are " + pages + " pages");
      }
      requireNew(rows, seen, request);
      messages.addAll(rows);
    }
    if (total >= 0 && total != messages.size()) {
      throw refused(
          request(topic, start, end, pages),
          "it counts " + total + " messages, and gave " + messages.size());
    }
    LOG.debug("{}: {} messages on {} pages", topic, messages.size(), pages);
    return messages;
  }

  private JsonNode read(URI request) {
    JsonNode answer;
    try {
      answer =
          json.find(request)
              .orElseThrow(() -> refused(request, "there is no such page: correct the address"));
    } catch (DocumentFormatException e) {
      throw new EvidenceException(
          SOURCE,
          "'%s' gave no usable answer: %s; nothing is decided on it"
              .formatted(SOURCE, e.getMessage()),
          e);
    }
    JsonNode pages = answer.path("pages");
    if (!answer.path("raw_messages").isArray() || !pages.isInt() || pages.intValue() < 0) {
      throw refused(request, "it lacks the list 'raw_messages' or the number 'pages'");
    }
    if (pages.intValue() > MOST_PAGES) {
      throw refused(
          request,
          "it counts " + pages.intValue() + " pages, and at most " + MOST_PAGES + " are read");
    }
    return answer;
  }

  /** A message that comes again has taken the place of one that does not come at all. */
  private static void requireNew(List<JsonNode> rows, Set<Object> seen, URI request) {
    Stream.Builder<Object> found = Stream.builder();
    for (JsonNode row : rows) {
      String id = row.path("msg_id").asText("");
      if (!id.isEmpty()) {
        if (seen.contains(id)) {
          throw refused(request, "it repeats the message " + id + " of a page before");
        }
        found.add(id);
      }
    }
    found.build().forEach(seen::add);
    if (!rows.isEmpty() && !seen.add(rows)) {
      throw refused(request, "it is the same page as one before");
    }
  }

  private static List<JsonNode> rows(JsonNode answer) {
    List<JsonNode> rows = new ArrayList<>();
    answer.path("raw_messages").forEach(rows::add);
    return rows;
  }

  private URI request(String topic, Instant start, Instant end, int page) {
    return URI.create(
        address
            + "?topic="
            + URLEncoder.encode(topic, StandardCharsets.UTF_8)
            + "&delta="
            + (end.getEpochSecond() - start.getEpochSecond())
            + "&start="
            + start.getEpochSecond()
            + "&end="
            + end.getEpochSecond()
            + "&rows_per_page="
            + ROWS_PER_PAGE
            + "&page="
            + page);
  }

  private static String count(int pages, long total) {
    return total < 0 ? pages + " pages" : pages + " pages of " + total + " messages";
  }

  private static EvidenceException refused(URI request, String problem) {
    return new EvidenceException(
        SOURCE,
        "'%s' gave no usable answer: %s: %s; nothing is decided on it, run again"
            .formatted(SOURCE, request, problem));
  }
}
