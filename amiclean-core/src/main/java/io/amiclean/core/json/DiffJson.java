package io.amiclean.core.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.diff.PlanChange;
import io.amiclean.core.diff.PlanDiff;
import io.amiclean.core.internal.json.JsonSchemaVersion;
import io.amiclean.core.internal.json.JsonScope;
import io.amiclean.core.internal.json.JsonWriting;
import io.amiclean.core.report.DiffText;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The difference of two plans as JSON, schema version 1: what {@link DiffText} says, for machines.
 * Each change holds the whole decisions, in the form of plans. Equal differences are equal byte for
 * byte. {@code diff.schema.json} beside this class is the JSON Schema.
 *
 * <p>Thread-safe.
 */
public final class DiffJson {

  private DiffJson() {}

  /**
   * Writes a difference.
   *
   * @param diff the difference
   * @param output where to, in UTF-8; it is flushed, not closed
   * @throws IOException if the output cannot be written
   */
  public static void write(PlanDiff diff, OutputStream output) throws IOException {
    Objects.requireNonNull(output, "output");
    JsonWriting.write(output, json -> write(diff, json));
  }

  /**
   * Writes a difference into a string.
   *
   * @param diff the difference
   * @return the JSON
   */
  public static String write(PlanDiff diff) {
    return JsonWriting.toString(json -> write(diff, json));
  }

  private static void write(PlanDiff diff, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("schemaVersion", JsonSchemaVersion.CURRENT);
    JsonScope.write(json, diff.after().scope());
    write("before", diff.before(), json);
    write("after", diff.after(), json);
    json.writeObjectFieldStart("options");
    for (String name : diff.options()) {
      json.writeObjectFieldStart(name);
      JsonWriting.writeTexts(json, "before", option(diff.before(), name));
      JsonWriting.writeTexts(json, "after", option(diff.after(), name));
      json.writeEndObject();
    }
    json.writeEndObject();
    write(
        "images",
        diff.images(),
        "imageId",
        image -> image.imageId().value(),
        PlanJsonWriter::write,
        json);
    write(
        "orphanSnapshots",
        diff.orphanSnapshots(),
        "snapshotId",
        snapshot -> snapshot.snapshotId().value(),
        PlanJsonWriter::write,
        json);
    json.writeEndObject();
  }

  private static void write(String side, CleanupPlan plan, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart(side);
    json.writeStringField("createdAt", plan.createdAt().toString());
    JsonWriting.writeNumbers(json, "summary", plan.summary().figures());
    json.writeEndObject();
  }

  private static List<String> option(CleanupPlan plan, String name) {
    return PlanDiff.optionsOf(plan).getOrDefault(name, List.of());
  }

  private static <D> void write(
      String key,
      List<PlanChange<D>> changes,
      String idKey,
      Function<D, String> id,
      JsonWriting.Value<D> decision,
      JsonGenerator json)
      throws IOException {
    JsonWriting.writeObjects(
        json,
        key,
        changes,
        (change, item) -> {
          item.writeStringField(idKey, id.apply(change.latest()));
          item.writeStringField("kind", change.kind().name());
          write("before", change.before(), decision, item);
          write("after", change.after(), decision, item);
        });
  }

  private static <D> void write(
      String side, Optional<D> decision, JsonWriting.Value<D> writing, JsonGenerator json)
      throws IOException {
    json.writeFieldName(side);
    if (decision.isPresent()) {
      writing.write(decision.get(), json);
    } else {
      json.writeNull();
    }
  }
}
