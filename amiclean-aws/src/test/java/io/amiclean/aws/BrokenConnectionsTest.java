package io.amiclean.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ImageOperations;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.execution.SnapshotOperations;
import io.amiclean.aws.BreakingServer.Arrival;
import io.amiclean.aws.BreakingServer.End;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * Connections that were kept alive and then break: whatever repeats a request does so visibly, and
 * a removal is repeated by nobody. HttpURLConnection would repeat a POST by itself if its body were
 * not streamed.
 */
class BrokenConnectionsTest {

  private static final AwsCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret"));

  @ParameterizedTest
  @EnumSource
  void sendNoDeletionTwice(End end) throws IOException {
    try (BreakingServer server = new BreakingServer("DeleteSnapshot", end);
        AwsClients clients = clients(server).build()) {
      SnapshotOperations operations = AwsAccount.builder().clients(clients).build().operations();
      clients.ec2().describeInstances();

      ActionOutcome outcome = operations.delete(AccountOverWire.snap(1));

      assertThat(outcome.outcome()).isEqualTo(Outcome.UNKNOWN);
      assertThat(server.arrivals("DeleteSnapshot"))
          .as("once, over the connection of what was asked before")
          .containsExactly(new Arrival("DeleteSnapshot", 2, "attempt=1; max=10"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void sendNoDeregistrationTwiceOverAnHttpClientOfTheCallers(End end) throws IOException {
    try (BreakingServer server = new BreakingServer("DeregisterImage", end);
        SdkHttpClient http = UrlConnectionHttpClient.create();
        AwsClients clients = clients(server).httpClient(http).build()) {
      ImageOperations operations = AwsAccount.builder().clients(clients).build().operations();
      clients.ec2().describeInstances();

      ActionOutcome outcome = operations.deregister(AccountOverWire.ami(1));

      assertThat(outcome.outcome()).isEqualTo(Outcome.UNKNOWN);
      assertThat(server.arrivals("DeregisterImage"))
          .containsExactly(new Arrival("DeregisterImage", 2, "attempt=1; max=10"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void sendNoDeletionTwiceOverAClientOfTheCallersThatRetries(End end) throws IOException {
    try (BreakingServer server = new BreakingServer("DeleteSnapshot", end);
        SdkHttpClient http = UrlConnectionHttpClient.create();
        Ec2Client ec2 =
            Ec2Client.builder()
                .endpointOverride(server.uri())
                .region(Region.EU_WEST_1)
                .credentialsProvider(CREDENTIALS)
                .httpClient(http)
                .overrideConfiguration(settings -> settings.retryStrategy(RetryMode.STANDARD))
                .build();
        AwsClients others = clients(server).build()) {
      SnapshotOperations operations =
          AwsAccount.builder().clients(others).ec2(ec2).build().operations();
      ec2.describeInstances();

      ActionOutcome outcome = operations.delete(AccountOverWire.snap(1));

      assertThat(outcome.outcome()).isEqualTo(Outcome.UNKNOWN);
      assertThat(server.arrivals("DeleteSnapshot")).extracting(Arrival::nth).containsExactly(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void areSeenByTheRetriesOfWhatOnlyReads(End end) throws IOException {
    try (BreakingServer server = new BreakingServer("DescribeImages", end);
        AwsClients clients = clients(server).build()) {
      clients.ec2().describeInstances();

      assertThat(clients.ec2().describeImages().images()).isEmpty();

      assertThat(server.arrivals("DescribeImages"))
          .extracting(Arrival::attempt)
          .containsExactly("attempt=1; max=8", "attempt=2; max=8");
    }
  }

  private static AwsClientsBuilder clients(BreakingServer server) {
    return AwsClients.builder().region("eu-west-1").endpoint(server.uri()).credentials(CREDENTIALS);
  }
}
