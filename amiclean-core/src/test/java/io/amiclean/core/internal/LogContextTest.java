package io.amiclean.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LogContextTest {

  private static final AccountId ACCOUNT = AccountId.of("123456789012");
  private static final CleanupScope IRELAND = CleanupScope.of(ACCOUNT, "eu-west-1");
  private static final CleanupScope VIRGINIA = CleanupScope.of(ACCOUNT, "us-east-1");

  @AfterEach
  void clear() {
    MDC.clear();
  }

  private static Map<String, String> in(String region) {
    return Map.of(LogContext.ACCOUNT, "123456789012", LogContext.REGION, region);
  }

  @Test
  void namesTheScopeDuringTheWorkOnly() {
    assertThat(LogContext.within(IRELAND, MDC::getCopyOfContextMap)).isEqualTo(in("eu-west-1"));
    assertThat(MDC.get(LogContext.ACCOUNT)).isNull();
    assertThat(MDC.get(LogContext.REGION)).isNull();
  }

  @Test
  void restoresTheOuterScope() {
    Map<String, String> after =
        LogContext.within(
            IRELAND,
            () -> {
              assertThat(LogContext.within(VIRGINIA, MDC::getCopyOfContextMap))
                  .isEqualTo(in("us-east-1"));
              return MDC.getCopyOfContextMap();
            });

    assertThat(after).isEqualTo(in("eu-west-1"));
  }

  @Test
  void restoresWhatTheCallerHadWhenTheWorkFails() {
    MDC.put(LogContext.REGION, "of the caller");

    assertThatThrownBy(
            () ->
                LogContext.within(
                    IRELAND,
                    () -> {
                      throw new IllegalStateException("Failed");
                    }))
        .hasMessage("Failed");
    assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of(LogContext.REGION, "of the caller"));
  }

  @Test
  void goesAlongToAnotherThreadAndLeavesNothingThere() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      thread.submit(() -> MDC.put("mine", "before")).get();
      MDC.put("request", "42");
      Callable<Map<String, String>> task =
          LogContext.within(IRELAND, () -> LogContext.carried(MDC::getCopyOfContextMap));

      assertThat(thread.submit(task).get())
          .containsEntry("request", "42")
          .containsEntry(LogContext.REGION, "eu-west-1")
          .doesNotContainKey("mine");
      assertThat(thread.submit(MDC::getCopyOfContextMap).get()).isEqualTo(Map.of("mine", "before"));
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void takesAThreadWithoutContextAlongToOneThatHasSome() throws Exception {
    Callable<String> task = LogContext.carried(() -> MDC.get("mine"));
    MDC.put("mine", "later");

    assertThat(task.call()).isNull();
    assertThat(MDC.get("mine")).isEqualTo("later");
  }
}
