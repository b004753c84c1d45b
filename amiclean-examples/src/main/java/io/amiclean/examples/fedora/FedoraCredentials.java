package io.amiclean.examples.fedora;

import io.amiclean.aws.AwsConfigurationException;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The credentials that Fedora's process is given. */
final class FedoraCredentials {

  private static final String ACCESS_KEY = "AWS_ACCESS_KEY";
  private static final String SECRET = "AWS_SECRET_ACCESS_KEY";

  private FedoraCredentials() {}

  /**
   * Finds the credentials of the seed document in the environment: {@code AWS_ACCESS_KEY}, which
   * the SDK does not know, and {@code AWS_SECRET_ACCESS_KEY}.
   *
   * @param environment the environment variables
   * @return the credentials, or empty if the SDK's own chain has to find some
   * @throws AwsConfigurationException if there is an access key without its secret
   */
  static Optional<AwsCredentialsProvider> in(Map<String, String> environment) {
    String accessKey = environment.getOrDefault(ACCESS_KEY, "").strip();
    String secret = environment.getOrDefault(SECRET, "").strip();
    if (accessKey.isEmpty()) {
      return Optional.empty();
    }
    if (secret.isEmpty()) {
      throw new AwsConfigurationException(
          ACCESS_KEY + " is set and " + SECRET + " is not: set both, or none of them", null);
    }
    return Optional.of(
        StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secret)));
  }
}
