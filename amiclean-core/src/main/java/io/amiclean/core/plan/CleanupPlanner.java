package io.amiclean.core.plan;

import com.google.common.base.Throwables;
import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.EvidenceGathering;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.ReadingInterruptedException;
import io.amiclean.api.model.SnapshotInventory;
import io.amiclean.api.plan.AccountReader;
import io.amiclean.api.plan.AccountReading;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.PlanListener;
import io.amiclean.api.plan.SnapshotCheck;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.api.source.ImageSource;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.source.SnapshotSource;
import io.amiclean.core.internal.FlightRecording;
import io.amiclean.core.internal.Listeners;
import io.amiclean.core.internal.LogContext;
import io.amiclean.core.policy.PolicyDescriptions;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
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
 * #plan()} reads anew. Immutable, and thread-safe if its sources and strategies are.
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

  private final ImageSource images;
  private final SnapshotSource snapshots;
  private final List<ImageUsageSource> usages;
  private final PolicyEvaluation evaluation;
  private final Supplier<AccountReading> readings;
  private final Clock clock;
  private final LongSupplier ticker;
  private final Listeners<PlanListener> listeners;
  private final CleanupPlannerBuilder given;

  CleanupPlanner(CleanupPlannerBuilder builder) {
    this.images = withFacts(require(builder.images, "images(...)"), builder.facts());
    this.snapshots = require(builder.snapshots, "snapshots(...)");
    if (builder.usages.isEmpty() && !builder.withoutUsageEvidence) {
      throw missing("usage(...), or withoutUsageEvidence() if images in use may go");
    }
    if (!builder.usages.isEmpty() && builder.withoutUsageEvidence) {
      throw new IllegalStateException(
          "The planner has usage(...) and withoutUsageEvidence(): expected one of them");
    }
    this.usages = List.copyOf(builder.usages);
    if (builder.mappers.isEmpty()) {
      throw missing("groupBy(...), or groupBy(everything(...)) if all images are one group");
    }
    if (builder.retentions.isEmpty()) {
      throw missing("retain(...), or retain(nothing()) if every image that nothing excludes goes");
    }
    this.evaluation = evaluation(builder);
    this.readings = builder.readings;
    this.clock = builder.clock;
    this.ticker = builder.ticker;
    this.listeners = new Listeners<>(builder.listeners);
    this.given = new CleanupPlannerBuilder(builder);
  }

  private static ImageSource withFacts(ImageSource source, Set<ImageFact> facts) {
    return facts.isEmpty() ? source : source.withFacts(facts);
  }

  private static PolicyEvaluation evaluation(CleanupPlannerBuilder builder) {
    return new PolicyEvaluation(
        Set.copyOf(builder.protections),
        List.copyOf(builder.exclusions),
        List.copyOf(builder.snapshotExclusions),
        Optional.ofNullable(builder.selection),
        List.copyOf(builder.mappers),
        builder.retentions.size() == 1
            ? builder.retentions.get(0)
            : RetentionStrategy.anyOf(builder.retentions),
        builder.resolver,
        builder.withOrphans,
        Optional.ofNullable(builder.lifecycle),
        List.copyOf(builder.checks),
        List.copyOf(builder.snapshotChecks),
        builder.toPolicy(),
        builder.toReading());
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
    return evaluation.policy();
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
    return planOn(evaluation.withOrphans() ? reading -> readInOrder() : this::readSideBySide);
  }

  /**
   * Decides on what was read before. Only a last look still asks.
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

  /**
   * Plans again while a plan is executed: by the same steps, as of that plan's time, over what is
   * read now. Candidate checks are asked about what is next only.
   *
   * @param plan the plan that is executed, made by the policy of this planner
   * @param context what was read again, by this planner's {@link #read()}
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
    return readings
        .get()
        .within(
            () ->
                LogContext.within(
                    context.scope(),
                    () -> new RecheckEvaluation(evaluation, plan, context, progress).recheck(by)));
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

  /** Plans on what is read, and reports that to listeners and to a flight recording. */
  private CleanupPlan planOn(Function<AccountReading, PlanningContext> read) {
    long begun = ticker.getAsLong();
    @Nullable PlanEvent event = FlightRecording.isOn() ? PlanEvent.begun() : null;
    try {
      AccountReading reading = readings.get();
      CleanupPlan plan = reading.within(() -> decide(read.apply(reading), begun));
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

  private CleanupPlan decide(PlanningContext context, long begun) {
    return LogContext.within(context.scope(), () -> reported(decide(context), begun));
  }

  private CleanupPlan reported(CleanupPlan plan, long begun) {
    Duration duration = Duration.ofNanos(ticker.getAsLong() - begun);
    listeners.call(listener -> listener.planned(plan, duration));
    return plan;
  }

  private CleanupPlan decide(PlanningContext context) {
    CleanupPlan plan = evaluation.plan(context, clock);
    if (LOG.isDebugEnabled()) {
      LOG.debug("Planned {}: {}", plan.scope(), plan.summary());
    }
    return plan;
  }

  /**
   * Reads everything, as {@link #plan()} does before it decides.
   *
   * @return what was read, and the time to plan for; whatever planner may decide on it
   * @throws EvidenceException if a source failed, was denied, is incomplete or of another scope
   * @throws ReadingInterruptedException as {@link #plan()} does
   */
  public PlanningContext read() {
    return readings.get().within(this::readInOrder);
  }

  private PlanningContext readInOrder() {
    Instant now = clock.instant();
    // Snapshots before images: of an image that is being made meanwhile, the snapshots would
    // otherwise be there and the image not, as if they were orphans. What uses images comes last.
    EvidenceGathering gathering = new EvidenceGathering();
    Optional<SnapshotInventory> snapshotInventory = gathering.read(this::readSnapshots);
    Optional<ImageInventory> imageInventory = gathering.read(this::readImages);
    return context(now, gathering, imageInventory, snapshotInventory);
  }

  /**
   * Reads images and snapshots at the same time. That is for a plan without orphans: a snapshot is
   * otherwise asked about for its image only, and it does not matter which of the two was read
   * before the other.
   */
  private PlanningContext readSideBySide(AccountReading reading) {
    Instant now = clock.instant();
    FutureTask<ImageInventory> readingImages =
        new FutureTask<>(LogContext.carried(() -> reading.within(this::readImages)));
    Thread thread = new Thread(readingImages, "amiclean-reading");
    thread.setDaemon(true);
    thread.start();
    try {
      EvidenceGathering gathering = new EvidenceGathering();
      Optional<SnapshotInventory> snapshotInventory = gathering.read(this::readSnapshots);
      Optional<ImageInventory> imageInventory = gathering.read(() -> answer(readingImages));
      return context(now, gathering, imageInventory, snapshotInventory);
    } finally {
      readingImages.cancel(true);
    }
  }

  private static ImageInventory answer(FutureTask<ImageInventory> reading) {
    try {
      return reading.get();
    } catch (ExecutionException e) {
      Throwables.throwIfUnchecked(Objects.requireNonNull(e.getCause()));
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReadingInterruptedException("images", e);
    }
  }

  private SnapshotInventory readSnapshots() {
    ReadingInterruptedException.throwIfInterrupted("snapshots");
    SnapshotInventory inventory = snapshots.loadSnapshots();
    inventory.evidence().forEach(Evidence::requireUsable);
    return inventory;
  }

  private ImageInventory readImages() {
    ReadingInterruptedException.throwIfInterrupted("images");
    ImageInventory inventory = images.loadImages();
    inventory.evidence().forEach(Evidence::requireUsable);
    return inventory;
  }

  /**
   * Reads usage, and makes a context of it with what was read before. Where anything of it cannot
   * be read, the checks are probed too, so that all that is missing is told at once.
   */
  private PlanningContext context(
      Instant now,
      EvidenceGathering gathering,
      Optional<ImageInventory> readImages,
      Optional<SnapshotInventory> readSnapshots) {
    Optional<ImageUsage> readUsage =
        usages.isEmpty()
            ? readImages.map(
                inventory ->
                    ImageUsage.builder()
                        .scope(inventory.scope())
                        .readAt(now)
                        .addEvidence(Evidence.skipped("usage", now))
                        .build())
            : gathering.read(ImageUsageSource.allOf(usages)::loadUsage);
    ReadingInterruptedException.throwIfInterrupted("usage");
    if (!gathering.isComplete()) {
      given.checks.forEach(check -> gathering.probe(check::probe));
      gathering.requireComplete();
    }
    ImageInventory imageInventory = readImages.orElseThrow();
    SnapshotInventory snapshotInventory = readSnapshots.orElseThrow();
    ImageUsage usage = readUsage.orElseThrow();
    usage.evidence().forEach(Evidence::requireUsable);
    PlanningContext context =
        PlanningContext.builder()
            .now(now)
            .images(imageInventory)
            .snapshots(snapshotInventory)
            .usage(usage)
            .build();
    LOG.debug(
        "Read {}: {} images, {} snapshots, {} sources",
        context.scope(),
        imageInventory.images().size(),
        snapshotInventory.snapshots().size(),
        imageInventory.evidence().size()
            + snapshotInventory.evidence().size()
            + usage.evidence().size());
    return context;
  }

  /**
   * Returns the planners that protect less than this one by a single thing, by what that is: a
   * protection of images, a filter, the selection, a retention, a last look.
   */
  Map<String, CleanupPlanner> withLess() {
    Map<String, CleanupPlanner> less = new LinkedHashMap<>();
    given.protections.stream()
        .filter(protection -> ProtectionFilters.filter(protection).isPresent())
        .forEach(
            protection ->
                less.put(
                    WhatIf.WITHOUT_PROTECTION + protection,
                    changed(builder -> builder.protections.remove(protection))));
    for (ExclusionFilter filter : given.exclusions) {
      less.put(
          WhatIf.WITHOUT_FILTER + filter.description(),
          changed(builder -> builder.exclusions.remove(filter)));
    }
    if (given.selection != null) {
      less.put("without the selection", changed(builder -> builder.selection = null));
    }
    for (RetentionStrategy one : given.retentions) {
      less.put(
          "without the retention " + one.description(),
          changed(
              builder -> {
                builder.retentions.remove(one);
                if (builder.retentions.isEmpty()) {
                  builder.retain(RetentionStrategies.nothing());
                }
              }));
    }
    for (CandidateCheck check : given.checks) {
      less.put(
          "without the last look " + check.description(),
          changed(builder -> builder.checks.remove(check)));
    }
    return less;
  }

  /** Returns this planner with other last looks in the place of its own. */
  CleanupPlanner looking(
      UnaryOperator<CandidateCheck> candidates, UnaryOperator<SnapshotCheck> snapshotsToDelete) {
    return changed(
        builder -> {
          builder.checks.replaceAll(candidates);
          builder.snapshotChecks.replaceAll(snapshotsToDelete);
        });
  }

  /** What another planner plans to compare with is nobody's plan, and not listened to. */
  private CleanupPlanner changed(Consumer<CleanupPlannerBuilder> change) {
    CleanupPlannerBuilder builder = new CleanupPlannerBuilder(given);
    builder.listeners.clear();
    change.accept(builder);
    return builder.build();
  }

  private static <T> T require(@Nullable T part, String method) {
    if (part == null) {
      throw missing(method);
    }
    return part;
  }

  private static IllegalStateException missing(String method) {
    return new IllegalStateException("The planner lacks " + method);
  }
}
