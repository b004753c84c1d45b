package io.amiclean.core.plan;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.StrategyException;
import io.amiclean.api.plan.AccountReading;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.PlanListener;
import io.amiclean.api.plan.SnapshotCheck;
import io.amiclean.api.plan.StrategyProvider;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.EvidenceLimits;
import io.amiclean.api.policy.PlanLimits;
import io.amiclean.api.policy.Protection;
import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.api.policy.SpecArgumentException;
import io.amiclean.api.policy.Strategy;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.api.snapshot.SnapshotResolver;
import io.amiclean.api.source.ImageSource;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.source.SnapshotSource;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.core.lifecycle.LifecycleSpecs;
import io.amiclean.core.snapshot.SnapshotResolvers;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a planner is made of: a builder fills it, and each planner has a copy of its own that does
 * not change.
 */
final class PlannerSettings {

  private static final StrategySpec DEFAULT_RESOLVER =
      StrategySpec.of(SnapshotResolvers.blockDevices());

  final List<ImageUsageSource> usages = new ArrayList<>();
  final EnumSet<Protection> protections = EnumSet.allOf(Protection.class);
  final List<ExclusionFilter> exclusions = new ArrayList<>();
  final List<SnapshotExclusionFilter> snapshotExclusions = new ArrayList<>();
  final List<ImageMapper> mappers = new ArrayList<>();
  final List<RetentionStrategy> retentions = new ArrayList<>();
  final List<CandidateCheck> checks = new ArrayList<>();
  final List<SnapshotCheck> snapshotChecks = new ArrayList<>();
  PlanLimits limits = PlanLimits.none();
  EvidenceLimits evidenceLimits = EvidenceLimits.none();
  ReadingPolicy reading = ReadingPolicy.defaults();
  final Set<String> recordedTags = new TreeSet<>();
  @Nullable String name;
  Supplier<AccountReading> readings = () -> Supplier::get;
  @Nullable ImageSource images;
  @Nullable SnapshotSource snapshots;
  private @Nullable Set<ImageId> selection;
  private @Nullable Set<ImageId> only;
  @Nullable LifecyclePolicy lifecycle;
  SnapshotResolver resolver = SnapshotResolvers.blockDevices();
  boolean withoutUsageEvidence;
  boolean withOrphans;
  final List<PlanListener> listeners = new ArrayList<>();
  Clock clock = Clock.systemUTC();
  LongSupplier ticker = System::nanoTime;

  PlannerSettings() {}

  PlannerSettings(PlannerSettings other) {
    usages.addAll(other.usages);
    protections.retainAll(other.protections);
    exclusions.addAll(other.exclusions);
    snapshotExclusions.addAll(other.snapshotExclusions);
    mappers.addAll(other.mappers);
    retentions.addAll(other.retentions);
    checks.addAll(other.checks);
    snapshotChecks.addAll(other.snapshotChecks);
    limits = other.limits;
    evidenceLimits = other.evidenceLimits;
    reading = other.reading;
    name = other.name;
    recordedTags.addAll(other.recordedTags);
    readings = other.readings;
    images = other.images;
    snapshots = other.snapshots;
    selection = other.selection;
    only = other.only;
    lifecycle = other.lifecycle;
    resolver = other.resolver;
    withoutUsageEvidence = other.withoutUsageEvidence;
    withOrphans = other.withOrphans;
    listeners.addAll(other.listeners);
    clock = other.clock;
    ticker = other.ticker;
  }

  /** Considers these images only, and those selected before. */
  void select(Collection<ImageId> selected) {
    Set<ImageId> all = new TreeSet<>(selected);
    if (selection != null) {
      all.addAll(selection);
    }
    selection = ImmutableSet.copyOf(all);
  }

  /** Considers all images, whatever was selected before. */
  void selectAll() {
    selection = null;
    only = null;
  }

  /** Returns the images that are considered only: each policy narrows what is selected besides. */
  Optional<Set<ImageId>> selected() {
    if (selection == null || only == null) {
      return Optional.ofNullable(selection == null ? only : selection);
    }
    return Optional.of(Sets.intersection(selection, only).immutableCopy());
  }

  private void narrow(Set<ImageId> images) {
    only = only == null ? images : Sets.intersection(only, images).immutableCopy();
  }

