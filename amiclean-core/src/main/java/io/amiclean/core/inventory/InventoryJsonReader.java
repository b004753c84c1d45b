package io.amiclean.core.inventory;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.SnapshotInventory;
import io.amiclean.api.model.SnapshotState;
import io.amiclean.api.model.StorageTier;
import io.amiclean.core.internal.json.EvidenceJson;
import io.amiclean.core.internal.json.JsonDocument;
import io.amiclean.core.internal.json.JsonObjectFormat;
import io.amiclean.core.internal.json.JsonSchemaVersion;
import io.amiclean.core.internal.json.JsonScope;
import io.amiclean.core.internal.json.ReasonJson;
import io.amiclean.core.internal.json.RecycleBinRuleJson;
import io.amiclean.core.internal.json.ResourceJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads recorded accounts from JSON. */
final class InventoryJsonReader {

  private static final JsonObjectFormat<Image.Builder> IMAGE =
      new JsonObjectFormat<Image.Builder>()
          .required("imageId", (json, image) -> image.id(ImageId.of(json.text())))
          .including(ResourceJson.image(), image -> image)
          .required(
              "ownerId",
              (json, image) -> image.ownerId(json.nullable(InventoryJsonReader::account)))
          .required(
              "state", (json, image) -> image.state(ResourceJson.word(json, ImageState.class)))
          .required(
              "sharing", (json, image) -> image.sharing(ResourceJson.word(json, Sharing.class)))
          .required(
              "blockDevices", (json, image) -> image.blockDevices(json.list(ResourceJson::device)));

  private static final JsonObjectFormat<Snapshot.Builder> SNAPSHOT =
      new JsonObjectFormat<Snapshot.Builder>()
          .required("snapshotId", (json, snapshot) -> snapshot.id(SnapshotId.of(json.text())))
          .required("description", (json, snapshot) -> snapshot.description(json.text()))
          .optional("copied", (json, snapshot) -> snapshot.copied(json.flag()))
          .required(
              "ownerId",
              (json, snapshot) -> snapshot.ownerId(json.nullable(InventoryJsonReader::account)))
          .required(
              "startTime",
              (json, snapshot) -> snapshot.startTime(json.nullable(JsonDocument::instant)))
          .required(
              "state",
              (json, snapshot) -> snapshot.state(ResourceJson.word(json, SnapshotState.class)))
          .optional("sizeGiB", (json, snapshot) -> snapshot.volumeSizeGiB(json.integer()))
          .optional("fullSizeBytes", (json, snapshot) -> snapshot.fullSizeBytes(json.longInteger()))
          .required(
              "storageTier",
              (json, snapshot) -> snapshot.storageTier(ResourceJson.word(json, StorageTier.class)))
          .optional("archivedAt", (json, snapshot) -> snapshot.archivedAt(json.instant()))
          .required("locked", (json, snapshot) -> snapshot.locked(json.flag()))
          .optional("lockedUntil", (json, snapshot) -> snapshot.lockedUntil(json.instant()))
          .required("fastRestoreZones", (json, snapshot) -> snapshot.fastRestoreZones(json.texts()))
          .required("tags", (json, snapshot) -> snapshot.tags(json.entries(JsonDocument::text)));

  private static final JsonObjectFormat<ImageInventory.Builder> IMAGES =
      new JsonObjectFormat<ImageInventory.Builder>()
          .required("readAt", (json, images) -> images.readAt(json.instant()))
          .required("evidence", (json, images) -> images.evidence(EvidenceJson.read(json)))
          .required(
              "items",
              (json, images) ->
                  images.images(json.list(item -> item.object(IMAGE, Image.builder()).build())))
          .required(
              "recycled",
              (json, images) -> images.recycledImageIds(json.list(item -> ImageId.of(item.text()))))
          .optional(
              "recycleBinRules",
              (json, images) -> images.recycleBinRules(json.list(RecycleBinRuleJson::read)));

  private static final JsonObjectFormat<SnapshotInventory.Builder> SNAPSHOTS =
      new JsonObjectFormat<SnapshotInventory.Builder>()
          .required("readAt", (json, snapshots) -> snapshots.readAt(json.instant()))
          .required("evidence", (json, snapshots) -> snapshots.evidence(EvidenceJson.read(json)))
          .required(
              "items",
              (json, snapshots) ->
                  snapshots.snapshots(
                      json.list(item -> item.object(SNAPSHOT, Snapshot.builder()).build())));

