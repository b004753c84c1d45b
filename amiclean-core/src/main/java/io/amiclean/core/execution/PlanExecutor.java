package io.amiclean.core.execution;

import com.google.common.primitives.Booleans;
import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.CleanupListener;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.ExecutionSummary;
import io.amiclean.api.execution.ImageOperations;
import io.amiclean.api.execution.SnapshotOperations;
import io.amiclean.api.internal.Arguments;
import io.amiclean.api.journal.ExecutionJournal;
import io.amiclean.api.lifecycle.LifecycleOperations;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.ProgressListener;
import io.amiclean.api.plan.AccountReader;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.policy.LifecycleSpec;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.core.internal.Listeners;
import io.amiclean.core.internal.LogContext;
import io.amiclean.core.lifecycle.LifecycleSpecs;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.plan.ExecutionProgress;
import io.amiclean.core.plan.PlanDrift;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes a {@link CleanupPlan}, and nothing but that plan. <b>What it removes, EC2 cannot bring
 * back</b>, unless a Recycle Bin rule holds it.
 *
 * <p>Before the first removal and every so often after it, it plans again by the plan's own policy
 * over what it reads then, and does what both plans hold: what a filter, a protection or a
 * retention keeps now is left alone, and what only the new plan would remove is too. A plan that
 * does not fit the account any more, or passes a limit now, is refused as a whole. If the account
 * cannot be read again in the middle, nothing more is removed; if a limit is passed then, the rest
 * is skipped with the limit's code. A failure does not stop the other removals. Executing a plan
 * again, after a run that was killed for example, finishes it; with a {@linkplain
 * PlanExecutorBuilder#journal journal} the result is then that of one undisturbed run.
 *
 * <p>Images that move by a stage and are permitted by one re-check take each step together: their
 * records first, of which those that are equal share a call, then the changes themselves, then the
 * marks. No image is changed before its record is written.
 *
 * <p>Interrupting the calling thread stops the execution after the calls in flight and the marks of
 * what was changed; what was not begun is skipped, and the result says so. A {@linkplain
 * PlanExecutorBuilder#deadline deadline} does the same. Nothing of an execution is under way when
 * it returns or throws, but for a re-check that a deadline cut off. Immutable, and safe for use by
 * several threads, though not for one plan at the same time.
 */
public final class PlanExecutor {

  private static final Logger LOG = LoggerFactory.getLogger(PlanExecutor.class);

  private final ImageOperations imageOperations;
  private final SnapshotOperations snapshotOperations;
  private final Optional<LifecycleOperations> lifecycle;
  private final Optional<Instant> markedAt;
  private final Optional<CleanupPlanner> planner;
  private final Optional<AccountReader> account;
  private final int recheckRemovals;
  private final Duration recheckTime;
  private final Duration maxEvidenceAge;
  private final Optional<Duration> maxPlanAge;
  private final Consumer<PlanDrift> driftListener;
  private final ExecutionJournal journal;
  private final int concurrency;
  private final Optional<Executor> executor;
  private final Optional<Instant> deadline;
  private final Clock clock;
  private final LongSupplier ticker;
  private final Listeners<ProgressListener> progress;
  private final Listeners<CleanupListener> listeners;

  PlanExecutor(PlanExecutorBuilder builder) {
    this.imageOperations = require(builder.imageOperations, "operations(...)");
    this.snapshotOperations = require(builder.snapshotOperations, "operations(...)");
    int rechecks =
        Booleans.countTrue(
            builder.planner != null, builder.account != null, builder.withoutRecheck);
    if (rechecks == 0) {
      throw missing("planner(...) or account(...), or withoutRecheck()");
    }
    if (rechecks > 1) {
      throw new IllegalStateException(
          "The executor has several of planner(...), account(...) and withoutRecheck(): expected"
              + " one of them");
    }
    this.lifecycle = Optional.ofNullable(builder.lifecycle);
    this.markedAt = Optional.ofNullable(builder.markedAt);
    this.planner = Optional.ofNullable(builder.planner);
    this.account = Optional.ofNullable(builder.account);
    this.recheckRemovals = builder.recheckRemovals;
    this.recheckTime = builder.recheckTime;
    this.maxEvidenceAge = builder.maxEvidenceAge;
    this.maxPlanAge = Optional.ofNullable(builder.maxPlanAge);
    this.driftListener = builder.driftListener;
    this.journal = builder.journal;
    this.concurrency = builder.concurrency;
    this.executor = Optional.ofNullable(builder.executor);
    this.deadline = Optional.ofNullable(builder.deadline);
    this.clock = builder.clock;
    this.ticker = builder.ticker;
    this.progress = new Listeners<>(List.of(builder.progress));
    this.listeners = new Listeners<>(builder.listeners);
  }

  /**
   * Returns a new builder.
   *
   * @return a builder that still lacks operations and a re-check
   */
  public static PlanExecutorBuilder builder() {
    return new PlanExecutorBuilder();
  }

  /**
   * Executes a whole plan.
   *
   * @param plan the plan
   * @return one outcome for each of its actions
   * @throws PlanRefusedException if the plan has refusals, does not fit the account or is not that
   *     of the journal, if the journal is in use by another execution, or if the plan moves images
   *     by a stage and the executor cannot; nothing was changed
   * @throws io.amiclean.api.model.EvidenceException if the re-check could not be read to its end;
   *     nothing was changed
   */
  public ExecutionResult execute(CleanupPlan plan) {
    return execute(plan, PlanPart.values());
  }

  /**
   * Executes parts of a plan.
   *
   * @param plan the plan
   * @param parts what of it is to be done; nothing if empty
   * @return one outcome for each action of these parts
   * @throws PlanRefusedException as {@link #execute(CleanupPlan)} does
   * @throws io.amiclean.api.model.EvidenceException as {@link #execute(CleanupPlan)} does
   */
  public ExecutionResult execute(CleanupPlan plan, PlanPart... parts) {
    List<ActionOutcome> outcomes = new ArrayList<>();
    ExecutionSummary summary = execute(plan, outcomes::add, parts);
    return ExecutionResult.builder()
        .startedAt(summary.startedAt())
        .finishedAt(summary.finishedAt())
        .scope(summary.scope())
        .outcomes(outcomes)
        .build();
  }

  /**
   * Executes a whole plan, and hands each outcome on instead of collecting it.
   *
   * @param plan the plan
   * @param outcomes receives one outcome for each action, as {@link #execute(CleanupPlan, Consumer,
   *     PlanPart...)} describes
   * @return how many actions ended how
   * @throws PlanRefusedException as {@link #execute(CleanupPlan)} does
   * @throws io.amiclean.api.model.EvidenceException as {@link #execute(CleanupPlan)} does
   */
  public ExecutionSummary execute(CleanupPlan plan, Consumer<? super ActionOutcome> outcomes) {
    return execute(plan, outcomes, PlanPart.values());
  }

  /**
   * Executes parts of a plan, and hands each outcome on instead of collecting it.
   *
   * <p>In memory stay ids, the outcomes of snapshots that were deleted with their images, which are
   * handed on behind the images, those of stage changes, which are handed on last, and those in a
   * journal of earlier executions.
   *
   * @param plan the plan
   * @param outcomes receives one outcome for each action of these parts in the {@linkplain
   *     ExecutionResult#order() order of a result}, on the calling thread, each as soon as it and
   *     all before it are certain. What it throws stops the execution as an interrupt does, and is
   *     thrown on after the calls in flight
   * @param parts what of the plan is to be done; nothing if empty
   * @return how many actions ended how
   * @throws PlanRefusedException as {@link #execute(CleanupPlan)} does
   * @throws io.amiclean.api.model.EvidenceException as {@link #execute(CleanupPlan)} does
   */
  public ExecutionSummary execute(
      CleanupPlan plan, Consumer<? super ActionOutcome> outcomes, PlanPart... parts) {
    Objects.requireNonNull(plan, "plan");
    Objects.requireNonNull(outcomes, "outcomes");
    Set<PlanPart> asked = Set.copyOf(Arguments.requireElements(parts, "parts"));
    return LogContext.within(plan.scope(), () -> executeParts(plan, outcomes, asked));
  }

  private ExecutionSummary executeParts(
      CleanupPlan plan, Consumer<? super ActionOutcome> outcomes, Set<PlanPart> asked) {
    Instant startedAt = clock.instant();
    Deadline until =
        deadline
            .map(time -> Deadline.after(Duration.between(startedAt, time), ticker))
            .orElseGet(Deadline::none);
    Optional<CleanupPlanner> again = acceptable(plan);
    List<ImageDecision> removals = asked.contains(PlanPart.IMAGES) ? plan.removals() : List.of();
    List<ImageDecision> changes = asked.contains(PlanPart.IMAGES) ? plan.stageChanges() : List.of();
    requireLifecycle(plan, changes, again.isPresent());
    List<SnapshotDecision> orphans =
        asked.contains(PlanPart.ORPHAN_SNAPSHOTS)
            ? plan.orphanSnapshots().stream().filter(SnapshotDecision::isDeletion).toList()
            : List.of();
    OutcomeDispatcher handover =
        new OutcomeDispatcher(
            outcomes, outcome -> listeners.call(listener -> listener.ended(plan.scope(), outcome)));
    if (!removals.isEmpty() || !changes.isEmpty() || !orphans.isEmpty()) {
      requireScope(plan);
      try (JournalUse used = new JournalUse(journal)) {
        JournalReplay history = new JournalReplay(used.begin(plan));
        run(plan, again, removals, changes, orphans, until, handover, history);
      }
    }
    ExecutionSummary summary =
        ExecutionSummary.builder()
            .startedAt(startedAt)
            .finishedAt(clock.instant())
            .scope(plan.scope())
            .counts(handover.counts())
            .build();
    LOG.info("Executed the plan of {}: {}", plan.scope(), summary.counts());
    return summary;
  }

  /**
   * Re-checks a plan as its execution would before the first change, and says what changed since it
   * was made. Changes nothing.
   *
   * @param plan the plan
   * @return what changed; an execution leaves alone what is {@linkplain PlanDrift#keeping kept} now
   * @throws PlanRefusedException if an execution would refuse the plan for its refusals, its age,
   *     its account and region or its images
   * @throws io.amiclean.api.model.EvidenceException if the account could not be read to its end
   * @throws IllegalStateException if the executor has {@link PlanExecutorBuilder#withoutRecheck()}
   */
  public PlanDrift detectDrift(CleanupPlan plan) {
    CleanupPlanner again =
        acceptable(plan)
            .orElseThrow(() -> new IllegalStateException("The executor has withoutRecheck()"));
    requireScope(plan);
    PlanDrift drift =
        recheck(plan, again, () -> ExecutionProgress.notBegun(Set.of())).again().drift();
    Recheck.requireGone(
        imageOperations,
        plan,
        Stream.concat(plan.removals().stream(), plan.stageChanges().stream())
            .map(ImageDecision::imageId)
            .filter(drift::isGone)
            .collect(Collectors.toSet()));
    return drift;
  }

  /**
   * Refuses what is of another account or region than a plan, as each execution does.
   *
   * @param plan the plan
   * @param what what is of that scope, in the plural, for the message
   * @param actual the scope
   * @throws PlanRefusedException if it is not the plan's
   */
  public static void requireScope(CleanupPlan plan, String what, CleanupScope actual) {
    Objects.requireNonNull(what, "what");
    if (!actual.equals(plan.scope())) {
      throw new PlanRefusedException(
          "The plan is of %s, but the %s are of %s: use the credentials and the region of the plan"
              .formatted(plan.scope(), what, actual));
    }
  }

  private void requireScope(CleanupPlan plan) {
    requireScope(plan, "image operations", imageOperations.scope());
    requireScope(plan, "snapshot operations", snapshotOperations.scope());
  }

  /** Refuses what is not to be executed, and returns what plans again. */
  private Optional<CleanupPlanner> acceptable(CleanupPlan plan) {
    plan.policy().lifecycle().ifPresent(PlanExecutor::requireUsable);
    if (!plan.refusals().isEmpty()) {
      throw new PlanRefusedException(plan.refusals());
    }
    Duration age = Duration.between(plan.createdAt(), clock.instant());
    if (maxPlanAge.isPresent() && age.abs().compareTo(maxPlanAge.get()) > 0) {
      String remedy = age.isNegative() ? "ahead: wait" : "ago: make a new plan";
      throw new PlanRefusedException(
          "The plan was made for %s, more than %s %s"
              .formatted(plan.createdAt(), SpecArgument.of(maxPlanAge.get()), remedy));
    }
    planner.ifPresent(made -> made.requireSamePolicy(plan));
    return planner.or(() -> account.map(read -> CleanupPlanner.of(plan.policy(), read)));
  }

  private static void requireUsable(LifecycleSpec lifecycle) {
    try {
      LifecycleSpecs.requireUsable(lifecycle);
    } catch (IllegalArgumentException e) {
      throw new PlanRefusedException("The lifecycle of the plan is broken: " + e.getMessage());
    }
  }

  private void requireLifecycle(
      CleanupPlan plan, List<ImageDecision> changes, boolean withRecheck) {
    if (changes.isEmpty()) {
      return;
    }
    String moves = "The plan moves " + changes.size() + " images by a stage, and ";
    if (lifecycle.isEmpty()) {
      throw new PlanRefusedException(moves + "the executor lacks lifecycle(...): nothing was done");
    }
    if (!withRecheck) {
      throw new PlanRefusedException(
          moves + "their tags have to be read again: execute it with planner(...) or account(...)");
    }
    requireScope(plan, "lifecycle operations", lifecycle.get().scope());
  }

  private void run(
      CleanupPlan plan,
      Optional<CleanupPlanner> again,
      List<ImageDecision> removals,
      List<ImageDecision> changes,
      List<SnapshotDecision> orphans,
      Deadline until,
      OutcomeDispatcher handover,
      JournalReplay history) {
    ProgressTracker tracker = new ProgressTracker(plan, history);
    Optional<Duration> age = RecheckSchedule.evidenceAge(plan, clock.instant());
    boolean fresh = age.filter(this::isFresh).isPresent();
    RecheckSchedule rechecks =
        new RecheckSchedule(
            again.map(made -> next -> recheck(plan, made, () -> tracker.progress(next))),
            recheckRemovals,
            recheckTime,
            ticker,
            age.orElse(Duration.ZERO));
    try (Workers workers = workers(until)) {
      Execution execution =
          new Execution(
              new RemovalCalls(imageOperations, snapshotOperations, journal),
              lifecycle.map(
                  operations ->
                      StageTransitions.of(
                          plan.policy(),
                          operations,
                          journal,
                          clock,
                          () -> markedAt.orElseGet(clock::instant))),
              rechecks,
              history,
              tracker,
              changes,
              removals,
              orphans,
              workers,
              progress);
      // What is about to be changed in stages is known by its tags, which no plan holds.
      if ((!fresh || !changes.isEmpty()) && !execution.isFinished()) {
        execution.recheckFirst();
        Set<ImageId> missing =
            Stream.concat(removals.stream(), changes.stream())
                .map(ImageDecision::imageId)
                .filter(id -> rechecks.drift().filter(drift -> drift.isGone(id)).isPresent())
                .filter(id -> history.done(id).isEmpty() && !history.isOpen(id))
                .collect(Collectors.toSet());
        workers.inTime(
            () -> {
              Recheck.requireGone(imageOperations, plan, missing);
              return missing;
            });
        rechecks.drift().ifPresent(driftListener);
      }
      execution.run(
          outcome -> {
            handover.accept(outcome);
            if (handover.hasFailed()) {
              workers.stop();
            }
          });
    }
  }

  /** Evidence that permits no removal any more is no reason to go without a first re-check. */
  private boolean isFresh(Duration age) {
    return age.compareTo(maxEvidenceAge) < 0 && age.compareTo(recheckTime) < 0;
  }

  private Workers workers(Deadline until) {
    return executor
        .map(given -> Workers.on(given, concurrency, until))
        .orElseGet(() -> Workers.own(concurrency, "amiclean-removal-%d", until));
  }

  /**
   * Reads the account and plans again.
   *
   * @param progress how far the execution is; asked when the account is read, for what is removed
   *     meanwhile may be listed still
   */
  private Recheck recheck(
      CleanupPlan plan, CleanupPlanner again, Supplier<ExecutionProgress> progress) {
    PlanningContext read = again.readAgain();
    long readAt = ticker.getAsLong();
    requireScope(plan, "images", read.scope());
    return new Recheck(plan, again.recheck(plan, read, progress.get(), clock), readAt);
  }

  private static <T> T require(@Nullable T part, String method) {
    if (part == null) {
      throw missing(method);
    }
    return part;
  }

  private static IllegalStateException missing(String method) {
    return new IllegalStateException("The executor lacks " + method);
  }
}
