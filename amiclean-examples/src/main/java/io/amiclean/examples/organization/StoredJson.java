package io.amiclean.examples.organization;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amiclean.api.model.DocumentFormatException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** The values of this package as JSON in a store. */
final class StoredJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private StoredJson() {}

  static void put(ObjectStore store, String key, Object value) throws IOException {
    store.put(key, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(value));
  }

  /** Writes values piece by piece, in the same form; it closes the stream. */
  static JsonGenerator generator(OutputStream out) throws IOException {
    return JSON.writerWithDefaultPrettyPrinter().createGenerator(out);
  }

  static <T> Optional<T> get(ObjectStore store, String key, Class<T> type) throws IOException {
    Optional<byte[]> content = store.get(key);
    try {
      return content.isPresent()
          ? Optional.of(JSON.readValue(content.get(), type))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      throw new DocumentFormatException(
          "'" + key + "' is no " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
    }
  }
}
