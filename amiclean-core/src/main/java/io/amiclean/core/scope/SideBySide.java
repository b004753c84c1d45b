package io.amiclean.core.scope;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.core.internal.LogContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the same for several scopes at a time, and collects what became of each. */
final class SideBySide {

  private static final Logger LOG = LoggerFactory.getLogger(SideBySide.class);

  /** What is done for a scope. */
  @FunctionalInterface
  interface Task<S, T> {
    T call(S scope) throws Exception;
  }

  private SideBySide() {}

  /**
   * Calls a task for each scope, and waits for all of them. An interrupt is handed on to those that
   * are under way; those that were not begun fail, and the thread is interrupted when this returns.
   *
   * @return the outcomes in the order of the scopes
   */
  static <S, T> List<ScopeOutcome<S, T>> run(
      List<S> scopes, int concurrency, Task<? super S, ? extends T> task) {
    if (scopes.isEmpty()) {
      return List.of();
    }
    ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.min(concurrency, scopes.size()),
            new ThreadFactoryBuilder().setNameFormat("amiclean-scope-%d").build());
    AtomicBoolean stopped = new AtomicBoolean();
    try {
      List<Future<T>> futures = new ArrayList<>(scopes.size());
      for (S scope : scopes) {
        futures.add(pool.submit(LogContext.carried(() -> callUnless(stopped, scope, task))));
      }
      List<ScopeOutcome<S, T>> outcomes = new ArrayList<>(scopes.size());
      for (int i = 0; i < scopes.size(); i++) {
        outcomes.add(await(futures.get(i), scopes.get(i), stopped, pool));
      }
      return outcomes;
    } finally {
      pool.shutdown();
      if (stopped.get()) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static <S, T> T callUnless(
      AtomicBoolean stopped, S scope, Task<? super S, ? extends T> task) throws Exception {
    if (stopped.get()) {
      throw new PlanRefusedException(
          "Interrupted before " + scope + " was begun: nothing of it was changed");
    }
    return Objects.requireNonNull(task.call(scope), "the outcome of a scope");
  }

  private static <S, T> ScopeOutcome<S, T> await(
      Future<T> future, S scope, AtomicBoolean stopped, ExecutorService pool) {
    while (true) {
      try {
        return ScopeOutcome.done(scope, future.get());
      } catch (InterruptedException e) {
        stopped.set(true);
        // What was not begun is run here, to fail at once; somebody may be waiting for it.
        pool.shutdownNow().forEach(Runnable::run);
      } catch (ExecutionException e) {
        LOG.debug("The scope {} failed; the others go on", scope, e.getCause());
        return ScopeOutcome.failed(scope, failure(e));
      }
    }
  }

  /** Not even an error may hide what was done in the other scopes. */
  private static Exception failure(ExecutionException failed) {
    Throwable cause = failed.getCause();
    return cause instanceof Exception exception
        ? exception
        : new IllegalStateException("The scope failed: " + cause, cause);
  }
}
