package io.amiclean.examples.fedora.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageId;
import io.amiclean.examples.fedora.archive.Publications.Publication;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images that Fedora published within a time, in all regions, with what is known of their
 * composes. Immutable.
 */
public final class PublishedImages {

  private static final Logger LOG = LoggerFactory.getLogger(PublishedImages.class);

  private static final List<String> TOPICS =
      List.of(
          "org.fedoraproject.prod.fedimg.image.publish",
          "org.fedoraproject.prod.fedimg.image.upload");

  private static final String TWO_WEEK_RELEASES =
      "org.fedoraproject.prod.releng.atomic.twoweek.complete";

  /** Of an image that is published once more, the release may be older than the publication. */
  private static final Duration BEFORE_PUBLICATION = Duration.ofDays(28);

  private static final int MOST_NOTES = 50;

  private final Map<String, Map<ImageId, Map<String, String>>> facts;
  private final List<Evidence> evidence;
  private final Instant readAt;

  private PublishedImages(
      Map<String, Map<ImageId, Map<String, String>>> facts,
      List<Evidence> evidence,
      Instant readAt) {
    this.facts = facts;
    this.evidence = List.copyOf(evidence);
    this.readAt = readAt;
  }

  /**
   * Reads what was published, which composes were released, and the label of each compose.
   *
   * @param datagrepper the address of the message archive
   * @param composes the address below which composes are found by their ids
   * @param within how long ago an image was published at most
   * @param clock gives the end of that time, and dates what is read
   * @param pause waits before something is tried again
   * @return what was read
   * @throws EvidenceException if it could not be read to its end, or does not say which composes
   *     were released
   */
  public static PublishedImages read(
      URI datagrepper, URI composes, Duration within, Clock clock, Pause pause) {
    Web web = Web.following();
    return new Reading(
            new Datagrepper(datagrepper, new JsonReader(Datagrepper.SOURCE, web, pause)),
            new ComposeInfos(composes, new JsonReader(ComposeInfos.SOURCE, web, pause)))
        .read(within, clock.instant());
  }

  /**
   * Reads what was published from documents that need not be on the network.
   *
   * @param documents the messages and composes, at the given addresses
   * @param datagrepper the address of the message archive
   * @param composes the address below which composes are found by their ids
   * @param within how long ago an image was published at most
   * @param clock gives the end of that time, and dates what is read
   * @return what was read
   * @throws EvidenceException if it could not be read to its end
   */
  public static PublishedImages read(
      JsonDocuments documents, URI datagrepper, URI composes, Duration within, Clock clock) {
    return new Reading(
            new Datagrepper(datagrepper, documents), new ComposeInfos(composes, documents))
        .read(within, clock.instant());
  }

  /**
   * Returns what is known of the images of a region.
   *
   * @param region the region's code
   * @return {@link ComposeFacts} by image; empty if none was published there
   */
  public Map<ImageId, Map<String, String>> in(String region) {
    return facts.getOrDefault(region, Map.of());
  }

  /**
   * Returns what was read, with a note on every message that was skipped and every compose that
   * nothing reliable is known of.
   *
   * @return an entry for the messages and one for the composes
   */
  public List<Evidence> evidence() {
    return evidence;
  }

  /**
   * Returns when reading began.
   *
   * @return the time of the clock
   */
  public Instant readAt() {
    return readAt;
  }

  /** One reading. */
  private record Reading(Datagrepper datagrepper, ComposeInfos composes) {

    PublishedImages read(Duration within, Instant now) {
      Publications published = new Publications();
      long messages = 0;
      for (String topic : TOPICS) {
        List<JsonNode> found = datagrepper.messages(topic, now.minus(within), now);
        found.forEach(message -> published.add(topic, message));
        messages += found.size();
      }
      List<JsonNode> releases =
          datagrepper.messages(TWO_WEEK_RELEASES, now.minus(within).minus(BEFORE_PUBLICATION), now);
      Set<String> released = released(releases);
      Map<String, Map<String, String>> composeFacts = new HashMap<>();
      List<String> composeNotes = new ArrayList<>();
      for (String compose : composes(published)) {
        composeFacts.put(compose, facts(compose, released, composeNotes));
      }
      LOG.debug("{} composes, {} of them released", composeFacts.size(), released.size());
      return new PublishedImages(
          join(published, composeFacts),
          List.of(
              evidence(Datagrepper.SOURCE, messages + releases.size(), now, published.notes()),
              evidence(ComposeInfos.SOURCE, composeFacts.size(), now, composeNotes)),
          now);
    }

