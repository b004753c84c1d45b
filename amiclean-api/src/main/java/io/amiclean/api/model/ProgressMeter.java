package io.amiclean.api.model;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Estimates from progress events how fast each task is, and how long it will take still if it goes
 * on like that. Thread-safe.
 */
public final class ProgressMeter {

  private final InstantSource clock;
  private final Map<String, Start> starts = new ConcurrentHashMap<>();

  private record Start(Instant time, long done) {}

  /**
   * How fast a task is.
   *
   * @param perSecond how many items are done in a second, on average since the task began; empty
   *     before the second step
   * @param left how long the rest will take; empty if the speed or the end of the task is not known
   */
  public record Speed(OptionalDouble perSecond, Optional<Duration> left) {}

  /**
   * Creates a meter.
   *
   * @param clock the time at which a step is done, such as {@code Clock.systemUTC()}
   */
  public ProgressMeter(InstantSource clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * Takes a step of a task, of which the first begins its time.
   *
   * @param progress how far the task has come
   * @return how fast it is
   */
  public Speed measure(Progress progress) {
    Instant now = clock.instant();
    Start start = starts.computeIfAbsent(progress.task(), task -> new Start(now, progress.done()));
    double seconds = Duration.between(start.time(), now).toMillis() / 1000.0;
    long done = progress.done() - start.done();
    if (seconds <= 0 || done <= 0) {
      return new Speed(OptionalDouble.empty(), Optional.empty());
    }
    double perSecond = done / seconds;
    Optional<Duration> left =
        progress.total().isEmpty()
            ? Optional.empty()
            : Optional.of(
                Duration.ofSeconds(
                    Math.round(
                        Math.max(0, progress.total().getAsLong() - progress.done()) / perSecond)));
    return new Speed(OptionalDouble.of(perSecond), left);
  }
}
