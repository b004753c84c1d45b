package io.amiclean.core.plan;

import com.google.common.collect.Maps;
import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotCheck;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.UnmatchedRule;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.Protection;
import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.api.snapshot.SnapshotResolver;
import io.amiclean.core.exclusion.ExclusionFilters;
import io.amiclean.core.exclusion.internal.Exclusions;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.core.mapping.internal.ImageGroups;
import io.amiclean.core.policy.UnmatchedRules;
import io.amiclean.core.snapshot.internal.RecoveryPeriods;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The strategies of a policy, and the steps by which they decide on an inventory: exclusion,
 * mapping and retention, candidate checks, lifecycle, snapshots, snapshot checks, limits. Planning
 * takes all of them. Immutable.
 */
record PolicyEvaluation(
    Set<Protection> protections,
    List<ExclusionFilter> exclusions,
    List<SnapshotExclusionFilter> snapshotExclusions,
    Optional<Set<ImageId>> selection,
    List<ImageMapper> mappers,
    RetentionStrategy retention,
    SnapshotResolver resolver,
    boolean withOrphans,
    Optional<LifecyclePolicy> lifecycle,
    List<CandidateCheck> checks,
    List<SnapshotCheck> snapshotChecks,
    CleanupPolicy policy,
    ReadingPolicy reading) {

  /** Decides on everything that was read. */
  CleanupPlan plan(PlanningContext context, Clock clock) {
    List<Evidence> evidence = usableEvidence(context);
    EvidenceCheck evidenceCheck = evidenceCheck();
    evidenceCheck.requireImages(context);
    requireSelected(context);
    ImageEvaluation images = evaluateImages(context);
    Optional<LifecycleEvaluation> stages = stages(context);
    evidence.addAll(
        new CandidateCheckRound(images, stages, context.scope()).ask(checks, asked -> true));
    SnapshotProtections snapshotProtections = snapshotProtections(context);
    SnapshotEvaluation snapshots =
        new SnapshotEvaluation(
            context, resolver, snapshotProtections, removed(images, stages, context));
    List<ImageDecision> decided = decisions(images, snapshots, stages, context);
    List<SnapshotDecision> orphans = orphans(context, snapshotProtections, snapshots);
    SnapshotCheckRound checked =
        new SnapshotCheckRound(snapshotChecks, context.scope(), deletable(decided, orphans));
    evidence.addAll(checked.evidence());
    evidenceCheck.requireItems(evidence);
    evidenceCheck.requireFresh(context, evidence, clock);
    RecoveryPeriods periods = new RecoveryPeriods(context);
    decided.replaceAll(decision -> recoverable(checked.settle(decision), periods, context));
    List<ImageDecision> decisions = Collections.unmodifiableList(decided);
    return CleanupPlan.builder()
        .createdAt(context.now())
        .scope(context.scope())
        .policy(policy)
        .reading(reading)
        .evidence(evidence.stream().sorted(Comparator.comparing(Evidence::source)).toList())
        .images(decisions)
        .orphanSnapshots(
            orphans.stream()
                .map(checked::settle)
                .map(orphan -> recoverable(orphan, periods))
                .toList())
        .refusals(LimitCheck.refusals(policy.limits(), decisions))
        .unmatched(unmatched(images, context))
        .build();
  }

  private List<UnmatchedRule> unmatched(ImageEvaluation images, PlanningContext context) {
    Set<String> retentions =
        UnmatchedRules.parts(policy.retain())
            .map(StrategySpec::description)
            .collect(Collectors.toSet());
    return new UnmatchedRules(context)
        .mappers(mappers)
        .filters(exclusions, images.excluding()::contains, snapshotExclusions)
        .retentions(policy.retain(), images.keeping(retentions))
        .pinned(reading.pinnedImages());
  }

  private static ImageDecision recoverable(
      ImageDecision decision, RecoveryPeriods periods, PlanningContext context) {
    if (!decision.isRemoval()) {
      return decision;
    }
    List<SnapshotId> deleted =
        decision.snapshots().stream()
            .filter(SnapshotDecision::isDeletion)
            .map(SnapshotDecision::snapshotId)
            .toList();
    OptionalInt days =
        periods.of(context.images().image(decision.imageId()).orElseThrow(), deleted);
    return days.isEmpty()
        ? decision
        : ImageDecision.builder().from(decision).recoverableDays(days).build();
  }

  private static SnapshotDecision recoverable(SnapshotDecision orphan, RecoveryPeriods periods) {
    OptionalInt days = orphan.isDeletion() ? periods.of(orphan.snapshotId()) : OptionalInt.empty();
    return days.isEmpty()
        ? orphan
        : SnapshotDecision.builder().from(orphan).recoverableDays(days).build();
  }

  EvidenceCheck evidenceCheck() {
    return new EvidenceCheck(policy.evidence());
  }

  static List<Evidence> usableEvidence(PlanningContext context) {
    List<Evidence> evidence = new ArrayList<>();
    Stream.of(
            context.images().evidence(), context.snapshots().evidence(), context.usage().evidence())
        .forEach(evidence::addAll);
    evidence.forEach(Evidence::requireUsable);
    return evidence;
  }

  private void requireSelected(PlanningContext context) {
    List<ImageId> unknown =
        selection.orElse(Set.of()).stream()
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

  /** Excludes, maps and retains. */
  ImageEvaluation evaluateImages(PlanningContext context) {
    List<ExclusionFilter> filters = filters();
    requireFacts(filters, context);
    Exclusions exclusions = Exclusions.of(context, filters);
    ImageGroups groups = ImageGroups.of(context, mappers);
    return new ImageEvaluation(context, filters, exclusions, groups, retention);
  }

  /** A fact that was not read looks like one that an image does not have. */
  private void requireFacts(List<ExclusionFilter> filters, PlanningContext context) {
    Stream<ExclusionFilter> conditions =
        lifecycle.stream().flatMap(stages -> stages.rules().stream().map(LifecycleRule::condition));
    Stream.concat(filters.stream(), conditions)
        .forEach(
            filter ->
                filter
                    .facts()
                    .forEach(fact -> fact.requireRead(context.images(), filter.description())));
  }

  Optional<LifecycleEvaluation> stages(PlanningContext context) {
    return lifecycle.map(stages -> new LifecycleEvaluation(stages, context));
  }

  SnapshotProtections snapshotProtections(PlanningContext context) {
    return new SnapshotProtections(context, snapshotFilters());
  }

  /**
   * Returns which images, by their positions, are removed: those that nothing keeps and are due.
   */
  private static IntPredicate removed(
      ImageEvaluation images, Optional<LifecycleEvaluation> stages, PlanningContext context) {
    return position ->
        images.verdict(position) == Verdict.REMOVE
            && (stages.isEmpty()
                || stages.get().isRemovalDue(context.images().images().get(position)));
  }

  List<ImageDecision> decisions(
      ImageEvaluation images,
      SnapshotEvaluation snapshots,
      Optional<LifecycleEvaluation> stages,
      PlanningContext context) {
    List<ImageDecision> decided = new ArrayList<>();
    for (int position = 0; position < context.images().images().size(); position++) {
      Image image = context.images().images().get(position);
      ImageDecision decision =
          images
              .decision(position)
              .tags(recorded(image))
              .snapshots(snapshots.decide(image.id()))
              .build();
      decided.add(stages.isEmpty() ? decision : stages.get().settle(image, decision));
    }
    return decided;
  }

  private Map<String, String> recorded(Image image) {
    Set<String> keys = policy.recordTags();
    return keys.isEmpty() ? Map.of() : Maps.filterKeys(image.tags(), keys::contains);
  }

  List<SnapshotDecision> orphans(
      PlanningContext context, SnapshotProtections protections, SnapshotEvaluation snapshots) {
    return withOrphans
        ? new OrphanSnapshots(context, protections).decide(snapshots::isOfImage)
        : List.of();
  }

  private static Stream<SnapshotDecision> deletable(
      List<ImageDecision> images, List<SnapshotDecision> orphans) {
    return Stream.concat(
        images.stream().flatMap(decision -> decision.snapshots().stream()), orphans.stream());
  }

  private List<ExclusionFilter> filters() {
    Stream<ExclusionFilter> marks =
        lifecycle.stream()
            .flatMap(
                stages ->
                    Stream.of(
                        LifecycleEvaluation.onHold(stages.tags()),
                        LifecycleEvaluation.malformed(stages)));
    return Stream.of(
            marks,
            protections.stream().sorted().flatMap(one -> filter(one).stream()),
            explicitFilters())
        .flatMap(filters -> filters)
        .toList();
  }

  private Optional<ExclusionFilter> filter(Protection protection) {
    if (lifecycle.isPresent() && protection == Protection.ON_HOLD) {
      return Optional.empty(); // The lifecycle knows how its own tag is named.
    }
    return lifecycle.isPresent() && protection == Protection.NOT_AVAILABLE
        ? ProtectionFilters.filter(protection)
            .map(
                filter -> LifecycleEvaluation.exceptDisabledByStage(filter, lifecycle.get().tags()))
        : ProtectionFilters.filter(protection);
  }

  private List<SnapshotExclusionFilter> snapshotFilters() {
    return Stream.concat(
            protections.stream()
                .sorted()
                .flatMap(one -> ProtectionFilters.snapshotFilter(one).stream()),
            snapshotExclusions.stream())
        .toList();
  }

  /** Returns the filters that the policy names, the selection included. */
  private Stream<ExclusionFilter> explicitFilters() {
    return Stream.concat(
        selection.map(ExclusionFilters::notSelected).stream(), exclusions.stream());
  }
}
