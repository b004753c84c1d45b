package io.amiclean.core.internal.json;

import com.google.common.base.Ascii;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.core.document.BrokenSyntaxException;
import io.amiclean.core.document.DocumentTokens;
import io.amiclean.core.document.DocumentTokens.Token;
import io.amiclean.core.document.Place;
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
 * A document that is being read, in JSON or another syntax of the same values. Every method reads
 * the value that the document stands at, and fails with its place if that is of another type. Not
 * thread-safe.
 */
public final class JsonDocument {

  /** How much of a wrong value an error message quotes, in characters. */
  private static final int LONGEST = 60;

  private final String name;
  private final DocumentTokens tokens;

  private JsonDocument(String name, DocumentTokens tokens) {
    this.name = name;
    this.tokens = tokens;
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
    try (JacksonTokens tokens = new JacksonTokens(input)) {
      return read(name, tokens, format, builder, result);
    }
  }

  /**
   * Opens a document that is small. Errors in it count columns in characters.
   *
   * @param content the document in UTF-8
   * @return its tokens
   * @throws IOException if it is not of UTF-8, -16 or -32
   */
  public static DocumentTokens tokens(byte[] content) throws IOException {
    return new JacksonTokens(content);
  }

  /**
   * Reads a whole document of any syntax.
   *
   * @param name what the document is, for error messages, such as {@code plan}
   * @param tokens the document, before its first token
   * @param format how its object is read
   * @param builder what the object is read into
   * @param result makes the value, as for a document in JSON
   * @param <B> the type of the builder
   * @param <T> the type of the value
   * @return the value
   * @throws DocumentFormatException if the document is broken or is not what the format says
   * @throws IOException if the input cannot be read
   */
  public static <B, T> T read(
      String name,
      DocumentTokens tokens,
      JsonObjectFormat<B> format,
      B builder,
      Function<? super B, ? extends T> result)
      throws IOException {
    JsonDocument document = new JsonDocument(name, tokens);
    try {
      tokens.next();
      document.object(format, builder);
      if (tokens.next() != null) {
        throw document.failure("expected the end of the document");
      }
      return result.apply(builder);
    } catch (BrokenSyntaxException e) {
      throw document.failure(e.place(), String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw document.failure(String.valueOf(e.getMessage()), e);
    }
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
    require(Token.OBJECT, "an object");
    format.readFields(this, tokens, builder);
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
    require(Token.LIST, "a list");
    List<T> items = new ArrayList<>();
    while (tokens.next() != Token.END_LIST) {
      items.add(item.read(this));
    }
    return items;
  }

  /**
   * Reads a text.
   *
   * @return the text
   * @throws IOException if the input cannot be read
   */
  public String text() throws IOException {
    require(Token.TEXT, "a text");
    return tokens.text();
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
    require(Token.OBJECT, "an object");
    Map<String, T> entries = new LinkedHashMap<>();
    while (tokens.next() == Token.KEY) {
      String key = tokens.text();
      tokens.next();
      entries.put(key, item.read(this));
    }
    return entries;
  }

  /**
   * Reads a list of texts.
   *
   * @return the texts in their order
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
    require(Token.WHOLE, "a whole number");
    try {
      return Long.parseLong(tokens.text());
    } catch (NumberFormatException e) {
      throw outOfRange(Long.MIN_VALUE, Long.MAX_VALUE);
    }
  }

  /**
   * Reads a number, exactly as the document writes it.
   *
   * @return the number
   * @throws IOException if the input cannot be read
   */
  public BigDecimal decimal() throws IOException {
    if (tokens.current() != Token.WHOLE && tokens.current() != Token.DECIMAL) {
      throw failure("expected a number, found " + found());
    }
    return new BigDecimal(tokens.text());
  }

  /**
   * Reads {@code true} or {@code false}.
   *
   * @return the value
   * @throws IOException if the input cannot be read
   */
  public boolean flag() throws IOException {
    if (tokens.current() != Token.TRUE && tokens.current() != Token.FALSE) {
      throw failure("expected true or false, found " + found());
    }
    return tokens.current() == Token.TRUE;
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
    return tokens.current() == Token.NULL ? Optional.empty() : Optional.of(item.read(this));
  }

  /**
   * Returns whether the document stands at a whole number, where that is one of several choices.
   *
   * @return whether {@link #integer()} can read it
   */
  public boolean isInteger() {
    return tokens.current() == Token.WHOLE;
  }

  /**
   * Passes over a value, whatever it is.
   *
   * @throws IOException if the input cannot be read
   */
  public void skip() throws IOException {
    int open = 0;
    do {
      Token token = open == 0 ? tokens.current() : tokens.next();
      if (token == Token.OBJECT || token == Token.LIST) {
        open++;
      } else if (token == Token.END_OBJECT || token == Token.END_LIST) {
        open--;
      }
    } while (open > 0);
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
    return failure(place(), problem, cause);
  }

  /**
   * Returns where the document stands.
   *
   * @return the place of the value or the key that it stands at
   */
  public Place place() {
    return tokens.place();
  }

  DocumentTokens tokens() {
    return tokens;
  }

  private void require(Token token, String expected) throws IOException {
    if (tokens.current() != token) {
      throw failure("expected " + expected + ", found " + found());
    }
  }

  private DocumentFormatException outOfRange(long least, long most) throws IOException {
    return failure(
        "the number " + found() + " is out of range: expected one from " + least + " to " + most);
  }

  String found() throws IOException {
    Token token = tokens.current();
    if (token == null) {
      return "nothing";
    }
    return switch (token) {
      case OBJECT -> "an object";
      case LIST -> "a list";
      case TEXT -> "the text '" + quoted(tokens.text()) + "'";
      case DECIMAL -> "the decimal number " + quoted(tokens.text());
      default -> quoted(tokens.text());
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
