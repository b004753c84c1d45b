package io.amiclean.core.inventory;

import static io.amiclean.core.internal.json.JsonWriting.writeEntries;
import static io.amiclean.core.internal.json.JsonWriting.writeNullable;
import static io.amiclean.core.internal.json.JsonWriting.writeObjects;
import static io.amiclean.core.internal.json.JsonWriting.writeOptional;
import static io.amiclean.core.internal.json.JsonWriting.writeTexts;

import com.fasterxml.jackson.core.JsonGenerator;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.Snapshot;
import io.amiclean.core.internal.json.EvidenceJson;
import io.amiclean.core.internal.json.JsonSchemaVersion;
import io.amiclean.core.internal.json.JsonScope;
import io.amiclean.core.internal.json.ReasonJson;
import io.amiclean.core.internal.json.RecycleBinRuleJson;
import io.amiclean.core.internal.json.ResourceJson;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Writes recorded accounts as JSON, keys in the order of the schema. */
final class InventoryJsonWriter {

  private InventoryJsonWriter() {}

  static void write(RecordedAccount account, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("schemaVersion", JsonSchemaVersion.CURRENT);
    JsonScope.write(json, account.scope());
    begin(json, "images", account.imageInventory().readAt(), account.imageInventory().evidence());
    writeObjects(
        json, "items", account.imageInventory().images(), InventoryJsonWriter::writeFields);
    writeTexts(
        json,
        "recycled",
        account.imageInventory().recycledImageIds().stream().map(ImageId::value).sorted().toList());
    RecycleBinRuleJson.write(json, account.imageInventory().recycleBinRules());
    json.writeEndObject();
    begin(
        json,
        "snapshots",
        account.snapshotInventory().readAt(),
        account.snapshotInventory().evidence());
    writeObjects(
        json, "items", account.snapshotInventory().snapshots(), InventoryJsonWriter::writeFields);
    json.writeEndObject();
    begin(json, "usage", account.imageUsage().readAt(), account.imageUsage().evidence());
    writeObjects(
        json, "references", account.imageUsage().references(), InventoryJsonWriter::writeFields);
    JsonScope.writeList(json, "usageIn", account.imageUsage().otherScopes());
    json.writeEndObject();
    writeChecks(json, "lastLook", "imageId", account.lastLook());
    writeChecks(json, "snapshotLastLook", "snapshotId", account.snapshotLastLook());
    json.writeEndObject();
  }

  private static void begin(JsonGenerator json, String key, Instant readAt, List<Evidence> evidence)
      throws IOException {
    json.writeObjectFieldStart(key);
    json.writeStringField("readAt", readAt.toString());
    EvidenceJson.write(json, evidence);
  }

  private static void writeFields(Image image, JsonGenerator json) throws IOException {
    json.writeStringField("imageId", image.id().value());
    json.writeStringField("name", image.name());
    writeOptional(json, "description", image.description());
    writeNullable(json, "ownerId", image.ownerId());
    writeOptional(json, "ownerAlias", image.ownerAlias());
    writeNullable(json, "creationDate", image.creationDate());
    json.writeStringField("state", ResourceJson.word(image.state()));
    json.writeStringField("sharing", ResourceJson.word(image.sharing()));
    writeEntries(json, "tags", new TreeMap<>(image.tags()));
    writeObjects(
        json,
        "blockDevices",
        image.blockDevices(),
        (device, item) -> {
          item.writeStringField("deviceName", device.deviceName());
          writeOptional(item, "snapshotId", device.snapshotId());
          writeOptional(item, "sizeGiB", device.sizeGiB());
        });
    writeOptional(json, "deprecationTime", image.deprecationTime());
    writeOptional(json, "lastLaunchedTime", image.lastLaunchedTime());
    writeOptional(json, "deregistrationProtection", image.deregistrationProtection());
    writeOptional(json, "architecture", image.architecture());
    writeOptional(json, "platform", image.platform());
    writeOptional(json, "sourceImageId", image.sourceImageId().map(ResourceId::value));
    writeOptional(json, "sourceImageRegion", image.sourceImageRegion());
    if (!image.productCodes().isEmpty()) {
      writeObjects(
          json,
          "productCodes",
          image.productCodes(),
          (code, item) -> {
            item.writeStringField("id", code.id());
            item.writeStringField("type", code.type());
          });
    }
    if (!image.facts().isEmpty()) {
      writeEntries(json, "facts", new TreeMap<>(image.facts()));
    }
  }

  private static void writeFields(Snapshot snapshot, JsonGenerator json) throws IOException {
    json.writeStringField("snapshotId", snapshot.id().value());
    json.writeStringField("description", snapshot.description());
    if (snapshot.copied()) {
      json.writeBooleanField("copied", true);
    }
    writeNullable(json, "ownerId", snapshot.ownerId());
    writeNullable(json, "startTime", snapshot.startTime());
    json.writeStringField("state", ResourceJson.word(snapshot.state()));
    writeOptional(json, "sizeGiB", snapshot.volumeSizeGiB());
    writeOptional(json, "fullSizeBytes", snapshot.fullSizeBytes());
    json.writeStringField("storageTier", ResourceJson.word(snapshot.storageTier()));
    writeOptional(json, "archivedAt", snapshot.archivedAt());
    json.writeBooleanField("locked", snapshot.locked());
    writeOptional(json, "lockedUntil", snapshot.lockedUntil());
    writeTexts(json, "fastRestoreZones", snapshot.fastRestoreZones().stream().sorted().toList());
    writeEntries(json, "tags", new TreeMap<>(snapshot.tags()));
  }

  private static void writeFields(ImageReference reference, JsonGenerator json) throws IOException {
    json.writeStringField("target", reference.target().value());
    json.writeStringField("kind", reference.kind());
    json.writeStringField("user", reference.user());
    writeOptional(json, "detail", reference.detail());
  }

  private static <I extends ResourceId> void writeChecks(
      JsonGenerator json, String key, String idKey, List<RecordedCheck<I>> checks)
      throws IOException {
    writeObjects(
        json,
        key,
        checks,
        (check, item) -> {
          item.writeStringField("check", check.description());
          writeObjects(
              item,
              "asked",
              check.answers().entrySet().stream()
                  .sorted(Comparator.comparing(entry -> entry.getKey().value()))
                  .toList(),
              (answer, one) -> {
                one.writeStringField(idKey, answer.getKey().value());
                ReasonJson.write(one, answer.getValue().reasons());
                EvidenceJson.write(one, answer.getValue().evidence());
              });
        });
  }
}
