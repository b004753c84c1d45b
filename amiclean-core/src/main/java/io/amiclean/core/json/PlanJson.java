package io.amiclean.core.json;

import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.internal.json.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Plans as JSON, schema version 2. Equal plans are equal byte for byte; what is read is strict, so
 * that nothing is executed that was not understood or was edited. {@code plan.schema.json} beside
 * this class is the JSON Schema.
 *
 * <p>Thread-safe.
 */
public final class PlanJson {

  private PlanJson() {}

  /**
   * Writes a plan, with the {@linkplain #digest digest} of it at its beginning.
   *
   * @param plan the plan
   * @param output where to, in UTF-8; it is flushed, not closed
   * @return the digest that the document states
   * @throws IOException if the output cannot be written
   */
  public static PlanDigest write(CleanupPlan plan, OutputStream output) throws IOException {
    Objects.requireNonNull(output, "output");
    PlanDigest digest = digest(plan);
    PlanJsonWriter.write(plan, digest, output);
    return digest;
  }

  /**
   * Writes a plan into a string.
   *
   * @param plan the plan
   * @return the JSON
   */
  public static String write(CleanupPlan plan) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(plan, bytes);
    } catch (IOException e) {
      throw new IllegalStateException("Writing to memory failed", e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /**
   * Reads a plan that nobody edited.
   *
   * @param input the JSON in UTF-8; it is not closed
   * @return the plan
   * @throws EditedPlanException if the document does not state the digest of what it says
   * @throws DocumentFormatException if the document is broken, contradicts itself, has an unknown
   *     key (outside of the evidence), verdict or action, or is of a newer schema
   * @throws IOException if the input cannot be read
   */
  public static CleanupPlan read(InputStream input) throws IOException {
    Objects.requireNonNull(input, "input");
    return open(input).unedited();
  }

  /**
   * Reads a plan from a string.
   *
   * @param json the JSON
   * @return the plan
   * @throws DocumentFormatException as {@link #read(InputStream)} does
   */
  public static CleanupPlan read(String json) {
    Objects.requireNonNull(json, "json");
    return JsonText.read(json, PlanJson::read);
  }

  /**
   * Reads a plan, edited or not, to show it, or to execute it on the caller's own responsibility.
   *
   * @param input the JSON in UTF-8; it is not closed
   * @return the plan, and whether it was edited
   * @throws DocumentFormatException if the document is broken, contradicts itself, has an unknown
   *     key (outside of the evidence), verdict or action, or is of a newer schema
   * @throws IOException if the input cannot be read
   */
  public static PlanDocument open(InputStream input) throws IOException {
    Objects.requireNonNull(input, "input");
    return PlanJsonReader.read(input);
  }

  /**
   * Returns what identifies a plan: the SHA-256 of its JSON, as {@link #write} writes it, without
   * the digest itself and the times at which its evidence was read, and on one line without spaces.
   *
   * @param plan the plan
   * @return the digest
   */
  public static PlanDigest digest(CleanupPlan plan) {
    try {
      return PlanJsonWriter.digest(plan);
    } catch (IOException e) {
      throw new IllegalStateException("Writing to nowhere failed", e);
    }
  }
}
