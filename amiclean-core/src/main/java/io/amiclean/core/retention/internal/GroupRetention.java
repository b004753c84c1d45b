package io.amiclean.core.retention.internal;

import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.policy.Strategy;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.core.exclusion.internal.Exclusions;
import io.amiclean.core.internal.StrategyInvoker;
import io.amiclean.core.mapping.internal.ImageGroups;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a group keeps of the images that are not excluded, and why. Immutable. */
public final class GroupRetention {

  private final RetentionStrategy retention;
  private final RetentionDecision decision;

  /** The ranks of the candidates, the newest being 1. */
  private final Map<ImageId, Integer> ranks = new HashMap<>();

  private GroupRetention(
      RetentionStrategy retention, ImageGroup group, @Nullable RetentionDecision answer) {
    this.retention = retention;
    this.decision = StrategyInvoker.call(retention, subject(group), () -> answer);
    group.candidates().forEach(candidate -> ranks.put(candidate.id(), ranks.size() + 1));
    decision
        .reasons()
        .forEach((image, reasons) -> StrategyInvoker.requireProtecting(retention, image, reasons));
    StrategyInvoker.requireAsked(
        retention, subject(group), decision.reasons().keySet(), ranks.keySet());
  }

  /**
   * Asks the retention about the images of groups that are not excluded and whose creation date is
   * known.
   *
   * @param retention the retention
   * @param groups the groups; all of them if the retention {@linkplain
   *     RetentionStrategy#spansGroups() spans groups}
   * @param exclusions which images are excluded
   * @param context what was read
   * @return what each group keeps, by the name of the group
   */
  public static Map<String, GroupRetention> of(
      RetentionStrategy retention,
      List<ImageGroups.Group> groups,
      Exclusions exclusions,
      PlanningContext context) {
    Map<String, ImageGroup> asked = new LinkedHashMap<>();
    for (ImageGroups.Group group : groups) {
      asked.put(group.name(), asked(group, exclusions, context));
    }
    Map<GroupKey, RetentionDecision> decisions =
        decisions(retention, List.copyOf(asked.values()), context);
    Map<String, GroupRetention> retentions = new HashMap<>();
    asked.forEach(
        (name, group) ->
            retentions.put(name, new GroupRetention(retention, group, decisions.get(group.key()))));
    return retentions;
  }

  private static ImageGroup asked(
      ImageGroups.Group group, Exclusions exclusions, PlanningContext context) {
    List<Image> candidates = new ArrayList<>(group.positions().length());
    List<Image> kept = new ArrayList<>();
    for (int i = 0; i < group.positions().length(); i++) {
      int position = group.positions().get(i);
      Image image = context.images().images().get(position);
      boolean open = image.creationDate().isPresent() && !exclusions.contains(position);
      (open ? candidates : kept).add(image);
    }
    candidates.sort(Image.NEWEST_FIRST);
    kept.sort(Image.NEWEST_FIRST);
    return ImageGroup.builder().key(group.key()).candidates(candidates).kept(kept).build();
  }

  private static Map<GroupKey, RetentionDecision> decisions(
      RetentionStrategy retention, List<ImageGroup> groups, PlanningContext context) {
    if (retention.spansGroups()) {
      return StrategyInvoker.call(
          retention, "all groups", () -> retention.decideAll(groups, context));
    }
    Map<GroupKey, RetentionDecision> decisions = new HashMap<>();
    for (ImageGroup group : groups) {
      decisions.put(
          group.key(),
          group.candidates().isEmpty()
              ? RetentionDecision.keepNone()
              : StrategyInvoker.call(
                  retention, subject(group), () -> retention.decide(group, context)));
    }
    return decisions;
  }

  private static String subject(ImageGroup group) {
    return "group " + group.key();
  }

  /**
   * Returns whether the group keeps an image.
   *
   * @param image the id
   * @return whether the retention keeps it
   */
  public boolean keeps(ImageId image) {
    return decision.keeps(image);
  }

  /**
   * Returns why the group keeps an image.
   *
   * @param image the id
   * @return the reasons; empty if the group lets it go
   */
  public List<Reason> reasons(ImageId image) {
    return decision.reasons().getOrDefault(image, List.of());
  }

  /**
   * Hands on what each part of the retention answered about an image.
   *
   * @param image the id
   * @param answers receives the strategies with their reasons, in the order of asking
   */
  public void answers(ImageId image, BiConsumer<? super Strategy, ? super List<Reason>> answers) {
    decision.answers(retention, image, answers);
  }

  /**
   * Hands on what keeps an image: the retention and its parts, however deep they are.
   *
   * @param image the id
   * @param keeping takes each strategy that keeps the image
   */
  public void keeping(ImageId image, Consumer<? super Strategy> keeping) {
    keeping(retention, decision, image, keeping);
  }

  private static void keeping(
      Strategy strategy,
      RetentionDecision decision,
      ImageId image,
      Consumer<? super Strategy> keeping) {
    if (decision.keeps(image)) {
      keeping.accept(strategy);
      decision.parts().forEach(part -> keeping(part.strategy(), part.decision(), image, keeping));
    }
  }

  /**
   * Returns how many images of the group the retention decided on.
   *
   * @return the number
   */
  public int candidates() {
    return ranks.size();
  }

  /**
   * Returns the rank of an image among the candidates of the group, the newest being 1.
   *
   * @param image the id
   * @return the rank, or 0 if the image is no candidate
   */
  public int rank(ImageId image) {
    return ranks.getOrDefault(image, 0);
  }
}
