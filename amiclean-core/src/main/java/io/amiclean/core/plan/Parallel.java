package io.amiclean.core.plan;

import io.amiclean.core.internal.LogContext;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Works on ranges of a long list side by side, where that pays. The answers are in the order of the
 * ranges, and so is the failure that is thrown: the one that a single thread would have met first.
 */
final class Parallel {

  /** Below so many items, starting other threads takes longer than the work. */
  private static final int WORTH_IT = 8192;

  private static final int PARTS_PER_PROCESSOR = 4;

  private Parallel() {}

  /** Works on the items of a range, from one place to before another. */
  @FunctionalInterface
  interface Work<T> {
    T on(int from, int to);
  }

  private record Done<T>(@Nullable T answer, @Nullable RuntimeException failure) {}

  /** Returns what the work on each range of so many items answers. */
  static <T> List<T> on(int items, Work<T> work) {
    int parts =
        items < WORTH_IT ? 1 : PARTS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors();
    if (parts == 1) {
      return List.of(work.on(0, items));
    }
    return IntStream.range(0, parts)
        .parallel()
        .mapToObj(
            LogContext.carriedToEach(
                part -> done(work, place(items, part, parts), place(items, part + 1, parts))))
        .toList()
        .stream()
        .map(Parallel::answer)
        .toList();
  }

  private static int place(int items, int part, int parts) {
    return (int) ((long) items * part / parts);
  }

  private static <T> Done<T> done(Work<T> work, int from, int to) {
    try {
      return new Done<>(work.on(from, to), null);
    } catch (RuntimeException e) {
      return new Done<>(null, e);
    }
  }

  private static <T> T answer(Done<T> done) {
    if (done.failure() != null) {
      throw done.failure();
    }
    return Objects.requireNonNull(done.answer());
  }
}
