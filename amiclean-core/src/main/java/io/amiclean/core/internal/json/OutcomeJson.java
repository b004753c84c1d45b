package io.amiclean.core.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.Action;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Outcomes in JSON. Thread-safe. */
public final class OutcomeJson {

  private static final JsonObjectFormat<Parts> FORMAT =
      new JsonObjectFormat<Parts>()
          .required("action", (json, parts) -> parts.action = json.constant(Action.class))
          .optional("imageId", (json, parts) -> parts.image = ImageId.of(json.text()))
          .optional("snapshotId", (json, parts) -> parts.snapshot = SnapshotId.of(json.text()))
          .required("outcome", (json, parts) -> parts.outcome = json.constant(Outcome.class))
          .required("code", (json, parts) -> parts.code = json.text())
          .required("message", (json, parts) -> parts.message = json.text());

  private static final class Parts {
    private Action action = Action.DEREGISTER_IMAGE;
    private Outcome outcome = Outcome.UNKNOWN;
    private String code = "";
    private String message = "";
    private @Nullable ImageId image;
    private @Nullable SnapshotId snapshot;
  }

  private OutcomeJson() {}

  /**
   * Reads an outcome.
   *
   * @param json the document, at the outcome
   * @return the outcome
   * @throws IOException if the input cannot be read
   */
  public static ActionOutcome read(JsonDocument json) throws IOException {
    Parts parts = json.object(FORMAT, new Parts());
    boolean ofSnapshots = parts.action.isOfSnapshots();
    @Nullable ResourceId about = ofSnapshots ? parts.snapshot : parts.image;
    @Nullable ResourceId other = ofSnapshots ? parts.image : parts.snapshot;
    if (about != null && other == null) {
      return ActionOutcome.change(parts.action, about, parts.outcome, parts.code, parts.message);
    }
    throw json.failure(
        "the outcome of "
            + parts.action
            + " is about another kind of resource: expected the imageId of an image, or the"
            + " snapshotId of a snapshot");
  }

  /**
   * Writes an outcome.
   *
   * @param outcome the outcome
   * @param json where to
   * @throws IOException if it cannot be written
   */
  public static void write(ActionOutcome outcome, JsonGenerator json) throws IOException {
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
