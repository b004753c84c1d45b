package io.amiclean.api.model;

import io.amiclean.api.internal.AmicleanStyle;
import java.util.OptionalLong;
import org.immutables.value.Value;

/** How far a reading or an execution has come. */
@Value.Immutable
@AmicleanStyle
public abstract class Progress {

  Progress() {}

  /**
   * Returns a progress whose end is not known yet.
   *
   * @param task what is being done, such as {@code images}
   * @param done how many items are done
   * @return the progress
   */
  public static Progress of(String task, long done) {
    return ImmutableProgress.of(task, done, OptionalLong.empty());
  }

  /**
   * Returns a progress whose end is known.
   *
   * @param task what is being done, such as {@code removal}
   * @param done how many items are done
   * @param total how many items there are
   * @return the progress
   */
  public static Progress of(String task, long done, long total) {
    return ImmutableProgress.of(task, done, OptionalLong.of(total));
  }

  /**
   * Returns what is being done: the name of a source while reading, {@code removal} while
   * executing.
   *
   * @return the task
   */
  @Value.Parameter
  public abstract String task();

  /**
   * Returns how many items are done.
   *
   * @return the number, 0 or more
   */
  @Value.Parameter
  public abstract long done();

  /**
   * Returns how many items there are.
   *
   * @return the number, or empty while it is not known
   */
  @Value.Parameter
  public abstract OptionalLong total();
}
