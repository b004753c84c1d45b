package io.amiclean.core.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.model.DocumentFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDocumentTest {

  /** Reads what stands under the key {@code value} of an object. */
  private static <T> List<T> read(String document, JsonDocument.Item<T> item) throws IOException {
    JsonObjectFormat<List<T>> format =
        new JsonObjectFormat<List<T>>()
            .required("value", (reading, values) -> values.add(item.read(reading)));
    return JsonDocument.read("sample", stream(document), format, new ArrayList<>(), List::copyOf);
  }

  private static <T> T value(String json, JsonDocument.Item<T> item) throws IOException {
    return read("{\"value\": " + json + "}", item).get(0);
  }

  private static InputStream stream(String document) {
    return new ByteArrayInputStream(document.getBytes(UTF_8));
  }

  private static void assertRefused(String json, JsonDocument.Item<?> item, String... because) {
    assertThatExceptionOfType(DocumentFormatException.class)
        .isThrownBy(() -> value(json, item))
        .withMessageContainingAll(because)
        .withMessageContaining("/value");
  }

  @Test
  void textIsReadAsItIs() throws IOException {
    assertThat(value("\"a \\u00e9 \\\"b\\\"\"", JsonDocument::text)).isEqualTo("a é \"b\"");
  }

  @Test
  void numbersAreRead() throws IOException {
    assertThat(value("-7", JsonDocument::integer)).isEqualTo(-7);
    assertThat(value("9223372036854775807", JsonDocument::longInteger)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void flagsAreRead() throws IOException {
    assertThat(value("true", JsonDocument::flag)).isTrue();
    assertThat(value("false", JsonDocument::flag)).isFalse();
  }

  @Test
  void timesAreRead() throws IOException {
    assertThat(value("\"2017-06-16T00:00:00.5Z\"", JsonDocument::instant))
        .isEqualTo(Instant.parse("2017-06-16T00:00:00.500Z"));
  }

  @Test
  void constantsAreReadByNameOrSpelling() throws IOException {
    TimeUnit byName = value("\"DAYS\"", reading -> reading.constant(TimeUnit.class));
    TimeUnit bySpelling =
        value("\"Days\"", reading -> reading.constant(TimeUnit.class, JsonDocumentTest::spell));

    assertThat(byName).isEqualTo(TimeUnit.DAYS);
    assertThat(bySpelling).isEqualTo(TimeUnit.DAYS);
  }

  private static String spell(TimeUnit unit) {
    return unit.toChronoUnit().toString();
  }

  @Test
  void listsAreReadInTheirOrder() throws IOException {
    assertThat(value("[\"b\", \"a\"]", JsonDocument::texts)).containsExactly("b", "a");
    assertThat(value("[]", JsonDocument::texts)).isEmpty();
  }

  @Test
  void listsOfListsAreRead() throws IOException {
    List<List<Integer>> rows =
        value("[[1], [2, 3]]", reading -> reading.list(row -> row.list(JsonDocument::integer)));

    assertThat(rows).containsExactly(List.of(1), List.of(2, 3));
  }

  @Test
  void entriesAreReadInTheirOrder() throws IOException {
    Map<String, Integer> entries =
        value("{\"b\": 1, \"a\": 2}", reading -> reading.entries(JsonDocument::integer));

    assertThat(entries).containsExactly(Map.entry("b", 1), Map.entry("a", 2));
  }

  @Test
  void nullIsEmptyWhereItIsAllowed() throws IOException {
    Optional<String> nothing = value("null", reading -> reading.nullable(JsonDocument::text));
    Optional<String> something = value("\"x\"", reading -> reading.nullable(JsonDocument::text));

    assertThat(nothing).isEmpty();
    assertThat(something).contains("x");
  }

  @Test
  void nullIsRefusedElsewhere() {
    assertRefused("null", JsonDocument::text, "expected a text", "null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "true", "[\"a\"]", "{\"a\": \"b\"}", "1.5"})
  void whatIsNoStringIsNoText(String json) {
    assertRefused(json, JsonDocument::text, "expected a text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"7\"", "7.0", "1e2", "null", "[7]"})
  void whatIsNoWholeNumberIsRefused(String json) {
    assertRefused(json, JsonDocument::integer, "expected a whole number");
    assertRefused(json, JsonDocument::longInteger, "expected a whole number");
  }

  @Test
  void aNumberOutOfRangeIsRefused() {
    assertRefused("2147483648", JsonDocument::integer, "2147483648");
    assertRefused("9223372036854775808", JsonDocument::longInteger, "9223372036854775808");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"true\"", "1", "null"})
  void whatIsNoFlagIsRefused(String json) {
    assertRefused(json, JsonDocument::flag, "expected true or false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2017-06-16", "2017-06-16T00:00:00", "yesterday", ""})
  void whatIsNoTimeIsRefused(String text) {
    assertRefused("\"" + text + "\"", JsonDocument::instant, "'" + text + "' is no time");
  }

  @Test
  void anUnknownConstantIsRefusedWithTheKnownOnes() {
    assertRefused(
        "\"days\"",
        reading -> reading.constant(TimeUnit.class),
        "'days' is unknown",
        "HOURS, DAYS");
  }

  @Test
  void aListOrObjectIsRefusedWhereTheOtherIsExpected() {
    assertRefused("{}", JsonDocument::texts, "expected a list", "an object");
    assertRefused("[]", reading -> reading.entries(JsonDocument::text), "expected an object");
  }

  @Test
  void thePlaceOfAFailureIsTold() {
    assertThatThrownBy(() -> read("{\n\"value\":\n [\"a\", 7]}", JsonDocument::texts))
        .hasMessageContaining(
            "The sample is not usable: line 3, column 8 (/value/1): expected a text");
  }

  @Test
  void aMissingKeyIsNamed() {
    assertThatThrownBy(() -> read("{}", JsonDocument::text))
        .isInstanceOf(DocumentFormatException.class)
        .hasMessageContaining("the key 'value' is missing");
  }

  @Test
  void anUnknownKeyIsNamed() {
    assertThatThrownBy(() -> read("{\"value\": \"a\", \"vlaue\": 1}", JsonDocument::text))
        .isInstanceOf(DocumentFormatException.class)
        .hasMessageContaining("'vlaue' is unknown")
        .hasMessageContaining("value");
  }

  @Test
  void aKeyThatStandsTwiceIsRefused() {
    assertThatThrownBy(() -> read("{\"value\": \"a\", \"value\": \"b\"}", JsonDocument::text))
        .isInstanceOf(DocumentFormatException.class)
        .hasMessageContaining("value");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "{",
        "{\"value\"",
        "{\"value\": ",
        "{\"value\": \"a",
        "{\"value\": \"a\"",
        "{\"value\": \"a\",",
        "{\"value\": \"a\",}",
        "{value: \"a\"}",
        "[\"a\"]",
        "\"a\"",
        "null",
        "{\"value\": \"a\"} x",
        "{\"value\": \"a\"}{}",
        "{\"value\": \"a\"} []"
      })
  void whatIsCutOffOrNoSingleObjectIsRefused(String document) {
    assertThatThrownBy(() -> read(document, JsonDocument::text))
        .isInstanceOf(DocumentFormatException.class)
        .hasMessageStartingWith("The sample is not usable");
  }

  @ParameterizedTest
  @CsvSource({"'[', list", "'[\"a\"', list", "'{\"a\": \"b\"', entries", "'{\"a\"', entries"})
  void whatIsCutOffInsideIsRefused(String json, String kind) {
    JsonDocument.Item<?> item =
        kind.equals("list") ? JsonDocument::texts : reading -> reading.entries(JsonDocument::text);

    assertThatThrownBy(() -> read("{\"value\": " + json, item))
        .isInstanceOf(DocumentFormatException.class);
  }

  @Test
  void aDocumentThatContradictsItselfIsRefused() {
    assertThatThrownBy(
            () ->
                JsonDocument.read(
                    "sample",
                    stream("{}"),
                    new JsonObjectFormat<Object>(),
                    new Object(),
                    filled -> {
                      throw new IllegalArgumentException("it keeps and removes the same");
                    }))
        .isInstanceOf(DocumentFormatException.class)
        .hasMessageContaining("it keeps and removes the same")
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anInputThatCannotBeReadIsNoMatterOfFormat() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("The disk is gone");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
          }
        };

    assertThatThrownBy(
            () ->
                JsonDocument.read(
                    "sample", broken, new JsonObjectFormat<>(), new Object(), filled -> filled))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("The disk is gone");
  }

  @Test
  void theInputIsNotClosed() throws IOException {
    List<String> closed = new ArrayList<>();
    InputStream input =
        new ByteArrayInputStream("{}".getBytes(UTF_8)) {
          @Override
          public void close() {
            closed.add("closed");
          }
        };
    JsonDocument.read("sample", input, new JsonObjectFormat<>(), new Object(), filled -> filled);

    assertThat(closed).isEmpty();
  }
}
