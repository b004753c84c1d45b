package io.amiclean.core.json;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.plan.StrategyProvider;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.EvidenceLimits;
import io.amiclean.api.policy.LifecycleSpec;
import io.amiclean.api.policy.PlanLimits;
import io.amiclean.api.policy.Protection;
import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.api.policy.SpecArgumentException;
import io.amiclean.api.policy.Strategy;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.api.snapshot.SnapshotResolver;
import io.amiclean.core.internal.json.JsonDocument;
import io.amiclean.core.internal.json.JsonObjectFormat;
import io.amiclean.core.internal.json.JsonSchemaVersion;
import io.amiclean.core.internal.json.SpecPlaces;
import io.amiclean.core.lifecycle.LifecycleSpecs;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads policies from JSON. Not thread-safe. */
final class PolicyJsonReader {

  private static final JsonObjectFormat<PolicyJsonReader> POLICY =
      new JsonObjectFormat<PolicyJsonReader>()
          .required("schemaVersion", (json, reader) -> JsonSchemaVersion.require(json))
          .optional("name", (json, reader) -> reader.policy.name(json.text()))
          .required(
              "groupBy",
              (json, reader) -> reader.policy.groupBy(reader.specs(json, ImageMapper.class)))
          .optional(
              "exclude",
              (json, reader) -> reader.policy.exclude(reader.specs(json, ExclusionFilter.class)))
          .optional(
              "excludeSnapshots",
              (json, reader) ->
                  reader.policy.excludeSnapshots(reader.specs(json, SnapshotExclusionFilter.class)))
          .required(
              "retain",
              (json, reader) -> reader.policy.retain(reader.specs(json, RetentionStrategy.class)))
          .optional("only", (json, reader) -> reader.policy.onlyOf(imageIds(json)))
          .optional("orphanSnapshots", (json, reader) -> reader.policy.orphanSnapshots(json.flag()))
          .optional(
              "resolveSnapshots",
              (json, reader) ->
                  reader.policy.resolveSnapshots(reader.spec(json, SnapshotResolver.class)))
          .optional("evidence", (json, reader) -> reader.policy.evidence(evidence(json)))
          .optional("limits", (json, reader) -> reader.policy.limits(limits(json)))
          .optional(
              "withoutProtections",
              (json, reader) ->
                  reader.policy.withoutProtections(
                      json.list(item -> item.constant(Protection.class))))
          .optional("recordTags", (json, reader) -> reader.policy.recordTags(json.texts()))
          .optional("lifecycle", (json, reader) -> reader.policy.lifecycle(reader.lifecycle(json)));

  private static final JsonObjectFormat<EvidenceLimits.Builder> EVIDENCE =
      new JsonObjectFormat<EvidenceLimits.Builder>()
          .optional("maximumAge", (json, evidence) -> evidence.maximumAge(duration(json)))
          .optional("minimumImages", (json, evidence) -> evidence.minimumImages(json.integer()))
          .optional(
              "minimum",
              (json, evidence) -> evidence.minimum(json.entries(JsonDocument::longInteger)));

  private static final JsonObjectFormat<PlanLimits.Builder> LIMITS =
      new JsonObjectFormat<PlanLimits.Builder>()
          .optional("removeAtMost", (json, limits) -> limits.removeAtMost(json.integer()))
          .optional(
              "removeAtMostPercent", (json, limits) -> limits.removeAtMostPercent(json.integer()))
          .optional("keepAtLeast", (json, limits) -> limits.keepAtLeast(json.integer()))
          .optional("stageAtMost", (json, limits) -> limits.stageAtMost(json.integer()));

  private static final JsonObjectFormat<LifecycleParts> LIFECYCLE =
      new JsonObjectFormat<LifecycleParts>()
          .required("stages", (json, parts) -> parts.spec.stages(parts.reader.written(json)))
          .optional("tags", (json, parts) -> parts.spec.tags(json.entries(JsonDocument::text)))
          .optional("readers", (json, parts) -> parts.spec.readers(parts.reader.written(json)));

  private static final JsonObjectFormat<ReadingPolicy.Builder> READING =
      new JsonObjectFormat<ReadingPolicy.Builder>()
          .required("skippedSources", (json, reading) -> reading.skippedSources(json.texts()))
          .optional("furtherSources", (json, reading) -> reading.furtherSources(json.texts()))
          .required(
              "launchTemplateVersions",
              (json, reading) -> reading.launchTemplateVersions(json.text()))
          .required("pinnedImages", (json, reading) -> reading.pinnedImages(imageIds(json)))
          .required("ssmPaths", (json, reading) -> reading.ssmPaths(json.texts()))
          .required("usageReports", (json, reading) -> reading.usageReports(json.flag()))
          .required("sharedAllowed", (json, reading) -> reading.sharedAllowed(json.flag()))
          .required("archivedAllowed", (json, reading) -> reading.archivedAllowed(json.flag()))
          .optional(
              "facts",
              (json, reading) ->
                  reading.facts(
                      json.list(item -> item.constant(ImageFact.class, ImageFact::source))));

