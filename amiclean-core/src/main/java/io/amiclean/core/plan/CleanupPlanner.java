package io.amiclean.core.plan;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.ReadingInterruptedException;
import io.amiclean.api.plan.AccountReader;
import io.amiclean.api.plan.AccountReading;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.PlanListener;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.core.internal.FlightRecording;
import io.amiclean.core.internal.Listeners;
import io.amiclean.core.internal.LogContext;
import io.amiclean.core.policy.PolicyDescriptions;
import io.amiclean.core.snapshot.internal.SnapshotProtections;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a {@link CleanupPlan}: reads what exists and what uses it, asks the strategies, and writes
 * down every verdict with its reasons. Planning changes nothing.
 *
 * <p>Protected without being asked: images that are in use, not owned, not available, protected
 * from deregistration, managed by another service or products of AWS Marketplace, snapshots that
 * another service manages, that are locked, prepared for being restored fast or archived for less
 * time than they are billed for, and everything of which too little is known. Each call of {@link
 * #plan()} reads again. Immutable, and thread-safe if its sources and strategies are.
 *
 * <pre>{@code
 * CleanupPlan plan =
 *     CleanupPlanner.builder()
 *         .account(account)
 *         .groupBy(tags("environment", "role"))
 *         .retain(keepNewest(4))
 *         .build()
 *         .plan();
 * }</pre>
 */
public final class CleanupPlanner {

  private static final Logger LOG = LoggerFactory.getLogger(CleanupPlanner.class);

  private final PlannerSettings settings;
  private final PlanningReader reader;
  private final PolicyEvaluation policy;
  private final Listeners<PlanListener> listeners;

  /**
   * Creates the planner.
   *
   * @param settings do not change any more
   */
  CleanupPlanner(PlannerSettings settings) {
    this.settings = settings;
    this.reader = new PlanningReader(settings);
    this.policy = new PolicyEvaluation(settings);
    this.listeners = new Listeners<>(settings.listeners);
  }

  /**
   * Returns a new builder.
   *
   * @return a builder that still lacks images, snapshots, usage, grouping and retention
   */
  public static CleanupPlannerBuilder builder() {
    return new CleanupPlannerBuilder();
  }

  /**
   * Returns a planner that plans by a policy.
   *
   * @param policy the policy, such as that of a file or of a plan
   * @param account what is planned for
   * @return the planner
   * @throws PlanRefusedException if the policy has a part that no provider can make, naming it
   */
  public static CleanupPlanner of(CleanupPolicy policy, AccountReader account) {
    return builder().account(account).policy(policy).build();
  }

  /**
   * Returns what this planner plans by, as a value. Every plan of it holds the same.
   *
   * @return the policy; strategies that only a program can give are custom parts of it
   */
  public CleanupPolicy policy() {
    return policy.policy();
  }

  /**
   * Reads everything and decides.
   *
   * @return the plan; where it passes a limit, it says so in {@link CleanupPlan#refusals()}
   * @throws EvidenceException if a source failed, was denied, is incomplete or of another scope, or
   *     if evidence is older or smaller than the limits allow
   * @throws ReadingInterruptedException if this thread is interrupted, which it is still then: no
   *     source or check is asked any more
   * @throws io.amiclean.api.model.StrategyException if a strategy threw, or answered unasked
   * @throws PlanRefusedException if an image of {@link CleanupPlannerBuilder#selectOnly} does not
   *     exist
   */
  public CleanupPlan plan() {
    return planOn(this::readForThisPolicy);
  }

  /**
   * Decides on what was read before. Only candidate checks still read.
   *
   * @param context what was read, by this planner's {@link #read()} or anywhere else
   * @return the plan, as {@link #plan()} makes it
   * @throws EvidenceException as {@link #plan()} does
   * @throws io.amiclean.api.model.StrategyException as {@link #plan()} does
   * @throws PlanRefusedException as {@link #plan()} does
   */
  public CleanupPlan plan(PlanningContext context) {
    Objects.requireNonNull(context, "context");
    return planOn(reading -> context);
  }

  /** Plans on what is read, and reports that to listeners and to a flight recording. */
  private CleanupPlan planOn(Function<AccountReading, PlanningContext> read) {
    long begun = settings.ticker.getAsLong();
    @Nullable PlanEvent event = FlightRecording.isOn() ? PlanEvent.begun() : null;
    try {
      AccountReading reading = settings.readings.get();
      CleanupPlan plan = reading.within(() -> decideAndReport(read.apply(reading), begun));
      // No lambda may hold the event: linking it would load the class.
      if (event != null) {
        event.made(plan);
      }
      return plan;
    } catch (RuntimeException | Error e) {
      if (event != null) {
        event.failed(e);
      }
      throw e;
    }
  }

  private CleanupPlan decideAndReport(PlanningContext context, long begun) {
    return LogContext.within(
        context.scope(),
        () -> {
          CleanupPlan plan = decide(context);
          if (LOG.isDebugEnabled()) {
            LOG.debug("Planned {}: {}", plan.scope(), plan.summary());
          }
          Duration duration = Duration.ofNanos(settings.ticker.getAsLong() - begun);
          listeners.call(listener -> listener.planned(plan, duration));
          return plan;
        });
  }

  /** Decides by the stages in their order. */
  private CleanupPlan decide(PlanningContext context) {
    List<Evidence> evidence = PolicyEvaluation.usableEvidence(context);
    policy.requireExpectedImages(context);
    ImageEvaluation images = policy.excludeMapAndRetain(context);
    Optional<LifecycleEvaluation> stages = policy.stages(context);
    evidence.addAll(policy.checkCandidates(images, stages, context));
    SnapshotProtections protections = policy.snapshotProtections(context);
    SnapshotEvaluation snapshots = policy.snapshots(images, stages, protections, context);
    List<ImageDecision> decided = policy.decisions(images, snapshots, stages, context);
    List<SnapshotDecision> orphans = policy.orphans(snapshots, protections, context);
    SnapshotCheckRound checks = policy.checkSnapshots(decided, orphans, context);
    evidence.addAll(checks.evidence());
    policy.requireExpectedEvidence(evidence, context, settings.clock);
    List<ImageDecision> settled =
        PolicyEvaluation.recoverable(checks.settleImages(decided), context);
    return policy
        .newPlan(evidence, context)
        .images(settled)
        .orphanSnapshots(
            PolicyEvaluation.recoverableOrphans(checks.settleSnapshots(orphans), context))
        .refusals(policy.refusals(settled))
        .unmatched(policy.unmatched(images, context))
        .build();
  }

  /**
   * Plans again while a plan is executed: by the same steps, as of that plan's time, over what is
   * read now. Candidate checks are asked about what is next only.
   *
   * @param plan the plan that is executed, made by the policy of this planner
   * @param context what was read again, by this planner's {@link #readAgain()}
   * @param progress how far the execution is
   * @param by the clock by which the age of the evidence is judged
   * @return what the new plan says of the old one
   * @throws EvidenceException as {@link #plan()} does
   * @throws io.amiclean.api.model.StrategyException as {@link #plan()} does
   */
  public PlanRecheck recheck(
      CleanupPlan plan, PlanningContext context, ExecutionProgress progress, Clock by) {
    Objects.requireNonNull(plan, "plan");
    Objects.requireNonNull(context, "context");
    Objects.requireNonNull(progress, "progress");
    Objects.requireNonNull(by, "by");
    return settings
        .readings
        .get()
        .within(
            () ->
                LogContext.within(
                    context.scope(),
                    () -> new RecheckEvaluation(policy, plan, context, progress).recheck(by)));
  }

  /**
   * Requires that a plan was made by the policy of this planner.
   *
   * @param plan the plan
   * @throws PlanRefusedException if the plan was made by another policy, saying what differs
   */
  public void requireSamePolicy(CleanupPlan plan) {
    CleanupPolicy ours = policy();
    if (ours.equals(plan.policy())) {
      return;
    }
    Map<String, List<String>> mine = PolicyDescriptions.of(ours, plan.reading());
    Map<String, List<String>> theirs = PolicyDescriptions.of(plan.policy(), plan.reading());
    SortedSet<String> names = new TreeSet<>(mine.keySet());
    names.addAll(theirs.keySet());
    names.removeIf(name -> Objects.equals(mine.get(name), theirs.get(name)));
    throw new PlanRefusedException(
        "The plan was made with "
            + names.stream()
                .map(name -> "'" + name + "' " + theirs.getOrDefault(name, List.of()))
                .collect(Collectors.joining(" and "))
            + ", and the planner that re-checks it has "
            + names.stream()
                .map(name -> mine.getOrDefault(name, List.of()).toString())
                .collect(Collectors.joining(" and "))
            + ": give the planner that made it, or make a new plan");
  }

  /**
   * Reads everything, as {@link #plan()} does before it decides.
   *
   * @return what was read, and the time to plan for; whatever planner may decide on it
   * @throws EvidenceException if a source failed, was denied, is incomplete or of another scope
   * @throws ReadingInterruptedException as {@link #plan()} does
   */
  public PlanningContext read() {
    return settings.readings.get().within(reader::readInOrder);
  }

  /**
   * Reads everything for {@link #recheck}, as {@link #plan()} does before it decides: in less time
   * than {@link #read()} where this planner leaves orphans alone, and for this planner only.
   *
   * @return what was read, and the time to plan for
   * @throws EvidenceException if a source failed, was denied, is incomplete or of another scope
   * @throws ReadingInterruptedException as {@link #plan()} does
   */
  public PlanningContext readAgain() {
    AccountReading reading = settings.readings.get();
    return reading.within(() -> readForThisPolicy(reading));
  }

  private PlanningContext readForThisPolicy(AccountReading reading) {
    return settings.withOrphans ? reader.readInOrder() : reader.readSideBySide(reading);
  }

  /** Returns a planner with other settings, to compare: its plans are not reported. */
  CleanupPlanner changed(Consumer<PlannerSettings> change) {
    PlannerSettings changed = new PlannerSettings(settings);
    changed.listeners.clear();
    change.accept(changed);
    return new CleanupPlanner(changed);
  }

  PlannerSettings settings() {
    return settings;
  }
}
