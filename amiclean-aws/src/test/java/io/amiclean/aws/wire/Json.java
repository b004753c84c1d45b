package io.amiclean.aws.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Reads and writes JSON: maps, lists, texts, numbers and truth values. */
final class Json {

  private static final JsonFactory FACTORY = JsonFactory.builder().build();

  private Json() {}

  static String write(Map<String, ?> object) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      write(object, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static void write(Object value, JsonGenerator json) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(entry.getKey().toString());
        write(entry.getValue(), json);
      }
      json.writeEndObject();
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object item : list) {
        write(item, json);
      }
      json.writeEndArray();
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Number number) {
      json.writeNumber(number.toString());
    } else {
      json.writeString(value.toString());
    }
  }

  /**
   * Reads an object as parameters of the query protocol, with a capital at the beginning of each
   * name: {@code {"names":["a"]}} is {@code Names.1=a}.
   */
  static Map<String, String> parameters(String object) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (!object.isBlank()) {
      try (JsonParser parser = FACTORY.createParser(object)) {
        parser.nextToken();
        flatten("", read(parser), parameters);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return parameters;
  }

  /** Such as {@code MaxResults} for {@code maxResults}. */
  static String capitalized(String name) {
    return name.isEmpty()
        ? name
        : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private static void flatten(String name, Object value, Map<String, String> parameters) {
    String prefix = name.isEmpty() ? "" : name + ".";
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, inner) -> flatten(prefix + capitalized(key.toString()), inner, parameters));
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        flatten(prefix + (i + 1), list.get(i), parameters);
      }
    } else {
      parameters.put(name, value.toString());
    }
  }

  /** Objects as maps, arrays as lists, everything else as text. */
  static Object read(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      Map<String, Object> object = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        if (parser.nextToken() != JsonToken.VALUE_NULL) {
          object.put(name, read(parser));
        }
      }
      return object;
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      List<Object> array = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        array.add(read(parser));
      }
      return array;
    }
    return Objects.requireNonNull(parser.getText(), "JSON ended early");
  }
}
