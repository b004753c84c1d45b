package io.amiclean.core.execution;

import com.google.common.collect.Iterators;
import com.google.common.collect.PeekingIterator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Hands results on in a given order, each as soon as it and all before it are there. Only those
 * that wait for others are kept. Not thread-safe.
 */
final class OrderedBuffer<K, R> {

  private final PeekingIterator<K> awaited;
  private final Consumer<? super R> receiver;
  private final Map<K, R> early = new HashMap<>();

  /** Takes the keys of all results, each once. */
  OrderedBuffer(Iterator<? extends K> keys, Consumer<? super R> receiver) {
    this.awaited = Iterators.peekingIterator(keys);
    this.receiver = receiver;
  }

  void put(K key, R result) {
    early.put(key, result);
    while (awaited.hasNext() && early.containsKey(awaited.peek())) {
      receiver.accept(early.remove(awaited.next()));
    }
  }
}
