package io.amiclean.api.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.amiclean.api.model.Progress;
import io.amiclean.api.model.ProgressListener;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link ProgressListener} has to bear. */
public abstract class ProgressListenerContract {

  private static final Duration QUICK = Duration.ofSeconds(2);

  /**
   * Returns the listener.
   *
   * @return a listener, the same in every call of a test
   */
  protected abstract ProgressListener listener();

  @Test
  void takesEveryProgress() {
    assertThatCode(
            () ->
                Stream.of(
                        Progress.of("images", 0),
                        Progress.of("images", 1000),
                        Progress.of("images", 1000, 1000),
                        Progress.of("removal", 0, 0),
                        Progress.of("a task of another program", Long.MAX_VALUE))
                    .forEach(listener()::onProgress))
        .doesNotThrowAnyException();
  }

  @Test
  void takesTheSameProgressTwice() {
    Progress progress = Progress.of("images", 1);
    listener().onProgress(progress);

    assertThatCode(() -> listener().onProgress(progress)).doesNotThrowAnyException();
  }

  @Test
  void takesProgressOfSeveralTasksFromSeveralThreads() {
    ProgressListener listener = listener();

    assertThatCode(
            () ->
                Threads.answers(
                    () -> {
                      String task = Thread.currentThread().getName();
                      for (int done = 0; done <= 100; done++) {
                        listener.onProgress(Progress.of(task, done, 100));
                      }
                      return task;
                    }))
        .doesNotThrowAnyException();
  }

  @Test
  void returnsQuickly() {
    ProgressListener listener = listener();

    assertTimeoutPreemptively(
        QUICK,
        () -> {
          for (int done = 0; done < 1000; done++) {
            listener.onProgress(Progress.of("images", done));
          }
        });
  }
}
