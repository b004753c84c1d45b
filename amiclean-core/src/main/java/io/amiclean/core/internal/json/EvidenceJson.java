package io.amiclean.core.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Evidence.SkipReason;
import io.amiclean.api.model.Evidence.Subject;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What was read, in JSON. Thread-safe. */
public final class EvidenceJson {

  private static final JsonObjectFormat<Evidence.Builder> FORMAT =
      new JsonObjectFormat<Evidence.Builder>()
          .required("source", (json, evidence) -> evidence.source(json.text()))
          .required("items", (json, evidence) -> evidence.items(json.longInteger()))
          .required("complete", (json, evidence) -> evidence.complete(json.flag()))
          .optional(
              "subject",
              (json, evidence) -> evidence.subject(ResourceJson.word(json, Subject.class)))
          .optional("skipped", (json, evidence) -> evidence.skipped(json.flag()))
          .optional("skipReason", (json, evidence) -> evidence.skipReason(skipReason(json.text())))
          .optional("readAt", (json, evidence) -> evidence.readAt(json.instant()))
          .optional("notes", (json, evidence) -> evidence.notes(json.texts()))
          .ignoringUnknown();

  /** How a time of reading is written. */
  @FunctionalInterface
  public interface TimeWriting {

    /**
     * Writes the time.
     *
     * @param time writes it as a field of the evidence
     * @throws IOException if the output cannot be written
     */
    void write(JsonWriting.Content time) throws IOException;
  }

  private EvidenceJson() {}

  /**
   * Reads a list.
   *
   * @param json the document, at the list
   * @return what was read, source by source
   * @throws IOException if the input cannot be read
   */
  public static List<Evidence> read(JsonDocument json) throws IOException {
    return json.list(item -> item.object(FORMAT, Evidence.builder()).build());
  }

  /**
   * Writes the field {@code evidence} of an object.
   *
   * @param json where to
   * @param evidence what was read, source by source
   * @throws IOException if the output cannot be written
   */
  public static void write(JsonGenerator json, List<Evidence> evidence) throws IOException {
    write(json, evidence, time -> time.write(json));
  }

  /**
   * Writes the field {@code evidence} of an object.
   *
   * @param json where to
   * @param evidence what was read, source by source
   * @param times writes the times of reading
   * @throws IOException if the output cannot be written
   */
  public static void write(JsonGenerator json, List<Evidence> evidence, TimeWriting times)
      throws IOException {
    JsonWriting.writeObjects(
        json, "evidence", evidence, (read, item) -> writeFields(item, read, times));
  }

  /** What a newer amiclean says of it is not understood, and nothing is decided on it. */
  private static Optional<SkipReason> skipReason(String text) {
    return Stream.of(SkipReason.values()).filter(reason -> spelling(reason).equals(text)).findAny();
  }

  private static String spelling(SkipReason reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void writeFields(JsonGenerator json, Evidence evidence, TimeWriting times)
      throws IOException {
    json.writeStringField("source", evidence.source());
    if (evidence.subject() != Subject.ACCOUNT) {
      json.writeStringField("subject", ResourceJson.word(evidence.subject()));
    }
    json.writeNumberField("items", evidence.items());
    json.writeBooleanField("complete", evidence.complete());
    json.writeBooleanField("skipped", evidence.skipped());
    JsonWriting.writeOptional(
        json, "skipReason", evidence.skipReason().map(EvidenceJson::spelling));
    if (evidence.readAt().isPresent()) {
      String readAt = evidence.readAt().get().toString();
      times.write(field -> field.writeStringField("readAt", readAt));
    }
    if (!evidence.notes().isEmpty()) {
      JsonWriting.writeTexts(json, "notes", evidence.notes());
    }
  }
}
