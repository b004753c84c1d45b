package io.amiclean.aws.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.ssm.model.SsmException;

class AwsFailuresTest {

  private static Throwable answer(String code) {
    return SsmException.builder()
        .statusCode(400)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage("No.").build())
        .build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RequestLimitExceeded",
        "Client.RequestLimitExceeded",
        "ThrottlingException",
        "TooManyUpdates",
        "RateLimitExceeded",
        "CallRateLimitExceededException"
      })
  void knowTheCodesOfThrottlingOfEveryService(String code) {
    assertThat(AwsFailures.isThrottling(answer(code))).isTrue();
  }

  @Test
  void takeNoOtherRefusalForThrottling() {
    assertThat(AwsFailures.isThrottling(answer("AccessDeniedException"))).isFalse();
  }
}
