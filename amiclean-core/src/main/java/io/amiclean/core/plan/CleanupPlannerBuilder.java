package io.amiclean.core.plan;

import static com.google.common.base.Preconditions.checkArgument;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.internal.Arguments;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.AccountReader;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.PlanListener;
import io.amiclean.api.plan.SnapshotCheck;
import io.amiclean.api.plan.StrategyProvider;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.EvidenceLimits;
import io.amiclean.api.policy.PlanLimits;
import io.amiclean.api.policy.Protection;
import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.api.snapshot.SnapshotResolver;
import io.amiclean.api.source.ImageSource;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.source.SnapshotSource;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Builds a {@link CleanupPlanner}. Not thread-safe. */
public final class CleanupPlannerBuilder {

  private final PlannerSettings settings = new PlannerSettings();

  CleanupPlannerBuilder() {}

  /**
   * Sets where the images come from. Required.
   *
   * @param source the source; the last one given counts
   * @return this builder
   */
  public CleanupPlannerBuilder images(ImageSource source) {
    settings.images = Objects.requireNonNull(source, "source");
    return this;
  }

  /**
   * Sets where the snapshots come from. Required: a snapshot that is not known to be the account's
   * own stays.
   *
   * @param source the source; the last one given counts
   * @return this builder
   */
  public CleanupPlannerBuilder snapshots(SnapshotSource source) {
    settings.snapshots = Objects.requireNonNull(source, "source");
    return this;
  }

  /**
   * Adds a source of usage. At least one is required: what any of them names stays.
   *
   * @param source the source
   * @return this builder
   */
  public CleanupPlannerBuilder usage(ImageUsageSource source) {
    Objects.requireNonNull(source, "source");
    settings.usages.add(source);
    return this;
  }

  /**
   * Plans without knowing what is in use. <b>Images of running instances may be removed.</b> The
   * plan's evidence says that usage was skipped.
   *
   * @return this builder
   */
  public CleanupPlannerBuilder withoutUsageEvidence() {
    settings.withoutUsageEvidence = true;
    return this;
  }

  /**
   * Leaves out a protection that is on by default. <b>What it would have kept may be removed.</b>
   * The plan's options name it.
   *
   * @param protection the protection
   * @return this builder
   */
  public CleanupPlannerBuilder withoutProtection(Protection protection) {
    Objects.requireNonNull(protection, "protection");
    settings.protections.remove(protection);
    return this;
  }

  /**
   * Protects images. Default: nothing but the {@linkplain Protection protections}.
   *
   * @param filters the filters, in addition to those given before
   * @return this builder
   */
  public CleanupPlannerBuilder exclude(ExclusionFilter... filters) {
    settings.exclusions.addAll(Arguments.requireElements(filters, "filters"));
    return this;
  }

  /**
   * Protects snapshots, of images that go as well as orphans. Default: nothing.
   *
   * @param filters the filters, in addition to those given before
   * @return this builder
   */
  public CleanupPlannerBuilder excludeSnapshots(SnapshotExclusionFilter... filters) {
    settings.snapshotExclusions.addAll(Arguments.requireElements(filters, "filters"));
    return this;
  }

  /**
   * Considers some images only: all others are excluded as not selected. Every protection holds. Of
   * these, a {@linkplain #policy policy} that names images alone leaves its own. Default: all
   * images.
   *
   * @param selected the images, in addition to those given before; planning refuses ids that do not
   *     exist or are not the account's own
   * @return this builder
   */
  public CleanupPlannerBuilder selectOnly(Collection<ImageId> selected) {
    Objects.requireNonNull(selected, "selected");
    settings.select(selected);
    return this;
  }

  /**
   * Places images in groups. Required; several mappers join their groups.
   *
   * @param added the mappers, in addition to those given before
   * @return this builder
   */
  public CleanupPlannerBuilder groupBy(ImageMapper... added) {
    settings.mappers.addAll(Arguments.requireElements(added, "added"));
    return this;
  }

  /**
   * Says what each group keeps. Required; several retentions keep what {@linkplain
   * RetentionStrategy#anyOf any of them} keeps.
   *
   * @param strategy the retention, in addition to those given before
   * @return this builder
   */
  public CleanupPlannerBuilder retain(RetentionStrategy strategy) {
    Objects.requireNonNull(strategy, "strategy");
    settings.retentions.add(strategy);
    return this;
  }

