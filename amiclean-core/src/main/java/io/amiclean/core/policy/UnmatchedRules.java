package io.amiclean.core.policy;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.internal.StrategyInvoker;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.plan.UnmatchedRule;
import io.amiclean.api.plan.UnmatchedRule.Kind;
import io.amiclean.api.policy.StrategySpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the parts of a policy that decide on nothing of an inventory. Not thread-safe. */
public final class UnmatchedRules {

  /** What joins retentions; their parts are rules. */
  private static final Set<String> JOINING = Set.of("anyOf", "then");

  /** What keeps nothing on purpose. */
  private static final Set<StrategySpec> NOTHING =
      Set.of(StrategySpec.of("nothing"), StrategySpec.of("keepNewest", 0));

  private final PlanningContext context;
  private final List<UnmatchedRule> found = new ArrayList<>();

  /**
   * Begins with an inventory.
   *
   * @param context what was read; of an inventory without images nothing is said
   */
  public UnmatchedRules(PlanningContext context) {
    this.context = Objects.requireNonNull(context, "context");
  }

  /**
   * Looks for mappers that place no image.
   *
   * @param mappers the mappers
   * @return these rules
   */
  public UnmatchedRules mappers(List<ImageMapper> mappers) {
    for (ImageMapper mapper : mappers) {
      boolean places =
          context.images().images().stream()
              .anyMatch(
                  image ->
                      !StrategyInvoker.call(mapper, image.id(), () -> mapper.map(image, context))
                          .isEmpty());
      add(Kind.GROUP_BY, StrategySpec.of(mapper), places);
    }
    return this;
  }

  /**
   * Looks for filters that protect nothing. One of images and one of snapshots that say the same,
   * such as those of a tag, are one rule in two places: both match if one of them does.
   *
   * @param filters the filters that protect images
   * @param excludes whether one of them protected an image
   * @param snapshotFilters the filters that protect snapshots
   * @return these rules
   */
  public UnmatchedRules filters(
      List<ExclusionFilter> filters,
      Predicate<? super ExclusionFilter> excludes,
      List<SnapshotExclusionFilter> snapshotFilters) {
    Objects.requireNonNull(excludes, "excludes");
    Set<StrategySpec> matching =
        Stream.concat(
                filters.stream().filter(excludes).map(StrategySpec::of),
                snapshotFilters.stream().filter(this::protects).map(StrategySpec::of))
            .collect(Collectors.toSet());
    filters.stream()
        .map(StrategySpec::of)
        .forEach(spec -> add(Kind.EXCLUDE, spec, matching.contains(spec)));
    snapshotFilters.stream()
        .map(StrategySpec::of)
        .forEach(spec -> add(Kind.EXCLUDE_SNAPSHOTS, spec, matching.contains(spec)));
    return this;
  }

  private boolean protects(SnapshotExclusionFilter filter) {
    return context.snapshots().snapshots().stream()
        .anyMatch(
            snapshot ->
                !StrategyInvoker.reasons(
                        filter, snapshot.id(), () -> filter.evaluate(snapshot, context))
                    .isEmpty());
  }

  /**
   * Looks for retentions that keep no image, those that are joined one by one.
   *
   * @param retentions the retentions
   * @param keeping the retentions that kept an image
   * @return these rules
   */
  public UnmatchedRules retentions(
      List<StrategySpec> retentions, Collection<StrategySpec> keeping) {
    Objects.requireNonNull(keeping, "keeping");
    parts(retentions)
        .filter(part -> !NOTHING.contains(part))
        .forEach(part -> add(Kind.RETAIN, part, keeping.contains(part)));
    return this;
  }

  /**
   * Returns retentions with those that are joined one by one.
   *
   * @param retentions the retentions
   * @return the parts, in their order
   */
  public static Stream<StrategySpec> parts(List<StrategySpec> retentions) {
    return retentions.stream()
        .flatMap(
            retention ->
                JOINING.contains(retention.name())
                    ? parts(retention.argument().specs())
                    : Stream.of(retention));
  }

  /**
   * Looks for pinned images that do not exist.
   *
   * @param pinned the images
   * @return what decided on nothing
   */
  public List<UnmatchedRule> pinned(Collection<ImageId> pinned) {
    Objects.requireNonNull(pinned, "pinned");
    if (context.images().images().isEmpty()) {
      return List.of();
    }
    pinned.stream()
        .filter(image -> context.images().image(image).isEmpty())
        .map(UnmatchedRule::pinned)
        .forEach(found::add);
    return List.copyOf(found);
  }

  private void add(Kind kind, StrategySpec strategy, boolean matches) {
    UnmatchedRule rule = UnmatchedRule.of(kind, strategy);
    if (!matches && !found.contains(rule)) {
      found.add(rule);
    }
  }
}
