package io.amiclean.core.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.ImageTrace;
import io.amiclean.core.internal.json.JsonDocument;
import io.amiclean.core.internal.json.JsonObjectFormat;
import io.amiclean.core.internal.json.JsonWriting;
import io.amiclean.core.internal.json.ReasonJson;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ways of images in the JSON of a plan, each on a line of its own. A reason that the decision
 * on the image gives is not repeated: its number in the decision stands for it, counted from 0.
 */
final class TraceJson {

  private static final JsonObjectFormat<ReferenceParts> REFERENCE =
      new JsonObjectFormat<ReferenceParts>()
          .required("kind", (json, parts) -> parts.kind = json.text())
          .required("user", (json, parts) -> parts.user = json.text())
          .optional("detail", (json, parts) -> parts.detail = json.text());

  private static final JsonObjectFormat<GroupParts> GROUP =
      new JsonObjectFormat<GroupParts>()
          .required("name", (json, parts) -> parts.group.name(json.text()))
          .optional("rank", (json, parts) -> parts.group.rank(json.integer()))
          .required("candidates", (json, parts) -> parts.group.candidates(json.integer()))
          .required("images", (json, parts) -> parts.group.images(json.integer()))
          .required("retention", (json, parts) -> parts.retention = answers(json));

  private static final JsonObjectFormat<TraceJson> TRACE =
      new JsonObjectFormat<TraceJson>()
          .required("sources", (json, parts) -> parts.sources = json.texts())
          .required(
              "references",
              (json, parts) ->
                  parts.references =
                      json.list(item -> item.object(REFERENCE, new ReferenceParts())))
          .required("exclusion", (json, parts) -> parts.exclusion = answers(json))
          .required(
              "groups",
              (json, parts) ->
                  parts.groups = json.list(item -> item.object(GROUP, new GroupParts())))
          .required("lastLook", (json, parts) -> parts.lastLook = answers(json));

  private List<String> sources = List.of();
  private List<ReferenceParts> references = List.of();
  private Map<String, List<Told>> exclusion = Map.of();
  private List<GroupParts> groups = List.of();
  private Map<String, List<Told>> lastLook = Map.of();

  private TraceJson() {}

  static void write(JsonGenerator json, ImageTrace trace, List<Reason> reasons) throws IOException {
    PrettyPrinter indenting = json.getPrettyPrinter();
    json.setPrettyPrinter(null);
    json.writeStartObject();
    JsonWriting.writeTexts(json, "sources", trace.sources());
    json.writeArrayFieldStart("references");
    for (ImageReference reference : trace.references()) {
      json.writeStartObject();
      json.writeStringField("kind", reference.kind());
      json.writeStringField("user", reference.user());
      if (reference.detail().isPresent()) {
        json.writeStringField("detail", reference.detail().get());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    writeAnswers(json, "exclusion", trace.exclusion(), reasons);
    json.writeArrayFieldStart("groups");
    for (ImageTrace.Group group : trace.groups()) {
      json.writeStartObject();
      json.writeStringField("name", group.name());
      if (group.rank().isPresent()) {
        json.writeNumberField("rank", group.rank().getAsInt());
      }
      json.writeNumberField("candidates", group.candidates());
      json.writeNumberField("images", group.images());
      writeAnswers(json, "retention", group.retention(), reasons);
      json.writeEndObject();
    }
    json.writeEndArray();
    writeAnswers(json, "lastLook", trace.lastLook(), reasons);
    json.writeEndObject();
    json.setPrettyPrinter(indenting);
  }

  private static void writeAnswers(
      JsonGenerator json, String key, Map<String, List<Reason>> answers, List<Reason> reasons)
      throws IOException {
    json.writeObjectFieldStart(key);
    for (Map.Entry<String, List<Reason>> answer : answers.entrySet()) {
      json.writeArrayFieldStart(answer.getKey());
      for (Reason reason : answer.getValue()) {
        int number = reasons.indexOf(reason);
        if (number < 0) {
          ReasonJson.write(json, reason);
        } else {
          json.writeNumber(number);
        }
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  static TraceJson read(JsonDocument json) throws IOException {
    return json.object(TRACE, new TraceJson());
  }

  /** Puts the way of an image together, once it is known which reasons the decision gives. */
  ImageTrace of(ImageId image, List<Reason> reasons) {
    return ImageTrace.builder()
        .sources(sources)
        .references(references.stream().map(parts -> parts.to(image)).toList())
        .exclusion(reasons(exclusion, reasons))
        .groups(
            groups.stream()
                .map(parts -> parts.group.retention(reasons(parts.retention, reasons)).build())
                .toList())
        .lastLook(reasons(lastLook, reasons))
        .build();
  }

  private static Map<String, List<Told>> answers(JsonDocument json) throws IOException {
    return json.entries(entry -> entry.list(TraceJson::told));
  }

  private static Told told(JsonDocument json) throws IOException {
    if (json.isInteger()) {
      int number = json.integer();
      return reasons -> {
        if (number < 0 || number >= reasons.size()) {
          throw new IllegalArgumentException(
              "The way of an image names its reason "
                  + number
                  + ": expected one from 0 to "
                  + (reasons.size() - 1));
        }
        return reasons.get(number);
      };
    }
    Reason reason = ReasonJson.read(json);
    return reasons -> reason;
  }

  private static Map<String, List<Reason>> reasons(
      Map<String, List<Told>> answers, List<Reason> reasons) {
    Map<String, List<Reason>> found = new LinkedHashMap<>();
    answers.forEach(
        (strategy, told) ->
            found.put(strategy, told.stream().map(one -> one.among(reasons)).toList()));
    return found;
  }

  /** A reason as it is told: by its number, or as itself. */
  @FunctionalInterface
  private interface Told {
    Reason among(List<Reason> reasons);
  }

  private static final class GroupParts {
    private final ImageTrace.Group.Builder group = ImageTrace.Group.builder();
    private Map<String, List<Told>> retention = Map.of();
  }

  private static final class ReferenceParts {
    private String kind = "";
    private String user = "";
    private @Nullable String detail;

    ImageReference to(ImageId image) {
      return detail == null
          ? ImageReference.of(image, kind, user)
          : ImageReference.of(image, kind, user, detail);
    }
  }
}
