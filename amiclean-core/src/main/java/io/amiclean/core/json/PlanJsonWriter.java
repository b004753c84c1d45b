package io.amiclean.core.json;

import static io.amiclean.core.internal.json.JsonWriting.writeList;
import static io.amiclean.core.internal.json.JsonWriting.writeObjects;
import static io.amiclean.core.internal.json.JsonWriting.writeOptional;

import com.fasterxml.jackson.core.JsonGenerator;
import io.amiclean.api.model.ImageLineage;
import io.amiclean.api.model.Refusal;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.ImageTrace;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.StageWait;
import io.amiclean.api.plan.UnmatchedRule;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.core.internal.json.EvidenceJson;
import io.amiclean.core.internal.json.JsonSchemaVersion;
import io.amiclean.core.internal.json.JsonScope;
import io.amiclean.core.internal.json.JsonWriting;
import io.amiclean.core.internal.json.ReasonJson;
import io.amiclean.core.internal.json.SpecJson;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** Writes plans as JSON, keys in the order of the schema. */
final class PlanJsonWriter {

  private PlanJsonWriter() {}

  /** Writes a plan that states a digest. */
  static void write(CleanupPlan plan, PlanDigest digest, OutputStream output) throws IOException {
    JsonWriting.write(
        output,
        json -> {
          write(
              plan,
              json,
              field -> field.writeStringField("digest", digest.toString()),
              time -> time.write(json));
        });
  }

  /**
   * Returns the digest of a plan: that of all that is written, but the digest, the times and the
   * indentation, which is more than a quarter of a document.
   */
  static PlanDigest digest(CleanupPlan plan) throws IOException {
    DigestingOutput output = new DigestingOutput();
    JsonWriting.write(
        output,
        json -> {
          json.setPrettyPrinter(null);
          write(plan, json, field -> {}, time -> output.leaveOut(json, time));
        });
    return output.digest();
  }

  private static void write(
      CleanupPlan plan,
      JsonGenerator json,
      JsonWriting.Content digest,
      EvidenceJson.TimeWriting times)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("schemaVersion", JsonSchemaVersion.PLAN);
    digest.write(json);
    json.writeStringField("createdAt", plan.createdAt().toString());
    JsonScope.write(json, plan.scope());
    json.writeFieldName("policy");
    PolicyJsonWriter.write(plan.policy(), json);
    json.writeFieldName("reading");
    PolicyJsonWriter.write(plan.reading(), json);
    EvidenceJson.write(json, plan.evidence(), times);
    writeList(json, "images", plan.images(), PlanJsonWriter::write);
    writeSnapshots(json, "orphanSnapshots", plan.orphanSnapshots());
    writeRefusals(json, plan.refusals());
    if (!plan.unmatched().isEmpty()) {
      writeObjects(json, "unmatched", plan.unmatched(), PlanJsonWriter::writeFields);
    }
    JsonWriting.writeNumbers(json, "summary", plan.summary().figures());
    json.writeEndObject();
  }

  static void writeRefusals(JsonGenerator json, List<Refusal> refusals) throws IOException {
    writeObjects(
        json,
        "refusals",
        refusals,
        (refusal, item) -> {
          item.writeStringField("code", refusal.code());
          item.writeStringField("message", refusal.message());
        });
  }

  private static void writeFields(UnmatchedRule rule, JsonGenerator json) throws IOException {
    json.writeStringField("kind", rule.kind().name());
    if (rule.strategy().isPresent()) {
      json.writeFieldName("rule");
      SpecJson.write(json, SpecArgument.of(rule.strategy().get()));
    }
    writeOptional(json, "imageId", rule.image());
  }

  static void write(ImageDecision image, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("imageId", image.imageId().value());
    json.writeStringField("name", image.name());
    JsonWriting.writeNullable(json, "creationDate", image.creationDate());
    JsonWriting.writeTexts(json, "groups", image.groups());
    if (!image.tags().isEmpty()) {
      JsonWriting.writeEntries(json, "tags", image.tags());
    }
    if (!image.lineage().equals(ImageLineage.unknown())) {
      LineageJson.write(json, image.lineage());
    }
    json.writeStringField("verdict", image.verdict().name());
    JsonWriting.writeTexts(json, "actions", image.actions().stream().map(Action::name).toList());
    if (image.stageWait().isPresent()) {
      write(image.stageWait().get(), json);
    }
    ReasonJson.write(json, image.reasons());
    writeSnapshots(json, "snapshots", image.snapshots());
    writeOptional(json, "recoverableDays", image.recoverableDays());
    Optional<ImageTrace> trace = image.trace();
    if (trace.isPresent()) {
      json.writeFieldName("trace");
      TraceJson.write(json, trace.get(), image.reasons());
    }
    json.writeEndObject();
  }

  private static void write(StageWait wait, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("stageWait");
    json.writeStringField("enteredBy", wait.enteredBy().name());
    json.writeStringField("since", wait.since().toString());
    json.writeStringField("until", wait.until().toString());
    json.writeEndObject();
  }

  static void writeSnapshots(JsonGenerator json, String key, List<SnapshotDecision> snapshots)
      throws IOException {
    writeList(json, key, snapshots, PlanJsonWriter::write);
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
    writeOptional(json, "fullSizeBytes", snapshot.fullSizeBytes());
    if (snapshot.archived()) {
      json.writeBooleanField("archived", true);
    }
    writeOptional(json, "archivedAt", snapshot.archivedAt());
    writeOptional(json, "recoverableDays", snapshot.recoverableDays());
    json.writeEndObject();
  }
}
