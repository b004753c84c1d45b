package io.amiclean.core.internal;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was worked out of the last object that was asked about: a strategy is asked about every
 * image of an inventory, one by one. Thread-safe.
 *
 * @param <K> the type of what is asked about, compared by identity
 * @param <V> the type of the answer
 */
public final class LastAnswer<K, V> {

  private record Answer<K, V>(K about, V value) {}

  private final Function<K, V> working;
  private final AtomicReference<@Nullable Answer<K, V>> last = new AtomicReference<>();

  /**
   * Creates one without an answer.
   *
   * @param working works an answer out; pure
   */
  public LastAnswer(Function<K, V> working) {
    this.working = working;
  }

  /**
   * Returns the answer about an object.
   *
   * @param about the object
   * @return the answer
   */
  @SuppressWarnings("ReferenceEquality") // comparing whole inventories costs what this saves
  public V about(K about) {
    Answer<K, V> answer = last.get();
    if (answer == null || answer.about() != about) {
      answer = new Answer<>(about, working.apply(about));
      last.set(answer);
    }
    return answer.value();
  }
}
