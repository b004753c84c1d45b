package io.amiclean.core.json;

import static java.util.stream.Collectors.joining;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.Refusal;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.SnapshotVerdict;
import io.amiclean.api.plan.StageWait;
import io.amiclean.api.plan.UnmatchedRule;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.core.internal.json.EvidenceJson;
import io.amiclean.core.internal.json.JsonDocument;
import io.amiclean.core.internal.json.JsonObjectFormat;
import io.amiclean.core.internal.json.JsonSchemaVersion;
import io.amiclean.core.internal.json.JsonScope;
import io.amiclean.core.internal.json.ReasonJson;
import io.amiclean.core.internal.json.SpecPlaces;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads plans from JSON. */
final class PlanJsonReader {

  private static final JsonObjectFormat<SnapshotDecision.Builder> SNAPSHOT =
      new JsonObjectFormat<SnapshotDecision.Builder>()
          .required(
              "snapshotId", (json, snapshot) -> snapshot.snapshotId(SnapshotId.of(json.text())))
          .required(
              "verdict", (json, snapshot) -> snapshot.verdict(json.constant(SnapshotVerdict.class)))
          .required("reasons", (json, snapshot) -> snapshot.reasons(json.list(ReasonJson::read)))
          .required(
              "sizeGiB",
              (json, snapshot) ->
                  snapshot.sizeGiB(
                      json.nullable(JsonDocument::integer)
                          .map(OptionalInt::of)
                          .orElse(OptionalInt.empty())))
          .optional("fullSizeBytes", (json, snapshot) -> snapshot.fullSizeBytes(json.longInteger()))
          .optional("archived", (json, snapshot) -> snapshot.archived(json.flag()))
          .optional("archivedAt", (json, snapshot) -> snapshot.archivedAt(json.instant()))
          .optional(
              "recoverableDays", (json, snapshot) -> snapshot.recoverableDays(json.integer()));

  private static final JsonObjectFormat<WaitParts> STAGE_WAIT =
      new JsonObjectFormat<WaitParts>()
          .required("enteredBy", (json, wait) -> wait.enteredBy = json.constant(Action.class))
          .required("since", (json, wait) -> wait.since = json.instant())
          .required("until", (json, wait) -> wait.until = json.instant());

  private static final JsonObjectFormat<ImageParts> IMAGE =
      new JsonObjectFormat<ImageParts>()
          .required("imageId", (json, parts) -> parts.imageId = ImageId.of(json.text()))
          .required("name", (json, parts) -> parts.image.name(json.text()))
          .required(
              "creationDate",
              (json, parts) -> parts.image.creationDate(json.nullable(JsonDocument::instant)))
          .required("groups", (json, parts) -> parts.image.groups(json.texts()))
          .optional("tags", (json, parts) -> parts.image.tags(json.entries(JsonDocument::text)))
          .optional("lineage", (json, parts) -> parts.image.lineage(LineageJson.read(json)))
          .required("verdict", (json, parts) -> parts.verdict = json.constant(Verdict.class))
          .required(
              "actions",
              (json, parts) -> parts.actions.addAll(json.list(item -> item.constant(Action.class))))
          .optional(
              "stageWait",
              (json, parts) ->
                  parts.image.stageWait(json.object(STAGE_WAIT, new WaitParts()).stageWait()))
          .required(
              "reasons",
              (json, parts) -> {
                parts.reasons = json.list(ReasonJson::read);
                parts.image.reasons(parts.reasons);
              })
          .required(
              "snapshots",
              (json, parts) -> parts.image.snapshots(json.list(PlanJsonReader::snapshot)))
          .optional("recoverableDays", (json, parts) -> parts.image.recoverableDays(json.integer()))
          .optional("trace", (json, parts) -> parts.trace = TraceJson.read(json));

  private static final JsonObjectFormat<Map<String, String>> REFUSAL =
      JsonObjectFormat.ofTexts("code", "message");

  private static final JsonObjectFormat<Map<String, Long>> SUMMARY = summaryFormat();

  private static final JsonObjectFormat<RuleParts> RULE =
      new JsonObjectFormat<RuleParts>()
          .required("kind", (json, rule) -> rule.kind = json.constant(UnmatchedRule.Kind.class))
          .optional("rule", (json, rule) -> rule.strategy = new SpecPlaces().read(json).spec())
          .optional("imageId", (json, rule) -> rule.image = ImageId.of(json.text()));

  private static final JsonObjectFormat<PlanParts> PLAN =
      new JsonObjectFormat<PlanParts>()
          .required("schemaVersion", (json, parts) -> JsonSchemaVersion.requireOfPlan(json))
          .required("createdAt", (json, parts) -> parts.plan.createdAt(json.instant()))
          .required("scope", (json, parts) -> parts.plan.scope(JsonScope.read(json)))
          .required("policy", (json, parts) -> parts.plan.policy(PolicyJsonReader.read(json)))
          .required(
              "reading", (json, parts) -> parts.plan.reading(PolicyJsonReader.readReading(json)))
          .required("evidence", (json, parts) -> parts.plan.evidence(EvidenceJson.read(json)))
          .required("images", (json, parts) -> parts.plan.images(json.list(PlanJsonReader::image)))
          .required(
              "orphanSnapshots",
              (json, parts) -> parts.plan.orphanSnapshots(json.list(PlanJsonReader::snapshot)))
          .required(
              "refusals", (json, parts) -> parts.plan.refusals(json.list(PlanJsonReader::refusal)))
          .optional(
              "unmatched", (json, parts) -> parts.plan.unmatched(json.list(PlanJsonReader::rule)))
          .required("summary", (json, parts) -> json.object(SUMMARY, parts.summary))
          .optional("digest", (json, parts) -> parts.digest = Optional.of(json.text()));

