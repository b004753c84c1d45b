package io.amiclean.core.report;

import com.google.common.hash.Hashing;
import com.google.common.hash.HashingOutputStream;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.plan.CleanupPlan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Plans as JSON, schema version 1. Equal plans are equal byte for byte; what is read is strict, so
 * that nothing is executed that was not understood. {@code plan.schema.json} beside this class is
 * the JSON Schema.
 *
 * <p>Thread-safe.
 */
public final class PlanJson {

  private PlanJson() {}

  /**
   * Writes a plan.
   *
   * @param plan the plan
   * @param output where to, in UTF-8; it is flushed, not closed
   * @throws IOException if the output cannot be written
   */
  public static void write(CleanupPlan plan, OutputStream output) throws IOException {
    JsonWriting.write(output, json -> PlanJsonWriter.write(plan, json));
  }

  /**
   * Writes a plan into a string.
   *
   * @param plan the plan
   * @return the JSON
   */
  public static String write(CleanupPlan plan) {
    return JsonWriting.toString(json -> PlanJsonWriter.write(plan, json));
  }

  /**
   * Reads a plan.
   *
   * @param input the JSON in UTF-8; it is not closed
   * @return the plan
   * @throws DocumentFormatException if the document is broken, contradicts itself, has an unknown
   *     key (outside of the evidence), verdict or action, or is of a newer schema
   * @throws IOException if the input cannot be read
   */
  public static CleanupPlan read(InputStream input) throws IOException {
    return PlanJsonReader.read(input);
  }

  /**
   * Reads a plan from a string.
   *
   * @param json the JSON
   * @return the plan
   * @throws DocumentFormatException as {@link #read(InputStream)} does
   */
  public static CleanupPlan read(String json) {
    try {
      return read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new IllegalStateException("Reading from memory failed", e);
    }
  }

  /**
   * Returns what tells a plan from every other one: the SHA-256 of its JSON without the times at
   * which its evidence was read.
   *
   * @param plan the plan
   * @return 64 hexadecimal digits in lower case
   */
  public static String digest(CleanupPlan plan) {
    CleanupPlan timeless =
        CleanupPlan.builder()
            .from(plan)
            .evidence(
                plan.evidence().stream()
                    .map(
                        evidence ->
                            Evidence.builder().from(evidence).readAt(Optional.empty()).build())
                    .toList())
            .build();
    try (HashingOutputStream output =
        new HashingOutputStream(Hashing.sha256(), OutputStream.nullOutputStream())) {
      write(timeless, output);
      return output.hash().toString();
    } catch (IOException e) {
      throw new IllegalStateException("Writing to memory failed", e);
    }
  }
}
