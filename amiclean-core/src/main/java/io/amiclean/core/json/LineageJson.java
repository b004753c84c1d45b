package io.amiclean.core.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageLineage;
import io.amiclean.core.internal.json.JsonDocument;
import io.amiclean.core.internal.json.JsonObjectFormat;
import io.amiclean.core.internal.json.JsonWriting;
import java.io.IOException;

/** What images come from, in JSON: on one line, for there is one for most images of a plan. */
final class LineageJson {

  private static final JsonObjectFormat<ImageLineage.Builder> FORMAT =
      new JsonObjectFormat<ImageLineage.Builder>()
          .optional(
              "sourceImageId", (json, lineage) -> lineage.sourceImageId(ImageId.of(json.text())))
          .optional("sourceImageRegion", (json, lineage) -> lineage.sourceImageRegion(json.text()))
          .optional("imageBuilderArn", (json, lineage) -> lineage.imageBuilderArn(json.text()));

  private LineageJson() {}

  static void write(JsonGenerator json, ImageLineage lineage) throws IOException {
    json.writeFieldName("lineage");
    PrettyPrinter indenting = json.getPrettyPrinter();
    json.setPrettyPrinter(null);
    json.writeStartObject();
    JsonWriting.writeOptional(json, "sourceImageId", lineage.sourceImageId());
    JsonWriting.writeOptional(json, "sourceImageRegion", lineage.sourceImageRegion());
    JsonWriting.writeOptional(json, "imageBuilderArn", lineage.imageBuilderArn());
    json.writeEndObject();
    json.setPrettyPrinter(indenting);
  }

  static ImageLineage read(JsonDocument json) throws IOException {
    return json.object(FORMAT, ImageLineage.builder()).build();
  }
}
