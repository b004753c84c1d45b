package io.amiclean.core.internal.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The keys of a JSON object, and what the value of each does to a builder. Immutable once it is
 * used, and thread-safe then.
 *
 * @param <B> the type of the builder
 */
public final class JsonObjectFormat<B> {

  private final Map<String, Field<B>> fields = new HashMap<>();
  private final Set<String> required = new LinkedHashSet<>();
  private boolean lenient;

  /** Creates a format without keys. */
  public JsonObjectFormat() {}

  /**
   * Adds a key that must be there.
   *
   * @param key the key
   * @param field reads its value
   * @return this format
   */
  public JsonObjectFormat<B> required(String key, Field<B> field) {
    required.add(key);
    return optional(key, field);
  }

  /**
   * Adds a key that may be there.
   *
   * @param key the key
   * @param field reads its value
   * @return this format
   */
  public JsonObjectFormat<B> optional(String key, Field<B> field) {
    fields.put(key, field);
    return this;
  }

  /**
   * Adds the keys of another format, which read into a part of the builder.
   *
   * @param format the other format, with all its keys
   * @param part returns the part
   * @param <P> the type of the part
   * @return this format
   */
  public <P> JsonObjectFormat<B> including(
      JsonObjectFormat<P> format, Function<? super B, ? extends P> part) {
    format.fields.forEach(
        (key, field) -> fields.put(key, (json, builder) -> field.read(json, part.apply(builder))));
    required.addAll(format.required);
    return this;
  }

  /**
   * Passes over unknown keys instead of refusing them, for objects that may grow.
   *
   * @return this format
   */
  public JsonObjectFormat<B> ignoringUnknown() {
    lenient = true;
    return this;
  }

  void readFields(JsonDocument document, JsonParser parser, B builder) throws IOException {
    Set<String> missing = new HashSet<>(required);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      Field<B> field = fields.get(key);
      if (field == null && !lenient) {
        throw document.failure(
            "the key '" + key + "' is unknown: expected only " + String.join(", ", keys()));
      }
      missing.remove(key);
      parser.nextToken();
      if (field == null) {
        document.skip();
      } else {
        field.read(document, builder);
      }
    }
    if (!missing.isEmpty()) {
      throw document.failure("the key '" + keys(missing) + "' is missing");
    }
  }

  private Set<String> keys() {
    Set<String> keys = new LinkedHashSet<>(required);
    fields.keySet().stream().sorted().forEach(keys::add);
    return keys;
  }

  private String keys(Set<String> missing) {
    return required.stream().filter(missing::contains).findFirst().orElse("");
  }

  /**
   * Reads the value of a key.
   *
   * @param <B> the type of the builder
   */
  @FunctionalInterface
  public interface Field<B> {

    /**
     * Reads the value that the document stands at into a builder.
     *
     * @param document the document
     * @param builder the builder
     * @throws IOException if the input cannot be read
     */
    void read(JsonDocument document, B builder) throws IOException;
  }
}
