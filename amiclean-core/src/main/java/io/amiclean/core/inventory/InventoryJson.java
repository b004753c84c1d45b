package io.amiclean.core.inventory;

import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.core.internal.json.JsonText;
import io.amiclean.core.internal.json.JsonWriting;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/**
 * Recorded accounts as JSON, schema version 1: {@code inventory.schema.json} beside that of plans
 * is its JSON Schema. Equal recordings are equal byte for byte; what is read is strict.
 *
 * <p>Images, snapshots and references have the members that {@link
 * io.amiclean.core.inmemory.InMemoryAccount#fromJson(InputStream)} explains. Nothing is assumed of
 * those that it has a default for: they are required here, and {@code null} where they are unknown.
 *
 * <p>Thread-safe.
 */
public final class InventoryJson {

  private InventoryJson() {}

  /**
   * Writes a recorded account.
   *
   * @param account the account
   * @param output where to, in UTF-8; it is flushed, not closed
   * @throws IOException if the output cannot be written
   */
  public static void write(RecordedAccount account, OutputStream output) throws IOException {
    Objects.requireNonNull(output, "output");
    JsonWriting.write(output, json -> InventoryJsonWriter.write(account, json));
  }

  /**
   * Writes a recorded account into a string.
   *
   * @param account the account
   * @return the JSON
   */
  public static String write(RecordedAccount account) {
    return JsonWriting.toString(json -> InventoryJsonWriter.write(account, json));
  }

  /**
   * Reads a recorded account.
   *
   * @param input the JSON in UTF-8; it is not closed
   * @return the account
   * @throws DocumentFormatException if the document is broken, contradicts itself, lacks a key, has
   *     an unknown one (outside of the evidence), or is of a newer schema
   * @throws IOException if the input cannot be read
   */
  public static RecordedAccount read(InputStream input) throws IOException {
    Objects.requireNonNull(input, "input");
    return InventoryJsonReader.read(input);
  }

  /**
   * Reads a recorded account from a string.
   *
   * @param json the JSON
   * @return the account
   * @throws DocumentFormatException as {@link #read(InputStream)} does
   */
  public static RecordedAccount read(String json) {
    Objects.requireNonNull(json, "json");
    return JsonText.read(json, InventoryJson::read);
  }
}
