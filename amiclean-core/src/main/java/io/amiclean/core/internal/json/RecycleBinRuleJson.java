package io.amiclean.core.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.amiclean.api.model.RecycleBinRule;
import io.amiclean.api.model.ResourceTag;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rules of the Recycle Bin as JSON. */
public final class RecycleBinRuleJson {

  private static final JsonObjectFormat<Map<String, String>> TAG =
      JsonObjectFormat.ofTexts("key", "value");

  private static final JsonObjectFormat<RecycleBinRule.Builder> RULE =
      new JsonObjectFormat<RecycleBinRule.Builder>()
          .required("id", (json, rule) -> rule.id(json.text()))
          .required("kind", (json, rule) -> rule.kind(json.constant(RecycleBinRule.Kind.class)))
          .required("days", (json, rule) -> rule.days(json.integer()))
          .optional("tags", (json, rule) -> rule.tags(json.list(RecycleBinRuleJson::tag)))
          .optional(
              "excludedTags", (json, rule) -> rule.excludedTags(json.list(RecycleBinRuleJson::tag)))
          .optional("available", (json, rule) -> rule.available(json.flag()))
          .optional("locked", (json, rule) -> rule.locked(json.flag()));

  private RecycleBinRuleJson() {}

  /**
   * Reads a rule. What is left out is as {@link RecycleBinRule} has it.
   *
   * @param json the document, at the rule
   * @return the rule
   * @throws IOException if the input cannot be read
   */
  public static RecycleBinRule read(JsonDocument json) throws IOException {
    return json.object(RULE, RecycleBinRule.builder()).build();
  }

  private static ResourceTag tag(JsonDocument json) throws IOException {
    Map<String, String> tag = json.object(TAG, new HashMap<>());
    return ResourceTag.of(tag.getOrDefault("key", ""), tag.getOrDefault("value", ""));
  }

  /**
   * Writes the rules as {@code recycleBinRules}, if there are any.
   *
   * @param json where to, within an object
   * @param rules the rules
   * @throws IOException if the output cannot be written
   */
  public static void write(JsonGenerator json, List<RecycleBinRule> rules) throws IOException {
    if (!rules.isEmpty()) {
      JsonWriting.writeObjects(json, "recycleBinRules", rules, RecycleBinRuleJson::writeFields);
    }
  }

  private static void writeFields(RecycleBinRule rule, JsonGenerator json) throws IOException {
    json.writeStringField("id", rule.id());
    json.writeStringField("kind", rule.kind().name());
    json.writeNumberField("days", rule.days());
    write(json, "tags", rule.tags());
    write(json, "excludedTags", rule.excludedTags());
    json.writeBooleanField("available", rule.available());
    json.writeBooleanField("locked", rule.locked());
  }

  private static void write(JsonGenerator json, String key, List<ResourceTag> tags)
      throws IOException {
    JsonWriting.writeObjects(
        json,
        key,
        tags,
        (tag, item) -> {
          item.writeStringField("key", tag.key());
          item.writeStringField("value", tag.value());
        });
  }
}
