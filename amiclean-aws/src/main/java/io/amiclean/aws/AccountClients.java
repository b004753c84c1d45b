package io.amiclean.aws;

import io.amiclean.api.model.EvidenceException;
import io.amiclean.aws.internal.call.CallWatch;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.internal.source.further.FurtherClients;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;

/**
 * The clients of an account for services that only providers of sources read.
 *
 * @param given those of the caller, by their interfaces
 * @param clients build the others, if there are any
 * @param watch bounds their calls
 * @param isChecked whether their answers are checked
 */
record AccountClients(
    Map<Class<?>, AwsClient> given,
    Optional<AwsClients> clients,
    CallWatch watch,
    boolean isChecked)
    implements FurtherClients {

  @Override
  public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C extends AwsClient>
      CheckedClient<C> client(String source, Class<C> type, Supplier<B> builder) {
    AwsClient own = given.get(type);
    C client =
        own == null
            ? clients.orElseThrow(() -> missing(source, type)).shared(type, builder)
            : type.cast(own);
    return isChecked
        ? CheckedClient.of(client, watch)
        : CheckedClient.withoutAnswerChecks(client, watch);
  }

  private static EvidenceException missing(String source, Class<?> type) {
    return new EvidenceException(
        source,
        "The source '"
            + source
            + "' reads with a "
            + type.getSimpleName()
            + ", and the account has none: give it one by AwsAccountBuilder.client, or skip the"
            + " source '"
            + source
            + "'");
  }
}
