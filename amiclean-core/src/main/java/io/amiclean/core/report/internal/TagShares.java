package io.amiclean.core.report.internal;

import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;

/** The images of a plan by the values of a recorded tag, such as their owners. */
public final class TagShares {

  private static final int MOST = 40;
  private static final int SHOWN = 20;

  private TagShares() {}

  /**
   * Returns the keys of the tags that a plan recorded.
   *
   * @param plan the plan
   * @return the keys, sorted
   */
  public static Set<String> keys(CleanupPlan plan) {
    Set<String> keys = new TreeSet<>();
    plan.images().forEach(image -> keys.addAll(image.tags().keySet()));
    return keys;
  }

  /**
   * Returns the images by the value of a tag. Of more than 40 values, the 20 that free most are
   * shown, and the images of the others together.
   *
   * @param plan the plan
   * @param key the key of the tag
   * @param figures how a number is written
   * @return the shares, those that free most storage first, images without the tag last
   */
  public static List<Share> of(CleanupPlan plan, String key, IntFunction<String> figures) {
    ListMultimap<String, ImageDecision> tagged =
        MultimapBuilder.treeKeys().arrayListValues().build();
    List<ImageDecision> untagged = new ArrayList<>();
    for (ImageDecision image : plan.images()) {
      String value = image.tags().get(key);
      if (value == null) {
        untagged.add(image);
      } else {
        tagged.put(value, image);
      }
    }
    List<Share> shares = new ArrayList<>();
    tagged
        .asMap()
        .forEach((value, images) -> shares.add(new Share(value, true, List.copyOf(images))));
    shares.sort(Comparator.comparingLong(Share::freedGib).reversed());
    if (shares.size() > MOST) {
      List<Share> others = shares.subList(SHOWN, shares.size());
      Share rest =
          new Share(
              figures.apply(others.size()) + " others",
              false,
              others.stream().flatMap(share -> share.images().stream()).toList());
      others.clear();
      shares.add(rest);
    }
    if (!untagged.isEmpty()) {
      shares.add(new Share("without " + key, false, untagged));
    }
    return shares;
  }

  /**
   * The images of one value of a tag, or of several together.
   *
   * @param label the value, or what else the images have in common
   * @param value whether the label is a value of the tag
   * @param images the images
   */
  public record Share(String label, boolean value, List<ImageDecision> images) {

    private long freedGib() {
      return snapshots().stream()
          .filter(SnapshotDecision::isDeletion)
          .mapToLong(snapshot -> snapshot.sizeGiB().orElse(0))
          .sum();
    }

    /**
     * Returns the snapshots of the images, each once.
     *
     * @return the decisions on them
     */
    public List<SnapshotDecision> snapshots() {
      Set<SnapshotId> counted = new HashSet<>();
      return images.stream()
          .flatMap(image -> image.snapshots().stream())
          .filter(snapshot -> counted.add(snapshot.snapshotId()))
          .toList();
    }
  }
}
