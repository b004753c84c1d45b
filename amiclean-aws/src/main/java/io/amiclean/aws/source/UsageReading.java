package io.amiclean.aws.source;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateSpecification;

/**
 * One reading of a {@link UsageSourceProvider}: it makes the calls, and takes what they find. A
 * program gets one from {@link UsageSourceProvider#read} and implements none.
 *
 * <p>All calls come under the rules of the built-in sources: an answer counts only if it is the
 * service's own, requests wait for their turn, and {@link ReadingLimits} bound time, length and
 * number of answers. A service whose answers cannot be checked, because its protocol is neither
 * JSON, Query nor that of EC2, is refused. Not thread-safe.
 */
public interface UsageReading {

  /**
   * Returns the scope that is read.
   *
   * @return the account and the region
   */
  CleanupScope scope();

  /**
   * Returns the calls of a client of the SDK. It is the account's own for that service: that which
   * {@link io.amiclean.aws.AwsAccountBuilder#client} was given, or one that {@link
   * io.amiclean.aws.AwsClients} builds in the set-up of all others.
   *
   * @param <B> the builder
   * @param <C> the interface of the client
   * @param type the interface of the client, such as {@code EmrClient.class}
   * @param builder makes a builder of it, such as {@code EmrClient::builder}
   * @return the calls
   * @throws io.amiclean.api.model.EvidenceException if the account has neither
   */
  <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C extends AwsClient>
      Calls<C> client(Class<C> type, Supplier<B> builder);

  /**
   * Counts what was read, as the evidence shows it.
   *
   * @param items how many items more, 0 or more
   */
  void items(long items);

  /**
   * Adds a reference, which protects its image or snapshot.
   *
   * @param reference the reference
   */
  void uses(ImageReference reference);

  /**
   * Adds what a version of a launch template launches from: it counts whichever {@linkplain
   * ReadingOptions.Builder#launchTemplateVersions versions} count by themselves. It needs the
   * actions {@code ec2:DescribeLaunchTemplateVersions} and {@code ssm:GetParameters}.
   *
   * @param template the template by its id or its name, and the version; without one, the default
   * @param kind the kind of user, as {@link ImageReference#kind()}
   * @param user the ARN or id of the user
   * @throws IllegalArgumentException if the template has neither an id nor a name
   */
  void launches(LaunchTemplateSpecification template, String kind, String user);

  /**
   * Adds a note on what a reader of the evidence should know. Nothing is decided on it.
   *
   * @param sentence the sentence
   */
  void note(String sentence);

  /**
   * The calls of a client.
   *
   * @param <C> the interface of the client
   */
  interface Calls<C> {

    /**
     * Calls an operation once.
     *
     * @param <Q> the request
     * @param <P> the answer
     * @param action the IAM action, one of the provider's {@linkplain
     *     UsageSourceProvider#permissions() permissions}, which errors show
     * @param operation the operation, such as {@code EmrClient::describeCluster}; it changes
     *     nothing
     * @param request the request
     * @return the answer
     * @throws io.amiclean.api.model.EvidenceException if the call is denied, fails, passes a limit,
     *     or is answered by something other than the service
     * @throws IllegalArgumentException if the action is none of the provider's
     */
    <Q extends AwsRequest, P extends AwsResponse> P call(
        String action, BiFunction<C, Q, P> operation, Q request);

    /**
     * Reads every page of a list. Only a missing token ends it.
     *
     * @param <Q> the request
     * @param <P> the answer
     * @param action the IAM action, one of the provider's {@linkplain
     *     UsageSourceProvider#permissions() permissions}, which errors show
     * @param operation the operation, such as {@code EmrClient::listClusters}; it changes nothing
     * @param request makes the request for the page that a token stands for; the first page has
     *     none
     * @param nextToken takes the token of the next page from an answer
     * @param consumer takes each page, in their order, in this thread
     * @throws io.amiclean.api.model.EvidenceException as {@link #call} does, and if a token comes
     *     twice
     * @throws IllegalArgumentException if the action is none of the provider's
     */
    <Q extends AwsRequest, P extends AwsResponse> void pages(
        String action,
        BiFunction<C, Q, P> operation,
        Function<@Nullable String, Q> request,
        Function<P, @Nullable String> nextToken,
        Consumer<P> consumer);
  }
}
