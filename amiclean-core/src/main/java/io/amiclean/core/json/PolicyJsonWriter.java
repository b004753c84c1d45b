package io.amiclean.core.json;

import static io.amiclean.core.internal.json.JsonWriting.writeOptional;

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
import java.io.IOException;
import java.util.List;

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
    writeOptional(json, "name", policies.name());
    JsonWriting.writeObjects(
        json,
        "policies",
        policies.policies(),
        (policy, item) -> {
          writeTexts(item, "accounts", policy.accounts().stream().map(AccountId::value).toList());
          writeTexts(item, "regions", List.copyOf(policy.regions()));
          writeTexts(item, "organizationalUnits", List.copyOf(policy.organizationalUnits()));
          item.writeObjectFieldStart("policy");
          writeRules(policy.policy(), item);
        });
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
    writeOptional(json, "name", policy.name());
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
    writeOptional(
        json, "maximumAge", evidence.maximumAge().map(age -> SpecArgument.of(age).text()));
    if (evidence.minimumImages() > 0) {
      json.writeNumberField("minimumImages", evidence.minimumImages());
    }
    if (!evidence.minimum().isEmpty()) {
      JsonWriting.writeNumbers(json, "minimum", evidence.minimum());
    }
    json.writeEndObject();
  }

  private static void write(PlanLimits limits, JsonGenerator json) throws IOException {
    if (limits.equals(PlanLimits.none())) {
      return;
    }
    json.writeObjectFieldStart("limits");
    writeOptional(json, "removeAtMost", limits.removeAtMost());
    writeOptional(json, "removeAtMostPercent", limits.removeAtMostPercent());
    writeOptional(json, "keepAtLeast", limits.keepAtLeast());
    writeOptional(json, "stageAtMost", limits.stageAtMost());
    json.writeEndObject();
  }

  private static void write(LifecycleSpec lifecycle, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("lifecycle");
    SpecJson.write(json, "stages", lifecycle.stages());
    if (!lifecycle.tags().isEmpty()) {
      JsonWriting.writeEntries(json, "tags", lifecycle.tags());
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
