package io.amiclean.core.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.google.common.base.Ascii;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.policy.SpecArgument;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON document that is being read. Every method reads the value that the document stands at, and
 * fails with its place if that is of another type. Not thread-safe.
 */
public final class JsonDocument {

  /** How much of a wrong value an error message quotes, in characters. */
  private static final int LONGEST = 60;

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final String name;
  private final JsonParser parser;

  private JsonDocument(String name, JsonParser parser) {
    this.name = name;
    this.parser = parser;
  }

  /**
   * Reads a whole document.
   *
   * @param name what the document is, for error messages, such as {@code plan}
   * @param input the document in UTF-8; it is not closed
   * @param format how its object is read
   * @param builder what the object is read into
   * @param result makes the value of the filled builder; an {@link IllegalArgumentException} of it
   *     means that the document contradicts itself
   * @param <B> the type of the builder
   * @param <T> the type of the value
   * @return the value
   * @throws DocumentFormatException if the document is broken or is not what the format says
   * @throws IOException if the input cannot be read
   */
  public static <B, T> T read(
      String name,
      InputStream input,
      JsonObjectFormat<B> format,
      B builder,
      Function<? super B, ? extends T> result)
      throws IOException {
    JacksonVersion.check();
    try (JsonParser parser =
        FACTORY.createParser(input).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
      JsonDocument document = new JsonDocument(name, parser);
      try {
        parser.nextToken();
        document.object(format, builder);
        if (parser.nextToken() != null) {
          throw document.failure("expected the end of the document");
        }
        return result.apply(builder);
      } catch (JsonProcessingException e) {
        throw document.failure(
            isCutOff(e)
                ? "it is cut off: expected the rest of it"
                : "it is not well-formed JSON: " + e.getOriginalMessage(),
            e);
      } catch (IllegalArgumentException | DateTimeException e) {
        throw document.failure(String.valueOf(e.getMessage()), e);
      }
    }
  }

  /** Between two keys of an object, the parser has no exception of its own for that. */
  private static boolean isCutOff(JsonProcessingException failure) {
    return failure instanceof JsonEOFException
        || failure.getOriginalMessage().startsWith("Unexpected end-of-input");
  }

  /**
   * Reads an object.
   *
   * @param format its keys
   * @param builder what it is read into
   * @param <B> the type of the builder
   * @return the builder
   * @throws IOException if the input cannot be read
   */
  public <B> B object(JsonObjectFormat<B> format, B builder) throws IOException {
    require(JsonToken.START_OBJECT, "an object");
    format.readFields(this, parser, builder);
    return builder;
  }

