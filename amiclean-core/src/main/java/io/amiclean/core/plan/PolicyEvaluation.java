package io.amiclean.core.plan;

import com.google.common.collect.Maps;
import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Refusal;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.UnmatchedRule;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.Protection;
import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.core.exclusion.ExclusionFilters;
import io.amiclean.core.exclusion.internal.Exclusions;
import io.amiclean.core.exclusion.internal.LifecycleFilters;
import io.amiclean.core.exclusion.internal.ProtectionFilters;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.core.lifecycle.LifecycleTags;
import io.amiclean.core.mapping.internal.ImageGroups;
import io.amiclean.core.policy.UnmatchedRules;
import io.amiclean.core.snapshot.internal.RecoveryPeriods;
import io.amiclean.core.snapshot.internal.SnapshotProtections;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The steps by which the strategies of a policy decide on an inventory: exclusion, mapping and
 * retention, candidate checks, lifecycle, snapshots, snapshot checks, limits. {@link
 * CleanupPlanner} takes them in their order, {@link RecheckEvaluation} with what an execution
 * knows. Immutable.
 */
final class PolicyEvaluation {

  private final PlannerSettings settings;
  private final List<ImageMapper> mappers;
  private final RetentionStrategy retention;
  private final CleanupPolicy policy;
  private final ReadingPolicy reading;

  /**
   * Creates the evaluation.
   *
   * @param settings do not change any more
   */
  PolicyEvaluation(PlannerSettings settings) {
    this.settings = settings;
    this.mappers = settings.requiredMappers();
    this.retention = settings.requiredRetention();
    this.policy = settings.toPolicy();
    this.reading = settings.toReading();
  }

  PlannerSettings settings() {
    return settings;
  }

  CleanupPolicy policy() {
    return policy;
  }

  ReadingPolicy reading() {
    return reading;
  }

  /** Starts a plan of what was read. */
  CleanupPlan.Builder newPlan(List<Evidence> evidence, PlanningContext context) {
    return CleanupPlan.builder()
        .createdAt(context.now())
        .scope(context.scope())
        .policy(policy)
        .reading(readAs(context.usage()))
        .evidence(evidence.stream().sorted(Comparator.comparing(Evidence::source)).toList());
  }

  private ReadingPolicy readAs(ImageUsage usage) {
    return ReadingPolicy.builder().from(reading).addAllUsageIn(usage.otherScopes()).build();
  }

  List<Refusal> refusals(List<ImageDecision> decisions) {
    return LimitCheck.refusals(policy.limits(), decisions);
  }

  List<UnmatchedRule> unmatched(ImageEvaluation images, PlanningContext context) {
    Set<StrategySpec> retentions =
        UnmatchedRules.parts(policy.retain()).collect(Collectors.toSet());
    return new UnmatchedRules(context)
        .mappers(mappers)
        .filters(settings.exclusions, images.excluding()::contains, settings.snapshotExclusions)
        .retentions(policy.retain(), images.keeping(retentions))
        .pinned(reading.pinnedImages());
  }

  /** Adds to removals for how long the Recycle Bin holds what they remove. */
  static List<ImageDecision> recoverable(List<ImageDecision> decisions, PlanningContext context) {
    if (!context.images().knowsRecycleBinRules()) {
      return decisions;
    }
    RecoveryPeriods periods = new RecoveryPeriods(context);
    return decisions.stream()
        .map(
            decision -> {
              OptionalInt days =
                  decision.isRemoval()
                      ? periods.of(
                          context.images().image(decision.imageId()).orElseThrow(),
                          LetGoImages.deletions(decision).toList())
                      : OptionalInt.empty();
              return days.isEmpty()
                  ? decision
                  : ImageDecision.builder().from(decision).recoverableDays(days).build();
            })
        .toList();
  }

  /** Adds to deletions for how long the Recycle Bin holds what they delete. */
  static List<SnapshotDecision> recoverableOrphans(
      List<SnapshotDecision> orphans, PlanningContext context) {
    RecoveryPeriods periods = new RecoveryPeriods(context);
    return orphans.stream()
        .map(
            orphan -> {
              OptionalInt days =
                  orphan.isDeletion() ? periods.of(orphan.snapshotId()) : OptionalInt.empty();
              return days.isEmpty()
                  ? orphan
                  : SnapshotDecision.builder().from(orphan).recoverableDays(days).build();
            })
        .toList();
  }

  EvidenceCheck evidenceCheck() {
    return new EvidenceCheck(policy.evidence());
  }

  static List<Evidence> usableEvidence(PlanningContext context) {
    List<Evidence> evidence = new ArrayList<>();
    EvidenceCheck.requireUsable("images", context.images().evidence());
    evidence.addAll(context.images().evidence());
    EvidenceCheck.requireUsable("snapshots", context.snapshots().evidence());
    evidence.addAll(context.snapshots().evidence());
    EvidenceCheck.requireUsable("usage", context.usage().evidence());
    evidence.addAll(context.usage().evidence());
    return evidence;
  }

  /** Refuses an inventory that is too small, or lacks what the policy selects. */
  void requireExpectedImages(PlanningContext context) {
    evidenceCheck().requireImages(context);
    List<ImageId> unknown =
        selection().stream()
            .filter(
                id ->
                    context
                        .images()
                        .image(id)
                        .flatMap(Image::ownerId)
                        .filter(context.scope().accountId()::equals)
                        .isEmpty())
            .toList();
    if (!unknown.isEmpty()) {
      throw new PlanRefusedException(
          "No such image of "
              + context.scope()
              + ": "
              + unknown.stream().map(ImageId::value).collect(Collectors.joining(", "))
              + "; select images that exist in this region and belong to this account");
    }
  }

