package io.amiclean.core.plan;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Evidence.SkipReason;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Refusal;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.ImageTrace;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.policy.PlanLimits;
import io.amiclean.core.snapshot.internal.SnapshotProtections;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plans again while a plan is executed: the steps of {@link PolicyEvaluation} over what was read
 * now, with what the execution knows.
 */
final class RecheckEvaluation {

  private final PolicyEvaluation policy;
  private final CleanupPlan plan;
  private final ExecutionProgress progress;
  private final Map<ImageId, ImageDecision> planned = new HashMap<>();
  private final List<Evidence> evidence;
  private final PlanningContext context;
  private final LetGoImages letGo;

  RecheckEvaluation(
      PolicyEvaluation policy, CleanupPlan plan, PlanningContext read, ExecutionProgress progress) {
    this.policy = policy;
    this.plan = plan;
    this.progress = progress;
    plan.images().forEach(decision -> planned.put(decision.imageId(), decision));
    this.evidence = PolicyEvaluation.usableEvidence(read);
    this.context = LetGoImages.takenOut(plan, progress, read);
    this.letGo = new LetGoImages(plan, progress, context.images());
    requireFurtherSources();
    requireUsageIn(read.usage().otherScopes());
    requireReadAgain(evidence);
    requireEnough(read);
  }

  PlanRecheck recheck(Clock clock) {
    ImageEvaluation images = policy.excludeMapAndRetain(context);
    Optional<LifecycleEvaluation> stages = policy.stages(context);
    CandidateCheckRound checks = new CandidateCheckRound(images, stages, context.scope());
    checks.uphold(findings());
    List<Evidence> checked = new ArrayList<>(checks.ask(policy.settings().checks, this::isAsked));

    PlannedGroups groups = new PlannedGroups(planned, context.images().images(), images);
    Set<ImageId> goes = removals(images, stages, groups);
    PlanningContext extended = letGo.putBack(context);
    SnapshotProtections protections = policy.snapshotProtections(context);
    SnapshotEvaluation snapshots =
        new SnapshotEvaluation(
            extended,
            letGo.resolver(policy.settings().resolver),
            protections,
            place -> {
              ImageId image = extended.images().images().get(place).id();
              return goes.contains(image) || letGo.isLetGo(image);
            });
    List<ImageDecision> decisions = policy.decisions(images, snapshots, stages, context);
    decisions.replaceAll(decision -> inPlannedGroups(decision, groups));
    List<SnapshotDecision> orphans = policy.orphans(snapshots, protections, context);
    Map<SnapshotId, SnapshotDecision> next = next(decisions, orphans, snapshots);
    SnapshotCheckRound round =
        new SnapshotCheckRound(
            policy.settings().snapshotChecks, context.scope(), next.values().stream());
    checked.addAll(round.evidence());
    requireReadAgain(checked);
    List<Evidence> all = Stream.concat(evidence.stream(), checked.stream()).toList();
    policy.evidenceCheck().requireFresh(context, all, clock);

    CleanupPlan again =
        policy
            .newPlan(all, context)
            .policy(plan.policy())
            .reading(plan.reading())
            .images(round.settleImages(decisions))
            .orphanSnapshots(round.settleSnapshots(orphans))
            .refusals(refusals(decisions))
            .build();
    return new PlanRecheck(
        again.refusals(),
        changed(),
        PlanDrift.between(plan, again),
        staying(next, round, snapshots),
        pending(goes),
        missing());
  }

  /** Returns the images that the plan changes, as they were read. */
  private Map<ImageId, Image> changed() {
    Map<ImageId, Image> changed = new HashMap<>();
    for (ImageDecision decision : plan.images()) {
      if (!decision.actions().isEmpty()) {
        context
            .images()
            .image(decision.imageId())
            .ifPresent(image -> changed.put(decision.imageId(), image));
      }
    }
    return changed;
  }

  /** Refuses an account that lacks a source of usage which the plan was made with. */
  private void requireFurtherSources() {
    Set<String> missing = new TreeSet<>(plan.reading().furtherSources());
    missing.retainAll(sourcesRead(plan.evidence()));
    evidence.forEach(read -> missing.remove(read.source()));
    if (!missing.isEmpty()) {
      String source = missing.iterator().next();
      throw new EvidenceException(
          source,
          "The source '"
              + source
              + "' was read for the plan, and is not read now: add its provider, or make a new plan");
    }
  }

