package io.amiclean.core.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.amiclean.api.model.Refusal;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.core.backtest.BacktestDay;
import io.amiclean.core.backtest.BacktestFigures;
import io.amiclean.core.backtest.BacktestRemoval;
import io.amiclean.core.backtest.BacktestReport;
import io.amiclean.core.backtest.BacktestResult;
import io.amiclean.core.backtest.BlindSpot;
import io.amiclean.core.backtest.Hindsight;
import io.amiclean.core.backtest.LaterUse;
import io.amiclean.core.cost.StorageCost;
import io.amiclean.core.internal.json.JsonSchemaVersion;
import io.amiclean.core.internal.json.JsonScope;
import io.amiclean.core.internal.json.JsonWriting;
import io.amiclean.core.internal.json.ReasonJson;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Backtests as JSON, schema version 1, for machines. Policies, reasons and snapshots have the form
 * that they have in plans. Equal backtests are equal byte for byte. {@code backtest.schema.json}
 * beside this class is the JSON Schema.
 *
 * <p>Thread-safe.
 */
public final class BacktestJson {

  private BacktestJson() {}

  /**
   * Writes a backtest.
   *
   * @param report the backtest
   * @param output where to, in UTF-8; it is flushed, not closed
   * @throws IOException if the output cannot be written
   */
  public static void write(BacktestReport report, OutputStream output) throws IOException {
    Objects.requireNonNull(output, "output");
    JsonWriting.write(output, json -> write(report, json));
  }

  /**
   * Writes a backtest into a string.
   *
   * @param report the backtest
   * @return the JSON
   */
  public static String write(BacktestReport report) {
    return JsonWriting.toString(json -> write(report, json));
  }

  private static void write(BacktestReport report, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("schemaVersion", JsonSchemaVersion.CURRENT);
    JsonScope.write(json, report.scope());
    json.writeStringField("until", report.until().toString());
    json.writeStringField("currency", report.currency().getCurrencyCode());
    json.writeArrayFieldStart("recordings");
    for (BacktestReport.Recording recording : report.recordings()) {
      json.writeStartObject();
      json.writeStringField("readAt", recording.readAt().toString());
      json.writeNumberField("images", recording.images());
      JsonWriting.writeTexts(json, "skippedSources", List.copyOf(recording.skippedSources()));
      json.writeEndObject();
    }
    json.writeEndArray();
    writeBlindSpots(json, report.blindSpots());
    json.writeArrayFieldStart("results");
    for (BacktestResult result : report.results()) {
      write(result, json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeBlindSpots(JsonGenerator json, Collection<BlindSpot> spots)
      throws IOException {
    json.writeArrayFieldStart("blindSpots");
    for (BlindSpot spot : spots) {
      json.writeStartObject();
      json.writeStringField("code", spot.name());
      json.writeStringField("message", spot.sentence());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(BacktestResult result, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeFieldName("policy");
    PolicyJsonWriter.write(result.policy(), json);
    write("removed", result.removed(), json);
    json.writeObjectFieldStart("counts");
    for (Map.Entry<Hindsight, Integer> count : result.counts().entrySet()) {
      json.writeNumberField(count.getKey().name(), count.getValue());
    }
    json.writeEndObject();
    json.writeNumberField("refusedDays", result.refusedDays());
    json.writeArrayFieldStart("days");
    for (BacktestDay day : result.days()) {
      write(day, json);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("removals");
    for (BacktestRemoval removal : result.removals()) {
      write(removal, json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(String key, BacktestFigures figures, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(key);
    json.writeNumberField("images", figures.images());
    json.writeNumberField("snapshots", figures.snapshots());
    json.writeNumberField("gib", figures.gib());
    Optional<StorageCost> cost = figures.cost();
    if (cost.isPresent()) {
      json.writeNumberField("costPerMonth", cost.get().freedPerMonth());
      json.writeNumberField("earlyDeletion", cost.get().earlyDeletion());
      json.writeNumberField("unknownSizes", cost.get().unknownSizes());
    }
    json.writeEndObject();
  }

  private static void write(BacktestDay day, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("time", day.time().toString());
    json.writeNumberField("inventory", day.inventory());
    writeTime(json, "usageReadAt", day.usageReadAt());
    json.writeNumberField("takenAsInUse", day.takenAsInUse());
    write("removed", day.removed(), json);
    write("removedSoFar", day.removedSoFar(), json);
    json.writeNumberField("staged", day.staged());
    json.writeNumberField("restored", day.restored());
    json.writeArrayFieldStart("refusals");
    for (Refusal refusal : day.refusals()) {
      json.writeStartObject();
      json.writeStringField("code", refusal.code());
      json.writeStringField("message", refusal.message());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(BacktestRemoval removal, JsonGenerator json) throws IOException {
    json.writeStartObject();
    Optional<ImageDecision> image = removal.image();
    json.writeStringField(image.isPresent() ? "imageId" : "snapshotId", removal.resource().value());
    json.writeStringField("removedAt", removal.removedAt().toString());
    writeTime(json, "usageReadAt", removal.usageReadAt());
    json.writeStringField("hindsight", removal.hindsight().name());
    writeTime(json, "coveredUntil", removal.coveredUntil());
    json.writeArrayFieldStart("evidence");
    for (LaterUse use : removal.evidence()) {
      write(use, json);
    }
    json.writeEndArray();
    json.writeNumberField("moreEvidence", removal.moreEvidence());
    writeBlindSpots(json, removal.blindSpots());
    if (image.isPresent()) {
      json.writeStringField("name", image.get().name());
      json.writeStringField(
          "creationDate", image.get().creationDate().map(Instant::toString).orElse(null));
      JsonWriting.writeTexts(json, "groups", image.get().groups());
      ReasonJson.write(json, image.get().reasons());
    }
    json.writeArrayFieldStart("snapshots");
    for (SnapshotDecision snapshot : removal.snapshots()) {
      PlanJsonWriter.write(snapshot, json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(LaterUse use, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", use.kind().name());
    json.writeStringField("target", use.target().value());
    json.writeStringField("at", use.at().toString());
    json.writeStringField("recordedAt", use.recordedAt().toString());
    if (use.reference().isPresent()) {
      json.writeObjectFieldStart("reference");
      json.writeStringField("kind", use.reference().get().kind());
      json.writeStringField("user", use.reference().get().user());
      json.writeStringField("detail", use.reference().get().detail().orElse(null));
      json.writeEndObject();
    }
    Optional<String> madeOf = use.image().map(ResourceId::value);
    if (madeOf.isPresent()) {
      json.writeStringField("imageId", madeOf.get());
    }
    json.writeEndObject();
  }

  private static void writeTime(JsonGenerator json, String key, Optional<Instant> time)
      throws IOException {
    json.writeStringField(key, time.map(Instant::toString).orElse(null));
  }
}
