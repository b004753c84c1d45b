package io.amiclean.core.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.EvidenceLimits;
import io.amiclean.api.policy.LifecycleSpec;
import io.amiclean.api.policy.PlanLimits;
import io.amiclean.api.policy.Protection;
import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.core.internal.json.JsonSchemaVersion;
import io.amiclean.core.internal.json.JsonScope;
import io.amiclean.core.internal.json.JsonWriting;
import io.amiclean.core.internal.json.SpecJson;
import io.amiclean.core.policy.PoliciesByScope;
import io.amiclean.core.policy.ScopePolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Writes policies as JSON, keys in the order of the schema; what is as by default is left out. */
final class PolicyJsonWriter {

  private PolicyJsonWriter() {}

  /** Writes what a file says. */
  static void write(PoliciesByScope policies, JsonGenerator json) throws IOException {
    if (policies.single().isPresent()) {
      write(policies.single().get(), json);
      return;
    }
    json.writeStartObject();
    json.writeNumberField("schemaVersion", JsonSchemaVersion.CURRENT);
    if (policies.name().isPresent()) {
      json.writeStringField("name", policies.name().get());
    }
    json.writeArrayFieldStart("policies");
    for (ScopePolicy policy : policies.policies()) {
      json.writeStartObject();
      writeTexts(json, "accounts", policy.accounts().stream().map(AccountId::value).toList());
      writeTexts(json, "regions", List.copyOf(policy.regions()));
      writeTexts(json, "organizationalUnits", List.copyOf(policy.organizationalUnits()));
      json.writeObjectFieldStart("policy");
      writeRules(policy.policy(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
    if (policies.otherwise().isPresent()) {
      json.writeObjectFieldStart("default");
      writeRules(policies.otherwise().get(), json);
    }
    json.writeEndObject();
  }

  static void write(CleanupPolicy policy, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("schemaVersion", JsonSchemaVersion.CURRENT);
    writeRules(policy, json);
  }

  /** Writes the keys of a policy, and ends its object. */
  private static void writeRules(CleanupPolicy policy, JsonGenerator json) throws IOException {
    if (policy.name().isPresent()) {
      json.writeStringField("name", policy.name().get());
    }
    SpecJson.write(json, "groupBy", policy.groupBy());
    SpecJson.write(json, "exclude", policy.exclude());
    SpecJson.write(json, "excludeSnapshots", policy.excludeSnapshots());
    SpecJson.write(json, "retain", policy.retain());
    if (policy.only().isPresent()) {
      JsonWriting.writeTexts(
          json, "only", policy.only().get().stream().map(ImageId::value).toList());
    }
    if (policy.orphanSnapshots()) {
      json.writeBooleanField("orphanSnapshots", true);
    }
    if (!policy.resolveSnapshots().equals(CleanupPolicy.DEFAULT_RESOLVER)) {
      json.writeFieldName("resolveSnapshots");
      SpecJson.write(json, SpecArgument.of(policy.resolveSnapshots()));
    }
    write(policy.evidence(), json);
    write(policy.limits(), json);
    writeTexts(
        json,
        "withoutProtections",
        policy.withoutProtections().stream().map(Protection::name).toList());
    writeTexts(json, "recordTags", List.copyOf(policy.recordTags()));
    if (policy.lifecycle().isPresent()) {
      write(policy.lifecycle().get(), json);
    }
    json.writeEndObject();
  }

  private static void write(EvidenceLimits evidence, JsonGenerator json) throws IOException {
    if (evidence.equals(EvidenceLimits.none())) {
      return;
    }
    json.writeObjectFieldStart("evidence");
    if (evidence.maximumAge().isPresent()) {
      Duration age = evidence.maximumAge().get();
      json.writeStringField("maximumAge", SpecArgument.of(age).text());
    }
    if (evidence.minimumImages() > 0) {
      json.writeNumberField("minimumImages", evidence.minimumImages());
    }
    if (!evidence.minimum().isEmpty()) {
      json.writeObjectFieldStart("minimum");
      for (Map.Entry<String, Long> source : evidence.minimum().entrySet()) {
        json.writeNumberField(source.getKey(), source.getValue());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void write(PlanLimits limits, JsonGenerator json) throws IOException {
    if (limits.equals(PlanLimits.none())) {
      return;
    }
    json.writeObjectFieldStart("limits");
    write(json, "removeAtMost", limits.removeAtMost());
    write(json, "removeAtMostPercent", limits.removeAtMostPercent());
    write(json, "keepAtLeast", limits.keepAtLeast());
    write(json, "stageAtMost", limits.stageAtMost());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String key, OptionalInt limit) throws IOException {
    if (limit.isPresent()) {
      json.writeNumberField(key, limit.getAsInt());
    }
  }

  private static void write(LifecycleSpec lifecycle, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("lifecycle");
    SpecJson.write(json, "stages", lifecycle.stages());
    if (!lifecycle.tags().isEmpty()) {
      json.writeObjectFieldStart("tags");
      for (Map.Entry<String, String> tag : lifecycle.tags().entrySet()) {
        json.writeStringField(tag.getKey(), tag.getValue());
      }
      json.writeEndObject();
    }
    SpecJson.write(json, "readers", lifecycle.readers());
    json.writeEndObject();
  }

  /** Writes how an account was read: it is to be read so again. */
  static void write(ReadingPolicy reading, JsonGenerator json) throws IOException {
    json.writeStartObject();
    JsonWriting.writeTexts(json, "skippedSources", List.copyOf(reading.skippedSources()));
    writeTexts(json, "furtherSources", List.copyOf(reading.furtherSources()));
    JsonScope.writeList(json, "usageIn", reading.usageIn());
    json.writeStringField("launchTemplateVersions", reading.launchTemplateVersions());
    JsonWriting.writeTexts(
        json, "pinnedImages", reading.pinnedImages().stream().map(ImageId::value).toList());
    JsonWriting.writeTexts(json, "ssmPaths", reading.ssmPaths());
    json.writeBooleanField("usageReports", reading.usageReports());
    json.writeBooleanField("sharedAllowed", reading.sharedAllowed());
    json.writeBooleanField("archivedAllowed", reading.archivedAllowed());
    writeTexts(json, "facts", reading.facts().stream().map(ImageFact::source).toList());
    json.writeEndObject();
  }

  private static void writeTexts(JsonGenerator json, String key, List<String> texts)
      throws IOException {
    if (!texts.isEmpty()) {
      JsonWriting.writeTexts(json, key, texts);
    }
  }
}
