package io.amiclean.aws.internal.source.further;

import io.amiclean.aws.internal.call.CheckedClient;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;

/** The clients of an account for services that only providers read. Thread-safe. */
public interface FurtherClients {

  /**
   * Returns a client behind the check of answers.
   *
   * @param <B> the builder
   * @param <C> the interface of the client
   * @param source the name of the source that asks, which errors show
   * @param type the interface of the client
   * @param builder makes a builder of it, for where no client was given
   * @return the client; the caller owns it
   * @throws io.amiclean.api.model.EvidenceException if the account has none and builds none
   */
  <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C extends AwsClient>
      CheckedClient<C> client(String source, Class<C> type, Supplier<B> builder);
}
