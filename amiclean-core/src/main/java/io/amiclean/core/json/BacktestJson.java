package io.amiclean.core.json;

import static io.amiclean.core.internal.json.JsonWriting.writeNullable;
import static io.amiclean.core.internal.json.JsonWriting.writeObjects;
import static io.amiclean.core.internal.json.JsonWriting.writeTexts;

import com.fasterxml.jackson.core.JsonGenerator;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.core.backtest.BacktestDay;
import io.amiclean.core.backtest.BacktestFigures;
import io.amiclean.core.backtest.BacktestRemoval;
import io.amiclean.core.backtest.BacktestReport;
import io.amiclean.core.backtest.BacktestResult;
import io.amiclean.core.backtest.BlindSpot;
import io.amiclean.core.backtest.LaterUse;
import io.amiclean.core.cost.StorageCost;
import io.amiclean.core.internal.json.JsonSchemaVersion;
import io.amiclean.core.internal.json.JsonScope;
import io.amiclean.core.internal.json.JsonWriting;
import io.amiclean.core.internal.json.ReasonJson;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
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
    writeObjects(
        json,
        "recordings",
        report.recordings(),
        (recording, item) -> {
          item.writeStringField("readAt", recording.readAt().toString());
          item.writeNumberField("images", recording.images());
          writeTexts(item, "skippedSources", List.copyOf(recording.skippedSources()));
        });
    writeBlindSpots(json, report.blindSpots());
    writeObjects(json, "results", report.results(), BacktestJson::writeFields);
    json.writeEndObject();
  }

  private static void writeBlindSpots(JsonGenerator json, Collection<BlindSpot> spots)
      throws IOException {
    writeObjects(
        json,
        "blindSpots",
        spots,
        (spot, item) -> {
          item.writeStringField("code", spot.name());
          item.writeStringField("message", spot.sentence());
        });
  }

  private static void writeFields(BacktestResult result, JsonGenerator json) throws IOException {
    json.writeFieldName("policy");
    PolicyJsonWriter.write(result.policy(), json);
    write("removed", result.removed(), json);
    JsonWriting.writeNumbers(json, "counts", result.counts());
    json.writeNumberField("refusedDays", result.refusedDays());
    writeObjects(json, "days", result.days(), BacktestJson::writeFields);
    writeObjects(json, "removals", result.removals(), BacktestJson::writeFields);
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

  private static void writeFields(BacktestDay day, JsonGenerator json) throws IOException {
    json.writeStringField("time", day.time().toString());
    json.writeNumberField("inventory", day.inventory());
    writeNullable(json, "usageReadAt", day.usageReadAt());
    json.writeNumberField("takenAsInUse", day.takenAsInUse());
    write("removed", day.removed(), json);
    write("removedSoFar", day.removedSoFar(), json);
    json.writeNumberField("staged", day.staged());
    json.writeNumberField("restored", day.restored());
    PlanJsonWriter.writeRefusals(json, day.refusals());
  }

  private static void writeFields(BacktestRemoval removal, JsonGenerator json) throws IOException {
    Optional<ImageDecision> image = removal.image();
    json.writeStringField(image.isPresent() ? "imageId" : "snapshotId", removal.resource().value());
    json.writeStringField("removedAt", removal.removedAt().toString());
    writeNullable(json, "usageReadAt", removal.usageReadAt());
    json.writeStringField("hindsight", removal.hindsight().name());
    writeNullable(json, "coveredUntil", removal.coveredUntil());
    writeObjects(json, "evidence", removal.evidence(), BacktestJson::writeFields);
    json.writeNumberField("moreEvidence", removal.moreEvidence());
    writeBlindSpots(json, removal.blindSpots());
    if (image.isPresent()) {
      json.writeStringField("name", image.get().name());
      writeNullable(json, "creationDate", image.get().creationDate());
      writeTexts(json, "groups", image.get().groups());
      ReasonJson.write(json, image.get().reasons());
    }
    PlanJsonWriter.writeSnapshots(json, "snapshots", removal.snapshots());
  }

  private static void writeFields(LaterUse use, JsonGenerator json) throws IOException {
    json.writeStringField("kind", use.kind().name());
    json.writeStringField("target", use.target().value());
    json.writeStringField("at", use.at().toString());
    json.writeStringField("recordedAt", use.recordedAt().toString());
    if (use.reference().isPresent()) {
      json.writeObjectFieldStart("reference");
      json.writeStringField("kind", use.reference().get().kind());
      json.writeStringField("user", use.reference().get().user());
      writeNullable(json, "detail", use.reference().get().detail());
      json.writeEndObject();
    }
    JsonWriting.writeOptional(json, "imageId", use.image());
  }
}
