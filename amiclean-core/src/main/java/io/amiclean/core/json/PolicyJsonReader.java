package io.amiclean.core.json;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.AccountId;
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
import io.amiclean.core.document.DocumentTokens;
import io.amiclean.core.document.Place;
import io.amiclean.core.internal.json.JsonDocument;
import io.amiclean.core.internal.json.JsonObjectFormat;
import io.amiclean.core.internal.json.JsonSchemaVersion;
import io.amiclean.core.internal.json.JsonScope;
import io.amiclean.core.internal.json.SpecPlaces;
import io.amiclean.core.lifecycle.LifecycleSpecs;
import io.amiclean.core.policy.PoliciesByScope;
import io.amiclean.core.policy.ScopePolicy;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads policies from JSON. Not thread-safe. */
final class PolicyJsonReader {

  private static final JsonObjectFormat<PolicyJsonReader> RULES =
      new JsonObjectFormat<PolicyJsonReader>()
          .optional("name", (json, reader) -> reader.policy.name(json.text()))
          .optional(
              "groupBy",
              (json, reader) -> reader.policy.groupBy(reader.someSpecs(json, ImageMapper.class)))
          .optional(
              "exclude",
              (json, reader) -> reader.policy.exclude(reader.specs(json, ExclusionFilter.class)))
          .optional(
              "excludeSnapshots",
              (json, reader) ->
                  reader.policy.excludeSnapshots(reader.specs(json, SnapshotExclusionFilter.class)))
          .optional(
              "retain",
              (json, reader) ->
                  reader.policy.retain(reader.someSpecs(json, RetentionStrategy.class)))
          .optional("only", (json, reader) -> reader.policy.onlyOf(reader.only(json)))
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
          .optional(
              "recordTags",
              (json, reader) ->
                  reader.policy.recordTags(json.list(item -> text(item, PolicyJsonReader::tagKey))))
          .optional("lifecycle", (json, reader) -> reader.policy.lifecycle(reader.lifecycle(json)));

  private static final String[] NEEDED = {"groupBy", "retain"};

  /** A policy of certain scopes, in a file of several. */
  private static final JsonObjectFormat<PolicyJsonReader> PART =
      new JsonObjectFormat<PolicyJsonReader>().including(RULES, reader -> reader).requiring(NEEDED);

  /** The policy of a plan. */
  private static final JsonObjectFormat<PolicyJsonReader> POLICY =
      new JsonObjectFormat<PolicyJsonReader>()
          .required("schemaVersion", (json, reader) -> JsonSchemaVersion.require(json))
          .including(RULES, reader -> reader)
          .requiring(NEEDED);

  private static final JsonObjectFormat<ScopePart> SCOPE =
      new JsonObjectFormat<ScopePart>()
          .optional(
              "accounts",
              (json, part) -> part.policy.accounts(json.list(item -> text(item, AccountId::of))))
          .optional("regions", (json, part) -> part.policy.regions(json.texts()))
          .optional(
              "organizationalUnits", (json, part) -> part.policy.organizationalUnits(json.texts()))
          .required("policy", (json, part) -> part.policy.policy(part.file.part(json)));

  /** One policy for all scopes, or policies of certain ones. */
  private static final JsonObjectFormat<FileParts> FILE =
      new JsonObjectFormat<FileParts>()
          .required("schemaVersion", (json, parts) -> JsonSchemaVersion.require(json))
          .including(RULES, parts -> parts.single)
          .optional("policies", (json, parts) -> parts.readPolicies(json))
          .optional("default", (json, parts) -> parts.otherwise = parts.part(json))
          .atEnd(PolicyJsonReader::requireEither);

  private static final JsonObjectFormat<EvidenceLimits.Builder> EVIDENCE =
      new JsonObjectFormat<EvidenceLimits.Builder>()
          .optional(
              "maximumAge",
              checked(
                  (json, evidence) -> evidence.maximumAge(duration(json)),
                  EvidenceLimits.Builder::build))
          .optional(
              "minimumImages",
              checked(
                  (json, evidence) -> evidence.minimumImages(json.integer()),
                  EvidenceLimits.Builder::build))
          .optional(
              "minimum",
              checked(
                  (json, evidence) -> evidence.minimum(json.entries(PolicyJsonReader::minimum)),
                  EvidenceLimits.Builder::build));

