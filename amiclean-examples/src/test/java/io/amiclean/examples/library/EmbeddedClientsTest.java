package io.amiclean.examples.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.AwsClients;
import io.amiclean.aws.wire.WireEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.metrics.MetricCollection;
import software.amazon.awssdk.metrics.MetricPublisher;

class EmbeddedClientsTest {

  private final WireEndpoint aws = new WireEndpoint();
  private final SdkHttpClient http = UrlConnectionHttpClient.create();
  private final List<MetricCollection> published = new CopyOnWriteArrayList<>();

  private final MetricPublisher metrics =
      new MetricPublisher() {
        @Override
        public void publish(MetricCollection call) {
          published.add(call);
        }

        @Override
        public void close() {}
      };

  private AwsClients clients;

  @BeforeEach
  void open(@TempDir Path home) throws IOException {
    Path config =
        Files.writeString(
            home.resolve("config"),
            """
            [profile cleanup]
            region = eu-west-1
            endpoint_url = %s
            aws_access_key_id = AKIDEXAMPLE
            aws_secret_access_key = secret
            """
                .formatted(aws.uri()));
    System.setProperty("aws.configFile", config.toString());
    System.setProperty("aws.sharedCredentialsFile", home.resolve("credentials").toString());
    clients = EmbeddedClients.clients(http, metrics);
  }

  @AfterEach
  void close() {
    System.clearProperty("aws.configFile");
    System.clearProperty("aws.sharedCredentialsFile");
    clients.close();
    http.close();
    aws.close();
  }

  @Test
  void measuresEveryCall() {
    clients.ec2().describeInstances();

    assertThat(published).hasSize(1);
  }

  @Test
  void countsTheCurrentReleaseAsUsed() {
    aws.state().parameter("/releases/current", "ami-00000001");

    assertThat(source().loadUsage().references())
        .singleElement()
        .satisfies(
            reference -> {
              assertThat(reference.target()).hasToString("ami-00000001");
              assertThat(reference.user()).isEqualTo("/releases/current");
            });
  }

  @Test
  void failsWhereThereIsNoCurrentRelease() {
    assertThatExceptionOfType(EvidenceException.class).isThrownBy(source()::loadUsage);
  }

  private ImageUsageSource source() {
    return EmbeddedClients.currentRelease(clients, AwsAccount.builder().clients(clients).build());
  }
}
