package io.amiclean.aws.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.EvidenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
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

  @Test
  void knowTheErrorBehindLackingEvidence() {
    EvidenceException failure =
        new EvidenceException("images", "No.", answer("Client.InvalidAMIID.NotFound"));

    assertThat(AwsFailures.isAnsweredWith(failure, "InvalidAMIID.NotFound"::equals)).isTrue();
    assertThat(AwsFailures.isAnsweredWith(failure, "InvalidAMIID"::equals)).isFalse();
  }

  @Test
  void knowNoErrorWhereNobodyAnswered() {
    EvidenceException failure =
        new EvidenceException("images", "No.", SdkClientException.create("timeout"));

    assertThat(AwsFailures.answerBehind(failure)).isEmpty();
    assertThat(AwsFailures.isAnsweredWith(failure, code -> true)).isFalse();
  }
}
