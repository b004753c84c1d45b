package io.amiclean.core.internal;

import io.amiclean.api.model.CleanupScope;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The account and the region that a thread works on, in the MDC of SLF4J, so that each log line can
 * name them. What the caller had there is restored in the end.
 */
public final class LogContext {

  /** The key of the account. */
  public static final String ACCOUNT = "amiclean.account";

  /** The key of the region. */
  public static final String REGION = "amiclean.region";

  private LogContext() {}

  /**
   * Does work whose log lines are about a scope.
   *
   * @param <T> what the work returns
   * @param scope the scope
   * @param work the work
   * @return what the work returned
   */
  public static <T> T within(CleanupScope scope, Supplier<T> work) {
    @Nullable String account = MDC.get(ACCOUNT);
    @Nullable String region = MDC.get(REGION);
    MDC.put(ACCOUNT, scope.accountId().value());
    MDC.put(REGION, scope.region());
    try {
      return work.get();
    } finally {
      restore(ACCOUNT, account);
      restore(REGION, region);
    }
  }

  /**
   * Returns a task that logs on its thread what it would on this one: with everything that the MDC
   * of this thread holds, the application's own keys included.
   *
   * @param <T> what the task returns
   * @param task the task, for another thread
   * @return the task in the context of this thread
   */
  public static <T> Callable<T> carried(Callable<T> task) {
    @Nullable Map<String, String> context = MDC.getCopyOfContextMap();
    return () -> in(context, task::call);
  }

  /**
   * Returns work on items that logs on any thread what it would on this one.
   *
   * @param <A> what the work is about
   * @param <T> what the work returns
   * @param work the work, for several threads
   * @return the work in the context of this thread
   */
  public static <A, T> Function<A, T> carriedToItems(Function<? super A, ? extends T> work) {
    @Nullable Map<String, String> context = MDC.getCopyOfContextMap();
    return item -> in(context, () -> work.apply(item));
  }

  @FunctionalInterface
  private interface Work<T, E extends Exception> {
    T call() throws E;
  }

  private static <T, E extends Exception> T in(
      @Nullable Map<String, String> context, Work<T, E> work) throws E {
    @Nullable Map<String, String> before = MDC.getCopyOfContextMap();
    set(context);
    try {
      return work.call();
    } finally {
      set(before);
    }
  }

  private static void set(@Nullable Map<String, String> context) {
    if (context == null) {
      MDC.clear();
    } else {
      MDC.setContextMap(context);
    }
  }

  private static void restore(String key, @Nullable String value) {
    if (value == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, value);
    }
  }
}
