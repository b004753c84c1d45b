package io.amiclean.aws.internal;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Progress;
import io.amiclean.api.model.ProgressListener;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What the sources of one account share: its scope, the clock that dates what they read, and the
 * listener of the progress.
 *
 * <p>Thread-safe as far as its parts are.
 */
public final class SourceContext {

  private final Supplier<CleanupScope> scope;
  private final Clock clock;
  private final Listeners<ProgressListener> progress;

  private SourceContext(Supplier<CleanupScope> scope, Clock clock, ProgressListener listener) {
    this.scope = Objects.requireNonNull(scope, "scope");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.progress = new Listeners<>(List.of(listener));
  }

  /**
   * Returns a context.
   *
   * @param scope the account and region that the clients speak for, such as a {@link CallerScope}
   * @param clock dates what is read
   * @param listener receives each page; what it throws is logged and ignored
   * @return the context
   */
  public static SourceContext of(
      Supplier<CleanupScope> scope, Clock clock, ProgressListener listener) {
    return new SourceContext(scope, clock, listener);
  }

  /**
   * Returns the scope that is read.
   *
   * @return the scope
   * @throws io.amiclean.api.model.EvidenceException if it cannot be found out
   */
  public CleanupScope scope() {
    return scope.get();
  }

  /**
   * Returns the time that what is read now is dated with.
   *
   * @return the time of the clock
   */
  public Instant now() {
    return clock.instant();
  }

  /**
   * Reports to the listener how far the reading is.
   *
   * @param progress the progress
   */
  public void report(Progress progress) {
    this.progress.call(listener -> listener.onProgress(progress));
  }
}
