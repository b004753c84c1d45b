package io.amiclean.aws.internal;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listeners, which receive an event in the order in which they were given. One that throws harms
 * neither the others nor the work, and is logged the first time. Thread-safe if they are.
 *
 * @param <L> the type of the listeners
 */
public final class Listeners<L> {

  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  private final List<L> listeners;
  private final Set<Integer> failed = ConcurrentHashMap.newKeySet();

  /**
   * Groups listeners.
   *
   * @param listeners the listeners
   */
  public Listeners(List<? extends L> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  /**
   * Hands an event to each listener.
   *
   * @param event calls a listener
   */
  public void call(Consumer<? super L> event) {
    for (int i = 0; i < listeners.size(); i++) {
      try {
        event.accept(listeners.get(i));
      } catch (Throwable e) {
        // Even an error, such as a class that cannot be linked: what it reports has happened.
        if (failed.add(i)) {
          LOG.warn("The listener {} failed; the work goes on without it", listeners.get(i), e);
        }
      }
    }
  }
}
