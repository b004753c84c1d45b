package io.amiclean.aws.source;

import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks the same of many things, a few at a time: EC2 answers about 20 such requests a second (EC2
 * Developer Guide, "Request throttling for the Amazon EC2 API"), which one after another does not
 * come near over a slow line. Thread-safe.
 */
public final class SideBySide {

  private static final int CALLS = 8;

  private final SourceContext context;
  private final String source;

  /**
   * Creates a way of asking.
   *
   * @param context is told of each answer
   * @param source the name of the source, which errors and progress show
   */
  public SideBySide(SourceContext context, String source) {
    this.context = context;
    this.source = source;
  }

  /**
   * Asks of all items. After a failure nothing more is asked.
   *
   * @param <T> what is asked about
   * @param <R> the answer
   * @param items the items
   * @param call asks about one item; called by several threads
   * @param weight how many things an answer tells of, for the progress
   * @return the answers, in the order of the items
   * @throws EvidenceException what the first failing call threw, or if this thread is interrupted
   */
  public <T, R> List<R> ask(
      List<T> items, Function<? super T, ? extends R> call, Function<? super R, Integer> weight) {
    if (items.isEmpty()) {
      return List.of();
    }
    AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    AtomicInteger done = new AtomicInteger();
    List<Callable<R>> calls = new ArrayList<>(items.size());
    for (T item : items) {
      calls.add(() -> unlessFailed(item, call, weight, failure, done));
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.min(CALLS, items.size()), SideBySide::daemon);
    try {
      List<R> answers = new ArrayList<>(items.size());
      for (Future<R> answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
      return answers;
    } catch (ExecutionException | CancellationException e) {
      RuntimeException first = failure.get();
      throw first == null ? new IllegalStateException(e) : first;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EvidenceException(source, "Reading '" + source + "' was interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private <T, R> R unlessFailed(
      T item,
      Function<? super T, ? extends R> call,
      Function<? super R, Integer> weight,
      AtomicReference<@Nullable RuntimeException> failure,
      AtomicInteger done) {
    if (failure.get() != null) {
      throw new CancellationException();
    }
    try {
      R answer = call.apply(item);
      synchronized (done) {
        context.report(Progress.of(source, done.addAndGet(weight.apply(answer))));
      }
      return answer;
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
      throw e;
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "amiclean-reading");
    thread.setDaemon(true);
    return thread;
  }
}
