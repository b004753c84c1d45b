package io.amiclean.core.report.html;

import io.amiclean.api.plan.ImageDecision;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The images of a scope by the time of their creation, as a chart for the page. */
final class HistoryChart {

  private static final int HEIGHT = 180;
  private static final int MOST_LINES = 4;

  private final Timeline timeline;
  private final Course course;
  private final ImageBars bars;

  HistoryChart(Timeline timeline, Course course, List<ImageDecision> images) {
    this.timeline = timeline;
    this.course = course;
    this.bars = new ImageBars(timeline, course, images);
  }

  /** Returns whether the creation date of any image is known. */
  boolean dated() {
    return bars.most() > 0;
  }

  String unit() {
    return timeline.unit();
  }

  List<TickView> ticks() {
    List<Timeline.Tick> ticks = timeline.ticks();
    return IntStream.range(0, ticks.size())
        .mapToObj(i -> new TickView(ticks.get(i), i % 2 == 1, i % 4 == 2))
        .toList();
  }

  /** Returns the lines that mark the ticks through a whole chart, as the data of an SVG path. */
  String tickLines() {
    StringBuilder path = new StringBuilder();
    for (Timeline.Tick tick : timeline.ticks()) {
      path.append('M').append(Figures.coordinate(tick.position())).append(" 0V").append(HEIGHT);
    }
    return path.toString();
  }

  String keptBars() {
    return bars.keptBars(HEIGHT, top());
  }

  String removedBars() {
    return bars.removedBars(HEIGHT, top());
  }

  List<ImageBars.Period> periods() {
    return bars.periods();
  }

  /** Returns the numbers of images that lines mark, from above to the ground. */
  List<LineView> lines() {
    int step = step();
    return IntStream.rangeClosed(1, top() / step)
        .mapToObj(
            i ->
                new LineView(
                    Figures.count((long) i * step),
                    Figures.coordinate(HEIGHT - (double) i * step * HEIGHT / top())))
        .toList();
  }

  private int top() {
    int step = step();
    return Math.max(1, (bars.most() + step - 1) / step) * step;
  }

  /** The smallest of 1, 2, 5, 10, 20, 50... that needs few lines. */
  private int step() {
    int magnitude = 1;
    while (true) {
      for (int factor : new int[] {1, 2, 5}) {
        if (bars.most() <= MOST_LINES * factor * magnitude) {
          return factor * magnitude;
        }
      }
      magnitude *= 10;
    }
  }

  String history() {
    ImageBars.Period most =
        Collections.max(bars.periods(), Comparator.comparing(ImageBars.Period::images));
    return "A bar for each "
        + timeline.unit()
        + ", the images "
        + course.removed()
        + " below those that are kept. The most images in a "
        + timeline.unit()
        + ": "
        + Figures.count(most.images())
        + " ("
        + most.name()
        + ").";
  }

  /** A place on the axis of time, for the page. */
  record TickView(Timeline.Tick tick, boolean minor, boolean middle) {

    /** Returns whether a short axis has no room for the name. */
    boolean spare() {
      return middle || tick.position() > 0.6 * Timeline.WIDTH;
    }

    String x() {
      return ImageBars.percent(tick.position());
    }

    /** Returns the name, or nothing where it would not fit. */
    String name() {
      return tick.position() > 0.9 * Timeline.WIDTH ? "" : tick.name();
    }
  }

  /** A number of images that a line marks. */
  record LineView(String name, String y) {}
}
