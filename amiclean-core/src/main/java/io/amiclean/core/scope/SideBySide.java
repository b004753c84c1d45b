package io.amiclean.core.scope;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.core.internal.LogContext;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the same for several scopes at a time, and hands on what becomes of each.
 *
 * @param <S> what stands for a scope
 * @param <T> what is made of it
 */
final class SideBySide<S, T> {

  private static final Logger LOG = LoggerFactory.getLogger(SideBySide.class);

  private final Scopes.Work<? super S, ? extends T> work;
  private final int threads;
  private final ExecutorService pool;
  private final BlockingQueue<ScopeOutcome<S, T>> ended = new LinkedBlockingQueue<>();
  private int begun;
  private volatile boolean stopped;
  private boolean interrupted;

  private SideBySide(int threads, Scopes.Work<? super S, ? extends T> work) {
    this.work = work;
    this.threads = threads;
    this.pool =
        Executors.newFixedThreadPool(
            threads, new ThreadFactoryBuilder().setNameFormat("amiclean-scope-%d").build());
  }

  /**
   * Works on each scope, and waits for all of them.
   *
   * @return the outcomes in the order of the scopes
   */
  static <S, T> List<ScopeOutcome<S, T>> run(
      Collection<S> scopes, int concurrency, Scopes.Work<? super S, ? extends T> work) {
    IdentityHashMap<S, ScopeOutcome<S, T>> outcomes = new IdentityHashMap<>();
    SideBySide.<S, T>run(
        scopes, concurrency, work, outcome -> outcomes.put(outcome.scope(), outcome));
    return scopes.stream()
        .map(scope -> Objects.requireNonNull(outcomes.get(scope), "outcome"))
        .toList();
  }

  /**
   * Works on each scope. The calling thread hands each outcome to the sink before another scope is
   * begun in its place. Its interrupt is handed on to the work that is under way; scopes that were
   * not begun fail, and the thread is interrupted when this returns. If the sink throws, the work
   * under way is interrupted and waited for; the calling thread is not interrupted by that.
   */
  static <S, T> void run(
      Collection<S> scopes,
      int concurrency,
      Scopes.Work<? super S, ? extends T> work,
      Consumer<? super ScopeOutcome<S, T>> sink) {
    if (!scopes.isEmpty()) {
      new SideBySide<S, T>(Math.min(concurrency, scopes.size()), work).run(scopes.iterator(), sink);
    }
  }

  private void run(Iterator<S> waiting, Consumer<? super ScopeOutcome<S, T>> sink) {
    try {
      while (begun > 0 || waiting.hasNext()) {
        while (!stopped && begun < threads && waiting.hasNext()) {
          begin(waiting.next());
        }
        sink.accept(begun > 0 ? next() : outcome(waiting.next()));
      }
    } catch (RuntimeException | Error e) {
      stop();
      while (begun > 0) {
        next();
      }
      throw e;
    } finally {
      pool.shutdown();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void begin(S scope) {
    Callable<Boolean> task = () -> ended.add(outcome(scope));
    Future<?> unused = pool.submit(LogContext.carried(task));
    begun++;
  }

  private ScopeOutcome<S, T> next() {
    while (true) {
      try {
        ScopeOutcome<S, T> outcome = ended.take();
        begun--;
        return outcome;
      } catch (InterruptedException e) {
        interrupted = true;
        stop();
      }
    }
  }

  private void stop() {
    stopped = true;
    // What was not begun is run here, to fail at once: its outcome is waited for.
    pool.shutdownNow().forEach(Runnable::run);
  }

  private ScopeOutcome<S, T> outcome(S scope) {
    if (stopped) {
      return ScopeOutcome.failed(
          scope,
          new PlanRefusedException(
              "Interrupted before " + scope + " was begun: nothing of it was changed"));
    }
    try {
      return ScopeOutcome.done(scope, work.on(scope));
    } catch (Exception e) {
      LOG.debug("The scope {} failed; the others go on", scope, e);
      return ScopeOutcome.failed(scope, e);
    } catch (Error e) {
      LOG.debug("The scope {} failed; the others go on", scope, e);
      // Not even an error may hide what was done in the other scopes.
      return ScopeOutcome.failed(scope, new IllegalStateException("The scope failed: " + e, e));
    }
  }
}
