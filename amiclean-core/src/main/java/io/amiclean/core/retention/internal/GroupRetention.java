package io.amiclean.core.retention.internal;

import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.core.exclusion.internal.Exclusions;
import io.amiclean.core.internal.StrategyInvoker;
import io.amiclean.core.mapping.internal.ImageGroups;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a group keeps of the images that are not excluded, and why. Immutable. */
public final class GroupRetention {

  private final RetentionStrategy retention;
  private final List<Image> candidates;
  private final RetentionDecision decision;

  private GroupRetention(
      RetentionStrategy retention, List<Image> candidates, RetentionDecision decision) {
    this.retention = retention;
    this.candidates = candidates;
    this.decision = decision;
  }

  /**
   * Asks the retention about the images of a group that are not excluded and whose creation date is
   * known.
   *
   * @param retention the retention
   * @param group the group
   * @param exclusions which images are excluded
   * @param context what was read
   * @return what the group keeps
   */
  public static GroupRetention of(
      RetentionStrategy retention,
      ImageGroups.Group group,
      Exclusions exclusions,
      PlanningContext context) {
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
    RetentionDecision decision =
        candidates.isEmpty()
            ? RetentionDecision.keepNone()
            : decide(
                retention,
                ImageGroup.builder().key(group.key()).candidates(candidates).kept(kept).build(),
                context);
    return new GroupRetention(retention, Collections.unmodifiableList(candidates), decision);
  }

  private static RetentionDecision decide(
      RetentionStrategy retention, ImageGroup group, PlanningContext context) {
    String subject = "group " + group.key();
    RetentionDecision decision =
        StrategyInvoker.call(retention, subject, () -> retention.decide(group, context));
    decision
        .reasons()
        .forEach((image, reasons) -> StrategyInvoker.requireProtecting(retention, image, reasons));
    Set<ImageId> asked = new HashSet<>();
    group.candidates().forEach(image -> asked.add(image.id()));
    StrategyInvoker.requireAsked(retention, subject, decision.reasons().keySet(), asked);
    return decision;
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
   * Returns what each part of the retention answered about an image.
   *
   * @param image the id
   * @return the reasons by the description of the strategy, in the order of asking
   */
  public Map<String, List<Reason>> answers(ImageId image) {
    return decision.answers(retention, image);
  }

  /**
   * Returns how many images of the group the retention decided on.
   *
   * @return the number
   */
  public int candidates() {
    return candidates.size();
  }

  /**
   * Returns the rank of an image among the candidates of the group, the newest being 1.
   *
   * @param image the image
   * @return the rank, or 0 if the image is no candidate
   */
  public int rank(Image image) {
    return Math.max(0, Collections.binarySearch(candidates, image, Image.NEWEST_FIRST) + 1);
  }
}
