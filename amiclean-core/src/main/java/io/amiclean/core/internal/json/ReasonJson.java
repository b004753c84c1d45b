package io.amiclean.core.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.amiclean.api.model.Counter;
import io.amiclean.api.model.Reason;
import java.io.IOException;
import java.util.List;

/** Reasons in JSON. Thread-safe. */
public final class ReasonJson {

  private static final JsonObjectFormat<CounterParts> COUNTER =
      new JsonObjectFormat<CounterParts>()
          .required("name", (json, counter) -> counter.name = json.text())
          .required("number", (json, counter) -> counter.number = json.integer())
          .required("count", (json, counter) -> counter.count = json.integer());

  private static final JsonObjectFormat<Parts> FORMAT =
      new JsonObjectFormat<Parts>()
          .required("code", (json, reason) -> reason.code = json.text())
          .required("message", (json, reason) -> reason.message = json.text())
          .required("evidence", (json, reason) -> reason.evidence = json.texts())
          .optional(
              "counters",
              (json, reason) ->
                  reason.counters =
                      json.list(item -> item.object(COUNTER, new CounterParts()).counter()));

  private static final class Parts {
    private String code = "";
    private String message = "";
    private List<String> evidence = List.of();
    private List<Counter> counters = List.of();
  }

  private static final class CounterParts {
    private String name = "";
    private int number;
    private int count;

    Counter counter() {
      return Counter.of(name, number, count);
    }
  }

  private ReasonJson() {}

  /**
   * Reads a reason.
   *
   * @param json the document, at the reason
   * @return the reason
   * @throws IOException if the input cannot be read
   */
  public static Reason read(JsonDocument json) throws IOException {
    Parts parts = json.object(FORMAT, new Parts());
    Reason reason = Reason.of(parts.code, parts.message, parts.evidence);
    return parts.counters.isEmpty() ? reason : reason.counting(parts.counters);
  }

  /**
   * Writes the field {@code reasons} of an object.
   *
   * @param json where to
   * @param reasons the reasons
   * @throws IOException if the output cannot be written
   */
  public static void write(JsonGenerator json, List<Reason> reasons) throws IOException {
    JsonWriting.writeList(json, "reasons", reasons, (reason, list) -> write(list, reason));
  }

  /**
   * Writes a reason.
   *
   * @param json where to
   * @param reason the reason
   * @throws IOException if the output cannot be written
   */
  public static void write(JsonGenerator json, Reason reason) throws IOException {
    json.writeStartObject();
    json.writeStringField("code", reason.code());
    json.writeStringField("message", reason.message());
    JsonWriting.writeTexts(json, "evidence", reason.evidence());
    if (!reason.counters().isEmpty()) {
      JsonWriting.writeObjects(
          json,
          "counters",
          reason.counters(),
          (counter, item) -> {
            item.writeStringField("name", counter.name());
            item.writeNumberField("number", counter.number());
            item.writeNumberField("count", counter.count());
          });
    }
    json.writeEndObject();
  }
}