  /**
   * Reads a list of objects or other values.
   *
   * @param item reads one item
   * @param <T> the type of the items
   * @return the items in their order
   * @throws IOException if the input cannot be read
   */
  public <T> List<T> list(Item<T> item) throws IOException {
    require(JsonToken.START_ARRAY, "a list");
    List<T> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(item.read(this));
    }
    return items;
  }

  /**
   * Reads a string.
   *
   * @return the string
   * @throws IOException if the input cannot be read
   */
  public String text() throws IOException {
    require(JsonToken.VALUE_STRING, "a string");
    return parser.getText();
  }

  /**
   * Reads an object whose keys are data.
   *
   * @param item reads the value of a key
   * @param <T> the type of the values
   * @return the values by key, in their order
   * @throws IOException if the input cannot be read
   */
  public <T> Map<String, T> entries(Item<T> item) throws IOException {
    require(JsonToken.START_OBJECT, "an object");
    Map<String, T> entries = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      entries.put(key, item.read(this));
    }
    return entries;
  }

  /**
   * Reads a list of strings.
   *
   * @return the strings in their order
   * @throws IOException if the input cannot be read
   */
  public List<String> texts() throws IOException {
    return list(JsonDocument::text);
  }

  /**
   * Reads a whole number of the range of {@code int}.
   *
   * @return the number
   * @throws IOException if the input cannot be read
   */
  public int integer() throws IOException {
    long number = longInteger();
    if (number != (int) number) {
      throw outOfRange(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    return (int) number;
  }

  /**
   * Reads a whole number of the range of {@code long}.
   *
   * @return the number
   * @throws IOException if the input cannot be read
   */
  public long longInteger() throws IOException {
    require(JsonToken.VALUE_NUMBER_INT, "a whole number");
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw outOfRange(Long.MIN_VALUE, Long.MAX_VALUE);
    }
    return parser.getLongValue();
  }

  /**
   * Reads a number, exactly as the document writes it.
   *
   * @return the number
   * @throws IOException if the input cannot be read
   */
  public BigDecimal decimal() throws IOException {
    if (!parser.currentToken().isNumeric()) {
      throw failure("expected a number, found " + found());
    }
    return parser.getDecimalValue();
  }

  /**
   * Reads {@code true} or {@code false}.
   *
   * @return the value
   * @throws IOException if the input cannot be read
   */
  public boolean flag() throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_TRUE
        && parser.currentToken() != JsonToken.VALUE_FALSE) {
      throw failure("expected true or false, found " + found());
    }
    return parser.getBooleanValue();
  }

  /**
   * Reads a time in ISO-8601, such as {@code 2017-06-16T00:00:00Z}.
   *
   * @return the time
   * @throws IOException if the input cannot be read
   */
  public Instant instant() throws IOException {
    String text = text();
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw failure(
          "'" + quoted(text) + "' is no time: expected one such as 2017-06-16T00:00:00Z", e);
    }
  }

  /**
   * Reads a constant by its exact name.
   *
   * @param type the enum
   * @param <E> the enum
   * @return the constant
   * @throws IOException if the input cannot be read
   */
  public <E extends Enum<E>> E constant(Class<E> type) throws IOException {
    return constant(type, Enum::name);
  }

  /**
   * Reads a constant by its spelling.
   *
   * @param type the enum
   * @param spelling how the document spells a constant
   * @param <E> the enum
   * @return the constant
   * @throws IOException if the input cannot be read
   */
  public <E extends Enum<E>> E constant(Class<E> type, Function<? super E, String> spelling)
      throws IOException {
    String text = text();
    List<String> known = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      if (spelling.apply(constant).equals(text)) {
        return constant;
      }
      known.add(spelling.apply(constant));
    }
    throw failure("'" + quoted(text) + "' is unknown: expected one of " + String.join(", ", known));
  }

  /**
   * Reads a value that may be {@code null}.
   *
   * @param item reads the value if there is one
   * @param <T> the type of the value
   * @return the value, or empty for {@code null}
   * @throws IOException if the input cannot be read
   */
  public <T> Optional<T> nullable(Item<T> item) throws IOException {
    return parser.currentToken() == JsonToken.VALUE_NULL
        ? Optional.empty()
        : Optional.of(item.read(this));
  }

  /**
   * Returns whether the document stands at a whole number, where that is one of several choices.
   *
   * @return whether {@link #integer()} can read it
   */
  public boolean isInteger() {
    return parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
  }

  /**
   * Passes over a value, whatever it is.
   *
   * @throws IOException if the input cannot be read
   */
  public void skip() throws IOException {
    parser.skipChildren();
  }

  /**
   * Returns a failure at the place that the document stands at.
   *
   * @param problem what is wrong there, and what would be right
   * @return the failure, to be thrown
   */
  public DocumentFormatException failure(String problem) {
    return failure(problem, null);
  }

  /**
   * Returns a failure at a place that the document stood at before.
   *
   * @param place the place
   * @param problem what is wrong there, and what would be right
   * @param cause what says so
   * @return the failure, to be thrown
   */
  public DocumentFormatException failure(Place place, String problem, @Nullable Throwable cause) {
    return new DocumentFormatException(
        String.format(
            Locale.ROOT,
            "The %s is not usable: line %d, column %d%s: %s",
            name,
            place.line(),
            place.column(),
            place.pointer().isEmpty() ? "" : " (" + place.pointer() + ")",
            problem),
        cause);
  }

  private DocumentFormatException failure(String problem, @Nullable Throwable cause) {
    return failure(place(cause), problem, cause);
  }

  /**
   * Returns where the document stands.
   *
   * @return the place of the value or the key that it stands at
   */
  public Place place() {
    return place(null);
  }

  /** The parser stands before what it could not read; its exception knows where that is. */
  private Place place(@Nullable Throwable cause) {
    JsonLocation location =
        cause instanceof JsonProcessingException broken && broken.getLocation() != null
            ? broken.getLocation()
            : parser.currentTokenLocation();
    return new Place(
        location.getLineNr(),
        location.getColumnNr(),
        parser.getParsingContext().pathAsPointer().toString());
  }

  /**
   * A place in a document.
   *
   * @param line the line, from 1 on
   * @param column the column, from 1 on
   * @param pointer the JSON Pointer of the value
   */
  public record Place(int line, int column, String pointer) {}

  /**
   * Reads an argument of a strategy: a text, a whole number, a flag, a list or fields.
   *
   * @param places receives where each argument stands
   * @return the argument
   * @throws IOException if the input cannot be read
   */
  public SpecArgument argument(SpecPlaces places) throws IOException {
    Place place = place();
    JsonToken token = parser.currentToken();
    SpecArgument argument =
        switch (token) {
          case VALUE_STRING -> SpecArgument.of(parser.getText());
          case VALUE_NUMBER_INT -> SpecArgument.of(longInteger());
          case VALUE_TRUE, VALUE_FALSE -> SpecArgument.of(flag());
          case START_ARRAY -> new SpecArgument.Items(list(item -> item.argument(places)));
          case START_OBJECT -> new SpecArgument.Fields(fields(places));
          default ->
              throw failure(
                  "expected a text, a whole number, a list or an object, found " + found());
        };
    places.stands(argument, place);
    return argument;
  }

  private List<Map.Entry<String, SpecArgument>> fields(SpecPlaces places) throws IOException {
    List<Map.Entry<String, SpecArgument>> fields = new ArrayList<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      Place named = place();
      String key = parser.currentName();
      parser.nextToken();
      SpecArgument value = argument(places);
      places.isNamed(value, named);
      fields.add(Map.entry(key, value));
    }
    return fields;
  }

  private void require(JsonToken token, String expected) throws IOException {
    if (parser.currentToken() != token) {
      throw failure("expected " + expected + ", found " + found());
    }
  }

  private DocumentFormatException outOfRange(long least, long most) throws IOException {
    return failure(
        "the number " + found() + " is out of range: expected one from " + least + " to " + most);
  }

  private String found() throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      return "nothing";
    }
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "the string '" + quoted(parser.getText()) + "'";
      default -> quoted(parser.getText());
    };
  }

  private static String quoted(String text) {
    return Ascii.truncate(text, LONGEST, "...");
  }

  /**
   * Reads one value of a list.
   *
   * @param <T> the type of the value
   */
  @FunctionalInterface
  public interface Item<T> {

    /**
     * Reads the value that the document stands at.
     *
     * @param document the document
     * @return the value
     * @throws IOException if the input cannot be read
     */
    T read(JsonDocument document) throws IOException;
  }
}