  private PlanJsonReader() {}

  static PlanDocument read(InputStream input) throws IOException {
    return JsonDocument.read(
        "plan", input, PLAN, new PlanParts(), parts -> new PlanDocument(plan(parts), parts.digest));
  }

  private static CleanupPlan plan(PlanParts parts) {
    CleanupPlan plan = parts.plan.build();
    for (Evidence evidence : plan.evidence()) {
      if (!evidence.isUsable()) {
        throw new IllegalArgumentException(
            "The source '"
                + evidence.source()
                + "' was neither read to its end nor skipped: there is no plan without that");
      }
    }
    String misfits =
        plan.summary().figures().entrySet().stream()
            .filter(figure -> !figure.getValue().equals(parts.summary.get(figure.getKey())))
            .map(
                figure ->
                    "%s %d instead of %d"
                        .formatted(
                            figure.getKey(), parts.summary.get(figure.getKey()), figure.getValue()))
            .collect(joining(", "));
    if (!misfits.isEmpty()) {
      throw new IllegalArgumentException(
          "The summary contradicts the images and snapshots of the plan: it says "
              + misfits
              + ", so the plan was edited: make a new plan");
    }
    return plan;
  }

  private static UnmatchedRule rule(JsonDocument json) throws IOException {
    RuleParts parts = json.object(RULE, new RuleParts());
    if (parts.strategy != null && parts.image == null) {
      return UnmatchedRule.of(parts.kind, parts.strategy);
    }
    if (parts.image != null
        && parts.strategy == null
        && parts.kind == UnmatchedRule.Kind.PINNED_IMAGE) {
      return UnmatchedRule.pinned(parts.image);
    }
    throw json.failure("expected a rule, or an imageId with PINNED_IMAGE");
  }

  private static ImageDecision image(JsonDocument json) throws IOException {
    ImageParts parts = json.object(IMAGE, new ImageParts());
    if (parts.verdict == Verdict.STAGE && parts.actions.size() == 1) {
      parts.image.stageChange(parts.actions.get(0));
    }
    ImageDecision image = parts.decision();
    if (!parts.actions.equals(image.actions())) {
      throw new IllegalArgumentException(
          "The decision on "
              + image.imageId()
              + " contradicts itself: the verdict "
              + image.verdict()
              + " does not go with the actions "
              + parts.actions);
    }
    boolean goes = image.isRemoval() || isMovedOn(image);
    if (goes && (image.groups().isEmpty() || image.creationDate().isEmpty())) {
      throw new IllegalArgumentException(
          "The decision on "
              + image.imageId()
              + " contradicts itself: an image without a group or a known creation date stays, and"
              + " the verdict is "
              + image.verdict());
    }
    return image;
  }

  private static boolean isMovedOn(ImageDecision image) {
    return image.stageChange().filter(change -> change != Action.RESTORE_IMAGE).isPresent();
  }

  private static SnapshotDecision snapshot(JsonDocument json) throws IOException {
    return json.object(SNAPSHOT, SnapshotDecision.builder()).build();
  }

  private static Refusal refusal(JsonDocument json) throws IOException {
    Map<String, String> parts = json.object(REFUSAL, new HashMap<>());
    return Refusal.of(parts.getOrDefault("code", ""), parts.getOrDefault("message", ""));
  }

  private static JsonObjectFormat<Map<String, Long>> summaryFormat() {
    JsonObjectFormat<Map<String, Long>> format = new JsonObjectFormat<>();
    for (String figure :
        List.of(
            "images",
            "remove",
            "staged",
            "retained",
            "excluded",
            "unmapped",
            "snapshotsToDelete",
            "gibToDelete")) {
      format.required(figure, (json, summary) -> summary.put(figure, json.longInteger()));
    }
    return format;
  }

  private static final class PlanParts {
    private final CleanupPlan.Builder plan = CleanupPlan.builder();
    private final Map<String, Long> summary = new LinkedHashMap<>();
    private Optional<String> digest = Optional.empty();
  }

  /**
   * An image with the actions that the document names, to be compared with those of the verdict.
   */
  private static final class ImageParts {
    private final ImageDecision.Builder image = ImageDecision.builder();
    private final List<Action> actions = new ArrayList<>();
    private Verdict verdict = Verdict.RETAINED;
    private @Nullable ImageId imageId;
    private List<Reason> reasons = List.of();
    private @Nullable TraceJson trace;

    ImageDecision decision() {
      image.verdict(verdict);
      if (imageId != null) {
        image.imageId(imageId);
        if (trace != null) {
          image.trace(trace.of(imageId, reasons));
        }
      }
      return image.build();
    }
  }

  private static final class WaitParts {
    private Action enteredBy = Action.DEPRECATE_IMAGE;
    private Instant since = Instant.EPOCH;
    private Instant until = Instant.EPOCH;

    StageWait stageWait() {
      return StageWait.of(enteredBy, since, until);
    }
  }

  private static final class RuleParts {
    private UnmatchedRule.Kind kind = UnmatchedRule.Kind.EXCLUDE;
    private @Nullable StrategySpec strategy;
    private @Nullable ImageId image;
  }
}
