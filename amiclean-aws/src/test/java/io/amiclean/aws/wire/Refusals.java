package io.amiclean.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What the double refuses, as the SDK's clients throw it. */
final class Refusals {

  private Refusals() {}

  static ThrowableAssertAlternative<AwsServiceException> assertRefused(
      String code, ThrowingCallable call) {
    return assertThatExceptionOfType(AwsServiceException.class)
        .isThrownBy(call)
        .satisfies(
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.awsErrorDetails().errorMessage()).isNotBlank();
            });
  }

  static void assertRefused(String code, int status, ThrowingCallable call) {
    assertRefused(code, call).returns(status, AwsServiceException::statusCode);
  }
}
