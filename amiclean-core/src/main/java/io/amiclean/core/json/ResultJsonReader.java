package io.amiclean.core.json;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.core.internal.json.JsonDocument;
import io.amiclean.core.internal.json.JsonObjectFormat;
import io.amiclean.core.internal.json.JsonSchemaVersion;
import io.amiclean.core.internal.json.JsonScope;
import io.amiclean.core.internal.json.OutcomeJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Map;

/** Reads results from JSON. */
final class ResultJsonReader {

  private static final JsonObjectFormat<Map<Outcome, Integer>> COUNTS = countsFormat();

  private static final JsonObjectFormat<ResultParts> RESULT =
      new JsonObjectFormat<ResultParts>()
          .required("schemaVersion", (json, parts) -> JsonSchemaVersion.require(json))
          .required("startedAt", (json, parts) -> parts.result.startedAt(json.instant()))
          .required("finishedAt", (json, parts) -> parts.result.finishedAt(json.instant()))
          .required("scope", (json, parts) -> parts.result.scope(JsonScope.read(json)))
          .required(
              "outcomes", (json, parts) -> parts.result.outcomes(json.list(OutcomeJson::read)))
          .required("counts", (json, parts) -> json.object(COUNTS, parts.counts));

  private ResultJsonReader() {}

  static ExecutionResult read(InputStream input) throws IOException {
    return JsonDocument.read("result", input, RESULT, new ResultParts(), ResultJsonReader::result);
  }

  private static ExecutionResult result(ResultParts parts) {
    ExecutionResult result = parts.result.build();
    if (!parts.counts.equals(result.counts())) {
      throw new IllegalArgumentException(
          "The counts "
              + parts.counts
              + " contradict the outcomes of the result, which are "
              + result.counts());
    }
    return result;
  }

  private static JsonObjectFormat<Map<Outcome, Integer>> countsFormat() {
    JsonObjectFormat<Map<Outcome, Integer>> format = new JsonObjectFormat<>();
    for (Outcome outcome : Outcome.values()) {
      format.required(outcome.name(), (json, counts) -> counts.put(outcome, json.integer()));
    }
    return format;
  }

  private static final class ResultParts {
    private final ExecutionResult.Builder result = ExecutionResult.builder();
    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
  }
}
