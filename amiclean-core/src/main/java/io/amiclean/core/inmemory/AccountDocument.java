package io.amiclean.core.inmemory;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.SnapshotState;
import io.amiclean.api.model.StorageTier;
import io.amiclean.core.internal.json.JsonDocument;
import io.amiclean.core.internal.json.JsonObjectFormat;
import io.amiclean.core.internal.json.RecycleBinRuleJson;
import io.amiclean.core.internal.json.ResourceJson;
import java.io.IOException;
import java.io.InputStream;

/**
 * The JSON document of an account, as {@link InMemoryAccount#fromJson(InputStream)} describes it.
 */
final class AccountDocument {

  private static final JsonObjectFormat<ImageSpec> IMAGE =
      new JsonObjectFormat<ImageSpec>()
          .required("imageId", (json, image) -> image.id(ImageId.of(json.text())))
          .including(ResourceJson.image(), ImageSpec::values)
          .required(
              "blockDevices",
              (json, image) -> json.list(item -> image.device(ResourceJson.device(item))))
          .optional(
              "state", (json, image) -> image.state(ResourceJson.word(json, ImageState.class)))
          .optional(
              "ownerId",
              (json, image) ->
                  json.nullable(JsonDocument::text)
                      .ifPresentOrElse(image::ownedBy, image::ownedByUnknown))
          .optional(
              "sharing", (json, image) -> image.sharing(ResourceJson.word(json, Sharing.class)));

  private static final JsonObjectFormat<SnapshotSpec> SNAPSHOT =
      new JsonObjectFormat<SnapshotSpec>()
          .required("snapshotId", (json, snapshot) -> snapshot.id(SnapshotId.of(json.text())))
          .optional(
              "startTime",
              (json, snapshot) ->
                  json.nullable(JsonDocument::instant).ifPresent(snapshot::startedAt))
          .optional("sizeGiB", (json, snapshot) -> snapshot.sizeGiB(json.integer()))
          .optional("description", (json, snapshot) -> snapshot.description(json.text()))
          .optional(
              "copied",
              (json, snapshot) -> {
                if (json.flag()) {
                  snapshot.copied();
                }
              })
          .optional(
              "state",
              (json, snapshot) -> snapshot.state(ResourceJson.word(json, SnapshotState.class)))
          .optional(
              "ownerId",
              (json, snapshot) ->
                  json.nullable(JsonDocument::text)
                      .ifPresentOrElse(snapshot::ownedBy, snapshot::ownedByUnknown))
          .optional("fullSizeBytes", (json, snapshot) -> snapshot.fullSizeBytes(json.longInteger()))
          .optional(
              "storageTier",
              (json, snapshot) -> snapshot.storageTier(ResourceJson.word(json, StorageTier.class)))
          .optional("archivedAt", (json, snapshot) -> snapshot.archivedAt(json.instant()))
          .optional(
              "locked",
              (json, snapshot) -> {
                if (json.flag()) {
                  snapshot.locked();
                }
              })
          .optional("lockedUntil", (json, snapshot) -> snapshot.lockedUntil(json.instant()))
          .optional(
              "fastRestoreZones", (json, snapshot) -> json.texts().forEach(snapshot::fastRestore))
          .optional("tags", (json, snapshot) -> snapshot.tags(json.entries(JsonDocument::text)));

  private static final JsonObjectFormat<InMemoryAccount.Builder> ACCOUNT =
      new JsonObjectFormat<InMemoryAccount.Builder>()
          .required("account", (json, account) -> account.account(json.text()))
          .required("region", (json, account) -> account.region(json.text()))
          .required(
              "images",
              (json, account) ->
                  json.list(item -> account.image(item.object(IMAGE, new ImageSpec()))))
          .optional(
              "snapshots",
              (json, account) ->
                  json.list(item -> account.snapshot(item.object(SNAPSHOT, new SnapshotSpec()))))
          .optional(
              "references",
              (json, account) -> json.list(item -> account.reference(ResourceJson.reference(item))))
          .optional(
              "recycledImages",
              (json, account) -> json.list(item -> account.recycledImage(item.text())))
          .optional(
              "recycleBinRules",
              (json, account) ->
                  json.list(item -> account.recycleBinRule(RecycleBinRuleJson.read(item))));

  private AccountDocument() {}

  static InMemoryAccount read(InputStream document) throws IOException {
    return JsonDocument.read(
        "inventory", document, ACCOUNT, InMemoryAccount.builder(), InMemoryAccount.Builder::build);
  }
}