  private final CleanupPolicy.Builder policy = CleanupPolicy.builder();
  private final SpecPlaces places = new SpecPlaces();
  private final Optional<StrategyProvider.Strategies> strategies;

  private PolicyJsonReader(Optional<StrategyProvider.Strategies> strategies) {
    this.strategies = strategies;
  }

  /** Reads the policy of a file, all of whose strategies can be made. */
  static CleanupPolicy read(String name, InputStream input, StrategyProvider.Strategies strategies)
      throws IOException {
    return JsonDocument.read(
        name,
        input,
        POLICY,
        new PolicyJsonReader(Optional.of(strategies)),
        reader -> reader.policy.build());
  }

  /** Reads the policy of a plan, which may hold what cannot be made. */
  static CleanupPolicy read(JsonDocument json) throws IOException {
    return json.object(POLICY, new PolicyJsonReader(Optional.empty())).policy.build();
  }

  /** Reads how the account of a plan was read. */
  static ReadingPolicy readReading(JsonDocument json) throws IOException {
    return json.object(READING, ReadingPolicy.builder()).build();
  }

  private List<StrategySpec> specs(JsonDocument json, Class<? extends Strategy> kind)
      throws IOException {
    return json.list(item -> spec(item, kind));
  }

  /**
   * Reads a spec, and makes its strategy to see that it can be made. The strategy's own spec is
   * taken, so that what is written in several ways is one value.
   */
  private StrategySpec spec(JsonDocument json, Class<? extends Strategy> kind) throws IOException {
    JsonDocument.Place place = json.place();
    try {
      StrategySpec written = json.argument(places).spec();
      return strategies.map(known -> StrategySpec.of(known.make(kind, written))).orElse(written);
    } catch (SpecArgumentException e) {
      throw places.failure(json, place, e);
    }
  }

  private List<StrategySpec> written(JsonDocument json) throws IOException {
    return json.list(
        item -> {
          JsonDocument.Place place = item.place();
          SpecArgument argument = item.argument(places);
          return refused(item, place, argument::spec);
        });
  }

  private LifecycleSpec lifecycle(JsonDocument json) throws IOException {
    JsonDocument.Place place = json.place();
    LifecycleSpec written = json.object(LIFECYCLE, new LifecycleParts(this)).spec.build();
    return strategies
        .map(
            known ->
                refused(
                    json,
                    place,
                    () ->
                        LifecycleSpecs.policy(
                                written, filter -> known.make(ExclusionFilter.class, filter))
                            .spec()))
        .orElse(written);
  }

  private <T> T refused(JsonDocument json, JsonDocument.Place place, Supplier<T> making) {
    try {
      return making.get();
    } catch (SpecArgumentException e) {
      throw places.failure(json, place, e);
    } catch (IllegalArgumentException e) {
      throw json.failure(place, String.valueOf(e.getMessage()), e);
    }
  }

  private static EvidenceLimits evidence(JsonDocument json) throws IOException {
    JsonDocument.Place place = json.place();
    return built(json, place, json.object(EVIDENCE, EvidenceLimits.builder())::build);
  }

  private static PlanLimits limits(JsonDocument json) throws IOException {
    JsonDocument.Place place = json.place();
    return built(json, place, json.object(LIMITS, PlanLimits.builder())::build);
  }

  private static <T> T built(JsonDocument json, JsonDocument.Place place, Supplier<T> building) {
    try {
      return building.get();
    } catch (IllegalArgumentException e) {
      throw json.failure(place, String.valueOf(e.getMessage()), e);
    }
  }

  private static Duration duration(JsonDocument json) throws IOException {
    String text = json.text();
    try {
      return SpecArgument.of(text).duration();
    } catch (SpecArgumentException e) {
      throw json.failure(String.valueOf(e.getMessage()));
    }
  }

  private static List<ImageId> imageIds(JsonDocument json) throws IOException {
    return json.list(
        item -> {
          String text = item.text();
          try {
            return ImageId.of(text);
          } catch (IllegalArgumentException e) {
            throw item.failure(String.valueOf(e.getMessage()));
          }
        });
  }

  private static final class LifecycleParts {
    private final LifecycleSpec.Builder spec = LifecycleSpec.builder();
    private final PolicyJsonReader reader;

    LifecycleParts(PolicyJsonReader reader) {
      this.reader = reader;
    }
  }
}
