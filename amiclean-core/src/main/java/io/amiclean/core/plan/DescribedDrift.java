package io.amiclean.core.plan;

import static java.util.stream.Collectors.toSet;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.SnapshotInventory;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.policy.Protection;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.core.lifecycle.LifecycleSpecs;
import io.amiclean.core.lifecycle.LifecycleTags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What changed since a plan was made, as far as the descriptions of its strategies tell. What they
 * do not tell keeps images: where one that was to stay is gone, what its group retains instead
 * stays, all that the group has if that cannot be told.
 */
final class DescribedDrift {

  /** Why an image was excluded, where that can be looked up again. */
  private static final Set<String> EXCLUSIONS =
      Set.of(
          ReasonCodes.IN_USE,
          ReasonCodes.NOT_OWNED,
          ReasonCodes.NOT_AVAILABLE,
          ReasonCodes.DEREGISTRATION_PROTECTED,
          ReasonCodes.MANAGED_BY,
          ReasonCodes.ON_HOLD,
          ReasonCodes.EXCLUDED_TAG);

  /** The retentions that keep images for what they are, or for being among the newest. */
  private static final Set<String> BY_RANK =
      Set.of("keepNewest", "youngerThan", "launchedWithin", "nothing");

  private static final Set<String> JOINING = Set.of("anyOf", "then");

  private static final Comparator<ImageDecision> NEWEST_FIRST =
      Comparator.comparing(
              (ImageDecision image) -> image.creationDate().orElse(Instant.MIN),
              Comparator.reverseOrder())
          .thenComparing(ImageDecision::imageId);

  private final CleanupPlan plan;
  private final ImageInventory images;
  private final PlanningContext context;
  private final List<ExclusionFilter> filters;
  private final Optional<List<ImageMapper>> mappers;
  private final boolean byRank;
  private final Map<ImageId, Reason> changes = new TreeMap<>();
  private final Map<ImageId, Reason> staying = new HashMap<>();

  private DescribedDrift(CleanupPlan plan, ImageInventory images, ImageUsage usage) {
    this.plan = plan;
    this.images = images;
    this.context =
        PlanningContext.builder()
            .now(plan.createdAt())
            .images(images)
            .snapshots(
                SnapshotInventory.builder().scope(images.scope()).readAt(images.readAt()).build())
            .usage(usage)
            .build();
    this.filters = filters();
    this.mappers = mappers();
    this.byRank = plan.policy().retain().stream().allMatch(DescribedDrift::isByRank);
    compare();
  }

  static PlanDrift between(CleanupPlan plan, ImageInventory images, ImageUsage usage) {
    DescribedDrift drift = new DescribedDrift(plan, images, usage);
    return new PlanDrift(drift.changes, drift.staying);
  }

  private void compare() {
    Map<String, List<ImageId>> left = new TreeMap<>();
    Map<String, List<ImageDecision>> going = new HashMap<>();
    for (ImageDecision decision : plan.images()) {
      Optional<Reason> change = change(decision);
      change.ifPresent(reason -> changes.put(decision.imageId(), reason));
      if (change.isPresent() ? leavesRoom(decision) : !byRank && isReleased(decision)) {
        add(left, decision, decision.imageId());
      } else if (change.isEmpty() && isGoing(decision)) {
        add(going, decision, decision);
      } else if (change.isPresent() && !change.get().code().equals(PlanDrift.GONE)) {
        staying.put(decision.imageId(), change.get());
      }
    }
    left.forEach((group, ids) -> keep(group, ids, going.getOrDefault(group, List.of())));
    Set<ImageId> planned = plan.images().stream().map(ImageDecision::imageId).collect(toSet());
    images.images().stream()
        .filter(image -> !planned.contains(image.id()) && isPresent(image))
        .forEach(
            image ->
                changes.put(
                    image.id(), Reason.of(PlanDrift.NEW, "The image is new", groups(image))));
  }

  private static <T> void add(Map<String, List<T>> groups, ImageDecision decision, T added) {
    decision
        .groups()
        .forEach(group -> groups.computeIfAbsent(group, name -> new ArrayList<>()).add(added));
  }

  /** Returns why an image would not be decided on as it was. */
  private Optional<Reason> change(ImageDecision decision) {
    Optional<Image> image = images.image(decision.imageId()).filter(DescribedDrift::isPresent);
    if (image.isEmpty()) {
      return Optional.of(Reason.of(PlanDrift.GONE, "The image is gone"));
    }
    Optional<Reason> change =
        isGoing(decision) || decision.verdict() == Verdict.RETAINED
            ? exclusion(image.get())
            : Optional.empty();
    return change.or(() -> regrouping(decision, image.get()));
  }

  private Optional<Reason> exclusion(Image image) {
    return filters.stream()
        .flatMap(filter -> filter.evaluate(image, context).stream())
        .findFirst()
        .map(
            reason ->
                reason.code().equals(ReasonCodes.IN_USE)
                    ? Reason.of(ReasonCodes.BECAME_IN_USE, reason.message(), reason.evidence())
                    : reason);
  }

