package io.amiclean.api.model;

import io.amiclean.api.internal.AmicleanStyle;
import java.time.Duration;
import java.util.Optional;
import org.immutables.value.Value;

/** One call of a service's operation that has ended, with all its attempts. */
@Value.Immutable
@AmicleanStyle
public abstract class ServiceCall {

  ServiceCall() {}

  /**
   * Returns a new builder.
   *
   * @return a builder that requires service, operation, region and duration; by default a call has
   *     one attempt, none throttled, no error, and an account that is not known
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the service by the name of its client in the AWS SDK, such as {@code Ec2}.
   *
   * @return the service
   */
  public abstract String service();

  /**
   * Returns the operation, such as {@code DescribeImages}.
   *
   * @return the operation
   */
  public abstract String operation();

  /**
   * Returns the code of the region that was called, such as {@code eu-west-1}.
   *
   * @return the region
   */
  public abstract String region();

  /**
   * Returns the account that the credentials belong to.
   *
   * @return the account, or empty as long as it is not known: without an assumed role it is the
   *     answer to one of the first calls
   */
  public abstract Optional<AccountId> account();

  /**
   * Returns how long the call took, all attempts and the waits before and between them included.
   *
   * @return the duration, 0 or more, by a clock that never goes back
   */
  public abstract Duration duration();

  /**
   * Returns how many times a request was sent.
   *
   * @return the number; 0 if the call ended before the first one, such as for want of credentials
   */
  @Value.Default
  public int attempts() {
    return 1;
  }

  /**
   * Returns how many attempts the service refused because of the request rate.
   *
   * @return the number, at most {@link #attempts()}
   */
  @Value.Default
  public int throttled() {
    return 0;
  }

  /**
   * Returns why the call failed: the error code of the service, such as {@code
   * UnauthorizedOperation}, or where no answer came the simple name of the exception's class.
   *
   * @return the error, or empty if the call succeeded
   */
  public abstract Optional<String> error();

  @Value.Check
  void check() {
    if (duration().isNegative()) {
      throw new IllegalArgumentException(
          "The duration " + duration() + " of a call is negative: expected 0 or more");
    }
    if (throttled() < 0 || throttled() > attempts()) {
      throw new IllegalArgumentException(
          "Of "
              + attempts()
              + " attempts "
              + throttled()
              + " were throttled: expected 0 to "
              + Math.max(0, attempts()));
    }
  }

  /**
   * Builds a {@link ServiceCall}; {@code service}, {@code operation}, {@code region} and {@code
   * duration} have to be set. Not thread-safe.
   */
  public static final class Builder extends ImmutableServiceCall.Builder {
    Builder() {}
  }
}
