package io.amiclean.api.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several threads that do the same at the same time. */
final class Threads {

  private static final int COUNT = 4;

  private Threads() {}

  /**
   * Lets four threads start a task at the same moment.
   *
   * @param <T> the type of the answers
   * @param task the task
   * @return the four answers
   * @throws Exception what the task threw in one of the threads
   */
  static <T> List<T> answers(Callable<T> task) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(COUNT);
    try {
      CyclicBarrier start = new CyclicBarrier(COUNT);
      List<Future<T>> pending = new ArrayList<>();
      for (int i = 0; i < COUNT; i++) {
        pending.add(
            threads.submit(
                () -> {
                  start.await();
                  return task.call();
                }));
      }
      List<T> answers = new ArrayList<>();
      for (Future<T> answer : pending) {
        answers.add(answer.get());
      }
      return answers;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    } finally {
      threads.shutdownNow();
    }
  }
}
