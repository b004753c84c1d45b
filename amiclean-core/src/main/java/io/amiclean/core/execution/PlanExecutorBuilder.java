package io.amiclean.core.execution;

import io.amiclean.api.execution.CleanupListener;
import io.amiclean.api.execution.ImageOperations;
import io.amiclean.api.execution.SnapshotOperations;
import io.amiclean.api.journal.ExecutionJournal;
import io.amiclean.api.lifecycle.LifecycleOperations;
import io.amiclean.api.model.ProgressListener;
import io.amiclean.api.plan.AccountReader;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.plan.PlanDrift;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Builds a {@link PlanExecutor}. Not thread-safe. */
public final class PlanExecutorBuilder {

  @Nullable ImageOperations imageOperations;
  @Nullable SnapshotOperations snapshotOperations;
  @Nullable LifecycleOperations lifecycle;
  @Nullable Instant markedAt;
  @Nullable CleanupPlanner planner;
  @Nullable AccountReader account;
  boolean withoutRecheck;
  int recheckRemovals = 500;
  Duration recheckTime = Duration.ofMinutes(5);
  Duration maxEvidenceAge = Duration.ZERO;
  @Nullable Duration maxPlanAge;
  Consumer<PlanDrift> driftListener = drift -> {};
  ExecutionJournal journal = ExecutionJournal.none();
  int concurrency = 16;
  @Nullable Executor executor;
  @Nullable Instant deadline;
  Clock clock = Clock.systemUTC();
  LongSupplier ticker = System::nanoTime;
  ProgressListener progress = ProgressListener.none();
  final List<CleanupListener> listeners = new ArrayList<>();

  PlanExecutorBuilder() {}

  /**
   * Sets what removes images and snapshots. Required.
   *
   * @param operations the operations on both; the last one given counts
   * @param <T> a type that has both
   * @return this builder
   */
  public <T extends ImageOperations & SnapshotOperations> PlanExecutorBuilder operations(
      T operations) {
    Objects.requireNonNull(operations, "operations");
    return operations(operations, operations);
  }

  /**
   * Sets what removes images and snapshots. Required.
   *
   * @param onImages the operations on images
   * @param onSnapshots the operations on snapshots
   * @return this builder
   */
  public PlanExecutorBuilder operations(ImageOperations onImages, SnapshotOperations onSnapshots) {
    Objects.requireNonNull(onImages, "onImages");
    Objects.requireNonNull(onSnapshots, "onSnapshots");
    this.imageOperations = onImages;
    this.snapshotOperations = onSnapshots;
    return this;
  }

  /**
   * Sets what moves images by a stage, and back. Required for plans that do; such plans take a
   * re-check as well. Default: nothing.
   *
   * @param operations the operations; the last one given counts
   * @return this builder
   */
  public PlanExecutorBuilder lifecycle(LifecycleOperations operations) {
    this.lifecycle = Objects.requireNonNull(operations, "operations");
    return this;
  }

  /**
   * Sets since when images are in the stage that they are moved into, as the tags on them say.
   * Default: the time of the clock when that happens.
   *
   * @param time the time; the last one given counts
   * @return this builder
   */
  public PlanExecutorBuilder markedAt(Instant time) {
    this.markedAt = Objects.requireNonNull(time, "time");
    return this;
  }

  /**
   * Sets what plans again before the first removal and during the execution. What the new plan does
   * not hold as well is skipped: whatever a filter, a protection or a retention keeps now is kept.
   * Required, unless {@link #account} or {@link #withoutRecheck()} is given.
   *
   * @param made a planner with the policy by which the plan was made; a plan by another policy is
   *     refused
   * @return this builder
   */
  public PlanExecutorBuilder planner(CleanupPlanner made) {
    this.planner = Objects.requireNonNull(made, "made");
    return this;
  }

  /**
   * Sets what is read to plan again, as {@link #planner} does, by the policy that the plan holds. A
   * plan whose policy has a part that no installed provider can make is refused.
   *
   * @param reader the account, read as the plan's {@linkplain CleanupPlan#reading() reading} says
   * @return this builder
   */
  public PlanExecutorBuilder account(AccountReader reader) {
    this.account = Objects.requireNonNull(reader, "reader");
    return this;
  }

  /**
   * Executes plans without a re-check. <b>Images that got a user since the planning may be
   * removed</b>, and so may those of a plan that no longer fits the account.
   *
   * @return this builder
   */
  public PlanExecutorBuilder withoutRecheck() {
    withoutRecheck = true;
    return this;
  }

