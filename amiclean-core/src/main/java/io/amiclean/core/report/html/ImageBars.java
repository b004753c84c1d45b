package io.amiclean.core.report.html;

import io.amiclean.api.plan.ImageDecision;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How many images were created in each period of a timeline, those that go and those that stay: a
 * chart of stacked bars.
 */
final class ImageBars {

  /** How much of its period a bar leaves free. */
  private static final double GAP = 0.14;

  private final Timeline timeline;
  private final NavigableMap<LocalDate, Integer> kept = new TreeMap<>();
  private final NavigableMap<LocalDate, Integer> removed = new TreeMap<>();

  ImageBars(Timeline timeline, Course course, List<ImageDecision> images) {
    this.timeline = timeline;
    for (ImageDecision image : images) {
      Optional<Instant> created = image.creationDate();
      if (created.isPresent()) {
        (course.removes(image) ? removed : kept)
            .merge(timeline.periodOf(created.get()), 1, Integer::sum);
      }
    }
  }

  /** Returns the most images that a period has. */
  int most() {
    return periods().stream().mapToInt(Period::images).max().orElse(0);
  }

  /** Returns the periods that have images, in order. */
  List<Period> periods() {
    TreeSet<LocalDate> starts = new TreeSet<>(kept.keySet());
    starts.addAll(removed.keySet());
    return starts.stream().map(Period::new).toList();
  }

  /**
   * Returns the bars of the images that go, which stand on the ground, as the data of an SVG path.
   */
  String removedBars(int height, int most) {
    StringBuilder path = new StringBuilder();
    removed.forEach((period, images) -> appendBar(path, period, 0, images, height, most));
    return path.toString();
  }

  /** Returns the bars of the images that stay, which stand on those that go. */
  String keptBars(int height, int most) {
    StringBuilder path = new StringBuilder();
    kept.forEach(
        (period, images) ->
            appendBar(path, period, removed.getOrDefault(period, 0), images, height, most));
    return path.toString();
  }

  private void appendBar(
      StringBuilder path, LocalDate period, int below, int images, int height, int most) {
    double start = timeline.start(period);
    double width = timeline.width(period) * (1 - GAP);
    double bottom = height - (double) below * height / most;
    double top = bottom - (double) images * height / most;
    path.append('M').append(Figures.coordinate(start));
    path.append(' ').append(Figures.coordinate(bottom));
    path.append('V').append(Figures.coordinate(top));
    path.append('h').append(Figures.coordinate(width));
    path.append('V').append(Figures.coordinate(bottom)).append('z');
  }

  /** The images of a period. */
  final class Period {

    private final LocalDate start;

    private Period(LocalDate start) {
      this.start = start;
    }

    String name() {
      return timeline.name(start);
    }

    String x() {
      return percent(timeline.start(start));
    }

    String width() {
      return percent(timeline.width(start));
    }

    String kept() {
      return Figures.count(images(kept));
    }

    String gone() {
      return Figures.count(images(removed));
    }

    int images() {
      return images(kept) + images(removed);
    }

    private int images(Map<LocalDate, Integer> counts) {
      return counts.getOrDefault(start, 0);
    }
  }

  /** Writes a place on a timeline as a share of its length. */
  static String percent(double position) {
    return Figures.coordinate(position * 100 / Timeline.WIDTH) + "%";
  }
}
