package io.amiclean.core.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.amiclean.api.model.Refusal;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.ImageTrace;
import io.amiclean.api.plan.PlanSummary;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.core.internal.json.EvidenceJson;
import io.amiclean.core.internal.json.JsonSchemaVersion;
import io.amiclean.core.internal.json.JsonScope;
import io.amiclean.core.internal.json.JsonWriting;
import io.amiclean.core.internal.json.ReasonJson;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes plans as JSON, keys in the order of the schema. */
final class PlanJsonWriter {

  private PlanJsonWriter() {}

  /** Writes a plan, and returns the digest that it states. */
  static PlanDigest write(CleanupPlan plan, OutputStream output) throws IOException {
    DigestedOutput digested = new DigestedOutput(output);
    JsonWriting.write(digested, json -> write(plan, json, digested));
    return digested.digest();
  }

  private static void write(CleanupPlan plan, JsonGenerator json, DigestedOutput output)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("schemaVersion", JsonSchemaVersion.CURRENT);
    json.writeStringField("createdAt", plan.createdAt().toString());
    JsonScope.write(json, plan.scope());
    json.writeObjectFieldStart("options");
    for (Map.Entry<String, List<String>> option : new TreeMap<>(plan.options()).entrySet()) {
      JsonWriting.writeTexts(json, option.getKey(), option.getValue());
    }
    json.writeEndObject();
    EvidenceJson.write(json, plan.evidence(), time -> output.leaveOut(json, time));
    json.writeArrayFieldStart("images");
    for (ImageDecision image : plan.images()) {
      write(image, json);
    }
    json.writeEndArray();
    writeSnapshots(json, "orphanSnapshots", plan.orphanSnapshots());
    json.writeArrayFieldStart("refusals");
    for (Refusal refusal : plan.refusals()) {
      json.writeStartObject();
      json.writeStringField("code", refusal.code());
      json.writeStringField("message", refusal.message());
      json.writeEndObject();
    }
    json.writeEndArray();
    writeSummary(json, plan.summary());
    output.finish(json);
    json.writeStringField("digest", output.digest().toString());
    json.writeEndObject();
  }

  static void write(ImageDecision image, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("imageId", image.imageId().value());
    json.writeStringField("name", image.name());
    json.writeStringField("creationDate", image.creationDate().map(Instant::toString).orElse(null));
    JsonWriting.writeTexts(json, "groups", image.groups());
    if (!image.tags().isEmpty()) {
      json.writeObjectFieldStart("tags");
      for (Map.Entry<String, String> tag : image.tags().entrySet()) {
        json.writeStringField(tag.getKey(), tag.getValue());
      }
      json.writeEndObject();
    }
    json.writeStringField("verdict", image.verdict().name());
    JsonWriting.writeTexts(json, "actions", image.actions().stream().map(Action::name).toList());
    ReasonJson.write(json, image.reasons());
    writeSnapshots(json, "snapshots", image.snapshots());
    Optional<ImageTrace> trace = image.trace();
    if (trace.isPresent()) {
      json.writeFieldName("trace");
      TraceJson.write(json, trace.get(), image.reasons());
    }
    json.writeEndObject();
  }

  private static void writeSnapshots(
      JsonGenerator json, String key, List<SnapshotDecision> snapshots) throws IOException {
    json.writeArrayFieldStart(key);
    for (SnapshotDecision snapshot : snapshots) {
      write(snapshot, json);
    }
    json.writeEndArray();
  }

  static void write(SnapshotDecision snapshot, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("snapshotId", snapshot.snapshotId().value());
    json.writeStringField("verdict", snapshot.verdict().name());
    ReasonJson.write(json, snapshot.reasons());
    if (snapshot.sizeGiB().isPresent()) {
      json.writeNumberField("sizeGiB", snapshot.sizeGiB().getAsInt());
    } else {
      json.writeNullField("sizeGiB");
    }
    if (snapshot.fullSizeBytes().isPresent()) {
      json.writeNumberField("fullSizeBytes", snapshot.fullSizeBytes().getAsLong());
    }
    if (snapshot.archived()) {
      json.writeBooleanField("archived", true);
    }
    if (snapshot.archivedAt().isPresent()) {
      json.writeStringField("archivedAt", snapshot.archivedAt().get().toString());
    }
    json.writeEndObject();
  }

  static void writeSummary(JsonGenerator json, PlanSummary summary) throws IOException {
    json.writeObjectFieldStart("summary");
    for (Map.Entry<String, Long> figure : summary.figures().entrySet()) {
      json.writeNumberField(figure.getKey(), figure.getValue());
    }
    json.writeEndObject();
  }
}