  /**
   * Sets how often the account is re-checked during an execution. Default: every 500 removals and
   * every 5 minutes, whichever comes first. Where one re-check is not enough, the next one is taken
   * while removals go on. No removal comes later than so many removals after the re-check that
   * permits it began, or than this time after its reading ended; where 3 re-checks in a row have
   * expired before anything could be begun, nothing more is removed.
   *
   * @param removals after how many removals, 1 or more
   * @param time for how long after the end of its reading a re-check permits removals, more than 0;
   *     of evidence of the plan that {@link #maxEvidenceAge} accepts, from when it was read
   * @return this builder
   * @throws IllegalArgumentException if one of them is too small
   */
  public PlanExecutorBuilder recheckEvery(int removals, Duration time) {
    if (removals < 1) {
      throw new IllegalArgumentException(
          "A re-check every " + removals + " removals is too often: expected 1 or more");
    }
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException(
          "A re-check every " + SpecArgument.of(time) + " is too often: expected more than 0");
    }
    this.recheckRemovals = removals;
    this.recheckTime = time;
    return this;
  }

  /**
   * Leaves out the re-check before the first removal if everything that the plan rests on was read
   * less than this time ago. Default: 0, which always re-checks. Use it only for plans that were
   * made with the same sources a moment ago, without a question to people in between.
   *
   * @param age how old the evidence of the plan may be, 0 or more
   * @return this builder
   * @throws IllegalArgumentException if the age is negative
   */
  public PlanExecutorBuilder maxEvidenceAge(Duration age) {
    if (age.isNegative()) {
      throw new IllegalArgumentException(
          "The maximum age "
              + SpecArgument.of(age)
              + " of evidence is negative: expected 0 or more");
    }
    this.maxEvidenceAge = age;
    return this;
  }

  /**
   * Refuses plans that are too old. Their {@linkplain CleanupPlan#createdAt() time} counts, in
   * which they lie in the past or, by another clock, ahead. Default: any age.
   *
   * @param age how far from now that time may be, zero or more; the last one given counts
   * @return this builder
   * @throws IllegalArgumentException if the age is negative
   */
  public PlanExecutorBuilder maxPlanAge(Duration age) {
    if (age.isNegative()) {
      throw new IllegalArgumentException(
          "The age " + SpecArgument.of(age) + " of a plan is negative: expected 0 or more");
    }
    this.maxPlanAge = age;
    return this;
  }

  /**
   * Sets what receives the changes in the account since the plan was made: once, after the re-check
   * before the first change, if that is taken. Default: nobody.
   *
   * @param listener is called on the thread that executes; what it throws ends the execution before
   *     anything was changed
   * @return this builder
   */
  public PlanExecutorBuilder onDrift(Consumer<PlanDrift> listener) {
    this.driftListener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Sets where the steps of the execution are kept, so that an execution that was killed can be
   * finished. Default: nowhere.
   *
   * @param executionJournal the journal of the plan that will be executed
   * @return this builder
   */
  public PlanExecutorBuilder journal(ExecutionJournal executionJournal) {
    this.journal = Objects.requireNonNull(executionJournal, "executionJournal");
    return this;
  }

  /**
   * Sets how many removals run side by side at most. Default: 16.
   *
   * @param removals the number, 1 or more
   * @return this builder
   * @throws IllegalArgumentException if the number is less than 1
   */
  public PlanExecutorBuilder concurrency(int removals) {
    if (removals < 1) {
      throw new IllegalArgumentException(
          "The concurrency " + removals + " is too small: expected 1 or more");
    }
    this.concurrency = removals;
    return this;
  }

  /**
   * Sets whose threads removals run on. Default: threads of each execution's own.
   *
   * <p>The executor is not shut down, and gets {@link #concurrency} tasks at a time, each for one
   * call. What it has not begun when it is due runs on the calling thread: so the executor may have
   * one thread, which may be the calling one, may run tasks at once ({@code Runnable::run}) and may
   * reject them. An interrupt of the calling thread may then cut a call off that this thread makes;
   * how that ended is looked up.
   *
   * @param threads the executor; the last one given counts
   * @return this builder
   */
  public PlanExecutorBuilder executor(Executor threads) {
    this.executor = Objects.requireNonNull(threads, "threads");
    return this;
  }

  /**
   * Sets when an execution stops: at that time nothing more is begun. What was not begun is {@link
   * io.amiclean.api.execution.Outcome#SKIPPED} with the code {@link OutcomeCodes#DEADLINE}; calls
   * in flight end, images that were changed get their marks, and executing the plan again finishes
   * it. Leave the time of a call after it. A re-check that has not ended by then is given up: it
   * runs on a thread of its own, which is interrupted. Default: none.
   *
   * @param time the time by the {@linkplain #clock clock}, from which on the {@linkplain #ticker
   *     ticker} counts; if it lies in the past, nothing is begun. The last one given counts
   * @return this builder
   */
  public PlanExecutorBuilder deadline(Instant time) {
    this.deadline = Objects.requireNonNull(time, "time");
    return this;
  }

  /**
   * Sets the clock that gives the times of the result, and by which the ages of a plan and of its
   * evidence are judged. Default: the system's, in UTC.
   *
   * @param executionClock the clock
   * @return this builder
   */
  public PlanExecutorBuilder clock(Clock executionClock) {
    this.clock = Objects.requireNonNull(executionClock, "executionClock");
    return this;
  }

  /**
   * Sets what measures the time that a re-check permits, and that is left until the deadline.
   * Default: {@link System#nanoTime()}. Unlike a clock, it is never set back.
   *
   * @param nanoseconds returns a time in nanoseconds that never decreases; thread-safe
   * @return this builder
   */
  public PlanExecutorBuilder ticker(LongSupplier nanoseconds) {
    this.ticker = Objects.requireNonNull(nanoseconds, "nanoseconds");
    return this;
  }

  /**
   * Sets what receives the progress. Default: nothing.
   *
   * @param progressListener the listener, called for the task {@code removal}; the last one given
   *     counts
   * @return this builder
   */
  public PlanExecutorBuilder progress(ProgressListener progressListener) {
    this.progress = Objects.requireNonNull(progressListener, "progressListener");
    return this;
  }

  /**
   * Adds a listener that receives how each action ended. Default: none.
   *
   * @param listener the listener, in addition to those given before; it is called on the thread
   *     that executes, and what it throws is logged once and changes nothing
   * @return this builder
   */
  public PlanExecutorBuilder listener(CleanupListener listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /**
   * Builds the executor.
   *
   * @return the executor
   * @throws IllegalStateException if something required is missing, naming the method to call
   */
  public PlanExecutor build() {
    return new PlanExecutor(this);
  }
}
