package io.amiclean.core.inventory;

import com.fasterxml.jackson.core.JsonGenerator;
import io.amiclean.api.model.BlockDevice;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ProductCode;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.Snapshot;
import io.amiclean.core.internal.json.EvidenceJson;
import io.amiclean.core.internal.json.JsonSchemaVersion;
import io.amiclean.core.internal.json.JsonScope;
import io.amiclean.core.internal.json.JsonWriting;
import io.amiclean.core.internal.json.ReasonJson;
import io.amiclean.core.internal.json.ResourceJson;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes recorded accounts as JSON, keys in the order of the schema. */
final class InventoryJsonWriter {

  private InventoryJsonWriter() {}

  static void write(RecordedAccount account, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("schemaVersion", JsonSchemaVersion.CURRENT);
    JsonScope.write(json, account.scope());
    begin(json, "images", account.imageInventory().readAt(), account.imageInventory().evidence());
    json.writeArrayFieldStart("items");
    for (Image image : account.imageInventory().images()) {
      write(image, json);
    }
    json.writeEndArray();
    JsonWriting.writeTexts(
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
    json.writeArrayFieldStart("items");
    for (Snapshot snapshot : account.snapshotInventory().snapshots()) {
      write(snapshot, json);
    }
    json.writeEndArray();
    json.writeEndObject();
    begin(json, "usage", account.imageUsage().readAt(), account.imageUsage().evidence());
    json.writeArrayFieldStart("references");
    for (ImageReference reference : account.imageUsage().references()) {
      write(reference, json);
    }
    json.writeEndArray();
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

  private static void write(Image image, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("imageId", image.id().value());
    json.writeStringField("name", image.name());
    writeOptional(json, "description", image.description());
    writeNullable(json, "ownerId", image.ownerId());
    writeOptional(json, "ownerAlias", image.ownerAlias());
    writeNullable(json, "creationDate", image.creationDate());
    json.writeStringField("state", ResourceJson.word(image.state()));
    json.writeStringField("sharing", ResourceJson.word(image.sharing()));
    writeEntries(json, "tags", image.tags());
    json.writeArrayFieldStart("blockDevices");
    for (BlockDevice device : image.blockDevices()) {
      json.writeStartObject();
      json.writeStringField("deviceName", device.deviceName());
      writeOptional(json, "snapshotId", device.snapshotId().map(ResourceId::value));
      if (device.sizeGiB().isPresent()) {
        json.writeNumberField("sizeGiB", device.sizeGiB().getAsInt());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    writeOptional(json, "deprecationTime", image.deprecationTime());
    writeOptional(json, "lastLaunchedTime", image.lastLaunchedTime());
    writeOptional(json, "deregistrationProtection", image.deregistrationProtection());
    writeOptional(json, "architecture", image.architecture());
    writeOptional(json, "platform", image.platform());
    writeOptional(json, "sourceImageId", image.sourceImageId().map(ResourceId::value));
    writeOptional(json, "sourceImageRegion", image.sourceImageRegion());
    if (!image.productCodes().isEmpty()) {
      json.writeArrayFieldStart("productCodes");
      for (ProductCode code : image.productCodes()) {
        json.writeStartObject();
        json.writeStringField("id", code.id());
        json.writeStringField("type", code.type());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    if (!image.facts().isEmpty()) {
      writeEntries(json, "facts", image.facts());
    }
    json.writeEndObject();
  }

  private static void write(Snapshot snapshot, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("snapshotId", snapshot.id().value());
    json.writeStringField("description", snapshot.description());
    writeNullable(json, "ownerId", snapshot.ownerId());
    writeNullable(json, "startTime", snapshot.startTime());
    json.writeStringField("state", ResourceJson.word(snapshot.state()));
    if (snapshot.volumeSizeGiB().isPresent()) {
      json.writeNumberField("sizeGiB", snapshot.volumeSizeGiB().getAsInt());
    }
    if (snapshot.fullSizeBytes().isPresent()) {
      json.writeNumberField("fullSizeBytes", snapshot.fullSizeBytes().getAsLong());
    }
    json.writeStringField("storageTier", ResourceJson.word(snapshot.storageTier()));
    writeOptional(json, "archivedAt", snapshot.archivedAt());
    json.writeBooleanField("locked", snapshot.locked());
    writeOptional(json, "lockedUntil", snapshot.lockedUntil());
    JsonWriting.writeTexts(
        json, "fastRestoreZones", snapshot.fastRestoreZones().stream().sorted().toList());
    writeEntries(json, "tags", snapshot.tags());
    json.writeEndObject();
  }

  private static void write(ImageReference reference, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("target", reference.target().value());
    json.writeStringField("kind", reference.kind());
    json.writeStringField("user", reference.user());
    writeOptional(json, "detail", reference.detail());
    json.writeEndObject();
  }

  private static <I extends ResourceId> void writeChecks(
      JsonGenerator json, String key, String idKey, List<RecordedCheck<I>> checks)
      throws IOException {
    json.writeArrayFieldStart(key);
    for (RecordedCheck<I> check : checks) {
      json.writeStartObject();
      json.writeStringField("check", check.description());
      json.writeArrayFieldStart("asked");
      for (Map.Entry<I, RecordedAnswer> answer :
          check.answers().entrySet().stream()
              .sorted(Comparator.comparing(entry -> entry.getKey().value()))
              .toList()) {
        json.writeStartObject();
        json.writeStringField(idKey, answer.getKey().value());
        ReasonJson.write(json, answer.getValue().reasons());
        EvidenceJson.write(json, answer.getValue().evidence());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeEntries(JsonGenerator json, String key, Map<String, String> entries)
      throws IOException {
    json.writeObjectFieldStart(key);
    for (Map.Entry<String, String> entry : new TreeMap<>(entries).entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  private static void writeNullable(JsonGenerator json, String key, Optional<?> value)
      throws IOException {
    json.writeStringField(key, value.map(Object::toString).orElse(null));
  }

  private static void writeOptional(JsonGenerator json, String key, Optional<?> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(key, value.get().toString());
    }
  }
}