  private static final JsonObjectFormat<ImageUsage.Builder> USAGE =
      new JsonObjectFormat<ImageUsage.Builder>()
          .required("readAt", (json, usage) -> usage.readAt(json.instant()))
          .required("evidence", (json, usage) -> usage.evidence(EvidenceJson.read(json)))
          .required(
              "references", (json, usage) -> usage.references(json.list(ResourceJson::reference)))
          .optional("usageIn", (json, usage) -> usage.otherScopes(json.list(JsonScope::read)));

  private static final JsonObjectFormat<Parts> INVENTORY =
      new JsonObjectFormat<Parts>()
          .required("schemaVersion", (json, parts) -> JsonSchemaVersion.require(json))
          .required("scope", (json, parts) -> parts.scope = JsonScope.read(json))
          .required("images", (json, parts) -> json.object(IMAGES, parts.images))
          .required("snapshots", (json, parts) -> json.object(SNAPSHOTS, parts.snapshots))
          .required("usage", (json, parts) -> json.object(USAGE, parts.usage))
          .required(
              "lastLook",
              (json, parts) -> parts.account.lastLook(checks(json, "imageId", ImageId::of)))
          .required(
              "snapshotLastLook",
              (json, parts) ->
                  parts.account.snapshotLastLook(checks(json, "snapshotId", SnapshotId::of)));

  private InventoryJsonReader() {}

  static RecordedAccount read(InputStream input) throws IOException {
    return JsonDocument.read(
        "inventory", input, INVENTORY, new Parts(), InventoryJsonReader::account);
  }

  private static RecordedAccount account(Parts parts) {
    CleanupScope scope = Objects.requireNonNull(parts.scope, "scope");
    RecordedAccount account =
        parts
            .account
            .imageInventory(parts.images.scope(scope).build())
            .snapshotInventory(parts.snapshots.scope(scope).build())
            .imageUsage(parts.usage.scope(scope).build())
            .build();
    account
        .evidence()
        .filter(read -> !read.isUsable())
        .findFirst()
        .ifPresent(
            read -> {
              throw new IllegalArgumentException(
                  "The source '"
                      + read.source()
                      + "' was neither read to its end nor skipped: nothing is planned on that");
            });
    return account;
  }

  private static AccountId account(JsonDocument json) throws IOException {
    return AccountId.of(json.text());
  }

  private static <I extends ResourceId> List<RecordedCheck<I>> checks(
      JsonDocument json, String idKey, Function<String, I> id) throws IOException {
    JsonObjectFormat<AnswerParts<I>> answer =
        new JsonObjectFormat<AnswerParts<I>>()
            .required(idKey, (item, parts) -> parts.id = id.apply(item.text()))
            .required("reasons", (item, parts) -> parts.reasons = item.list(ReasonJson::read))
            .required("evidence", (item, parts) -> parts.evidence = EvidenceJson.read(item));
    JsonObjectFormat<CheckParts<I>> check =
        new JsonObjectFormat<CheckParts<I>>()
            .required("check", (item, parts) -> parts.description = item.text())
            .required(
                "asked",
                (item, parts) ->
                    item.list(
                        one -> {
                          parts.add(one.object(answer, new AnswerParts<>()), one);
                          return one;
                        }));
    return json.list(item -> item.object(check, new CheckParts<I>()).check());
  }

  private static final class Parts {
    private final RecordedAccount.Builder account = RecordedAccount.builder();
    private final ImageInventory.Builder images = ImageInventory.builder();
    private final SnapshotInventory.Builder snapshots = SnapshotInventory.builder();
    private final ImageUsage.Builder usage = ImageUsage.builder();
    private @Nullable CleanupScope scope;
  }

  private static final class CheckParts<I extends ResourceId> {
    private final Map<I, RecordedAnswer> answers = new HashMap<>();
    private String description = "";

    private void add(AnswerParts<I> answer, JsonDocument json) {
      I id = Objects.requireNonNull(answer.id, "id");
      if (answers.put(id, new RecordedAnswer(answer.reasons, answer.evidence)) != null) {
        throw json.failure(id + " stands twice: expected each id once");
      }
    }

    private RecordedCheck<I> check() {
      return new RecordedCheck<>(description, answers);
    }
  }

  private static final class AnswerParts<I extends ResourceId> {
    private @Nullable I id;
    private List<Reason> reasons = List.of();
    private List<Evidence> evidence = List.of();
  }
}