  private Optional<Reason> regrouping(ImageDecision decision, Image image) {
    if (mappers.isEmpty() || decision.verdict() == Verdict.UNMAPPED) {
      return Optional.empty();
    }
    Set<GroupKey> keys = keys(image);
    boolean same =
        keys.size() == decision.groups().size()
            && keys.stream()
                .allMatch(
                    key ->
                        decision.groups().contains(key.shortName())
                            || decision.groups().contains(key.longName()));
    return same
        ? Optional.empty()
        : Optional.of(
            Reason.of(
                ReasonCodes.GROUP_CHANGED,
                "The image was in " + String.join(", ", decision.groups()) + " and is not any more",
                groups(image)));
  }

  /** Returns the groups that an image is in now, as far as the mappers are known. */
  private List<String> groups(Image image) {
    return keys(image).stream().map(GroupKey::shortName).sorted().toList();
  }

  private Set<GroupKey> keys(Image image) {
    return mappers.stream()
        .flatMap(List::stream)
        .flatMap(mapper -> mapper.map(image, context).stream())
        .collect(toSet());
  }

  private static boolean isPresent(Image image) {
    return image.state() != ImageState.DEREGISTERED;
  }

  private static boolean isGoing(ImageDecision decision) {
    return decision.isRemoval()
        || decision.stageChange().filter(change -> change != Action.RESTORE_IMAGE).isPresent();
  }

  /** Returns whether what excluded an image does not any more. */
  private boolean isReleased(ImageDecision decision) {
    return decision.verdict() == Verdict.EXCLUDED
        && decision.reasons().stream().allMatch(reason -> EXCLUSIONS.contains(reason.code()))
        && images.image(decision.imageId()).flatMap(this::exclusion).isEmpty();
  }

  /** Returns whether something else may be kept instead of an image that was to stay. */
  private boolean leavesRoom(ImageDecision decision) {
    return !isGoing(decision)
        && (!byRank
            || decision.reasons().stream()
                .anyMatch(reason -> reason.code().equals(ReasonCodes.KEEP_NEWEST)));
  }

  /** Keeps as many of those that were to go as there is room for, or all if that is not known. */
  private void keep(String group, List<ImageId> left, List<ImageDecision> going) {
    Reason reason =
        Reason.of(
            ReasonCodes.BECAME_RETAINED,
            byRank
                ? "Among the newest of " + group + ", now that others do not count any more"
                : "What " + group + " retains now is not known, for others do not count any more",
            left.stream().map(ImageId::value).toList());
    going.stream()
        .sorted(NEWEST_FIRST)
        .limit(byRank ? left.size() : going.size())
        .forEach(
            decision -> {
              staying.putIfAbsent(decision.imageId(), reason);
              changes.putIfAbsent(decision.imageId(), reason);
            });
  }

  private List<ExclusionFilter> filters() {
    Optional<LifecycleTags> tags = plan.policy().lifecycle().map(LifecycleSpecs::tags);
    List<ExclusionFilter> found = new ArrayList<>();
    for (Protection protection : Protection.values()) {
      if (plan.policy().protects(protection)) {
        ProtectionFilters.filter(protection)
            .map(
                filter ->
                    tags.isPresent() && protection == Protection.NOT_AVAILABLE
                        ? LifecycleEvaluation.exceptDisabledByStage(filter, tags.get())
                        : filter)
            .ifPresent(found::add);
      }
    }
    plan.policy().exclude().stream()
        .filter(filter -> filter.customParts().isEmpty())
        .map(filter -> StrategyRegistry.installed().make(ExclusionFilter.class, filter))
        .forEach(found::add);
    tags.map(LifecycleEvaluation::onHold).ifPresent(found::add);
    if (plan.policy().retain().stream().anyMatch(DescribedDrift::countsLaunches)) {
      found.add(ExclusionFilter.named("launched-since()", (image, now) -> launch(image)));
    }
    return found;
  }

  private static boolean countsLaunches(StrategySpec retention) {
    return retention.name().equals("launchedWithin")
        || (JOINING.contains(retention.name())
            && retention.argument().specs().stream().anyMatch(DescribedDrift::countsLaunches));
  }

  private List<Reason> launch(Image image) {
    return image.lastLaunchedTime().filter(plan.createdAt()::isBefore).stream()
        .map(
            time ->
                Reason.of(
                    ReasonCodes.LAUNCHED_WITHIN, "Launched since it was planned", time.toString()))
        .toList();
  }

  /** Returns the mappers of the plan if all of them are known. */
  private Optional<List<ImageMapper>> mappers() {
    List<StrategySpec> specs = plan.policy().groupBy();
    return specs.isEmpty() || specs.stream().anyMatch(StrategySpec::isCustom)
        ? Optional.empty()
        : Optional.of(StrategyRegistry.installed().makeAll(ImageMapper.class, specs));
  }

  private static boolean isByRank(StrategySpec retention) {
    return BY_RANK.contains(retention.name())
        || (JOINING.contains(retention.name())
            && retention.argument().specs().stream().allMatch(DescribedDrift::isByRank));
  }
}