  /** Adds the parts of a policy. */
  void add(CleanupPolicy policy, StrategyProvider.Strategies strategies) {
    try {
      mappers.addAll(strategies.makeAll(ImageMapper.class, policy.groupBy()));
      exclusions.addAll(strategies.makeAll(ExclusionFilter.class, policy.exclude()));
      snapshotExclusions.addAll(
          strategies.makeAll(SnapshotExclusionFilter.class, policy.excludeSnapshots()));
      retentions.addAll(strategies.makeAll(RetentionStrategy.class, policy.retain()));
      // A policy that says nothing of resolvers leaves the one that was given before.
      if (!policy.resolveSnapshots().equals(DEFAULT_RESOLVER)) {
        resolver = strategies.make(SnapshotResolver.class, policy.resolveSnapshots());
      }
      if (policy.lifecycle().isPresent()) {
        lifecycle =
            LifecycleSpecs.policy(
                policy.lifecycle().get(), filter -> strategies.make(ExclusionFilter.class, filter));
      }
    } catch (SpecArgumentException e) {
      PlanRefusedException refusal =
          new PlanRefusedException("The policy cannot be planned with here: " + e.getMessage());
      refusal.initCause(e);
      throw refusal;
    }
    name = policy.name().orElse(name);
    policy.only().ifPresent(this::narrow);
    withOrphans |= policy.orphanSnapshots();
    protections.removeAll(policy.withoutProtections());
    recordedTags.addAll(policy.recordTags());
    evidenceLimits = evidenceLimits.and(policy.evidence());
    limits = limits.and(policy.limits());
  }

  /** Returns the source of images, which reads the facts that filters decide on. */
  ImageSource requiredImages() {
    ImageSource source = require(images, "images(...)");
    Set<ImageFact> facts = facts();
    return facts.isEmpty() ? source : source.withFacts(facts);
  }

  SnapshotSource requiredSnapshots() {
    return require(snapshots, "snapshots(...)");
  }

  /** Returns the sources of usage; empty only if the planner is to do without. */
  List<ImageUsageSource> requiredUsages() {
    if (usages.isEmpty() && !withoutUsageEvidence) {
      throw missing("usage(...), or withoutUsageEvidence() if images in use may go");
    }
    if (!usages.isEmpty() && withoutUsageEvidence) {
      throw new IllegalStateException(
          "The planner has usage(...) and withoutUsageEvidence(): expected one of them");
    }
    return usages;
  }

  List<ImageMapper> requiredMappers() {
    if (mappers.isEmpty()) {
      throw missing("groupBy(...), or groupBy(everything(...)) if all images are one group");
    }
    return mappers;
  }

  RetentionStrategy requiredRetention() {
    if (retentions.isEmpty()) {
      throw missing("retain(...), or retain(nothing()) if every image that nothing excludes goes");
    }
    return retentions.size() == 1 ? retentions.get(0) : RetentionStrategy.anyOf(retentions);
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

  /**
   * Returns what a planner plans by, as a value.
   *
   * @throws StrategyException if a strategy or a check cannot be named
   */
  CleanupPolicy toPolicy() {
    // No part of the policy, but named by plans as its strategies are.
    checks.forEach(StrategySpec::of);
    snapshotChecks.forEach(StrategySpec::of);
    CleanupPolicy.Builder policy =
        CleanupPolicy.builder()
            .name(Optional.ofNullable(name))
            .groupBy(specs(mappers))
            .exclude(specs(exclusions))
            .excludeSnapshots(specs(snapshotExclusions))
            .retain(specs(retentions))
            .orphanSnapshots(withOrphans)
            .resolveSnapshots(StrategySpec.of(resolver))
            .evidence(evidenceLimits)
            .limits(limits)
            .withoutProtections(EnumSet.complementOf(protections))
            .recordTags(recordedTags)
            .lifecycle(Optional.ofNullable(lifecycle).map(LifecyclePolicy::spec));
    selected().ifPresent(policy::onlyOf);
    return policy.build();
  }

  /** Returns how the account is read, as a value. */
  ReadingPolicy toReading() {
    return ReadingPolicy.builder()
        .from(reading)
        .archivedAllowed(!protections.contains(Protection.SNAPSHOT_ARCHIVED))
        .addAllFacts(facts())
        .build();
  }

  /** Returns the facts of images that the filters decide on. */
  Set<ImageFact> facts() {
    Stream<ExclusionFilter> conditions =
        lifecycle == null ? Stream.of() : lifecycle.rules().stream().map(LifecycleRule::condition);
    return Stream.concat(exclusions.stream(), conditions)
        .flatMap(filter -> filter.facts().stream())
        .collect(Sets.toImmutableEnumSet());
  }

  private static List<StrategySpec> specs(List<? extends Strategy> strategies) {
    return strategies.stream().map(StrategySpec::of).toList();
  }
}
