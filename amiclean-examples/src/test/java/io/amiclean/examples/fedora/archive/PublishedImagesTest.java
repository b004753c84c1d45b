package io.amiclean.examples.fedora.archive;

import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.examples.fedora.archive.FedoraServer.PUBLISH;
import static io.amiclean.examples.fedora.archive.FedoraServer.TWO_WEEK;
import static io.amiclean.examples.fedora.archive.FedoraServer.UPLOAD;
import static io.amiclean.examples.fedora.archive.FedoraServer.publication;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageId;
import io.amiclean.examples.fedora.archive.FedoraServer.Answer;
import io.amiclean.examples.fedora.archive.FedoraServer.Request;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedImagesTest {

  private static final Instant NOW = Instant.parse("2017-08-25T12:00:00Z");
  private static final Instant PUBLISHED = Instant.parse("2017-08-10T06:00:00Z");
  private static final String REGION = "us-east-1";
  private static final String NIGHTLY = "Fedora-Rawhide-20170810.n.0";
  private static final String RC = "Fedora-Atomic-26-20170810.0";
  private static final String RAW = "/datagrepper/raw";

  @AutoClose private final FedoraServer fedora = new FedoraServer();
  private final List<Duration> pauses = new ArrayList<>();

  private PublishedImages read() {
    return read(fedora.datagrepper());
  }

  private PublishedImages read(URI datagrepper) {
    return PublishedImages.read(
        datagrepper,
        fedora.composes(),
        Duration.ofDays(28),
        Clock.fixed(NOW, ZoneOffset.UTC),
        pauses::add);
  }

  private Map<String, String> facts(int image) {
    return Objects.requireNonNull(read().in(REGION).get(ami(image)));
  }

  private List<String> notes() {
    return read().evidence().stream().flatMap(read -> read.notes().stream()).toList();
  }

  private void published(int image, String compose) {
    fedora.published(PUBLISHED, REGION, ami(image).value(), compose);
  }

  @Test
  void tellsComposeTypeLabelAndPublication() {
    published(1, RC);
    fedora.compose(RC, "production", "RC-20170810.0");

    assertThat(facts(1))
        .containsOnly(
            entry(ComposeFacts.COMPOSE, RC),
            entry(ComposeFacts.TYPE, "production"),
            entry(ComposeFacts.LABEL, "RC-20170810.0"),
            entry(ComposeFacts.PUBLISHED, "2017-08-10T06:00:00Z"));
  }

  @Test
  void readsThousandsOfMessagesPageByPage() {
    for (int image = 1; image <= 3_000; image++) {
      fedora.published(PUBLISHED.plusSeconds(image), REGION, ami(image).value(), NIGHTLY);
    }

    PublishedImages published = read();

    assertThat(published.in(REGION)).hasSize(3_000);
    assertThat(published.evidence().get(0).items()).isEqualTo(3_000);
    assertThat(fedora.requests(RAW).stream().filter(request -> topic(request, PUBLISH)))
        .extracting(Request::page)
        .containsExactlyElementsOf(Stream.iterate(1, page -> page + 1).limit(30).toList());
  }

  private static boolean topic(Request request, String topic) {
    return topic.equals(request.fields().get("topic"));
  }

  @Test
  void asksForTheTimeInSecondsAndForAHundredRows() {
    read();

    assertThat(fedora.requests(RAW).get(0).fields())
        .containsEntry("topic", PUBLISH)
        .containsEntry("delta", String.valueOf(28 * 86_400))
        .containsEntry("start", String.valueOf(NOW.getEpochSecond() - 28 * 86_400))
        .containsEntry("end", String.valueOf(NOW.getEpochSecond()))
        .containsEntry("rows_per_page", "100")
        .containsEntry("page", "1");
  }

  @Test
  void takesAnAddressThatNamesTheEndpoint() {
    published(1, NIGHTLY);

    assertThat(read(fedora.uri("/datagrepper/raw")).in(REGION)).containsKey(ami(1));
  }

  @Test
  void readsUploadsToo() {
    fedora.message(UPLOAD, PUBLISHED, publication(REGION, ami(1).value(), NIGHTLY, "completed"));

    assertThat(read().in(REGION)).containsKey(ami(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"started", "failed", "Completed", ""})
  void countsOnlyWhatIsCompleted(String status) {
    fedora.message(PUBLISH, PUBLISHED, publication(REGION, ami(1).value(), NIGHTLY, status));

    assertThat(read().in(REGION)).isEmpty();
  }

  @Test
  void countsAMessageWithoutStatus() {
    fedora.message(
        PUBLISH,
        PUBLISHED,
        """
        {"destination": "us-east-1", "extra": {"id": "%s"}, "compose": "%s"}
        """
            .formatted(ami(1), NIGHTLY));

    assertThat(read().in(REGION)).containsKey(ami(1));
  }

  @Test
  void tellsAnImageInItsOwnRegionOnly() {
    published(1, NIGHTLY);

    assertThat(read().in("eu-west-1")).isEmpty();
  }

  @Test
  void takesTheLastPublicationOfAnImage() {
    published(1, NIGHTLY);
    fedora.published(PUBLISHED.plus(Duration.ofDays(3)), REGION, ami(1).value(), NIGHTLY);

    assertThat(facts(1)).containsEntry(ComposeFacts.PUBLISHED, "2017-08-13T06:00:00Z");
  }

  @Test
  void tellsNothingForSureOfAnImageInTwoComposes() {
    published(1, NIGHTLY);
    published(1, RC);

    assertThat(facts(1)).containsKey(ComposeFacts.PROBLEM);
    assertThat(notes()).anyMatch(note -> note.contains(NIGHTLY) && note.contains(RC));
  }

  // Messages without the expected fields.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "[]",
        "\"text\"",
        "{\"destination\": \"us-east-1\", \"compose\": \"Fedora-Rawhide-20170810.n.0\"}",
        "{\"destination\": \"us-east-1\", \"extra\": {\"id\": \"ami-x\"}, \"compose\": \"F\"}",
        "{\"destination\": \"us-east-1\", \"extra\": [], \"compose\": \"F\"}"
      })
  void skipsAMessageThatNamesNoImageAndNamesTheMessage(String content) {
    fedora.message(PUBLISH, PUBLISHED, content);
    published(2, NIGHTLY);

    PublishedImages published = read();

    assertThat(published.in(REGION)).containsOnlyKeys(ami(2));
    assertThat(published.evidence().get(0).notes())
        .singleElement()
        .asString()
        .startsWith("Skipped: the message 2017-1 of " + PUBLISH + " lacks an image id");
  }

  @ParameterizedTest
  @CsvSource({
    "EC2 (us-east-1), Fedora-Rawhide-20170810.n.0, a region in msg.destination",
    "us-east-1, ../../etc, a compose id in msg.compose",
    "us-east-1, '', a compose id in msg.compose"
  })
  void tellsNothingForSureOfAnImageThatAnyMessageIsUnusableOf(
      String region, String compose, String lacking) {
    fedora.message(PUBLISH, PUBLISHED, publication(region, ami(1).value(), compose, "completed"));
    published(1, NIGHTLY);

    assertThat(facts(1)).containsKey(ComposeFacts.PROBLEM);
    assertThat(notes()).singleElement().asString().contains(lacking);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"yesterday\"", "null", "-1", "1e300"})
  void skipsAMessageWithoutATime(String timestamp) {
    String message =
        "{\"msg_id\": \"1\", \"timestamp\": %s, \"msg\": %s}"
            .formatted(timestamp, publication(REGION, ami(1).value(), NIGHTLY, "completed"));
    fedora.fault(
        request ->
            request.path().equals(RAW) && topic(request, PUBLISH)
                ? Optional.of(Answer.json(FedoraServer.page(List.of(message), 1, 1)))
                : Optional.empty());

    assertThat(read().in(REGION)).isEmpty();
    assertThat(notes()).singleElement().asString().contains("a time in timestamp");
  }

  @Test
  void limitsTheNumberOfNotes() {
    for (int message = 0; message < 200; message++) {
      fedora.message(PUBLISH, PUBLISHED.plusSeconds(message), "{}");
    }

    assertThat(notes()).hasSize(51).last().asString().contains("150 more");
  }

  // Answers that are none.

  static Stream<Arguments> oddAnswers() {
    String one = "{\"msg_id\": \"1\", \"timestamp\": 1502344800.0, \"msg\": {}}";
    String two = "{\"msg_id\": \"2\", \"timestamp\": 1502344801.0, \"msg\": {}}";
    String nameless = "{\"timestamp\": 1502344801.0, \"msg\": {\"status\": \"started\"}}";
    return Stream.of(
        odd("500", "answered 500", request -> Answer.status(500)),
        odd("503", "answered 503", request -> Answer.status(503)),
        odd("403", "answered 403", request -> Answer.status(403)),
        odd("no endpoint", "no such page", request -> Answer.status(404)),
        odd(
            "an HTML page",
            "text/html",
            request -> new Answer(200, "text/html", "<html><body>Maintenance</body></html>")),
        odd(
            "half a document",
            "no JSON document",
            request -> Answer.json("{\"pages\": 1, \"raw_messages\": [{\"msg_id\": \"1\"")),
        odd("nothing", "no JSON object", request -> Answer.json("")),
        odd("two documents", "no JSON document", request -> Answer.json("{} {}")),
        odd(
            "a key twice",
            "no JSON document",
            request -> Answer.json("{\"pages\": 1, \"pages\": 2, \"raw_messages\": []}")),
        odd("a list", "no JSON object", request -> Answer.json("[]")),
        odd("no messages", "'raw_messages'", request -> Answer.json("{\"pages\": 1}")),
        odd("no pages", "'pages'", request -> Answer.json("{\"raw_messages\": []}")),
        odd(
            "pages without number",
            "'pages'",
            request -> Answer.json("{\"raw_messages\": [], \"pages\": \"many\"}")),
        odd(
            "pages without end",
            "2147483647 pages",
            request -> page(List.of(one), Integer.MAX_VALUE, 1)),
        odd("the same page for ever", "repeats", request -> page(List.of(one), 3, 3)),
        odd(
            "the same page for ever, one page more each time",
            "changed while",
            request -> page(List.of(one), request.page() + 1, 3)),
        odd(
            "the same page of messages without ids",
            "the same page",
            request -> page(List.of(nameless), 3, 3)),
        odd(
            "a message that comes again",
            "repeats the message 1",
            request -> page(request.page() == 1 ? List.of(one) : List.of(two, one), 2, 3)),
        odd(
            "pages that change",
            "3 pages of 3 messages where it counted 2 pages of 2 messages",
            request -> request.page() == 1 ? page(List.of(one), 2, 2) : page(List.of(two), 3, 3)),
        odd(
            "a total that changes",
            "changed while",
            request -> request.page() == 1 ? page(List.of(one), 2, 2) : page(List.of(two), 2, 3)),
        odd(
            "an empty page",
            "no messages",
            request -> request.page() == 1 ? page(List.of(one), 2, 1) : page(List.of(), 2, 1)),
        odd("too few messages", "counts 2 messages", request -> page(List.of(one), 1, 2)));
  }

  private static Arguments odd(String name, String says, Function<Request, Answer> answer) {
    return Arguments.of(name, says, answer);
  }

  private static Answer page(List<String> messages, int pages, int total) {
    return Answer.json(FedoraServer.page(messages, pages, total));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("oddAnswers")
  void refusesAnAnswerThatIsNotTheWhole(
      String name, String says, Function<Request, Answer> answer) {
    fedora.fault(
        request ->
            request.path().equals(RAW) ? Optional.of(answer.apply(request)) : Optional.empty());

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(this::read)
        .withMessageContaining("'datagrepper'")
        .withMessageContaining(says)
        .satisfies(refusal -> assertThat(refusal.source()).isEqualTo("datagrepper"));
  }

  @Test
  void refusesIfALaterPageFails() {
    for (int image = 1; image <= 101; image++) {
      published(image, NIGHTLY);
    }
    fedora.fault(
        request ->
            request.path().equals(RAW) && request.page() == 2
                ? Optional.of(Answer.status(500))
                : Optional.empty());

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(this::read)
        .withMessageContaining("page=2");
  }

  @Test
  void refusesIfNobodyAnswers() {
    fedora.close();

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(this::read)
        .withMessageContaining("did not answer");
    assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Test
  void triesThreeTimesInAll() {
    fedora.fault(request -> Optional.of(Answer.status(500)));

    assertThatExceptionOfType(EvidenceException.class).isThrownBy(this::read);

    assertThat(fedora.requests(RAW)).hasSize(3);
    assertThat(pauses).hasSize(2);
  }

  @Test
  void readsOnAfterAFailureThatIsOver() {
    published(1, NIGHTLY);
    AtomicInteger requests = new AtomicInteger();
    fedora.fault(
        request ->
            requests.incrementAndGet() <= 2 ? Optional.of(Answer.status(502)) : Optional.empty());

    assertThat(read().in(REGION)).containsKey(ami(1));
  }

  @Test
  void doesNotTryAgainWhatIsRefused() {
    fedora.fault(request -> Optional.of(Answer.status(403)));

    assertThatExceptionOfType(EvidenceException.class).isThrownBy(this::read);

    assertThat(fedora.requests(RAW)).hasSize(1);
  }

  // Released Two-Week Atomic Hosts.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"atomic_raw\": {\"compose_id\": \"Fedora-Atomic-26-20170810.0\"}}",
        "{\"status\": \"completed\","
            + " \"atomic_raw\": {\"compose_id\": \"Fedora-Atomic-26-20170810.0\"}}",
        "{\"x86_64\": {\"atomic_raw\": {\"compose_id\": \"Fedora-Atomic-26-20170810.0\"},"
            + " \"atomic_qcow2\": {}}, \"release\": 26}"
      })
  void knowsTheReleasedComposes(String content) {
    published(1, RC);
    fedora.message(TWO_WEEK, PUBLISHED.plus(Duration.ofDays(4)), content);

    assertThat(facts(1)).containsEntry(ComposeFacts.RELEASED, "two-week");
  }

  @Test
  void countsNoReleaseThatIsNotCompleted() {
    published(1, RC);
    fedora.message(
        TWO_WEEK,
        PUBLISHED,
        "{\"status\": \"started\", \"atomic_raw\": {\"compose_id\": \"" + RC + "\"}}");

    assertThat(facts(1)).doesNotContainKey(ComposeFacts.RELEASED);
  }

  @Test
  void knowsAReleaseOfAnImageThatWasPublishedAgainLater() {
    published(1, RC);
    fedora.message(
        TWO_WEEK,
        NOW.minus(Duration.ofDays(50)),
        "{\"atomic_raw\": {\"compose_id\": \"" + RC + "\"}}");

    assertThat(facts(1)).containsKey(ComposeFacts.RELEASED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "{\"atomic_raw\": \"Fedora-Atomic-26-20170810.0\"}",
        "{\"atomic_raw\": {\"name\": \"x\"}}",
        "{\"x86_64\": {\"atomic_qcow2\": {\"compose_id\": \"Fedora-Atomic-26-20170810.0\"}}}",
        "{\"status\": 1, \"atomic_raw\": {\"compose_id\": \"Fedora-Atomic-26-20170810.0\"}}"
      })
  void refusesAReleaseThatNamesNoCompose(String content) {
    fedora.message(TWO_WEEK, PUBLISHED, content);

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(this::read)
        .withMessageContaining("the message 2017-1 of " + TWO_WEEK);
  }

  // composeinfo.json

  @Test
  void doesNotKnowTheLabelOfAComposeWithoutComposeinfo() {
    published(1, RC);

    assertThat(facts(1)).doesNotContainKeys(ComposeFacts.LABEL, ComposeFacts.PROBLEM);
  }

  @Test
  void doesNotKnowALabelThatIsNotThere() {
    published(1, RC);
    fedora.compose(RC, "production", "");

    assertThat(facts(1)).doesNotContainKeys(ComposeFacts.LABEL, ComposeFacts.PROBLEM);
  }

  @Test
  void readsTheComposeinfoOfAComposeOnce() {
    published(1, RC);
    published(2, RC);
    fedora.compose(RC, "production", "RC-1.5");

    read();

    assertThat(fedora.requests("/compose/" + RC + "/compose/metadata/composeinfo.json")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html></html>",
        "{\"payload\": {\"compose\": {\"id\": \"Fedora-Rawhide-20170810.n.0\"",
        "{}",
        "{\"payload\": {\"compose\": {\"id\": \"Fedora-Other-20170810.n.0\"}}}",
        "{\"payload\": {\"compose\": {\"id\": \"Fedora-Rawhide-20170810.n.0\","
            + " \"type\": \"production\"}}}",
        "{\"payload\": {\"compose\": {\"id\": \"Fedora-Rawhide-20170810.n.0\","
            + " \"label\": [\"Beta-1.1\"]}}}"
      })
  void tellsNothingForSureOfAComposeWhoseComposeinfoIsOfNoUse(String document) {
    published(1, NIGHTLY);
    fedora.composeInfo(NIGHTLY, document);

    assertThat(facts(1)).containsKey(ComposeFacts.PROBLEM);
    assertThat(notes()).singleElement().asString().contains(NIGHTLY);
  }

  @Test
  void refusesIfTheComposesCannotBeRead() {
    published(1, NIGHTLY);
    fedora.fault(
        request ->
            request.path().startsWith("/compose")
                ? Optional.of(Answer.status(500))
                : Optional.empty());

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(this::read)
        .withMessageContaining("'composeinfo'")
        .withMessageContaining(NIGHTLY);
  }

  @Test
  void tellsNoTypeOfAComposeIdOfAnotherForm() {
    published(1, "Fedora-26-RC-1.5");

    assertThat(facts(1)).doesNotContainKey(ComposeFacts.TYPE);
    assertThat(notes()).singleElement().asString().contains("'Fedora-26-RC-1.5'");
  }

  @Test
  void knowsNoImageWhereNothingWasPublished() {
    Map<ImageId, Map<String, String>> none = read().in(REGION);

    assertThat(none).isEmpty();
  }
}