  /**
   * Sets which snapshots go with an image. Default: those of its block devices.
   *
   * @param strategy the resolver; the last one given counts, which may be that of a {@linkplain
   *     #policy policy} that names another than the default
   * @return this builder
   */
  public CleanupPlannerBuilder resolveSnapshots(SnapshotResolver strategy) {
    settings.resolver = Objects.requireNonNull(strategy, "strategy");
    return this;
  }

  /**
   * Also decides on snapshots that were made for an image that no longer exists. Default: not.
   *
   * @return this builder
   */
  public CleanupPlannerBuilder orphanSnapshots() {
    settings.withOrphans = true;
    return this;
  }

  /**
   * Removes images by stages: what would be removed is moved into its next stage instead, as far as
   * it is due, and removed at the end of the way. What was on the way and is to stay is to be
   * restored, and what is on hold stays. Default: images are removed at once.
   *
   * @param policy the way; the last one given counts
   * @return this builder
   */
  public CleanupPlannerBuilder lifecycle(LifecyclePolicy policy) {
    settings.lifecycle = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Adds a check of the candidates. Default: none.
   *
   * @param added the checks, in addition to those given before
   * @return this builder
   */
  public CleanupPlannerBuilder check(CandidateCheck... added) {
    settings.checks.addAll(Arguments.requireElements(added, "added"));
    return this;
  }

  /**
   * Adds a check of the snapshots that would be deleted, orphans included. It is asked when it is
   * settled which images go, and keeps none of them. Default: none.
   *
   * @param added the checks, in addition to those given before
   * @return this builder
   */
  public CleanupPlannerBuilder checkSnapshots(SnapshotCheck... added) {
    settings.snapshotChecks.addAll(Arguments.requireElements(added, "added"));
    return this;
  }

  /**
   * Limits what a plan may remove. Default: no limit.
   *
   * @param added the limits, in addition to those given before
   * @return this builder
   */
  public CleanupPlannerBuilder limits(PlanLimits... added) {
    for (PlanLimits more : Arguments.requireElements(added, "added")) {
      settings.limits = settings.limits.and(more);
    }
    return this;
  }

  /**
   * Refuses to plan on old evidence: everything that was read, the checks included, must be no
   * older when the planner decides, and must say when it was read. Default: any age. It matters
   * where sources answer from a file or a cache, or where reading takes long.
   *
   * @param age the greatest age, zero or more; the last one given counts
   * @return this builder
   * @throws IllegalArgumentException if the age is negative
   */
  public CleanupPlannerBuilder maximumEvidenceAge(Duration age) {
    Objects.requireNonNull(age, "age");
    settings.evidenceLimits =
        EvidenceLimits.builder().from(settings.evidenceLimits).maximumAge(age).build();
    return this;
  }

  /**
   * Refuses to plan when the inventory is suspiciously small, as with wrong credentials, a wrong
   * region or a broken source. Default: any size.
   *
   * @param minimum the smallest number of images, 0 or more; the last one given counts
   * @return this builder
   * @throws IllegalArgumentException if the number is negative
   */
  public CleanupPlannerBuilder minimumExpectedImages(int minimum) {
    settings.evidenceLimits =
        EvidenceLimits.builder().from(settings.evidenceLimits).minimumImages(minimum).build();
    return this;
  }

  /**
   * Refuses to plan when a source read suspiciously little, or is not in the evidence at all; one
   * that was skipped read nothing. Default: any size.
   *
   * @param source the name of the source in the evidence, such as {@code instances}
   * @param items the smallest number of items, 0 or more; for each source, the last one given
   *     counts
   * @return this builder
   * @throws IllegalArgumentException if the name is blank or the number negative
   */
  public CleanupPlannerBuilder minimumExpected(String source, long items) {
    Objects.requireNonNull(source, "source");
    SortedMap<String, Long> all = new TreeMap<>(settings.evidenceLimits.minimum());
    all.put(source, items);
    settings.evidenceLimits =
        EvidenceLimits.builder().from(settings.evidenceLimits).minimum(all).build();
    return this;
  }

  /**
   * Records tags of the images in the plan, in its JSON and in reports, such as those that name the
   * owner to notify. They have no effect on any verdict. Default: none.
   *
   * @param keys the keys of the tags, in addition to those given before, such as {@code owner}
   * @return this builder
   * @throws IllegalArgumentException if a key is blank
   */
  public CleanupPlannerBuilder recordTags(String... keys) {
    for (String key : Arguments.requireElements(keys, "keys")) {
      checkArgument(!key.isBlank(), "A blank tag key: expected a key such as owner");
      settings.recordedTags.add(key);
    }
    return this;
  }

  /**
   * Sets the clock of the time to plan for. Default: the system's, in UTC.
   *
   * @param planningClock the clock
   * @return this builder
   */
  public CleanupPlannerBuilder clock(Clock planningClock) {
    settings.clock = Objects.requireNonNull(planningClock, "planningClock");
    return this;
  }

  /** Sets what measures how long planning takes, in nanoseconds that never decrease. */
  CleanupPlannerBuilder ticker(LongSupplier nanoseconds) {
    settings.ticker = nanoseconds;
    return this;
  }

  /**
   * Adds a listener that receives each plan when it is made. Default: none.
   *
   * @param listener the listener, in addition to those given before; what it throws is logged once
   *     and changes nothing
   * @return this builder
   */
  public CleanupPlannerBuilder listener(PlanListener listener) {
    settings.listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /**
   * Sets how the account is read, which plans hold so that an execution reads it the same way. A
   * re-check leaves out what a plan read only if it is named here; otherwise it is refused. {@link
   * #account} sets it too. Default: {@link ReadingPolicy#defaults()}.
   *
   * @param how how the sources of this planner read; the last one given counts
   * @return this builder
   */
  public CleanupPlannerBuilder reading(ReadingPolicy how) {
    settings.reading = Objects.requireNonNull(how, "how");
    return this;
  }

  /**
   * Sets everything that is read: images, snapshots, usage and candidate checks, and how they are
   * read. What bounds a {@linkplain AccountReader#beginReading() reading} of the account bounds all
   * that a plan reads.
   *
   * @param account the account; its sources of usage and checks add to those given before
   * @return this builder
   */
  public CleanupPlannerBuilder account(AccountReader account) {
    Objects.requireNonNull(account, "account");
    settings.readings = account::beginReading;
    images(account.images()).snapshots(account.snapshots()).reading(account.reading());
    settings.usages.add(account.usage());
    settings.checks.addAll(account.candidateChecks());
    settings.snapshotChecks.addAll(account.snapshotChecks());
    return this;
  }

  /**
   * Plans by a policy: adds its strategies to those given before. They are made by the {@linkplain
   * StrategyRegistry#installed() installed} providers.
   *
   * @param policy the policy, such as that of a file or of a plan
   * @return this builder
   * @throws PlanRefusedException if the policy has a part that no provider can make, naming it
   */
  public CleanupPlannerBuilder policy(CleanupPolicy policy) {
    Objects.requireNonNull(policy, "policy");
    return policy(policy, StrategyRegistry.installed());
  }

  /**
   * Plans by a policy, as {@link #policy(CleanupPolicy)} does, by chosen providers.
   *
   * @param policy the policy
   * @param strategies makes its strategies
   * @return this builder
   * @throws PlanRefusedException if the policy has a part that no provider can make, naming it
   */
  public CleanupPlannerBuilder policy(
      CleanupPolicy policy, StrategyProvider.Strategies strategies) {
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(strategies, "strategies");
    settings.add(policy, strategies);
    return this;
  }

  /**
   * Names the policy of this planner for people. Default: no name.
   *
   * @param policyName the name, such as {@code golden images}
   * @return this builder
   */
  public CleanupPlannerBuilder name(String policyName) {
    settings.name = Objects.requireNonNull(policyName, "policyName");
    return this;
  }

  /**
   * Returns the facts of images that the filters given so far decide on. The planner has its source
   * of images read them.
   *
   * @return the kinds of facts; empty if no filter needs any
   */
  public Set<ImageFact> facts() {
    return settings.facts();
  }

  /**
   * Builds the planner.
   *
   * @return the planner
   * @throws IllegalStateException if something required is missing, naming the method to call
   * @throws io.amiclean.api.model.StrategyException if the spec or the description of a strategy
   *     throws, is {@code null} or blank, naming its class
   */
  public CleanupPlanner build() {
    return new CleanupPlanner(new PlannerSettings(settings));
  }
}
