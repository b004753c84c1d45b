package io.amiclean.core.plan;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Evidence.SkipReason;
import io.amiclean.api.model.Evidence.Subject;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.ImageTrace;
import io.amiclean.api.plan.SnapshotDecision;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
    requireUsageIn(read.usage().otherScopes());
    requireSources();
    requireChecks();
    requireReadAgain(evidence);
    requireEnough(read);
  }

  /** What becomes of the images, and in which groups of the plan they are. */
  private record Verdicts(
      ImageEvaluation images, Optional<LifecycleEvaluation> stages, PlannedGroups groups) {

    boolean isRemovalDue(Image image) {
      return stages.isEmpty() || stages.get().isRemovalDue(image);
    }
  }

  /**
   * What comparing the images one by one has found.
   *
   * @param next the decisions on snapshots that are about to be deleted
   */
  private record Compared(
      PlanDrift.Comparison drift, LimitCheck limits, Map<SnapshotId, SnapshotDecision> next) {}

  PlanRecheck recheck(Clock clock) {
    ImageEvaluation images = policy.excludeMapAndRetain(context);
    Optional<LifecycleEvaluation> stages = policy.stages(context);
    CandidateCheckRound checks = new CandidateCheckRound(images, stages, context.scope());
    checks.uphold(findings());
    List<Evidence> checked = new ArrayList<>(checks.ask(policy.settings().checks, this::isAsked));

    Verdicts verdicts =
        new Verdicts(images, stages, new PlannedGroups(planned, context.images().images(), images));
    Set<ImageId> goes = removals(verdicts);
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
    Compared compared = compare(verdicts, snapshots);
    Map<SnapshotId, SnapshotDecision> next = compared.next();
    policy.orphans(snapshots, protections, context).forEach(orphan -> putNext(next, orphan));
    SnapshotCheckRound round =
        new SnapshotCheckRound(
            policy.settings().snapshotChecks, context.scope(), next.values().stream());
    checked.addAll(round.evidence());
    requireReadAgain(checked);
    List<Evidence> all = Stream.concat(evidence.stream(), checked.stream()).toList();
    policy.evidenceCheck().requireFresh(context, all, clock);

    return new PlanRecheck(
        compared.limits().refusals(),
        changed(),
        compared.drift().drift(),
        staying(next, round, snapshots),
        pending(),
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

  /**
   * Refuses a reading that lacks what the plan rests on, such as a source of the user's own. What
   * checks read is not among it: they are asked about a part of the images only.
   */
  private void requireSources() {
    Set<String> now = evidence.stream().map(Evidence::source).collect(Collectors.toSet());
    plan.evidence().stream()
        .filter(read -> read.subject() == Subject.ACCOUNT && !read.skipped())
        .map(Evidence::source)
        .filter(source -> !now.contains(source) && isDecidedOn(source))
        .min(Comparator.naturalOrder())
        .ifPresent(
            missing -> {
              throw new EvidenceException(
                  missing,
                  "The source '"
                      + missing
                      + "' was read for the plan, and is not read now: add it, or its provider, or"
                      + " make a new plan");
            });
  }

  /** Refuses a planner with fewer checks than the plan was made with. */
  private void requireChecks() {
    long asked =
        plan.images().stream()
            .flatMap(decision -> decision.trace().stream())
            .mapToInt(trace -> trace.candidateChecks().all().size())
            .max()
            .orElse(0);
    requireChecks("candidate", asked, policy.settings().checks.size());
    boolean ofSnapshots =
        plan.evidence().stream().anyMatch(read -> read.subject() == Subject.SNAPSHOTS);
    requireChecks("snapshot", ofSnapshots ? 1 : 0, policy.settings().snapshotChecks.size());
  }

  private static void requireChecks(String of, long before, int now) {
    if (now < before) {
      throw new EvidenceException(
          of + "-checks",
          "The plan was made with %d %s %s, and %d %s asked now: add what lacks, or make a new plan"
              .formatted(
                  before, of, before == 1 ? "check" : "checks", now, now == 1 ? "is" : "are"));
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
    for (Evidence entry : again) {
      if (entry.skipped() && sources.contains(entry.source()) && isDecidedOn(entry.source())) {
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

  private static boolean isDecidedOn(String source) {
    return !source.equals(ImageInventory.RECYCLE_BIN_RULES);
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
    List<Evidence> checked =
        plan.evidence().stream().filter(before -> before.subject() != Subject.ACCOUNT).toList();
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
  private Map<ImageId, ImageTrace.Answers> findings() {
    Map<ImageId, ImageTrace.Answers> findings = new TreeMap<>();
    for (ImageDecision decision : plan.images()) {
      if (!isAsked(decision.imageId()) && context.images().image(decision.imageId()).isPresent()) {
        decision
            .trace()
            .map(ImageTrace::candidateChecks)
            .filter(answers -> !answers.keeping().isEmpty())
            .ifPresent(answers -> findings.put(decision.imageId(), answers));
      }
    }
    return findings;
  }

  /** Returns the images about to be removed that the new plan removes from the same groups. */
  private Set<ImageId> removals(Verdicts verdicts) {
    return verdicts.images().candidates().stream()
        .filter(image -> progress.next().contains(image.id()))
        .filter(verdicts::isRemovalDue)
        .filter(image -> isPlannedRemoval(image.id()) && verdicts.groups().holds(image.id()))
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

  /**
   * Compares what is decided on the images now with the plan. Nothing of a new plan is kept: an
   * account can be large, and most of it is decided on as before.
   */
  private Compared compare(Verdicts verdicts, SnapshotEvaluation snapshots) {
    PlanDrift.Comparison drift = new PlanDrift.Comparison();
    LimitCheck limits = new LimitCheck(policy.policy().limits());
    Map<SnapshotId, SnapshotDecision> next = nextOfLetGo(snapshots);
    for (int position = 0; position < context.images().images().size(); position++) {
      ImageId image = context.images().images().get(position).id();
      ImageDecision before = planned.get(image);
      if (before != null && isUnchanged(before, position, verdicts)) {
        limits.count(before.groups(), before.actions());
      } else {
        ImageDecision after =
            inPlannedGroups(
                policy.decision(
                    position,
                    verdicts.images(),
                    // By id: among these are the images that were let go, which shift positions.
                    snapshots.decide(image),
                    verdicts.stages(),
                    context),
                verdicts.groups());
        drift.compare(before, after);
        limits.count(after.groups(), isHeldByBoth(before, after) ? after.actions() : List.of());
        if (after.isRemoval() && progress.next().contains(image)) {
          after.snapshots().forEach(snapshot -> putNext(next, snapshot));
        }
      }
    }
    for (ImageDecision before : plan.images()) {
      if (context.images().image(before.imageId()).isEmpty()
          && !progress.removed().contains(before.imageId())
          && !progress.uncertain().contains(before.imageId())) {
        drift.gone(before.imageId());
      }
    }
    countRemoved(limits);
    return new Compared(drift, limits, next);
  }

  /**
   * Returns whether nothing is about to be done with an image, and the new plan decides the same as
   * the plan, for the same groups. No reasons are asked for then.
   */
  private boolean isUnchanged(ImageDecision before, int position, Verdicts verdicts) {
    Image image = context.images().images().get(position);
    return !progress.next().contains(image.id())
        && before.verdict() == verdicts.images().verdict(position)
        && (!before.isRemoval() || verdicts.isRemovalDue(image))
        && (verdicts.groups().holds(image.id())
            || before.groups().equals(verdicts.images().groupNamesOf(position)));
  }

  private static boolean isHeldByBoth(@Nullable ImageDecision before, ImageDecision after) {
    return before != null
        && before.actions().equals(after.actions())
        && before.groups().equals(after.groups());
  }

  /** Limits judge what both plans hold, and what the plan removed already. */
  private void countRemoved(LimitCheck limits) {
    plan.removals().stream()
        .filter(removal -> progress.removed().contains(removal.imageId()))
        .forEach(removal -> limits.count(removal.groups(), removal.actions()));
  }

  /**
   * Returns the decisions on the snapshots of images that were let go, as far as these are about to
   * be deleted.
   */
  private Map<SnapshotId, SnapshotDecision> nextOfLetGo(SnapshotEvaluation snapshots) {
    Map<SnapshotId, SnapshotDecision> next = new TreeMap<>();
    for (ImageDecision removal : plan.removals()) {
      ImageId image = removal.imageId();
      if (letGo.isLetGo(image) && LetGoImages.deletions(removal).anyMatch(this::isNext)) {
        snapshots.decide(image).forEach(decision -> putNext(next, decision));
      }
    }
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
  private Set<SnapshotId> pending() {
    Set<SnapshotId> pending = new HashSet<>();
    for (ImageDecision removal : plan.removals()) {
      ImageId image = removal.imageId();
      boolean decided =
          context.images().image(image).isPresent()
              ? progress.next().contains(image)
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
}
