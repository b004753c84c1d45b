package io.amiclean.examples.cli.terminal;

import io.amiclean.api.model.Progress;
import io.amiclean.api.model.ProgressMeter;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** Shows progress as lines of a log: one every ten seconds, and one at the end. Not thread-safe. */
final class ProgressLines {

  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final PrintStream stream;
  private final InstantSource clock;
  private ProgressMeter meter;
  private Instant next = Instant.MAX;
  private String line = "";

  ProgressLines(PrintStream stream, InstantSource clock) {
    this.stream = stream;
    this.clock = clock;
    this.meter = new ProgressMeter(clock);
  }

  /** Shows a step; the first after the end of a task begins another. */
  void show(Progress progress, String detail) {
    Instant now = clock.instant();
    if (next.equals(Instant.MAX)) {
      next = now.plus(PAUSE);
    }
    line = text(progress, meter.measure(progress), detail);
    if (!now.isBefore(next)) {
      print();
      next = now.plus(PAUSE);
    }
  }

  /** Ends the task that is shown. */
  void finish() {
    print();
    meter = new ProgressMeter(clock);
    next = Instant.MAX;
  }

  private void print() {
    if (!line.isEmpty()) {
      stream.println("amiclean: " + line);
      line = "";
    }
  }

  private static String text(Progress progress, ProgressMeter.Speed speed, String detail) {
    StringBuilder text = new StringBuilder(progress.task()).append(": ").append(progress.done());
    progress.total().ifPresent(total -> text.append('/').append(total));
    speed.perSecond().ifPresent(rate -> text.append(String.format(Locale.ROOT, ", %.1f/s", rate)));
    speed.left().ifPresent(left -> text.append(", ").append(left.toSeconds()).append(" s left"));
    return text.append(detail.isEmpty() ? "" : ", ").append(detail).toString();
  }
}
