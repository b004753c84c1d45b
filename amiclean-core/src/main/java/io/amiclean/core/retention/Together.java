package io.amiclean.core.retention;

import com.google.common.collect.Lists;
import io.amiclean.api.internal.StrategyInvoker;
import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Keeps a group as a whole if anything of it stays. Immutable. */
final class Together implements RetentionStrategy {

  private final RetentionStrategy retention;

  Together(RetentionStrategy retention) {
    this.retention = Objects.requireNonNull(retention, "retention");
  }

  @Override
  public Optional<StrategySpec> spec() {
    return Optional.of(StrategySpec.of("together", SpecArgument.of(StrategySpec.of(retention))));
  }

  /** An image that one of its groups keeps stays in the others as well. */
  @Override
  public RetentionDecision decide(ImageGroup group, PlanningContext context) {
    return whole(
            List.of(group),
            List.of(
                StrategyInvoker.call(
                    retention,
                    new StrategyInvoker.Group(group.key()),
                    () -> retention.decide(group, context))))
        .getOrDefault(group.key(), RetentionDecision.keepNone());
  }

  @Override
  public Map<GroupKey, RetentionDecision> decideAll(
      List<ImageGroup> groups, PlanningContext context) {
    return whole(
        groups,
        StrategyInvoker.callForAll(
            retention,
            Lists.transform(groups, ImageGroup::key),
            () -> retention.decideAll(groups, context)));
  }

  /** Adds what stays because of what is kept. */
  private Map<GroupKey, RetentionDecision> whole(
      List<ImageGroup> groups, List<RetentionDecision> decided) {
    Set<ImageId> staying = new HashSet<>();
    for (int i = 0; i < groups.size(); i++) {
      groups.get(i).kept().forEach(image -> staying.add(image.id()));
      staying.addAll(decided.get(i).reasons().keySet());
    }
    Map<GroupKey, ImageId> whole = staying(groups, staying);
    Map<GroupKey, RetentionDecision> decisions = new LinkedHashMap<>();
    for (int i = 0; i < groups.size(); i++) {
      ImageGroup group = groups.get(i);
      RetentionDecision alone = decided.get(i);
      ImageId because = whole.get(group.key());
      RetentionDecision rest =
          because == null ? RetentionDecision.keepNone() : rest(group, alone, because);
      decisions.put(
          group.key(),
          alone
              .plus(rest)
              .madeOf(
                  List.of(
                      new RetentionDecision.Part(retention, alone, Set.of()),
                      new RetentionDecision.Part(this, rest, alone.reasons().keySet()))));
    }
    return decisions;
  }

  /** Returns the groups that stay, each with an image of it that stays for another reason. */
  private static Map<GroupKey, ImageId> staying(List<ImageGroup> groups, Set<ImageId> staying) {
    Map<GroupKey, ImageId> whole = new LinkedHashMap<>();
    List<ImageGroup> open = new ArrayList<>(groups);
    boolean changed = true;
    while (changed) {
      changed =
          open.removeIf(
              group -> {
                Optional<ImageId> because =
                    Stream.concat(group.candidates().stream(), group.kept().stream())
                        .map(Image::id)
                        .filter(staying::contains)
                        .findFirst();
                because.ifPresent(
                    image -> {
                      whole.put(group.key(), image);
                      group.candidates().forEach(candidate -> staying.add(candidate.id()));
                    });
                return because.isPresent();
              });
    }
    return whole;
  }

  private static RetentionDecision rest(
      ImageGroup group, RetentionDecision alone, ImageId because) {
    return RetentionDecision.keep(
        group.candidates().stream().filter(image -> !alone.keeps(image.id())).toList(),
        image ->
            Reason.of(
                ReasonCodes.KEEP_TOGETHER,
                "Another image of " + group.key().shortName() + " stays",
                because.value()));
  }

  @Override
  public String toString() {
    return description();
  }
}
