package io.amiclean.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServiceCallTest {

  private static ServiceCall.Builder call() {
    return ServiceCall.builder()
        .service("Ec2")
        .operation("DescribeImages")
        .region("eu-west-1")
        .duration(Duration.ofMillis(250));
  }

  @Test
  void isOneAttemptThatSucceededUnlessItSaysMore() {
    ServiceCall call = call().build();

    assertThat(call.attempts()).isEqualTo(1);
    assertThat(call.throttled()).isZero();
    assertThat(call.error()).isEmpty();
    assertThat(call.account()).isEmpty();
  }

  @Test
  void isNotThrottledMoreOftenThanItWasSent() {
    assertThatThrownBy(() -> call().attempts(2).throttled(3).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Of 2 attempts 3 were throttled: expected 0 to 2");
  }

  @Test
  void hasNoNegativeAttempts() {
    assertThatThrownBy(() -> call().attempts(-1).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Of -1 attempts");
  }

  @Test
  void takesNoNegativeTime() {
    assertThatThrownBy(() -> call().duration(Duration.ofMillis(-1)).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The duration PT-0.001S of a call is negative: expected 0 or more");
  }
}