  /** Refuses an account without the usage in another one that the plan was made with. */
  private void requireUsageIn(Set<CleanupScope> scopes) {
    plan.reading().usageIn().stream()
        .filter(planned -> !scopes.contains(planned))
        .min(Comparator.comparing(CleanupScope::toString))
        .ifPresent(
            missing -> {
              throw new EvidenceException(
                  "account",
                  "The usage in "
                      + missing
                      + " was read for the plan, and is not read now: read it as well, or make a"
                      + " new plan");
            });
  }

  /**
   * Refuses what is left out of itself, such as what an endpoint does not know, and that the plan
   * rests on: something else answers in its place then. What the reading names is left out on
   * purpose.
   */
  private void requireReadAgain(List<Evidence> again) {
    Set<String> sources = sourcesRead(plan.evidence());
    sources.removeAll(sourcesRead(again));
    sources.removeAll(policy.reading().skippedSources());
    sources.remove(ImageInventory.RECYCLE_BIN_RULES); // Nothing is decided on them.
    for (Evidence entry : again) {
      if (entry.skipped() && sources.contains(entry.source())) {
        throw new EvidenceException(
            entry.source(),
            "The source '"
                + entry.source()
                + "' was read for the plan, and was left out now"
                + entry.notes().stream()
                    .map(note -> " (" + note + ")")
                    .collect(Collectors.joining())
                + (entry.skipReason().equals(Optional.of(SkipReason.CLIENT_MISSING))
                    ? ": add it, or make a new plan"
                    : ": check the endpoint, and proxies and portals on the way to it, or make a"
                        + " new plan"));
      }
    }
  }