  /** Refuses evidence that is too small or too old. */
  void requireExpectedEvidence(List<Evidence> evidence, PlanningContext context, Clock clock) {
    evidenceCheck().requireItems(evidence);
    evidenceCheck().requireFresh(context, evidence, clock);
  }

  ImageEvaluation excludeMapAndRetain(PlanningContext context) {
    List<ExclusionFilter> filters = filters();
    requireFacts(filters, context);
    Exclusions exclusions = Exclusions.of(context, filters);
    ImageGroups groups = ImageGroups.of(context, mappers);
    return new ImageEvaluation(context, filters, exclusions, groups, retention);
  }

  /** A fact that was not read cannot be distinguished from one that an image does not have. */
  private void requireFacts(List<ExclusionFilter> filters, PlanningContext context) {
    Stream<ExclusionFilter> conditions =
        lifecycle().stream()
            .flatMap(stages -> stages.rules().stream().map(LifecycleRule::condition));
    Stream.concat(filters.stream(), conditions)
        .forEach(
            filter ->
                filter
                    .facts()
                    .forEach(fact -> fact.requireRead(context.images(), filter.description())));
  }

  Optional<LifecycleEvaluation> stages(PlanningContext context) {
    return lifecycle().map(stages -> new LifecycleEvaluation(stages, context));
  }

  SnapshotProtections snapshotProtections(PlanningContext context) {
    return new SnapshotProtections(context, snapshotFilters());
  }

  /** Asks the checks about the candidates, and returns what was read. */
  List<Evidence> checkCandidates(
      ImageEvaluation images, Optional<LifecycleEvaluation> stages, PlanningContext context) {
    return new CandidateCheckRound(images, stages, context.scope())
        .ask(settings.checks, asked -> true);
  }

  /** Decides on the snapshots of images; those images go that nothing keeps and that are due. */
  SnapshotEvaluation snapshots(
      ImageEvaluation images,
      Optional<LifecycleEvaluation> stages,
      SnapshotProtections protections,
      PlanningContext context) {
    List<Image> all = context.images().images();
    return new SnapshotEvaluation(
        context,
        settings.resolver,
        protections,
        position ->
            images.verdict(position) == Verdict.REMOVE
                && (stages.isEmpty() || stages.get().isRemovalDue(all.get(position))));
  }

  List<ImageDecision> decisions(
      ImageEvaluation images,
      SnapshotEvaluation snapshots,
      Optional<LifecycleEvaluation> stages,
      PlanningContext context) {
    List<ImageDecision> decided = new ArrayList<>();
    for (int position = 0; position < context.images().images().size(); position++) {
      decided.add(decision(position, images, snapshots.decide(position), stages, context));
    }
    return decided;
  }

  /** Returns the decision on the image at a position of the inventory. */
  ImageDecision decision(
      int position,
      ImageEvaluation images,
      List<SnapshotDecision> snapshots,
      Optional<LifecycleEvaluation> stages,
      PlanningContext context) {
    Image image = context.images().images().get(position);
    ImageDecision.Builder decision = images.decision(position).snapshots(snapshots);
    Set<String> recorded = policy.recordTags();
    if (!recorded.isEmpty()) {
      decision.tags(Maps.filterKeys(image.tags(), recorded::contains));
    }
    return stages.isEmpty() ? decision.build() : stages.get().settle(image, decision.build());
  }

  List<SnapshotDecision> orphans(
      SnapshotEvaluation snapshots, SnapshotProtections protections, PlanningContext context) {
    return settings.withOrphans
        ? new OrphanSnapshots(context, protections).decide(snapshots::isOfImage)
        : List.of();
  }

  /** Asks the checks about the snapshots that would be deleted. */
  SnapshotCheckRound checkSnapshots(
      List<ImageDecision> images, List<SnapshotDecision> orphans, PlanningContext context) {
    return new SnapshotCheckRound(
        settings.snapshotChecks,
        context.scope(),
        Stream.concat(
            images.stream().flatMap(decision -> decision.snapshots().stream()), orphans.stream()));
  }

  private List<ExclusionFilter> filters() {
    List<ExclusionFilter> filters = new ArrayList<>();
    lifecycle()
        .ifPresent(
            stages -> {
              filters.add(LifecycleFilters.onHold(stages.tags()));
              filters.add(LifecycleFilters.malformed(stages));
            });
    settings.protections.forEach(protection -> filter(protection).ifPresent(filters::add));
    settings.selected().map(ExclusionFilters::notSelected).ifPresent(filters::add);
    filters.addAll(settings.exclusions);
    return List.copyOf(filters);
  }

  private Optional<ExclusionFilter> filter(Protection protection) {
    Optional<ExclusionFilter> filter = ProtectionFilters.filter(protection);
    if (lifecycle().isEmpty()) {
      return filter;
    }
    LifecycleTags tags = lifecycle().get().tags();
    return switch (protection) {
      // The lifecycle knows how its own tag is named; whoever does not know it sets the default.
      case ON_HOLD -> filter.filter(one -> !tags.hold().equals(LifecycleTags.defaults().hold()));
      case NOT_AVAILABLE -> filter.map(one -> LifecycleFilters.exceptDisabledByStage(one, tags));
      default -> filter;
    };
  }

  private List<SnapshotExclusionFilter> snapshotFilters() {
    return Stream.concat(
            settings.protections.stream()
                .flatMap(one -> ProtectionFilters.snapshotFilter(one).stream()),
            settings.snapshotExclusions.stream())
        .toList();
  }

  private Optional<LifecyclePolicy> lifecycle() {
    return Optional.ofNullable(settings.lifecycle);
  }

  private Set<ImageId> selection() {
    return settings.selected().orElse(Set.of());
  }
}
