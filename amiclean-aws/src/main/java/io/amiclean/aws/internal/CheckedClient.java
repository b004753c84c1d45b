package io.amiclean.aws.internal;

import java.util.Objects;
import java.util.function.BiFunction;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * A client of the SDK whose answers count only if they are the service's own: the gate that every
 * call of amiclean goes through, also with clients of the caller. Thread-safe.
 *
 * <p>The SDK makes an empty answer of a page of HTML, of an empty body or of another operation's
 * answer. Each request therefore carries an {@link AnswerCheck}, and an answer that this has not
 * seen is refused as well.
 *
 * @param <C> the interface of the client
 */
public final class CheckedClient<C extends SdkClient> {

  private final C client;
  private final boolean isChecked;

  private CheckedClient(C client, boolean isChecked) {
    this.client = Objects.requireNonNull(client, "client");
    this.isChecked = isChecked;
  }

  /**
   * Returns a client whose answers are checked.
   *
   * @param <C> the interface of the client
   * @param client the client, which runs the plugins of its requests; the caller closes it
   * @return the client behind the gate
   */
  public static <C extends SdkClient> CheckedClient<C> of(C client) {
    return new CheckedClient<>(client, true);
  }

  /**
   * Returns a client of which every answer counts. It is for tests with a mock, which has no answer
   * of a service to check.
   *
   * @param <C> the interface of the client
   * @param client the client; the caller closes it
   * @return the client behind an open gate
   */
  public static <C extends SdkClient> CheckedClient<C> withoutAnswerChecks(C client) {
    return new CheckedClient<>(client, false);
  }

  /**
   * Calls an operation.
   *
   * @param <Q> the request
   * @param <P> the answer
   * @param operation the operation, such as {@code Ec2Client::describeImages}
   * @param request the request
   * @param plugins what the request carries besides the check
   * @return the answer of the service
   * @throws SdkException if the call fails
   * @throws ForeignAnswerException if the answer is not the service's own, or the client does not
   *     run the plugins of its requests, so that nothing is known of the answer
   */
  public <Q extends AwsRequest, P extends AwsResponse> P call(
      BiFunction<C, Q, P> operation, Q request, SdkPlugin... plugins) {
    AnswerCheck check = new AnswerCheck();
    AwsRequestOverrideConfiguration.Builder configuration =
        request
            .overrideConfiguration()
            .map(AwsRequestOverrideConfiguration::toBuilder)
            .orElseGet(AwsRequestOverrideConfiguration::builder);
    for (SdkPlugin plugin : plugins) {
      configuration.addPlugin(plugin);
    }
    configuration.addPlugin(check.plugin());
    // A request builds a copy of itself.
    @SuppressWarnings("unchecked")
    Q configured = (Q) request.toBuilder().overrideConfiguration(configuration.build()).build();
    P answer = operation.apply(client, configured);
    if (isChecked && !check.hasPassed()) {
      throw new ForeignAnswerException(
          request.getClass().getSimpleName().replaceFirst("Request$", ""),
          "what no check has seen, because the client runs no plugins of requests");
    }
    return answer;
  }

  /**
   * Returns a plugin for requests that the SDK makes by itself, again and again: what is answered
   * to each of them is checked.
   *
   * @return the plugin
   */
  public static SdkPlugin ofEachCall() {
    return AnswerCheck.ofEachCall();
  }

  @Override
  public String toString() {
    return "CheckedClient[" + client + (isChecked ? "" : ", without answer checks") + "]";
  }
}
