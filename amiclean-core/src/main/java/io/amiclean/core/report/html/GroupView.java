package io.amiclean.core.report.html;

import io.amiclean.api.plan.ImageDecision;
import java.util.Currency;
import java.util.List;

/** A group or the images of an owner, for the page: its images over time, and its storage. */
final class GroupView {

  private static final int HEIGHT = 28;

  private final String name;
  private final boolean named;
  private final Course course;
  private final List<ImageDecision> images;
  private final ImageBars bars;
  private final Storage storage;
  private final Currency currency;
  private int most = 1;
  private long mostGib = 1;

  /**
   * Creates the view.
   *
   * @param name the name, or what else the images have in common
   * @param named whether the name is that of a group or an owner
   */
  GroupView(
      String name,
      boolean named,
      List<ImageDecision> images,
      Timeline timeline,
      Course course,
      Storage storage,
      Currency currency) {
    this.name = name;
    this.named = named;
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
    return name;
  }

  /** Returns whether this is a group or an owner, and not what has none. */
  boolean named() {
    return named;
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
