package io.amiclean.core.report.html;

import io.amiclean.api.plan.ImageDecision;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A group, for the page: its images over time, and its storage. */
final class GroupView {

  private static final int HEIGHT = 28;

  private final @Nullable String name;
  private final Course course;
  private final List<ImageDecision> images;
  private final ImageBars bars;
  private final Storage storage;
  private final Currency currency;
  private int most = 1;
  private long mostGib = 1;

  /** Creates the view of a group, or without a name that of the images in no group. */
  GroupView(
      @Nullable String name,
      List<ImageDecision> images,
      Timeline timeline,
      Course course,
      Storage storage,
      Currency currency) {
    this.name = name;
    this.images = images;
    this.course = course;
    this.storage = storage;
    this.currency = currency;
    bars = new ImageBars(timeline, course, images);
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

  /** Returns what the snapshots that go cost a month, at most. */
  String freedCost() {
    return Figures.money(storage.deletedCost().freedPerMonth(), currency);
  }

  String images() {
    return Figures.count(images.size());
  }

  String removals() {
    return Figures.count(gone().size());
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
    List<ImageDecision> gone = gone();
    return "Images created "
        + span(images)
        + (gone.isEmpty() ? "; all are kept" : "; " + course.removed() + " are those created ")
        + (gone.isEmpty() ? "" : span(gone));
  }

  /** Says what the bar of the storage shows. */
  String storage() {
    return deletedGib()
        + " of "
        + gib()
        + " GiB in "
        + Figures.count(storage.snapshots(), "snapshot")
        + " "
        + course.deleted()
        + (storage.unknown() == 0
            ? ""
            : "; the size of " + Figures.count(storage.unknown()) + " is unknown");
  }

  private List<ImageDecision> gone() {
    return images.stream().filter(course::removes).toList();
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
