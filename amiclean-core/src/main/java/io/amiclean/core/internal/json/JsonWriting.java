package io.amiclean.core.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** How documents are laid out: UTF-8, indented for people, the same bytes on every platform. */
public final class JsonWriting {

  /** What a Jackson that is too old cannot make. */
  private static final class Layout {

    static final JsonFactory FACTORY =
        new JsonFactoryBuilder().characterEscapes(new VisibleEscapes()).build();
    static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");
    static final Separators SEPARATORS =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");

    static JsonGenerator generator(OutputStream output) throws IOException {
      return FACTORY
          .createGenerator(output)
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .setPrettyPrinter(
              new DefaultPrettyPrinter(SEPARATORS)
                  .withObjectIndenter(INDENTER)
                  .withArrayIndenter(INDENTER));
    }
  }

  private JsonWriting() {}

  public static void write(OutputStream output, Content content) throws IOException {
    try (JsonGenerator json = generator(output)) {
      content.write(json);
      end(json);
    }
  }

  /** Begins a document in an output that stays open when the document is closed. */
  public static JsonGenerator generator(OutputStream output) throws IOException {
    JacksonVersion.check();
    return Layout.generator(output);
  }

  /** Ends a document, all of which is in the output afterwards. */
  public static void end(JsonGenerator json) throws IOException {
    json.writeRaw('\n');
    json.flush();
  }

  public static String toString(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(bytes, content);
    } catch (IOException e) {
      throw new IllegalStateException("Writing to memory failed", e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  public static void writeTexts(JsonGenerator json, String key, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(key);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  /**
   * Writes a list as a field of an object.
   *
   * @param json where to
   * @param key the key of the field
   * @param items the items
   * @param item writes one of them
   * @param <T> the type of the items
   * @throws IOException if the output cannot be written
   */
  public static <T> void writeList(
      JsonGenerator json, String key, Iterable<T> items, Value<? super T> item) throws IOException {
    json.writeArrayFieldStart(key);
    for (T one : items) {
      item.write(one, json);
    }
    json.writeEndArray();
  }

  /**
   * Writes a list of objects as a field of an object.
   *
   * @param json where to
   * @param key the key of the field
   * @param items the items
   * @param fields writes the fields of one of them
   * @param <T> the type of the items
   * @throws IOException if the output cannot be written
   */
  public static <T> void writeObjects(
      JsonGenerator json, String key, Iterable<T> items, Value<? super T> fields)
      throws IOException {
    writeList(
        json,
        key,
        items,
        (one, list) -> {
          list.writeStartObject();
          fields.write(one, list);
          list.writeEndObject();
        });
  }

  /**
   * Writes strings by key as a field of an object.
   *
   * @param json where to
   * @param key the key of the field
   * @param entries the strings, in their order
   * @throws IOException if the output cannot be written
   */
  public static void writeEntries(JsonGenerator json, String key, Map<String, String> entries)
      throws IOException {
    json.writeObjectFieldStart(key);
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  /**
   * Writes whole numbers by key as a field of an object.
   *
   * @param json where to
   * @param key the key of the field
   * @param numbers the numbers, in their order; an enum constant is written by its name
   * @throws IOException if the output cannot be written
   */
  public static void writeNumbers(JsonGenerator json, String key, Map<?, ? extends Number> numbers)
      throws IOException {
    json.writeObjectFieldStart(key);
    for (Map.Entry<?, ? extends Number> number : numbers.entrySet()) {
      json.writeNumberField(number.getKey().toString(), number.getValue().longValue());
    }
    json.writeEndObject();
  }

  /**
   * Writes a value as a string, if there is one.
   *
   * @param json where to
   * @param key the key of the field
   * @param value the value
   * @throws IOException if the output cannot be written
   */
  public static void writeOptional(JsonGenerator json, String key, Optional<?> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(key, value.get().toString());
    }
  }

  /**
   * Writes a number, if there is one.
   *
   * @param json where to
   * @param key the key of the field
   * @param number the number
   * @throws IOException if the output cannot be written
   */
  public static void writeOptional(JsonGenerator json, String key, OptionalInt number)
      throws IOException {
    if (number.isPresent()) {
      json.writeNumberField(key, number.getAsInt());
    }
  }

  /**
   * Writes a number, if there is one.
   *
   * @param json where to
   * @param key the key of the field
   * @param number the number
   * @throws IOException if the output cannot be written
   */
  public static void writeOptional(JsonGenerator json, String key, OptionalLong number)
      throws IOException {
    if (number.isPresent()) {
      json.writeNumberField(key, number.getAsLong());
    }
  }

  /**
   * Writes a value as a string, or {@code null} if there is none.
   *
   * @param json where to
   * @param key the key of the field
   * @param value the value
   * @throws IOException if the output cannot be written
   */
  public static void writeNullable(JsonGenerator json, String key, Optional<?> value)
      throws IOException {
    json.writeStringField(key, value.map(Object::toString).orElse(null));
  }

  /**
   * Writes a value.
   *
   * @param <T> the type of the value
   */
  @FunctionalInterface
  public interface Value<T> {

    /**
     * Writes the value, or the fields of its object.
     *
     * @param value the value
     * @param json where to
     * @throws IOException if the output cannot be written
     */
    void write(T value, JsonGenerator json) throws IOException;
  }

  /** Writes the content of a document. */
  @FunctionalInterface
  public interface Content {
    void write(JsonGenerator json) throws IOException;
  }
}
