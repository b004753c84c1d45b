package io.amiclean.core.memory;

import io.amiclean.api.model.BlockDevice;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.ProductCode;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.SnapshotState;
import io.amiclean.api.model.StorageTier;
import io.amiclean.core.json.JsonDocument;
import io.amiclean.core.json.JsonObjectFormat;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The JSON document of an account, as {@link InMemoryAccount#fromJson(InputStream)} describes it.
 */
final class AccountDocument {

  private static final JsonObjectFormat<BlockDevice.Builder> DEVICE =
      new JsonObjectFormat<BlockDevice.Builder>()
          .required("deviceName", (json, device) -> device.deviceName(json.text()))
          .optional("snapshotId", (json, device) -> device.snapshotId(SnapshotId.of(json.text())))
          .optional("sizeGiB", (json, device) -> device.sizeGiB(json.integer()));

  private static final JsonObjectFormat<Map<String, String>> PRODUCT_CODE = texts("id", "type");

  private static final JsonObjectFormat<ImageSpec> IMAGE =
      new JsonObjectFormat<ImageSpec>()
          .required("imageId", (json, image) -> image.id(ImageId.of(json.text())))
          .required("name", (json, image) -> image.name(json.text()))
          .required(
              "creationDate",
              (json, image) -> json.nullable(JsonDocument::instant).ifPresent(image::createdAt))
          .required("tags", (json, image) -> image.tags(json.entries(JsonDocument::text)))
          .required(
              "blockDevices",
              (json, image) ->
                  json.list(
                      item -> image.device(item.object(DEVICE, BlockDevice.builder()).build())))
          .optional("description", (json, image) -> image.description(json.text()))
          .optional("state", (json, image) -> image.state(word(json, ImageState.class)))
          .optional(
              "ownerId",
              (json, image) ->
                  json.nullable(JsonDocument::text)
                      .ifPresentOrElse(image::ownedBy, image::ownedByUnknown))
          .optional("ownerAlias", (json, image) -> image.ownerAlias(json.text()))
          .optional("sharing", (json, image) -> image.sharing(word(json, Sharing.class)))
          .optional("deprecationTime", (json, image) -> image.deprecatedAt(json.instant()))
          .optional("lastLaunchedTime", (json, image) -> image.lastLaunchedAt(json.instant()))
          .optional(
              "deregistrationProtection",
              (json, image) -> image.deregistrationProtection(json.text()))
          .optional("architecture", (json, image) -> image.architecture(json.text()))
          .optional("platform", (json, image) -> image.platform(json.text()))
          .optional(
              "sourceImageId",
              (json, image) -> image.values().sourceImageId(ImageId.of(json.text())))
          .optional(
              "sourceImageRegion", (json, image) -> image.values().sourceImageRegion(json.text()))
          .optional(
              "productCodes",
              (json, image) ->
                  json.list(item -> item.object(PRODUCT_CODE, new HashMap<>()))
                      .forEach(
                          code ->
                              image
                                  .values()
                                  .addProductCodes(
                                      ProductCode.of(
                                          code.getOrDefault("id", ""),
                                          code.getOrDefault("type", "")))))
          .optional(
              "facts", (json, image) -> image.values().facts(json.entries(JsonDocument::text)));

  private static final JsonObjectFormat<SnapshotSpec> SNAPSHOT =
      new JsonObjectFormat<SnapshotSpec>()
          .required("snapshotId", (json, snapshot) -> snapshot.id(SnapshotId.of(json.text())))
          .optional(
              "startTime",
              (json, snapshot) ->
                  json.nullable(JsonDocument::instant).ifPresent(snapshot::startedAt))
          .optional("sizeGiB", (json, snapshot) -> snapshot.sizeGiB(json.integer()))
          .optional("description", (json, snapshot) -> snapshot.description(json.text()))
          .optional("state", (json, snapshot) -> snapshot.state(word(json, SnapshotState.class)))
          .optional(
              "ownerId",
              (json, snapshot) ->
                  json.nullable(JsonDocument::text)
                      .ifPresentOrElse(snapshot::ownedBy, snapshot::ownedByUnknown))
          .optional("fullSizeBytes", (json, snapshot) -> snapshot.fullSizeBytes(json.longInteger()))
          .optional(
              "storageTier",
              (json, snapshot) -> snapshot.storageTier(word(json, StorageTier.class)))
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

  private static final JsonObjectFormat<Map<String, String>> REFERENCE =
      texts("target", "kind", "user")
          .optional("detail", (json, reference) -> reference.put("detail", json.text()));

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
              (json, account) -> json.list(item -> account.reference(reference(item))))
          .optional(
              "recycledImages",
              (json, account) -> json.list(item -> account.recycledImage(item.text())));

  private AccountDocument() {}

  static InMemoryAccount read(InputStream document) throws IOException {
    return JsonDocument.read(
        "inventory", document, ACCOUNT, InMemoryAccount.builder(), InMemoryAccount.Builder::build);
  }

  private static ImageReference reference(JsonDocument json) throws IOException {
    Map<String, String> reference = json.object(REFERENCE, new HashMap<>());
    String kind = reference.getOrDefault("kind", "");
    String user = reference.getOrDefault("user", "");
    String detail = reference.get("detail");
    ResourceId target = AccountContents.resource(reference.getOrDefault("target", ""));
    return detail == null
        ? ImageReference.of(target, kind, user)
        : ImageReference.of(target, kind, user, detail);
  }

  private static JsonObjectFormat<Map<String, String>> texts(String... keys) {
    JsonObjectFormat<Map<String, String>> format = new JsonObjectFormat<>();
    for (String key : keys) {
      format.required(key, (json, values) -> values.put(key, json.text()));
    }
    return format;
  }

  private static <E extends Enum<E>> E word(JsonDocument json, Class<E> type) throws IOException {
    return json.constant(type, constant -> constant.name().toLowerCase(Locale.ROOT));
  }
}
