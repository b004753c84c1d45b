package io.amiclean.core.report.html;

import io.amiclean.api.plan.ImageDecision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A group, for the page: its images over time, and its storage. */
final class GroupView {

  private static final int HEIGHT = 28;

  private final @Nullable String name;
  private final String freedCost;
  private final List<ImageDecision> images;
  private final ImageBars bars;
  private final Storage storage = new Storage();
  private int most = 1;
  private long mostGib = 1;

  /** Creates the view of a group, or without a name that of the images in no group. */
  GroupView(
      @Nullable String name, String freedCost, List<ImageDecision> images, Timeline timeline) {
    this.name = name;
    this.freedCost = freedCost;
    this.images = images;
    bars = new ImageBars(timeline, images);
    images.forEach(image -> storage.add(image.snapshots()));
  }

  /** Has groups drawn in one scale, so that they can be compared. */
  static void scale(List<GroupView> groups) {
    int most = groups.stream().mapToInt(group -> group.bars.most()).max().orElse(0);
    long mostGib = groups.stream().mapToLong(group -> group.storage.gib()).max().orElse(0);
    for (GroupView group : groups) {
      group.most = Math.max(most, 1);
      group.mostGib = Math.max(mostGib, 1);
    }
  }

  String name() {
    return name == null ? "no group" : name;
  }

  /** Returns whether this is a group, and not what no mapper placed. */
  boolean named() {
    return name != null;
  }

  /** Returns what the snapshots to be deleted cost a month, at most; nothing if unknown. */
  String freedCost() {
    return freedCost;
  }

  String images() {
    return Figures.count(images.size());
  }

  String removed() {
    return Figures.count(removals().size());
  }

  String keptBars() {
    return bars.keptBars(HEIGHT, most);
  }

  String removedBars() {
    return bars.removedBars(HEIGHT, most);
  }

  long largestGib() {
    return mostGib;
  }

  String deletedWidth() {
    return Figures.coordinate((double) storage.deletedGib() * Timeline.WIDTH / mostGib);
  }

  String width() {
    return Figures.coordinate((double) storage.gib() * Timeline.WIDTH / mostGib);
  }

  String deletedGib() {
    return Figures.count(storage.deletedGib());
  }

  String gib() {
    return Figures.count(storage.gib());
  }

  /** Says what the bars over time show. */
  String history() {
    List<ImageDecision> removals = removals();
    return "Images created "
        + span(images)
        + (removals.isEmpty() ? "; all are kept" : "; to be removed are those created ")
        + (removals.isEmpty() ? "" : span(removals));
  }

  /** Says what the bar of the storage shows. */
  String storage() {
    return deletedGib()
        + " of "
        + gib()
        + " GiB in "
        + Figures.count(storage.snapshots(), "snapshot")
        + " to be deleted"
        + (storage.unknown() == 0
            ? ""
            : "; the size of " + Figures.count(storage.unknown()) + " is unknown");
  }

  private List<ImageDecision> removals() {
    return images.stream().filter(ImageDecision::isRemoval).toList();
  }

  private static String span(List<ImageDecision> images) {
    List<String> days =
        images.stream()
            .flatMap(image -> image.creationDate().stream())
            .sorted()
            .map(Figures::day)
            .toList();
    if (days.isEmpty()) {
      return "at unknown times";
    }
    String first = days.get(0);
    String last = days.get(days.size() - 1);
    return first.equals(last) ? "on " + first : "from " + first + " to " + last;
  }
}
