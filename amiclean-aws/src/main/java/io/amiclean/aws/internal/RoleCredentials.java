package io.amiclean.aws.internal;

import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.aws.internal.call.CredentialsException;
import io.amiclean.aws.internal.call.PassedLimitException;
import io.amiclean.aws.internal.call.UnusableAnswerException;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Credentials of an IAM role that say which role it is when they cannot be had. Without it, a role
 * that cannot be assumed is reported as a missing permission of the first call.
 *
 * <p>Thread-safe as far as what it asks is.
 */
public final class RoleCredentials implements AwsCredentialsProvider, SdkAutoCloseable {

  private static final ReadOperation ASSUMING =
      new ReadOperation("account", CredentialsException.PERMISSION);

  private final AwsCredentialsProvider provider;
  private final String role;

  /**
   * Creates credentials.
   *
   * @param provider what assumes the role; it is closed with this object, if it can be
   * @param role the ARN of the role
   */
  public RoleCredentials(AwsCredentialsProvider provider, String role) {
    this.provider = Objects.requireNonNull(provider, "provider");
    this.role = Objects.requireNonNull(role, "role");
  }

  /**
   * Returns credentials that say what the program lacks when they cannot be had.
   *
   * @param provider what gives the credentials; the caller closes it
   * @param sentence what is wrong and what to do
   * @return the same credentials
   */
  public static AwsCredentialsProvider lacking(AwsCredentialsProvider provider, String sentence) {
    return () -> {
      try {
        return provider.resolveCredentials();
      } catch (SdkException e) {
        throw new CredentialsException(sentence, false, e);
      }
    };
  }

  /**
   * Returns the credentials, of which most providers keep a copy.
   *
   * @return the credentials
   * @throws SdkException if the role cannot be assumed; it names the role, {@code sts:AssumeRole}
   *     and what to do
   */
  @Override
  public AwsCredentials resolveCredentials() {
    try {
      return provider.resolveCredentials();
    } catch (CredentialsException e) {
      // Of the role that this one is assumed with.
      throw e;
    } catch (SdkException e) {
      throw PassedLimitException.behind(e)
          .map(passed -> refused(ASSUMING.failure(passed), passed))
          .orElseGet(() -> refused(ASSUMING.failure(e), e));
    } catch (UnusableAnswerException e) {
      throw refused(ASSUMING.failure(e), e);
    } catch (NullPointerException e) {
      // What the SDK makes of an answer without credentials to a call that it makes by itself.
      SdkClientException failure = SdkClientException.create("STS answered without credentials", e);
      throw refused(ASSUMING.failure(failure), failure);
    }
  }

  private CredentialsException refused(EvidenceException failure, RuntimeException cause) {
    return new CredentialsException(
        "The role " + role + " is not assumed: " + failure.getMessage(),
        failure instanceof EvidenceDeniedException,
        cause);
  }

  @Override
  public void close() {
    if (provider instanceof SdkAutoCloseable closeable) {
      closeable.close();
    }
  }

  @Override
  public String toString() {
    return "RoleCredentials[" + role + "]";
  }
}
