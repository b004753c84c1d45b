package io.amiclean.aws.internal;

import io.amiclean.aws.internal.call.AwsFailures;
import io.amiclean.aws.internal.call.CredentialsException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Credentials of a session of IAM Identity Center that name the profile and the command that opens
 * a session when they cannot be had. Without it, an expired session is reported as a missing
 * permission of the first call, or as a transient failure.
 *
 * <p>Thread-safe as far as what it asks is.
 */
public final class SessionCredentials implements AwsCredentialsProvider {

  /** Its module need not be on the class path. */
  private static final String EXPIRED =
      "software.amazon.awssdk.services.sso.auth.ExpiredTokenException";

  private static final String SERVICE = "Sso";

  private static final int HTTP_UNAUTHORIZED = 401;
  private static final int HTTP_FORBIDDEN = 403;

  private final AwsCredentialsProvider provider;
  private final Supplier<Optional<SdkException>> reason;
  private final String profile;

  /**
   * Creates credentials.
   *
   * @param provider what gives the credentials; the caller closes it
   * @param reason why the profile alone gives none, for a provider that does not say so; it is
   *     asked after a failure only
   * @param profile the name of the profile that has the session
   */
  public SessionCredentials(
      AwsCredentialsProvider provider, Supplier<Optional<SdkException>> reason, String profile) {
    this.provider = Objects.requireNonNull(provider, "provider");
    this.reason = Objects.requireNonNull(reason, "reason");
    this.profile = Objects.requireNonNull(profile, "profile");
  }

  /**
   * Returns the credentials, of which the SDK keeps a copy.
   *
   * @return the credentials
   * @throws CredentialsException if there is no session, or if it gives no credentials
   * @throws SdkException if something else fails, such as the network
   */
  @Override
  public AwsCredentials resolveCredentials() {
    try {
      return provider.resolveCredentials();
    } catch (SdkException e) {
      throw sentence(e)
          .or(() -> reason.get().flatMap(this::sentence))
          .<SdkException>map(sentence -> new CredentialsException(sentence, false, e))
          .orElse(e);
    }
  }

  private Optional<String> sentence(SdkException failure) {
    if (failure.getClass().getName().equals(EXPIRED)) {
      return Optional.of(
          "The profile '"
              + profile
              + "' has no valid session of IAM Identity Center: run 'aws sso login --profile "
              + profile
              + "'");
    }
    if (!(failure instanceof AwsServiceException service)
        || service.awsErrorDetails() == null
        || !SERVICE.equals(service.awsErrorDetails().serviceName())) {
      return Optional.empty();
    }
    String advice =
        switch (service.statusCode()) {
          case HTTP_UNAUTHORIZED -> "run 'aws sso login --profile " + profile + "'";
          case HTTP_FORBIDDEN -> "check sso_account_id and sso_role_name, and the assignment";
          default -> "run it again later";
        };
    return Optional.of(
        "IAM Identity Center gives no credentials to the profile '"
            + profile
            + "' ("
            + AwsFailures.code(service)
            + ": "
            + AwsFailures.sentence(service)
            + "): "
            + advice);
  }

  @Override
  public String toString() {
    return "SessionCredentials[" + profile + "]";
  }
}
