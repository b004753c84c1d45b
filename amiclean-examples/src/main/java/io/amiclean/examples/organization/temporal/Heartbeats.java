package io.amiclean.examples.organization.temporal;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import io.amiclean.api.model.Progress;
import io.amiclean.api.model.ProgressListener;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reports to the engine that an activity is alive, and how far it is. Once the engine does not want
 * it any more, because the workflow was cancelled, the worker is shut down, or the activity was
 * given to another worker, the thread of the activity is interrupted: a planning ends at once, and
 * an execution after the calls in flight.
 */
final class Heartbeats implements ProgressListener, AutoCloseable {

  private static final ThreadFactory THREADS =
      new ThreadFactoryBuilder().setNameFormat("amiclean-heartbeat-%d").setDaemon(true).build();

  private final ActivityExecutionContext context;
  private final Thread activity = Thread.currentThread();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(THREADS);
  private volatile String progress = "";
  private @Nullable ActivityCompletionException end;
  private boolean closed;

  /** Starts to report, for the activity that this thread runs. */
  Heartbeats(ActivityExecutionContext context) {
    this.context = context;
    long period = Math.max(1, context.getInfo().getHeartbeatTimeout().toMillis() / 3);
    Future<?> unused = timer.scheduleAtFixedRate(this::beat, 0, period, TimeUnit.MILLISECONDS);
  }

  @Override
  public void onProgress(Progress now) {
    progress = now.task() + " " + now.done();
  }

  private synchronized void beat() {
    if (closed) {
      return;
    }
    try {
      context.heartbeat(progress);
    } catch (ActivityCompletionException e) {
      end = e;
      closed = true;
      activity.interrupt();
    }
  }

  /**
   * Returns why the engine does not want the activity any more.
   *
   * @return the reason, or {@code null} while it does
   */
  synchronized @Nullable ActivityCompletionException end() {
    return end;
  }

  /** Stops. The thread of the activity belongs to the worker again, and is not interrupted. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    timer.shutdownNow();
    if (end() != null) {
      Thread.interrupted();
    }
  }
}
