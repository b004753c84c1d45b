package io.amiclean.core.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.amiclean.core.document.BrokenSyntaxException;
import io.amiclean.core.document.DocumentTokens;
import io.amiclean.core.document.Place;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The tokens of JSON. Not thread-safe. */
final class JacksonTokens implements DocumentTokens, AutoCloseable {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final JsonParser parser;

  /** The whole document, if it is small: its columns are characters. Others' are bytes. */
  private final byte @Nullable [] content;

  private @Nullable Token current;

  /** Opens JSON in UTF-8, which is not closed with it. */
  JacksonTokens(InputStream input) throws IOException {
    this(FACTORY.createParser(input).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE), null);
  }

  /** Opens JSON in UTF-8. */
  JacksonTokens(byte[] content) throws IOException {
    this(FACTORY.createParser(content), content);
  }

  private JacksonTokens(JsonParser parser, byte @Nullable [] content) {
    JacksonVersion.check();
    this.parser = parser;
    this.content = content;
  }

  @Override
  public @Nullable Token next() throws IOException {
    try {
      JsonToken token = parser.nextToken();
      current = token == null ? null : token(token);
      return current;
    } catch (JsonProcessingException e) {
      throw broken(e);
    }
  }

  @Override
  public @Nullable Token current() {
    return current;
  }

  @Override
  public String text() throws IOException {
    try {
      return parser.getText();
    } catch (JsonProcessingException e) {
      throw broken(e);
    }
  }

  @Override
  public Place place() {
    return place(parser.currentTokenLocation());
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  /** The parser stands before what it could not read; its exception knows where that is. */
  private BrokenSyntaxException broken(JsonProcessingException failure) {
    JsonLocation location = failure.getLocation();
    return new BrokenSyntaxException(
        location == null ? place() : place(location),
        isCutOff(failure)
            ? "it is cut off: expected the rest of it"
            : "it is not well-formed JSON: " + failure.getOriginalMessage(),
        failure);
  }

  /** Between two keys of an object, the parser has no exception of its own for that. */
  private static boolean isCutOff(JsonProcessingException failure) {
    return failure instanceof JsonEOFException
        || failure.getOriginalMessage().startsWith("Unexpected end-of-input");
  }

  private Place place(JsonLocation location) {
    return new Place(
        location.getLineNr(),
        Math.max(1, column(location)), // 0 in a document without any character
        parser.getParsingContext().pathAsPointer().toString());
  }

  /** The parser counts bytes. The second byte of a character and those after it begin with 10. */
  private int column(JsonLocation location) {
    int column = location.getColumnNr();
    long end = location.getByteOffset();
    if (content == null || end < column - 1) {
      return column;
    }
    int characters = 1;
    for (long i = end - column + 1; i < end; i++) {
      if ((content[(int) i] & 0xC0) != 0x80) {
        characters++;
      }
    }
    return characters;
  }

  private static Token token(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> Token.OBJECT;
      case END_OBJECT -> Token.END_OBJECT;
      case START_ARRAY -> Token.LIST;
      case END_ARRAY -> Token.END_LIST;
      case FIELD_NAME -> Token.KEY;
      case VALUE_NUMBER_INT -> Token.WHOLE;
      case VALUE_NUMBER_FLOAT -> Token.DECIMAL;
      case VALUE_TRUE -> Token.TRUE;
      case VALUE_FALSE -> Token.FALSE;
      case VALUE_NULL -> Token.NULL;
      default -> Token.TEXT;
    };
  }
}
