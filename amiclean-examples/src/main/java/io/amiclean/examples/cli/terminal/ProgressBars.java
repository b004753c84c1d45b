package io.amiclean.examples.cli.terminal;

import com.google.common.collect.HashBasedTable;
import com.google.common.collect.Table;
import io.amiclean.api.model.Progress;
import io.amiclean.api.model.ProgressListener;
import java.io.PrintStream;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows progress on a stream: one bar counts what is read, one source at a time, and one what is
 * removed, with the rate and the time that is left; or as lines in a log.
 *
 * <p>Safe for use by several threads. After {@link #finish()} another bar begins with the next
 * progress.
 */
public final class ProgressBars implements ProgressListener, AutoCloseable {

  private static final String REMOVAL = "removal";
  private static final int WIDTH = 80;

  private final Optional<PrintStream> stream;
  private final Optional<ProgressLines> lines;

  /** How far each task is in each scope. */
  private final Table<String, String, Progress> tasks = HashBasedTable.create();

  private final Set<String> leftOut = new HashSet<>();
  private String shownName = "";
  private String shownTask = "";
  private @Nullable ProgressBar bar;
  private boolean stopped;

  private ProgressBars(Optional<PrintStream> stream, Optional<ProgressLines> lines) {
    this.stream = stream;
    this.lines = lines;
  }

  public static ProgressBars on(PrintStream stream) {
    return new ProgressBars(Optional.of(stream), Optional.empty());
  }

  /** Shows lines instead of bars, for a log. */
  public static ProgressBars inLinesOn(PrintStream stream) {
    return new ProgressBars(
        Optional.of(stream), Optional.of(new ProgressLines(stream, Clock.systemUTC())));
  }

  public static ProgressBars hidden() {
    return new ProgressBars(Optional.empty(), Optional.empty());
  }

  @Override
  public void onProgress(Progress progress) {
    stream.ifPresent(shown -> show("", progress, shown));
  }

  /** Shows nothing of these tasks from now on. */
  public synchronized void leaveOut(Set<String> tasks) {
    leftOut.addAll(tasks);
  }

  /** Returns a listener for one of several scopes, whose progress adds up. */
  public ProgressListener of(String scope) {
    return progress -> stream.ifPresent(shown -> show(scope, progress, shown));
  }

  private synchronized void show(String scope, Progress progress, PrintStream shown) {
    if (stopped || leftOut.contains(progress.task())) {
      return;
    }
    boolean removal = progress.task().equals(REMOVAL);
    String name = removal ? "Removing" : "Retrieving";
    if (!shownName.equals(name)) {
      finish();
      shownName = name;
    }
    tasks.put(progress.task(), scope, progress);
    if (!isToBeShown(progress.task())) {
      return;
    }
    boolean other = !shownTask.isEmpty() && !shownTask.equals(progress.task());
    shownTask = progress.task();
    String task = removal ? "" : shownTask;
    if (lines.isPresent()) {
      String counted = task.isEmpty() ? name : name + " " + task;
      lines.get().show(all(counted, shownTask), scopeOf(shownTask));
      return;
    }
    if (other && bar != null) {
      bar.reset();
      bar.maxHint(-1);
    }
    show(all(name, shownTask), (scopeOf(shownTask) + " " + task).strip(), shown);
  }

  /**
   * Returns whether what is counted becomes, or stays, this task: one at a time. What has a total
   * goes first until it is reached, then what has most items.
   */
  private boolean isToBeShown(String task) {
    if (shownTask.isEmpty() || shownTask.equals(task)) {
      return true;
    }
    Progress current = all(shownName, shownTask);
    Progress next = all(shownName, task);
    boolean currentEnds = isUnderWayToItsEnd(current);
    return isUnderWayToItsEnd(next) != currentEnds
        ? !currentEnds
        : !currentEnds && next.done() > current.done();
  }

  private static boolean isUnderWayToItsEnd(Progress progress) {
    return progress.total().isPresent() && progress.done() < progress.total().getAsLong();
  }

  /** Returns the name of the scope that a task is of, unless that of several is added up. */
  private String scopeOf(String task) {
    Set<String> scopes = tasks.row(task).keySet();
    return scopes.size() == 1 ? scopes.iterator().next() : "";
  }

  /** Adds up a task of all scopes. */
  private Progress all(String name, String task) {
    long done = 0;
    long total = 0;
    for (Progress progress : tasks.row(task).values()) {
      done += progress.done();
      total += progress.total().orElse(0);
    }
    return total == 0 ? Progress.of(name, done) : Progress.of(name, done, total);
  }

  private void show(Progress progress, String detail, PrintStream shown) {
    ProgressBar current = bar;
    if (current == null) {
      current =
          new ProgressBarBuilder()
              .setTaskName(progress.task())
              .setStyle(
                  System.getenv("NO_COLOR") == null
                      ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK
                      : ProgressBarStyle.UNICODE_BLOCK)
              .setInitialMax(progress.total().orElse(-1))
              .showSpeed()
              // A given width keeps the library from looking for a terminal, which takes a while.
              .setConsumer(new Line(shown))
              .build();
      bar = current;
    }
    if (progress.total().isPresent()) {
      current.maxHint(progress.total().getAsLong());
    }
    current.stepTo(progress.done());
    current.setExtraMessage(detail.isEmpty() ? "" : " " + detail);
  }

  /** A line that is not left with the bar: of a short one the library forgets it. */
  private static final class Line extends ConsoleProgressBarConsumer {

    Line(PrintStream stream) {
      super(stream, WIDTH);
    }

    @Override
    public void close() {
      // Done by finish().
    }
  }

  /** Ends the bar that is shown, so that other lines can follow. */
  public synchronized void finish() {
    if (bar != null) {
      bar.close();
      bar = null;
      stream.ifPresent(PrintStream::println);
    }
    lines.ifPresent(ProgressLines::finish);
    shownName = "";
    shownTask = "";
    tasks.clear();
  }

  /** Ends the bar where it is: later progress is of work that is given up. */
  public synchronized void stop() {
    stopped = true;
    finish();
  }

  @Override
  public void close() {
    finish();
  }
}
