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

  /** Writes the content of a document. */
  @FunctionalInterface
  public interface Content {
    void write(JsonGenerator json) throws IOException;
  }
}
