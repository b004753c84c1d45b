package io.amiclean.core.json;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.core.internal.json.JsonText;
import io.amiclean.core.internal.json.JsonWriting;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/**
 * Results as JSON, schema version 1. Equal results are equal byte for byte; what is read is strict,
 * so that nothing is executed that was not understood. {@code result.schema.json} beside this class
 * is the JSON Schema.
 *
 * <p>Thread-safe.
 */
public final class ResultJson {

  private ResultJson() {}

  /**
   * Writes a result.
   *
   * @param result the result
   * @param output where to, in UTF-8; it is flushed, not closed
   * @throws IOException if the output cannot be written
   */
  public static void write(ExecutionResult result, OutputStream output) throws IOException {
    Objects.requireNonNull(output, "output");
    JsonWriting.write(output, json -> ResultJsonWriter.write(result, json));
  }

  /**
   * Writes a result into a string.
   *
   * @param result the result
   * @return the JSON
   */
  public static String write(ExecutionResult result) {
    return JsonWriting.toString(json -> ResultJsonWriter.write(result, json));
  }

  /**
   * Reads a result.
   *
   * @param input the JSON in UTF-8; it is not closed
   * @return the result
   * @throws DocumentFormatException if the document is broken, contradicts itself, has an unknown
   *     key (outside of the evidence), verdict or action, or is of a newer schema
   * @throws IOException if the input cannot be read
   */
  public static ExecutionResult read(InputStream input) throws IOException {
    Objects.requireNonNull(input, "input");
    return ResultJsonReader.read(input);
  }

  /**
   * Reads a result from a string.
   *
   * @param json the JSON
   * @return the result
   * @throws DocumentFormatException as {@link #read(InputStream)} does
   */
  public static ExecutionResult read(String json) {
    Objects.requireNonNull(json, "json");
    return JsonText.read(json, ResultJson::read);
  }
}
