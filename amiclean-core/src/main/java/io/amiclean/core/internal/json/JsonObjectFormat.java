package io.amiclean.core.internal.json;

import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.core.document.DocumentTokens;
import io.amiclean.core.document.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
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
  private final List<End<B>> ends = new ArrayList<>();
  private boolean lenient;

  /** Creates a format without keys. */
  public JsonObjectFormat() {}

  /**
   * Returns the format of an object of strings.
   *
   * @param required the keys that it has to have
   * @return the format, which reads into a map by key
   */
  public static JsonObjectFormat<Map<String, String>> ofTexts(String... required) {
    JsonObjectFormat<Map<String, String>> format = new JsonObjectFormat<>();
    for (String key : required) {
      format.required(key, (json, texts) -> texts.put(key, json.text()));
    }
    return format;
  }

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
   * Demands keys that are there already.
   *
   * @param keys the keys
   * @return this format
   */
  public JsonObjectFormat<B> requiring(String... keys) {
    required.addAll(List.of(keys));
    return this;
  }

  /**
   * Checks at the end of the object what no single key can check.
   *
   * @param end the check
   * @return this format
   */
  public JsonObjectFormat<B> atEnd(End<B> end) {
    ends.add(end);
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

  void readFields(JsonDocument document, DocumentTokens tokens, B builder) throws IOException {
    Set<String> present = new HashSet<>();
    Map<String, Place> places = new LinkedHashMap<>();
    while (tokens.next() == DocumentTokens.Token.KEY) {
      String key = tokens.text();
      Field<B> field = fields.get(key);
      if (field == null && !lenient) {
        throw document.failure(
            "the key '" + key + "' is unknown: expected only " + String.join(", ", keys()));
      }
      present.add(key);
      if (!ends.isEmpty()) {
        places.put(key, document.place());
      }
      tokens.next();
      if (field == null) {
        document.skip();
      } else {
        field.read(document, builder);
      }
    }
    require(document, required, present);
    for (End<B> end : ends) {
      end.check(document, builder, places);
    }
  }

  /**
   * Requires keys of an object.
   *
   * @param document the document, at the end of the object
   * @param required the keys that have to be there
   * @param present the keys that are there
   * @throws DocumentFormatException if one is missing
   */
  public static void require(
      JsonDocument document, Collection<String> required, Set<String> present) {
    List<String> missing = required.stream().filter(key -> !present.contains(key)).toList();
    if (!missing.isEmpty()) {
      throw document.failure(
          "the key '"
              + missing.get(0)
              + "' is missing"
              + (missing.size() == 1 ? "" : ": expected " + String.join(", ", missing)));
    }
  }

  private Set<String> keys() {
    Set<String> keys = new LinkedHashSet<>(required);
    fields.keySet().stream().sorted().forEach(keys::add);
    return keys;
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

  /**
   * Checks a whole object.
   *
   * @param <B> the type of the builder
   */
  @FunctionalInterface
  public interface End<B> {

    /**
     * Checks an object at its end.
     *
     * @param document the document
     * @param builder the builder
     * @param places the places of the keys that are there, in their order
     */
    void check(JsonDocument document, B builder, Map<String, Place> places);
  }
}