  private static final JsonObjectFormat<PlanLimits.Builder> LIMITS =
      new JsonObjectFormat<PlanLimits.Builder>()
          .optional(
              "removeAtMost",
              checked(
                  (json, limits) -> limits.removeAtMost(json.integer()), PlanLimits.Builder::build))
          .optional(
              "removeAtMostPercent",
              checked(
                  (json, limits) -> limits.removeAtMostPercent(json.integer()),
                  PlanLimits.Builder::build))
          .optional(
              "keepAtLeast",
              checked(
                  (json, limits) -> limits.keepAtLeast(json.integer()), PlanLimits.Builder::build))
          .optional(
              "stageAtMost",
              checked(
                  (json, limits) -> limits.stageAtMost(json.integer()), PlanLimits.Builder::build));

  private static final JsonObjectFormat<LifecycleParts> LIFECYCLE =
      new JsonObjectFormat<LifecycleParts>()
          .required("stages", (json, parts) -> parts.spec.stages(parts.reader.written(json)))
          .optional("tags", (json, parts) -> parts.spec.tags(json.entries(JsonDocument::text)))
          .optional("readers", (json, parts) -> parts.spec.readers(parts.reader.written(json)));

  private static final JsonObjectFormat<ReadingPolicy.Builder> READING =
      new JsonObjectFormat<ReadingPolicy.Builder>()
          .required("skippedSources", (json, reading) -> reading.skippedSources(json.texts()))
          .optional("furtherSources", (json, reading) -> reading.furtherSources(json.texts()))
          .optional("usageIn", (json, reading) -> reading.usageIn(json.list(JsonScope::read)))
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

  /** Reads what a file says, all strategies of which can be made. */
  static PoliciesByScope read(
      String name, DocumentTokens tokens, StrategyProvider.Strategies strategies)
      throws IOException {
    return JsonDocument.read(name, tokens, FILE, new FileParts(strategies), FileParts::build);
  }

  /** Reads what a file in JSON says. */
  static PoliciesByScope read(
      String name, InputStream input, StrategyProvider.Strategies strategies) throws IOException {
    return read(name, JsonDocument.tokens(input.readAllBytes()), strategies);
  }

  private static void requireEither(
      JsonDocument json, FileParts parts, Map<String, Place> present) {
    Set<String> byScope = Set.of("policies", "default");
    if (Collections.disjoint(present.keySet(), byScope)) {
      JsonObjectFormat.require(json, List.of(NEEDED), present.keySet());
      return;
    }
    present.forEach(
        (key, place) -> {
          if (!byScope.contains(key) && !key.equals("schemaVersion") && !key.equals("name")) {
            throw json.failure(
                place,
                "the key '"
                    + key
                    + "' is of one policy for all scopes: expected it inside of 'policies' or"
                    + " 'default'",
                null);
          }
        });
    JsonObjectFormat.require(json, List.of("policies"), present.keySet());
  }

  /** Reads the policy of a plan, which may hold what cannot be made. */
  static CleanupPolicy read(JsonDocument json) throws IOException {
    return json.object(POLICY, new PolicyJsonReader(Optional.empty())).policy.build();
  }

  /** Reads how the account of a plan was read. */
  static ReadingPolicy readReading(JsonDocument json) throws IOException {
    return json.object(READING, ReadingPolicy.builder()).build();
  }

  private List<StrategySpec> someSpecs(JsonDocument json, Class<? extends Strategy> kind)
      throws IOException {
    Place place = json.place();
    return some(json, place, specs(json, kind), "strategy");
  }

  /** A program may plan for no image, but nobody writes a file for that. */
  private List<ImageId> only(JsonDocument json) throws IOException {
    Place place = json.place();
    List<ImageId> images = imageIds(json);
    return strategies.isEmpty() ? images : some(json, place, images, "image id");
  }

  private static <T> List<T> some(JsonDocument json, Place place, List<T> items, String item) {
    if (items.isEmpty()) {
      throw json.failure(place, "the list is empty: expected at least one " + item, null);
    }
    return items;
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
    Place place = json.place();
    try {
      StrategySpec written = places.read(json).spec();
      return strategies.map(known -> StrategySpec.of(known.make(kind, written))).orElse(written);
    } catch (SpecArgumentException e) {
      throw places.failure(json, place, e);
    }
  }