  private static Set<String> sourcesRead(List<Evidence> evidence) {
    return evidence.stream()
        .filter(entry -> !entry.skipped())
        .map(Evidence::source)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /**
   * What the plan removed itself is no sign of a broken source. What checks read in planning
   * stands: they are asked about a part of it only.
   */
  private void requireEnough(PlanningContext read) {
    policy.evidenceCheck().requireImages(context, removed(ImageId.class).count());
    Map<String, Long> removed =
        Map.of(
            "images",
            removed(ImageId.class).filter(id -> read.images().image(id).isEmpty()).count(),
            "snapshots",
            removed(SnapshotId.class)
                .filter(id -> read.snapshots().snapshot(id).isEmpty())
                .count());
    Set<String> sources = evidence.stream().map(Evidence::source).collect(Collectors.toSet());
    List<Evidence> checked =
        plan.evidence().stream().filter(before -> !sources.contains(before.source())).toList();
    policy
        .evidenceCheck()
        .requireItems(Stream.concat(evidence.stream(), checked.stream()).toList(), removed);
  }

  private <T extends ResourceId> Stream<T> removed(Class<T> type) {
    return progress.removed().stream().filter(type::isInstance).map(type::cast);
  }

  private boolean isAsked(ImageId image) {
    ImageDecision decision = planned.get(image);
    return decision != null
        && progress.next().contains(image)
        && decision.actions().stream().anyMatch(action -> action != Action.RESTORE_IMAGE);
  }

  /** What checks found in planning about the images that they are not asked about now. */
  private Map<ImageId, List<ImageTrace.Answer>> findings() {
    Map<ImageId, List<ImageTrace.Answer>> findings = new TreeMap<>();
    for (ImageDecision decision : plan.images()) {
      if (!isAsked(decision.imageId()) && context.images().image(decision.imageId()).isPresent()) {
        decision
            .trace()
            .map(ImageTrace::candidateChecks)
            .filter(answers -> answers.stream().anyMatch(answer -> !answer.reasons().isEmpty()))
            .ifPresent(answers -> findings.put(decision.imageId(), answers));
      }
    }
    return findings;
  }

  /** Returns the images about to be removed that the new plan removes from the same groups. */
  private Set<ImageId> removals(
      ImageEvaluation images, Optional<LifecycleEvaluation> stages, PlannedGroups groups) {
    return images.candidates().stream()
        .filter(image -> progress.next().contains(image.id()))
        .filter(image -> stages.isEmpty() || stages.get().isRemovalDue(image))
        .filter(image -> isPlannedRemoval(image.id()) && groups.holds(image.id()))
        .map(Image::id)
        .collect(Collectors.toSet());
  }

  private boolean isPlannedRemoval(ImageId image) {
    ImageDecision decision = planned.get(image);
    return decision != null && decision.isRemoval();
  }

  private ImageDecision inPlannedGroups(ImageDecision decision, PlannedGroups groups) {
    ImageDecision before = planned.get(decision.imageId());
    return before == null
            || before.groups().equals(decision.groups())
            || !groups.holds(decision.imageId())
        ? decision
        : ImageDecision.builder().from(decision).groups(before.groups()).build();
  }

  /** Returns the decisions on the snapshots that are about to be deleted. */
  private Map<SnapshotId, SnapshotDecision> next(
      List<ImageDecision> decisions, List<SnapshotDecision> orphans, SnapshotEvaluation snapshots) {
    Map<SnapshotId, SnapshotDecision> next = new TreeMap<>();
    for (ImageDecision removal : plan.removals()) {
      ImageId image = removal.imageId();
      if (letGo.isLetGo(image) && LetGoImages.deletions(removal).anyMatch(this::isNext)) {
        snapshots.decide(image).forEach(decision -> putNext(next, decision));
      }
    }
    for (ImageDecision decision : decisions) {
      if (decision.isRemoval() && progress.next().contains(decision.imageId())) {
        decision.snapshots().forEach(snapshot -> putNext(next, snapshot));
      }
    }
    orphans.forEach(orphan -> putNext(next, orphan));
    return next;
  }

  private boolean isNext(SnapshotId snapshot) {
    return progress.next().contains(snapshot);
  }

  private void putNext(Map<SnapshotId, SnapshotDecision> next, SnapshotDecision decision) {
    if (isNext(decision.snapshotId())) {
      next.put(decision.snapshotId(), decision);
    }
  }

  private Map<SnapshotId, List<Reason>> staying(
      Map<SnapshotId, SnapshotDecision> next, SnapshotCheckRound round, SnapshotEvaluation all) {
    Map<SnapshotId, List<Reason>> staying = new LinkedHashMap<>();
    for (SnapshotId snapshot : nextSnapshots()) {
      SnapshotDecision decision = next.get(snapshot);
      if (decision == null) {
        staying.put(snapshot, all.reasonsOfUndecided(snapshot));
      } else if (!round.settle(decision).isDeletion()) {
        staying.put(snapshot, round.settle(decision).reasons());
      }
    }
    return staying;
  }

  private List<SnapshotId> nextSnapshots() {
    return progress.next().stream()
        .filter(SnapshotId.class::isInstance)
        .map(SnapshotId.class::cast)
        .sorted()
        .toList();
  }

  /** An image that this re-check does not decide on counts as staying, until it has ended. */
  private Set<SnapshotId> pending(Set<ImageId> goes) {
    Set<SnapshotId> pending = new HashSet<>();
    for (ImageDecision removal : plan.removals()) {
      ImageId image = removal.imageId();
      boolean decided =
          context.images().image(image).isPresent()
              ? progress.next().contains(image) || goes.contains(image)
              : letGo.isLetGo(image);
      if (!decided && !progress.ended().contains(image)) {
        LetGoImages.deletions(removal).filter(this::isNext).forEach(pending::add);
      }
    }
    return pending;
  }

  private Set<SnapshotId> missing() {
    return nextSnapshots().stream()
        .filter(snapshot -> context.snapshots().snapshot(snapshot).isEmpty())
        .collect(Collectors.toSet());
  }

  /** Limits judge what both plans hold, and what the plan removed already. */
  private List<Refusal> refusals(List<ImageDecision> decisions) {
    if (policy.policy().limits().equals(PlanLimits.none())) {
      return List.of();
    }
    List<ImageDecision> both = new ArrayList<>();
    decisions.forEach(decision -> both.add(heldByBoth(decision)));
    plan.removals().stream()
        .filter(removal -> progress.removed().contains(removal.imageId()))
        .forEach(both::add);
    return policy.refusals(both);
  }

  private ImageDecision heldByBoth(ImageDecision decision) {
    ImageDecision before = planned.get(decision.imageId());
    return decision.actions().isEmpty()
            || (before != null
                && before.actions().equals(decision.actions())
                && before.groups().equals(decision.groups()))
        ? decision
        : ImageDecision.builder()
            .from(decision)
            .verdict(Verdict.RETAINED)
            .stageChange(Optional.empty())
            .reasons(
                List.of(Reason.of(ReasonCodes.NOT_SELECTED, "The plan does not hold the change")))
            .snapshots(List.of())
            .build();
  }
}