    private static Set<String> composes(Publications published) {
      Set<String> composes = new TreeSet<>();
      published
          .byRegion()
          .values()
          .forEach(images -> images.values().forEach(image -> composes.add(image.compose())));
      return composes;
    }

    private Map<String, String> facts(String compose, Set<String> released, List<String> notes) {
      Map<String, String> facts = new TreeMap<>();
      facts.put(ComposeFacts.COMPOSE, compose);
      ComposeType.of(compose)
          .ifPresentOrElse(
              type -> facts.put(ComposeFacts.TYPE, type.toString()),
              () -> notes.add("The id '" + compose + "' names no type of a compose"));
      if (released.contains(compose)) {
        facts.put(ComposeFacts.RELEASED, "two-week");
      }
      ComposeInfos.Label label = composes.label(compose);
      label.label().ifPresent(text -> facts.put(ComposeFacts.LABEL, text));
      label
          .problem()
          .ifPresent(
              problem -> {
                facts.put(ComposeFacts.PROBLEM, problem);
                notes.add(problem);
              });
      return facts;
    }

    private static Map<String, Map<ImageId, Map<String, String>>> join(
        Publications published, Map<String, Map<String, String>> composeFacts) {
      Map<String, Map<ImageId, Map<String, String>>> joined = new TreeMap<>();
      published
          .byRegion()
          .forEach(
              (region, images) -> {
                Map<ImageId, Map<String, String>> ofRegion = new TreeMap<>();
                images.forEach(
                    (image, publication) ->
                        ofRegion.put(image, facts(image, publication, published, composeFacts)));
                joined.put(region, Map.copyOf(ofRegion));
              });
      return joined;
    }

    private static Map<String, String> facts(
        ImageId image,
        Publication publication,
        Publications published,
        Map<String, Map<String, String>> composeFacts) {
      Map<String, String> facts =
          new TreeMap<>(composeFacts.getOrDefault(publication.compose(), Map.of()));
      facts.put(ComposeFacts.PUBLISHED, publication.at().toString());
      String unclear = published.unclear().get(image);
      if (unclear != null) {
        facts.put(ComposeFacts.PROBLEM, unclear);
      }
      return Map.copyOf(facts);
    }

    /** An unreadable release would not protect its compose, so it refuses everything. */
    private static Set<String> released(List<JsonNode> messages) {
      Set<String> composes = new HashSet<>();
      for (JsonNode message : messages) {
        JsonNode status = message.path("msg").path("status");
        if (!status.isMissingNode() && !status.isTextual()) {
          throw unreadableRelease(message);
        }
        if (Publications.isCompleted(message)) {
          composes.addAll(released(message));
        }
      }
      return composes;
    }

    private static Set<String> released(JsonNode message) {
      JsonNode content = message.path("msg");
      Set<String> composes = new HashSet<>();
      List<JsonNode> images = new ArrayList<>(content.findValues("atomic_raw"));
      for (JsonNode image : images) {
        String compose = image.path("compose_id").asText("");
        if (compose.isEmpty()) {
          throw unreadableRelease(message);
        }
        composes.add(compose);
      }
      if (composes.isEmpty()) {
        throw unreadableRelease(message);
      }
      return composes;
    }

    private static EvidenceException unreadableRelease(JsonNode message) {
      return new EvidenceException(
          Datagrepper.SOURCE,
          ("'%s' names a release, but not of which compose: %s of %s lacks"
                  + " 'atomic_raw.compose_id', or its status is no text; nothing is decided"
                  + " without it")
              .formatted(Datagrepper.SOURCE, Publications.name(message), TWO_WEEK_RELEASES));
    }

    private static Evidence evidence(
        String source, long items, Instant readAt, List<String> notes) {
      List<String> shown = new ArrayList<>(notes.subList(0, Math.min(notes.size(), MOST_NOTES)));
      if (notes.size() > MOST_NOTES) {
        shown.add("And " + (notes.size() - MOST_NOTES) + " more of the kind");
      }
      return Evidence.builder()
          .source(source)
          .items(items)
          .complete(true)
          .readAt(readAt)
          .notes(shown)
          .build();
    }
  }
}
