package io.amiclean.core.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.model.DocumentFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonObjectFormatTest {

  private static final JsonObjectFormat.Field<List<String>> TEXT =
      (document, values) -> values.add(document.text());

  private static List<String> read(String document, JsonObjectFormat<List<String>> format)
      throws IOException {
    return JsonDocument.read(
        "sample",
        new ByteArrayInputStream(document.getBytes(UTF_8)),
        format,
        new ArrayList<>(),
        List::copyOf);
  }

  private static JsonObjectFormat<List<String>> format() {
    return new JsonObjectFormat<List<String>>().required("a", TEXT).optional("b", TEXT);
  }

  @Test
  void keysAreReadInTheOrderOfTheDocument() throws IOException {
    assertThat(read("{\"b\": \"2\", \"a\": \"1\"}", format())).containsExactly("2", "1");
  }

  @Test
  void whatIsOptionalMayBeMissing() throws IOException {
    assertThat(read("{\"a\": \"1\"}", format())).containsExactly("1");
  }

  @Test
  void whatIsRequiredMustNotBeMissing() {
    assertThatThrownBy(() -> read("{\"b\": \"2\"}", format()))
        .isInstanceOf(DocumentFormatException.class)
        .hasMessageContaining("the key 'a' is missing");
  }

  @Test
  void theFirstOfSeveralMissingKeysIsNamed() {
    assertThatThrownBy(
            () ->
                read(
                    "{}",
                    new JsonObjectFormat<List<String>>().required("z", TEXT).required("a", TEXT)))
        .hasMessageContaining("the key 'z' is missing");
  }

  @Test
  void unknownKeysAreRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> read("{\"a\": \"1\", \"c\": 3}", format()))
        .isInstanceOf(DocumentFormatException.class)
        .hasMessageContaining("the key 'c' is unknown: expected only a, b");
  }

  @Test
  void unknownKeysArePassedOverWhereTheObjectMayGrow() throws IOException {
    assertThat(
            read(
                "{\"c\": {\"a\": [\"x\", {}]}, \"a\": \"1\", \"d\": null, \"b\": \"2\"}",
                format().ignoringUnknown()))
        .containsExactly("1", "2");
  }

  @Test
  void anObjectInsideIsReadByItsOwnFormat() throws IOException {
    JsonObjectFormat<List<String>> outer =
        new JsonObjectFormat<List<String>>()
            .required("inner", (document, values) -> document.object(format(), values))
            .required("a", TEXT);

    assertThat(read("{\"inner\": {\"a\": \"1\"}, \"a\": \"2\"}", outer)).containsExactly("1", "2");
  }

  @Test
  void whatIsMissingInsideIsTold() {
    JsonObjectFormat<List<String>> outer =
        new JsonObjectFormat<List<String>>()
            .required("inner", (document, values) -> document.object(format(), values));

    assertThatThrownBy(() -> read("{\"inner\": {}}", outer))
        .hasMessageContaining("/inner")
        .hasMessageContaining("the key 'a' is missing");
  }

  @Test
  void aFormatServesManyObjects() throws IOException {
    JsonObjectFormat<List<String>> format = format();

    assertThat(read("{\"a\": \"1\"}", format)).containsExactly("1");
    assertThat(read("{\"a\": \"2\"}", format)).containsExactly("2");
  }

  @Test
  void theKeysOfAnotherFormatReadIntoAPart() throws IOException {
    JsonObjectFormat<List<List<String>>> outer =
        new JsonObjectFormat<List<List<String>>>()
            .including(format(), parts -> parts.get(0))
            .optional("c", (document, parts) -> parts.get(1).add(document.text()));
    List<List<String>> parts = List.of(new ArrayList<>(), new ArrayList<>());

    JsonDocument.read(
        "document",
        new ByteArrayInputStream("{\"a\": \"1\", \"c\": \"3\"}".getBytes(UTF_8)),
        outer,
        parts,
        read -> read);

    assertThat(parts).containsExactly(List.of("1"), List.of("3"));
    assertThatThrownBy(
            () ->
                JsonDocument.read(
                    "document",
                    new ByteArrayInputStream("{\"c\": \"3\"}".getBytes(UTF_8)),
                    outer,
                    parts,
                    read -> read))
        .hasMessageContaining("the key 'a' is missing");
  }
}
