package io.amiclean.examples.fedora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.aws.AwsConfigurationException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

class FedoraCredentialsTest {

  @Test
  void areThoseOfTheDocument() {
    assertThat(
            FedoraCredentials.in(
                    Map.of("AWS_ACCESS_KEY", "AKIDFEDORA", "AWS_SECRET_ACCESS_KEY", "S3CRET"))
                .orElseThrow()
                .resolveCredentials())
        .isEqualTo(AwsBasicCredentials.create("AKIDFEDORA", "S3CRET"));
  }

  @Test
  void areLeftToTheSdkIfTheDocumentsAreNotThere() {
    assertThat(
            FedoraCredentials.in(
                Map.of("AWS_ACCESS_KEY_ID", "AKIDSDK", "AWS_SECRET_ACCESS_KEY", "S3CRET")))
        .isEmpty();
  }

  @Test
  void needTheSecret() {
    assertThatExceptionOfType(AwsConfigurationException.class)
        .isThrownBy(() -> FedoraCredentials.in(Map.of("AWS_ACCESS_KEY", "AKIDFEDORA")))
        .withMessageContaining("AWS_SECRET_ACCESS_KEY is not")
        .withMessageNotContaining("AKIDFEDORA");
  }

  @Test
  void doNotShowTheSecret() {
    assertThat(
            FedoraCredentials.in(
                    Map.of("AWS_ACCESS_KEY", "AKIDFEDORA", "AWS_SECRET_ACCESS_KEY", "S3CRET"))
                .orElseThrow()
                .toString())
        .doesNotContain("S3CRET");
  }
}
