package io.amiclean.core.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.ImageTrace;
import io.amiclean.core.internal.json.JsonDocument;
import io.amiclean.core.internal.json.JsonObjectFormat;
import io.amiclean.core.internal.json.JsonWriting;
import io.amiclean.core.internal.json.ReasonJson;
import io.amiclean.core.internal.json.ResourceJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The traces of images in the JSON of a plan, each on a line of its own. A reason that the decision
 * on the image gives is not repeated: its number in the decision stands for it, counted from 0.
 */
final class TraceJson {

  private static final JsonObjectFormat<Map<String, String>> REFERENCE =
      JsonObjectFormat.ofTexts("kind", "user")
          .optional("detail", (json, reference) -> reference.put("detail", json.text()));

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
                  parts.references = json.list(item -> item.object(REFERENCE, new HashMap<>())))
          .required("exclusion", (json, parts) -> parts.exclusion = answers(json))
          .required(
              "groups",
              (json, parts) ->
                  parts.groups = json.list(item -> item.object(GROUP, new GroupParts())))
          .required("lastLook", (json, parts) -> parts.candidateChecks = answers(json));

  private List<String> sources = List.of();
  private List<Map<String, String>> references = List.of();
  private List<AnswerParts> exclusion = List.of();
  private List<GroupParts> groups = List.of();
  private List<AnswerParts> candidateChecks = List.of();

  private TraceJson() {}

  static void write(JsonGenerator json, ImageTrace trace, List<Reason> reasons) throws IOException {
    PrettyPrinter indenting = json.getPrettyPrinter();
    json.setPrettyPrinter(null);
    json.writeStartObject();
    JsonWriting.writeTexts(json, "sources", trace.sources());
    JsonWriting.writeObjects(
        json,
        "references",
        trace.references(),
        (reference, item) -> {
          item.writeStringField("kind", reference.kind());
          item.writeStringField("user", reference.user());
          JsonWriting.writeOptional(item, "detail", reference.detail());
        });
    writeAnswers(json, "exclusion", trace.exclusion(), reasons);
    JsonWriting.writeObjects(
        json,
        "groups",
        trace.groups(),
        (group, item) -> {
          item.writeStringField("name", group.name());
          JsonWriting.writeOptional(item, "rank", group.rank());
          item.writeNumberField("candidates", group.candidates());
          item.writeNumberField("images", group.images());
          writeAnswers(item, "retention", group.retention(), reasons);
        });
    writeAnswers(json, "lastLook", trace.candidateChecks(), reasons);
    json.writeEndObject();
    json.setPrettyPrinter(indenting);
  }

  private static void writeAnswers(
      JsonGenerator json, String key, ImageTrace.Answers answers, List<Reason> reasons)
      throws IOException {
    json.writeObjectFieldStart(key);
    for (ImageTrace.Answer answer : answers) {
      JsonWriting.writeList(
          json,
          answer.strategy(),
          answer.reasons(),
          (reason, list) -> {
            int number = reasons.indexOf(reason);
            if (number < 0) {
              ReasonJson.write(list, reason);
            } else {
              list.writeNumber(number);
            }
          });
    }
    json.writeEndObject();
  }

  static TraceJson read(JsonDocument json) throws IOException {
    return json.object(TRACE, new TraceJson());
  }

  /** Returns the trace, once it is known which reasons the decision gives. */
  ImageTrace of(ImageId image, List<Reason> reasons) {
    return ImageTrace.builder()
        .sources(sources)
        .references(references.stream().map(parts -> ResourceJson.reference(image, parts)).toList())
        .exclusion(answers(exclusion, reasons))
        .groups(
            groups.stream()
                .map(parts -> parts.group.retention(answers(parts.retention, reasons)).build())
                .toList())
        .candidateChecks(answers(candidateChecks, reasons))
        .build();
  }

  private static List<AnswerParts> answers(JsonDocument json) throws IOException {
    List<AnswerParts> answers = new ArrayList<>();
    json.entries(entry -> entry.list(TraceJson::answered))
        .forEach((strategy, reasons) -> answers.add(new AnswerParts(strategy, reasons)));
    return answers;
  }

  private static Answered answered(JsonDocument json) throws IOException {
    return json.isInteger()
        ? new Answered(json.integer(), null)
        : new Answered(-1, ReasonJson.read(json));
  }

  private static ImageTrace.Answers answers(List<AnswerParts> answers, List<Reason> reasons) {
    return ImageTrace.Answers.of(
        answers.stream()
            .map(
                answer ->
                    ImageTrace.Answer.of(
                        answer.strategy(),
                        answer.reasons().stream().map(reason -> reason.among(reasons)).toList()))
            .toList());
  }

  private record AnswerParts(String strategy, List<Answered> reasons) {}

  /** A reason, or its number among the reasons of the decision. */
  private record Answered(int number, @Nullable Reason given) {

    Reason among(List<Reason> reasons) {
      if (given != null) {
        return given;
      }
      if (number < 0 || number >= reasons.size()) {
        throw new IllegalArgumentException(
            "The trace of an image names its reason "
                + number
                + " (counted from 0), which it does not have: make a new plan");
      }
      return reasons.get(number);
    }
  }

  private static final class GroupParts {
    private final ImageTrace.Group.Builder group = ImageTrace.Group.builder();
    private List<AnswerParts> retention = List.of();
  }
}
