package io.amiclean.aws.internal.call;

import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Supplier;
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
  private final CallWatch watch;
  private final boolean isChecked;

  private CheckedClient(C client, CallWatch watch, boolean isChecked) {
    this.client = Objects.requireNonNull(client, "client");
    this.watch = Objects.requireNonNull(watch, "watch");
    this.isChecked = isChecked;
  }

  /**
   * Returns a client whose answers are checked, with the default limits.
   *
   * @param <C> the interface of the client
   * @param client the client, which runs the plugins of its requests; the caller closes it
   * @return the client behind the gate
   */
  public static <C extends SdkClient> CheckedClient<C> of(C client) {
    return of(client, CallWatch.defaults());
  }

  /**
   * Returns a client whose answers are checked.
   *
   * @param <C> the interface of the client
   * @param client the client, which runs the plugins of its requests; the caller closes it
   * @param watch bounds its answers
   * @return the client behind the gate
   */
  public static <C extends SdkClient> CheckedClient<C> of(C client, CallWatch watch) {
    return new CheckedClient<>(client, watch, true);
  }

  /**
   * Returns a client of which every answer counts. It is for tests with a mock, which has no answer
   * of a service to check.
   *
   * @param <C> the interface of the client
   * @param client the client; the caller closes it
   * @param watch bounds the time of its calls
   * @return the client behind an open gate
   */
  public static <C extends SdkClient> CheckedClient<C> withoutAnswerChecks(
      C client, CallWatch watch) {
    return new CheckedClient<>(client, watch, false);
  }

  /**
   * Does work as a reading of its own, whose time is bounded.
   *
   * @param <T> what is read
   * @param work calls this client
   * @return what was read
   */
  public <T> T reading(Supplier<T> work) {
    return watch.reading(work);
  }

  /** Returns what bounds the calls. */
  public CallWatch watch() {
    return watch;
  }

  /**
   * Calls an operation that reads.
   *
   * @param <Q> the request
   * @param <P> the answer
   * @param source the source that reads
   * @param operation the operation, such as {@code Ec2Client::describeImages}
   * @param request the request
   * @return the answer of the service
   * @throws SdkException if the call fails
   * @throws UnusableAnswerException if the answer is not the service's own, or nothing is known of
   *     it because the client does not run the plugins of its requests, or if it passes a limit
   * @throws io.amiclean.api.model.ReadingInterruptedException if this thread is interrupted
   */
  public <Q extends AwsRequest, P extends AwsResponse> P read(
      String source, BiFunction<C, Q, P> operation, Q request) {
    AnswerCheck check = AnswerCheck.ofReading(nameOf(request), watch);
    return watch.read(source, check, () -> checked(check, operation, request));
  }

  /**
   * Calls an operation that changes the account.
   *
   * @param <Q> the request
   * @param <P> the answer
   * @param operation the operation, such as {@code Ec2Client::describeImages}
   * @param request the request
   * @param plugins what the request carries in addition to the check
   * @return the answer of the service
   * @throws SdkException if the call fails
   * @throws UnusableAnswerException if the answer is not the service's own, or nothing is known of
   *     it because the client does not run the plugins of its requests, or if it passes a limit
   */
  public <Q extends AwsRequest, P extends AwsResponse> P change(
      BiFunction<C, Q, P> operation, Q request, SdkPlugin... plugins) {
    AnswerCheck check = AnswerCheck.ofChange(nameOf(request), watch);
    return watch.change(check, () -> checked(check, operation, request, plugins));
  }

  private <Q extends AwsRequest, P extends AwsResponse> P checked(
      AnswerCheck check, BiFunction<C, Q, P> operation, Q request, SdkPlugin... plugins) {
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
    P answer;
    try {
      answer = operation.apply(client, configured);
    } catch (SdkException e) {
      throw PassedLimitException.behind(e).<RuntimeException>map(passed -> passed).orElse(e);
    }
    if (isChecked && !check.hasPassed()) {
      throw new ForeignAnswerException(
          check.operation(),
          "what no check has seen, because the client runs no plugins of requests");
    }
    return answer;
  }

  /** Returns the name of the operation that a request is for. */
  public static String nameOf(AwsRequest request) {
    return request.getClass().getSimpleName().replaceFirst("Request$", "");
  }

  /**
   * Returns a plugin for requests that the SDK makes by itself, again and again: what is answered
   * to each of them is checked.
   *
   * @param operation the operation that they call, such as {@code AssumeRole}
   * @return the plugin
   */
  public static SdkPlugin ofEachCall(String operation) {
    return AnswerCheck.ofEachCall(operation);
  }

  @Override
  public String toString() {
    return "CheckedClient[" + client + (isChecked ? "" : ", without answer checks") + "]";
  }
}
