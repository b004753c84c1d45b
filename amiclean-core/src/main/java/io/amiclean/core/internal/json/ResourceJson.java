package io.amiclean.core.internal.json;

import io.amiclean.api.model.BlockDevice;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ProductCode;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** How documents about an account spell what is in it. Thread-safe. */
public final class ResourceJson {

  private static final JsonObjectFormat<BlockDevice.Builder> DEVICE =
      new JsonObjectFormat<BlockDevice.Builder>()
          .required("deviceName", (json, device) -> device.deviceName(json.text()))
          .optional("snapshotId", (json, device) -> device.snapshotId(SnapshotId.of(json.text())))
          .optional("sizeGiB", (json, device) -> device.sizeGiB(json.integer()));

  private static final JsonObjectFormat<Map<String, String>> PRODUCT_CODE =
      JsonObjectFormat.ofTexts("id", "type");

  private static final JsonObjectFormat<Map<String, String>> REFERENCE =
      JsonObjectFormat.ofTexts("target", "kind", "user")
          .optional("detail", (json, reference) -> reference.put("detail", json.text()));

  private static final JsonObjectFormat<Image.Builder> IMAGE =
      new JsonObjectFormat<Image.Builder>()
          .required("name", (json, image) -> image.name(json.text()))
          .required(
              "creationDate",
              (json, image) -> image.creationDate(json.nullable(JsonDocument::instant)))
          .required("tags", (json, image) -> image.tags(json.entries(JsonDocument::text)))
          .optional("description", (json, image) -> image.description(json.text()))
          .optional("ownerAlias", (json, image) -> image.ownerAlias(json.text()))
          .optional("deprecationTime", (json, image) -> image.deprecationTime(json.instant()))
          .optional("lastLaunchedTime", (json, image) -> image.lastLaunchedTime(json.instant()))
          .optional(
              "deregistrationProtection",
              (json, image) -> image.deregistrationProtection(json.text()))
          .optional("architecture", (json, image) -> image.architecture(json.text()))
          .optional("platform", (json, image) -> image.platform(json.text()))
          .optional("sourceImageId", (json, image) -> image.sourceImageId(ImageId.of(json.text())))
          .optional("sourceImageRegion", (json, image) -> image.sourceImageRegion(json.text()))
          .optional(
              "productCodes", (json, image) -> image.productCodes(json.list(ResourceJson::code)))
          .optional("facts", (json, image) -> image.facts(json.entries(JsonDocument::text)));

  private ResourceJson() {}

  /**
   * Returns the keys of an image that mean the same in every document: all but its id, owner, state
   * and block devices, and with whom it is shared.
   *
   * @return the format
   */
  public static JsonObjectFormat<Image.Builder> image() {
    return IMAGE;
  }

  /**
   * Reads an entry of a block device mapping.
   *
   * @param json the document, at the entry
   * @return the entry
   * @throws IOException if the input cannot be read
   */
  public static BlockDevice device(JsonDocument json) throws IOException {
    return json.object(DEVICE, BlockDevice.builder()).build();
  }

  /**
   * Reads a reference to an image or a snapshot.
   *
   * @param json the document, at the reference
   * @return the reference
   * @throws IOException if the input cannot be read
   */
  public static ImageReference reference(JsonDocument json) throws IOException {
    Map<String, String> reference = json.object(REFERENCE, new HashMap<>());
    return reference(ResourceId.of(reference.getOrDefault("target", "")), reference);
  }

  /**
   * Makes a reference of its fields.
   *
   * @param target what is used
   * @param fields the fields {@code kind}, {@code user} and, if there is one, {@code detail}
   * @return the reference
   */
  public static ImageReference reference(ResourceId target, Map<String, String> fields) {
    String kind = fields.getOrDefault("kind", "");
    String user = fields.getOrDefault("user", "");
    String detail = fields.get("detail");
    return detail == null
        ? ImageReference.of(target, kind, user)
        : ImageReference.of(target, kind, user, detail);
  }

  /**
   * Reads a constant by its name in lower case.
   *
   * @param json the document, at the name
   * @param type the enum
   * @param <E> the enum
   * @return the constant
   * @throws IOException if the input cannot be read
   */
  public static <E extends Enum<E>> E word(JsonDocument json, Class<E> type) throws IOException {
    return json.constant(type, ResourceJson::word);
  }

  /**
   * Returns the name of a constant in lower case.
   *
   * @param constant the constant
   * @return its spelling in documents
   */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static ProductCode code(JsonDocument json) throws IOException {
    Map<String, String> code = json.object(PRODUCT_CODE, new HashMap<>());
    return ProductCode.of(code.getOrDefault("id", ""), code.getOrDefault("type", ""));
  }
}
