package io.amiclean.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.atLeast;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.amiclean.aws.budget.RequestBudget;
import io.amiclean.aws.wire.WireEndpoint;
import io.amiclean.aws.wire.WireState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.Answers;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.Ec2ClientBuilder;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.organizations.OrganizationsClient;

/**
 * What the caller gives to all clients: an HTTP client, settings, and clients of other services.
 */
class ClientSetupTest {

  private static final String OTHER = "210987654321";
  private static final String ROLE = "arn:aws:iam::210987654321:role/amiclean";

  @AutoClose private final WireEndpoint aws = new WireEndpoint();
  @AutoClose private final SdkHttpClient real = UrlConnectionHttpClient.create();

  /** The services that were called, in their order. */
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

  private final ExecutionInterceptor recorder =
      new ExecutionInterceptor() {
        @Override
        public void beforeTransmission(
            Context.BeforeTransmission context, ExecutionAttributes attributes) {
          seen.add(attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME));
        }
      };

  private AwsClientsBuilder clients() {
    return AwsClients.builder()
        .region("eu-west-1")
        .endpoint(aws.uri())
        .credentials(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret")));
  }

  private static void callEveryService(AwsClients clients) {
    clients.ec2().describeInstances();
    clients.autoScaling().describeAutoScalingGroups();
    clients.ssm().describeParameters();
    clients.imageBuilder().listImageRecipes(request -> {});
    clients.sts().getCallerIdentity();
  }

  @Test
  void everyServiceIsCalledWithTheCallersHttpClient() {
    SdkHttpClient http = mock(SdkHttpClient.class, delegatesTo(real));
    try (AwsClients clients = clients().httpClient(http).build()) {
      callEveryService(clients);
    }

    verify(http, atLeast(5)).prepareRequest(any());
    assertThat(aws.requests()).hasSize(5);
  }

  @Test
  void rolesAndScopesUseTheCallersHttpClientToo() {
    serve();
    SdkHttpClient http = mock(SdkHttpClient.class, delegatesTo(real));
    try (AwsClients clients = clients().httpClient(http).build();
        AwsScopes scopes = AwsScopes.builder().roles(List.of(ROLE)).open(clients)) {
      scopes.list().get(0).clients().ec2().describeInstances();
    }

    verify(http, atLeast(2)).prepareRequest(any());
    assertThat(aws.requests()).hasSize(2);
  }

  @Test
  void theCallersHttpClientIsNeverClosed() {
    serve();
    SdkHttpClient http = mock(SdkHttpClient.class, delegatesTo(real));
    try (AwsClients clients = clients().httpClient(http).build();
        AwsScopes scopes = AwsScopes.builder().roles(List.of(ROLE)).open(clients)) {
      callEveryService(clients);
      scopes.list().get(0).clients().sts().getCallerIdentity();
      clients.client(OrganizationsClient.builder());
    }

    verify(http, never()).close();
  }

  @Test
  void clientsThatAnAccountIsGivenAreNeverClosed() {
    Ec2Client ec2 = mock(Ec2Client.class, Answers.RETURNS_DEEP_STUBS);
    when(ec2.serviceClientConfiguration().region()).thenReturn(Region.EU_WEST_1);
    try (AwsClients clients = clients().build()) {
      AwsAccount account = AwsAccount.builder().clients(clients).ec2(ec2).build();

      assertThat(account.scope().region()).isEqualTo("eu-west-1");
    }

    verify(ec2, never()).close();
  }

  @Test
  void everyServiceHasTheCallersSettings() {
    try (AwsClients clients = clients().overrideConfiguration(this::record).build()) {
      callEveryService(clients);
    }

    assertThat(seen).containsExactly("Ec2", "AutoScaling", "Ssm", "Imagebuilder", "Sts");
  }

  @Test
  void rolesAndScopesHaveTheCallersSettingsToo() {
    serve();
    try (AwsClients clients = clients().overrideConfiguration(this::record).build();
        AwsScopes scopes =
            AwsScopes.builder().roles(List.of(ROLE)).regions(List.of("eu-west-1")).open(clients)) {
      scopes.list().get(0).clients().ec2().describeInstances();
    }

    assertThat(seen).as("AssumeRole, DescribeInstances").containsExactly("Sts", "Ec2");
  }

  @Test
  void theCallersTimeLimitsReplaceThose() {
    try (AwsClients clients =
        clients()
            .overrideConfiguration(settings -> settings.apiCallTimeout(Duration.ofSeconds(5)))
            .build()) {
      ClientOverrideConfiguration configured =
          clients.ec2().serviceClientConfiguration().overrideConfiguration();

      assertThat(configured.apiCallTimeout()).contains(Duration.ofSeconds(5));
      assertThat(configured.apiCallAttemptTimeout()).contains(Duration.ofSeconds(90));
    }
  }

  @Test
  void settingsAddUp() {
    List<String> order = new ArrayList<>();
    try (AwsClients clients =
        clients()
            .overrideConfiguration(settings -> order.add("first"))
            .overrideConfiguration(settings -> order.add("second"))
            .build()) {
      clients.ec2();
    }

    assertThat(order).containsExactly("first", "second");
  }

  @SuppressWarnings("deprecation") // A program's settings may still set a policy of retries.
  static Stream<Consumer<ClientOverrideConfiguration.Builder>> withoutRetries() {
    return Stream.of(
        settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()),
        settings -> settings.retryStrategy(strategy -> strategy.maxAttempts(1)),
        settings -> settings.retryStrategy(RetryMode.LEGACY),
        settings -> settings.retryPolicy(RetryPolicy.none()));
  }

  @ParameterizedTest
  @MethodSource("withoutRetries")
  void settingsDoNotTakeRetriesAway(Consumer<ClientOverrideConfiguration.Builder> settings) {
    try (AwsClients clients =
        clients().budget(RequestBudget.unlimited()).overrideConfiguration(settings).build()) {
      assertThat(clients.ec2().serviceClientConfiguration().overrideConfiguration().retryStrategy())
          .hasValueSatisfying(strategy -> assertThat(strategy.maxAttempts()).isEqualTo(8));
    }
  }

  @Test
  void settingsDoNotTakeTheBudgetAway() {
    RequestBudget budget = mock(RequestBudget.class);
    when(budget.interceptor(Optional.empty())).thenReturn(recorder);
    try (AwsClients clients =
        clients()
            .budget(budget)
            .overrideConfiguration(settings -> settings.executionInterceptors(List.of()))
            .build()) {
      clients.ec2().describeInstances();
      clients.client(Ec2Client.builder()).describeInstances();
      clients.autoScaling().describeAutoScalingGroups();
    }

    assertThat(seen).containsExactly("Ec2", "Ec2", "AutoScaling");
  }

  @Test
  void aFurtherClientIsSetUpLikeTheOthers() {
    serve();
    try (AwsClients clients =
        clients().assumeRole(ROLE).overrideConfiguration(this::record).build()) {
      OrganizationsClient client = clients.client(OrganizationsClient.builder());

      client.listAccounts();
      assertThat(client.serviceClientConfiguration().region()).isEqualTo(Region.EU_WEST_1);
    }

    assertThat(seen).containsExactly("Sts", "Organizations");
    assertThat(aws.requests("ListAccounts"))
        .singleElement()
        .satisfies(request -> assertThat(request.accessKeyId()).isEqualTo("ASIA" + OTHER));
  }

  @Test
  void aFurtherClientIsClosedWithTheOthers() {
    Ec2Client further = mock(Ec2Client.class);
    Ec2ClientBuilder builder = mock(Ec2ClientBuilder.class, Answers.RETURNS_SELF);
    when(builder.build()).thenReturn(further);
    AwsClients clients = clients().build();

    assertThat(clients.client(builder)).isSameAs(further);
    verify(further, never()).close();
    clients.close();

    verify(further).close();
  }

  @Test
  void thereAreNoFurtherClientsAfterTheEnd() {
    AwsClients clients = clients().build();
    clients.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> clients.client(OrganizationsClient.builder()))
        .withMessageContaining("closed");
  }

  @Test
  void retriesThrottledCallsHoweverManyThereAre() {
    RetryStrategy strategy = ClientSetup.retryStrategy();

    for (int call = 0; call < 200; call++) {
      RetryToken token =
          strategy.acquireInitialToken(AcquireInitialTokenRequest.create("reading")).token();
      for (int attempt = 1; attempt < strategy.maxAttempts(); attempt++) {
        token = refreshed(strategy, token);
      }
    }

    assertThat(strategy.maxAttempts()).isEqualTo(8);
  }

  private static RetryToken refreshed(RetryStrategy strategy, RetryToken token) {
    return strategy
        .refreshRetryToken(
            RefreshRetryTokenRequest.builder()
                .token(token)
                .suggestedDelay(Duration.ZERO)
                .failure(
                    Ec2Exception.builder()
                        .statusCode(400)
                        .awsErrorDetails(
                            AwsErrorDetails.builder()
                                .errorCode("Client.RequestLimitExceeded")
                                .build())
                        .build())
                .build())
        .token();
  }

  private void record(ClientOverrideConfiguration.Builder settings) {
    settings.addExecutionInterceptor(recorder);
  }

  /** Serves the account of the role as well. */
  private void serve() {
    aws.state().role(ROLE);
    WireState other = new WireState(OTHER, "eu-west-1");
    other.organizationAccount(OTHER, "ACTIVE");
    aws.add(other);
  }
}
