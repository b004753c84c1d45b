package io.amiclean.core.report;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.Action;
import io.amiclean.core.internal.json.JsonDocument;
import io.amiclean.core.internal.json.JsonObjectFormat;
import io.amiclean.core.internal.json.JsonSchemaVersion;
import io.amiclean.core.internal.json.JsonScope;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads results from JSON. */
final class ResultJsonReader {

  private static final JsonObjectFormat<OutcomeParts> OUTCOME =
      new JsonObjectFormat<OutcomeParts>()
          .required("action", (json, parts) -> parts.action = json.constant(Action.class))
          .optional("imageId", (json, parts) -> parts.image = ImageId.of(json.text()))
          .optional("snapshotId", (json, parts) -> parts.snapshot = SnapshotId.of(json.text()))
          .required("outcome", (json, parts) -> parts.outcome = json.constant(Outcome.class))
          .required("code", (json, parts) -> parts.code = json.text())
          .required("message", (json, parts) -> parts.message = json.text());

  private static final JsonObjectFormat<Map<Outcome, Integer>> COUNTS = countsFormat();

  private static final JsonObjectFormat<ResultParts> RESULT =
      new JsonObjectFormat<ResultParts>()
          .required("schemaVersion", (json, parts) -> JsonSchemaVersion.require(json))
          .required("startedAt", (json, parts) -> parts.result.startedAt(json.instant()))
          .required("finishedAt", (json, parts) -> parts.result.finishedAt(json.instant()))
          .required("scope", (json, parts) -> parts.result.scope(JsonScope.read(json)))
          .required(
              "outcomes",
              (json, parts) -> parts.result.outcomes(json.list(ResultJsonReader::outcome)))
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

  static ActionOutcome outcome(JsonDocument json) throws IOException {
    OutcomeParts parts = json.object(OUTCOME, new OutcomeParts());
    boolean ofSnapshot =
        parts.action == Action.DELETE_SNAPSHOT || parts.action == Action.RESTORE_SNAPSHOT;
    if (!ofSnapshot && parts.image != null && parts.snapshot == null) {
      return ActionOutcome.change(
          parts.action, parts.image, parts.outcome, parts.code, parts.message);
    }
    if (ofSnapshot && parts.snapshot != null && parts.image == null) {
      return ActionOutcome.change(
          parts.action, parts.snapshot, parts.outcome, parts.code, parts.message);
    }
    throw json.failure(
        "the outcome of "
            + parts.action
            + " is not about the right thing: expected the imageId of an image, or the"
            + " snapshotId of a snapshot");
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

  private static final class OutcomeParts {
    private Action action = Action.DEREGISTER_IMAGE;
    private Outcome outcome = Outcome.UNKNOWN;
    private String code = "";
    private String message = "";
    private @Nullable ImageId image;
    private @Nullable SnapshotId snapshot;
  }
}
