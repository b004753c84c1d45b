package io.amiclean.core.inventory;

import com.fasterxml.jackson.core.JsonGenerator;
import io.amiclean.api.model.RecycleBinRule;
import io.amiclean.api.model.ResourceTag;
import io.amiclean.core.internal.json.JsonDocument;
import io.amiclean.core.internal.json.JsonObjectFormat;
import java.io.IOException;
import java.util.List;

/** Rules of the Recycle Bin as JSON. */
final class RecycleBinRuleJson {

  private static final JsonObjectFormat<TagParts> TAG =
      new JsonObjectFormat<TagParts>()
          .required("key", (json, tag) -> tag.key = json.text())
          .required("value", (json, tag) -> tag.value = json.text());

  private static final JsonObjectFormat<RecycleBinRule.Builder> RULE =
      new JsonObjectFormat<RecycleBinRule.Builder>()
          .required("id", (json, rule) -> rule.id(json.text()))
          .required("kind", (json, rule) -> rule.kind(json.constant(RecycleBinRule.Kind.class)))
          .required("days", (json, rule) -> rule.days(json.integer()))
          .required("tags", (json, rule) -> rule.tags(json.list(RecycleBinRuleJson::tag)))
          .required(
              "excludedTags", (json, rule) -> rule.excludedTags(json.list(RecycleBinRuleJson::tag)))
          .required("available", (json, rule) -> rule.available(json.flag()))
          .required("locked", (json, rule) -> rule.locked(json.flag()));

  private RecycleBinRuleJson() {}

  private static final class TagParts {
    private String key = "";
    private String value = "";
  }

  static RecycleBinRule read(JsonDocument json) throws IOException {
    return json.object(RULE, RecycleBinRule.builder()).build();
  }

  private static ResourceTag tag(JsonDocument json) throws IOException {
    TagParts parts = json.object(TAG, new TagParts());
    return ResourceTag.of(parts.key, parts.value);
  }

  /** Writes the rules, if there are any. */
  static void write(JsonGenerator json, List<RecycleBinRule> rules) throws IOException {
    if (rules.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("recycleBinRules");
    for (RecycleBinRule rule : rules) {
      json.writeStartObject();
      json.writeStringField("id", rule.id());
      json.writeStringField("kind", rule.kind().name());
      json.writeNumberField("days", rule.days());
      write(json, "tags", rule.tags());
      write(json, "excludedTags", rule.excludedTags());
      json.writeBooleanField("available", rule.available());
      json.writeBooleanField("locked", rule.locked());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, String key, List<ResourceTag> tags)
      throws IOException {
    json.writeArrayFieldStart(key);
    for (ResourceTag tag : tags) {
      json.writeStartObject();
      json.writeStringField("key", tag.key());
      json.writeStringField("value", tag.value());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
