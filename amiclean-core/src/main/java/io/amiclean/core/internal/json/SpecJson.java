package io.amiclean.core.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.api.policy.StrategySpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Writes specs as JSON: an object of one key, the name, whose value is the argument. */
public final class SpecJson {

  private SpecJson() {}

  /**
   * Writes a list of specs as a field of an object, unless there are none.
   *
   * @param json where to
   * @param key the key of the field
   * @param specs the specs
   * @throws IOException if the output cannot be written
   */
  public static void write(JsonGenerator json, String key, List<StrategySpec> specs)
      throws IOException {
    if (!specs.isEmpty()) {
      json.writeFieldName(key);
      write(json, SpecArgument.ofSpecs(specs));
    }
  }

  /**
   * Writes an argument.
   *
   * @param json where to
   * @param argument the argument
   * @throws IOException if the output cannot be written
   */
  public static void write(JsonGenerator json, SpecArgument argument) throws IOException {
    if (argument instanceof SpecArgument.Text text) {
      json.writeString(text.value());
    } else if (argument instanceof SpecArgument.Whole whole) {
      json.writeNumber(whole.value());
    } else if (argument instanceof SpecArgument.Flag flag) {
      json.writeBoolean(flag.value());
    } else if (argument instanceof SpecArgument.Items items) {
      json.writeStartArray();
      for (SpecArgument item : items.values()) {
        write(json, item);
      }
      json.writeEndArray();
    } else if (argument instanceof SpecArgument.Fields fields) {
      json.writeStartObject();
      for (Map.Entry<String, SpecArgument> field : fields.entries()) {
        json.writeFieldName(field.getKey());
        write(json, field.getValue());
      }
      json.writeEndObject();
    }
  }
}
