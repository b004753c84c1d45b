package io.amiclean.examples.library;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.AwsClients;
import io.amiclean.aws.source.ReadingLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.metrics.MetricPublisher;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;

/** Clients for a program that has an HTTP client and metrics, and a source of its own. */
public final class EmbeddedClients {

  private EmbeddedClients() {}

  /**
   * Sets clients up.
   *
   * @param http the program's HTTP client, which the program closes
   * @param metrics is given what the SDK measures of every call
   * @return the clients, to be closed before the HTTP client
   */
  public static AwsClients clients(SdkHttpClient http, MetricPublisher metrics) {
    return AwsClients.builder()
        .profile("cleanup")
        .httpClient(http)
        .overrideConfiguration(
            settings -> settings.addMetricPublisher(metrics).apiCallTimeout(Duration.ofMinutes(5)))
        .build();
  }

  /**
   * Returns an account of which no answer takes longer than two minutes.
   *
   * @param clients the clients, which are to outlast the account
   * @return the account
   */
  public static AwsAccount account(AwsClients clients) {
    return AwsAccount.builder()
        .clients(clients)
        .limits(ReadingLimits.builder().answerTime(Duration.ofMinutes(2)).build())
        .build();
  }

  /**
   * Returns usage by the parameter {@code /releases/current}, whose value is the id of an image.
   *
   * @param clients the clients, which are to outlast the source
   * @param aws the account that the parameter and the image are of
   * @return the source
   */
  public static ImageUsageSource currentRelease(AwsClients clients, AwsAccount aws) {
    SsmClient ssm = clients.client(SsmClient.builder());
    return () -> {
      Instant readAt = Instant.now();
      ImageReference release = release(ssm);
      return ImageUsage.builder()
          .scope(aws.scope())
          .readAt(readAt)
          .addReferences(release)
          .addEvidence(Evidence.complete("releases", 1, readAt))
          .build();
    };
  }

  private static ImageReference release(SsmClient ssm) {
    try {
      List<Parameter> found =
          ssm.getParameters(request -> request.names("/releases/current")).parameters();
      if (found.isEmpty()) {
        throw new EvidenceException("releases", "There is no current release: nothing is removed");
      }
      return ImageReference.of(ImageId.of(found.get(0).value()), "release", found.get(0).name());
    } catch (SdkException e) {
      throw new EvidenceException("releases", "The current release cannot be read", e);
    }
  }
}
