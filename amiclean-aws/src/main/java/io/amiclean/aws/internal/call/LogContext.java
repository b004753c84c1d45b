package io.amiclean.aws.internal.call;

import io.amiclean.api.model.CleanupScope;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The account and the region that a thread reads, in the MDC of SLF4J, so that each log line can
 * name them. What the caller had there is restored in the end.
 */
public final class LogContext {

  /** The key of the account. */
  public static final String ACCOUNT = "amiclean.account";

  /** The key of the region. */
  public static final String REGION = "amiclean.region";

  private LogContext() {}

  /**
   * Does work whose log lines name a region of an account.
   *
   * @param <T> what the work returns
   * @param scope the account and region, if the account is known
   * @param region the region
   * @param work the work
   * @return what the work returned
   */
  public static <T> T within(Optional<CleanupScope> scope, String region, Supplier<T> work) {
    @Nullable String accountBefore = MDC.get(ACCOUNT);
    @Nullable String regionBefore = MDC.get(REGION);
    put(ACCOUNT, scope.map(CleanupScope::accountId).map(Object::toString).orElse(null));
    put(REGION, region);
    try {
      return work.get();
    } finally {
      put(ACCOUNT, accountBefore);
      put(REGION, regionBefore);
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
    return () -> {
      @Nullable Map<String, String> before = MDC.getCopyOfContextMap();
      set(context);
      try {
        return task.call();
      } finally {
        set(before);
      }
    };
  }

  private static void set(@Nullable Map<String, String> context) {
    if (context == null) {
      MDC.clear();
    } else {
      MDC.setContextMap(context);
    }
  }

  private static void put(String key, @Nullable String value) {
    if (value == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, value);
    }
  }
}
