package io.amiclean.core.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.ExecutionSummary;
import io.amiclean.core.internal.json.JsonSchemaVersion;
import io.amiclean.core.internal.json.JsonScope;
import io.amiclean.core.internal.json.JsonWriting;
import io.amiclean.core.internal.json.OutcomeJson;
import java.io.IOException;

/** Writes results as JSON, keys in the order of the schema. */
final class ResultJsonWriter {

  private ResultJsonWriter() {}

  static void write(ExecutionResult result, JsonGenerator json) throws IOException {
    writeHead(result.summary(), json);
    beginOutcomes(json);
    for (ActionOutcome outcome : result.outcomes()) {
      OutcomeJson.write(outcome, json);
    }
    endOutcomes(result.summary(), json);
  }

  /** Begins the document and writes what stands before the outcomes. */
  static void writeHead(ExecutionSummary summary, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("schemaVersion", JsonSchemaVersion.CURRENT);
    json.writeStringField("startedAt", summary.startedAt().toString());
    json.writeStringField("finishedAt", summary.finishedAt().toString());
    JsonScope.write(json, summary.scope());
  }

  static void beginOutcomes(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("outcomes");
  }

  /** Writes what stands behind the outcomes and ends the document. */
  static void endOutcomes(ExecutionSummary summary, JsonGenerator json) throws IOException {
    json.writeEndArray();
    JsonWriting.writeNumbers(json, "counts", summary.counts());
    json.writeEndObject();
  }
}
