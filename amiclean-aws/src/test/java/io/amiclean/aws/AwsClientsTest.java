package io.amiclean.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.aws.wire.WireEndpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

class AwsClientsTest {

  private final Map<String, String> before = new HashMap<>();

  @TempDir private Path home;

  @BeforeEach
  void leaveTheMachineOut() throws IOException {
    Path config =
        Files.writeString(
            home.resolve("config"),
            """
            [profile build]
            region = eu-west-3
            aws_access_key_id = AKIDEXAMPLE
            aws_secret_access_key = secret
            [profile nowhere]
            aws_access_key_id = AKIDEXAMPLE
            aws_secret_access_key = secret
            """);
    set("aws.configFile", config.toString());
    set("aws.sharedCredentialsFile", home.resolve("credentials").toString());
    set("aws.disableEc2Metadata", "true");
  }

  @AfterEach
  void restoreProperties() {
    before.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }

  private void set(String name, String value) {
    before.put(name, System.getProperty(name, ""));
    System.setProperty(name, value);
  }

  @Test
  void talksToOneEndpointForEveryService() {
    try (WireEndpoint endpoint = new WireEndpoint();
        AwsClients clients =
            AwsClients.builder().profile("build").endpoint(endpoint.uri()).build()) {
      clients.ec2().describeInstances();
      clients.autoScaling().describeAutoScalingGroups();
      clients.sts().getCallerIdentity();

      assertThat(endpoint.requests()).hasSize(3);
    }
  }

  @Test
  void takesTheRegionOfTheProfile() {
    try (AwsClients clients = AwsClients.builder().profile("build").build()) {
      assertThat(clients.ec2().serviceClientConfiguration().region()).isEqualTo(Region.EU_WEST_3);
    }
  }

  @Test
  void takesTheGivenRegionFirst() {
    try (AwsClients clients = AwsClients.builder().profile("build").region("eu-west-1").build()) {
      assertThat(clients.sts().serviceClientConfiguration().region()).isEqualTo(Region.EU_WEST_1);
    }
  }

  @Test
  void saysHowToGiveARegion() {
    AwsClients.Builder builder = AwsClients.builder().profile("nowhere");

    assertThatExceptionOfType(AwsConfigurationException.class)
        .isThrownBy(builder::build)
        .withMessageContaining("--region")
        .withMessageContaining("AWS_REGION");
  }

  @Test
  void namesAProfileThatDoesNotExist() {
    AwsClients.Builder builder = AwsClients.builder().profile("prod").region("eu-west-1");

    assertThatExceptionOfType(AwsConfigurationException.class)
        .isThrownBy(builder::build)
        .withMessageContaining("'prod'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Europe", "eu west 1", "eu-west-1/"})
  void refusesWhatIsNoRegion(String region) {
    AwsClients.Builder builder = AwsClients.builder();

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> builder.region(region))
        .withMessageContaining("'" + region + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:4566", "ftp://localhost", "/path"})
  void refusesWhatIsNoEndpoint(String endpoint) {
    AwsClients.Builder builder = AwsClients.builder();

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> builder.endpoint(URI.create(endpoint)))
        .withMessageContaining("'" + endpoint + "'");
  }

  @Test
  void givesTheSameClientUntilItIsClosed() {
    AwsClients clients = AwsClients.builder().profile("build").build();

    assertThat(clients.ec2()).isSameAs(clients.ec2());
    clients.close();
    clients.close();
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(clients::sts);
  }

  @Test
  void retriesThrottledCallsHoweverManyThereAre() {
    RetryStrategy strategy = AwsClients.retryStrategy();

    for (int call = 0; call < 200; call++) {
      RetryToken token =
          strategy.acquireInitialToken(AcquireInitialTokenRequest.create("reading")).token();
      for (int attempt = 1; attempt < strategy.maxAttempts(); attempt++) {
        token = refreshed(strategy, token);
      }
    }

    assertThat(strategy.maxAttempts()).isEqualTo(8);
  }

  private static RetryToken refreshed(RetryStrategy strategy, RetryToken token) {
    return strategy
        .refreshRetryToken(
            RefreshRetryTokenRequest.builder()
                .token(token)
                .suggestedDelay(Duration.ZERO)
                .failure(
                    Ec2Exception.builder()
                        .statusCode(400)
                        .awsErrorDetails(
                            AwsErrorDetails.builder()
                                .errorCode("Client.RequestLimitExceeded")
                                .build())
                        .build())
                .build())
        .token();
  }
}
