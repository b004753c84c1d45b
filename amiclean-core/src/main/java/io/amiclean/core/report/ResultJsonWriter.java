package io.amiclean.core.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.ImageId;
import java.io.IOException;
import java.util.Map;

/** Writes results as JSON, keys in the order of the schema. */
final class ResultJsonWriter {

  private ResultJsonWriter() {}

  static void write(ExecutionResult result, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("schemaVersion", JsonSchemaVersion.CURRENT);
    json.writeStringField("startedAt", result.startedAt().toString());
    json.writeStringField("finishedAt", result.finishedAt().toString());
    JsonScope.write(json, result.scope());
    json.writeArrayFieldStart("outcomes");
    for (ActionOutcome outcome : result.outcomes()) {
      write(outcome, json);
    }
    json.writeEndArray();
    json.writeObjectFieldStart("counts");
    for (Map.Entry<Outcome, Integer> count : result.counts().entrySet()) {
      json.writeNumberField(count.getKey().name(), count.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  static void write(ActionOutcome outcome, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("action", outcome.action().name());
    json.writeStringField(
        outcome.resource() instanceof ImageId ? "imageId" : "snapshotId",
        outcome.resource().value());
    json.writeStringField("outcome", outcome.outcome().name());
    json.writeStringField("code", outcome.code());
    json.writeStringField("message", outcome.message());
    json.writeEndObject();
  }
}