  private List<StrategySpec> written(JsonDocument json) throws IOException {
    return json.list(
        item -> {
          Place place = item.place();
          SpecArgument argument = places.read(item);
          return refused(item, place, argument::spec);
        });
  }

  private LifecycleSpec lifecycle(JsonDocument json) throws IOException {
    Place place = json.place();
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

  private <T> T refused(JsonDocument json, Place place, Supplier<T> making) {
    try {
      return making.get();
    } catch (SpecArgumentException e) {
      throw places.failure(json, place, e);
    } catch (IllegalArgumentException e) {
      throw json.failure(place, String.valueOf(e.getMessage()), e);
    }
  }

  private static EvidenceLimits evidence(JsonDocument json) throws IOException {
    return json.object(EVIDENCE, EvidenceLimits.builder()).build();
  }

  private static PlanLimits limits(JsonDocument json) throws IOException {
    return json.object(LIMITS, PlanLimits.builder()).build();
  }

  /** Builds with each key, so that a refusal names the place of the value that is refused. */
  private static <B> JsonObjectFormat.Field<B> checked(
      JsonObjectFormat.Field<B> field, Function<B, ?> building) {
    return (json, builder) -> {
      Place place = json.place();
      field.read(json, builder);
      Object unused = built(json, place, () -> building.apply(builder));
    };
  }

  private static long minimum(JsonDocument json) throws IOException {
    long items = json.longInteger();
    if (items < 0) {
      throw json.failure("The minimum " + items + " is negative: expected 0 or more");
    }
    return items;
  }

  private static <T> T built(JsonDocument json, Place place, Supplier<T> building) {
    try {
      return building.get();
    } catch (IllegalArgumentException e) {
      throw json.failure(place, String.valueOf(e.getMessage()), e);
    }
  }

  private static Duration duration(JsonDocument json) throws IOException {
    return text(json, text -> SpecArgument.of(text).duration());
  }

  private static List<ImageId> imageIds(JsonDocument json) throws IOException {
    return json.list(item -> text(item, ImageId::of));
  }

  private static String tagKey(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a blank tag key: expected one such as owner");
    }
    return text;
  }

  private static <T> T text(JsonDocument json, Function<String, T> reading) throws IOException {
    String text = json.text();
    try {
      return reading.apply(text);
    } catch (IllegalArgumentException e) {
      throw json.failure(String.valueOf(e.getMessage()));
    }
  }

  private static final class LifecycleParts {
    private final LifecycleSpec.Builder spec = LifecycleSpec.builder();
    private final PolicyJsonReader reader;

    LifecycleParts(PolicyJsonReader reader) {
      this.reader = reader;
    }
  }

  /** What a file says, as far as it is read. */
  private static final class FileParts {
    private final StrategyProvider.Strategies strategies;
    private final PolicyJsonReader single;
    private final List<ScopePolicy> policies = new ArrayList<>();
    private @Nullable CleanupPolicy otherwise;

    FileParts(StrategyProvider.Strategies strategies) {
      this.strategies = strategies;
      this.single = new PolicyJsonReader(Optional.of(strategies));
    }

    CleanupPolicy part(JsonDocument json) throws IOException {
      return json.object(PART, new PolicyJsonReader(Optional.of(strategies))).policy.build();
    }

    void readPolicies(JsonDocument json) throws IOException {
      Place all = json.place();
      json.list(
          item -> {
            Place place = item.place();
            ScopePart part = item.object(SCOPE, new ScopePart(this));
            policies.add(built(item, place, part.policy::build));
            // Names the first one that is never reached.
            return built(
                item, place, () -> PoliciesByScope.builder().addAllPolicies(policies).build());
          });
      if (policies.isEmpty()) {
        throw json.failure(all, "there is no policy: expected at least one", null);
      }
    }

    PoliciesByScope build() {
      if (policies.isEmpty()) {
        return PoliciesByScope.ofAll(single.policy.build());
      }
      return PoliciesByScope.builder()
          .name(single.policy.build().name())
          .policies(policies)
          .otherwise(Optional.ofNullable(otherwise))
          .build();
    }
  }

  private static final class ScopePart {
    private final ScopePolicy.Builder policy = ScopePolicy.builder();
    private final FileParts file;

    ScopePart(FileParts file) {
      this.file = file;
    }
  }
}
