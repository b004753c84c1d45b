package io.amiclean.aws;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CallListener;
import io.amiclean.aws.budget.RequestBudget;
import io.amiclean.aws.internal.Listeners;
import io.amiclean.aws.internal.RoleCredentials;
import io.amiclean.aws.internal.ServiceCalls;
import io.amiclean.aws.internal.call.CheckedClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.imagebuilder.ImagebuilderClient;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Clients of EC2, Auto Scaling, Systems Manager, EC2 Image Builder and STS for one region, set up
 * for reading large accounts: retries that outlast throttling and do not stop for good, time
 * limits, the JDK's own HTTP client or one of the caller's, and a {@linkplain RequestBudget budget}
 * that keeps requests to EC2 inside its token buckets. {@link #client} sets up further ones alike.
 *
 * <p>Clients are built when they are first asked for, share one HTTP client and one source of
 * credentials, and are closed together. Thread-safe.
 */
public final class AwsClients implements AutoCloseable {

  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(10);

  /**
   * A page of a thousand images takes EC2 seconds; a minute without a byte is a lost connection.
   */
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(60);

  private final ClientSetup setup;
  private final Deque<SdkAutoCloseable> open = new ArrayDeque<>();
  private final Map<Class<?>, Object> shared = new HashMap<>();
  private boolean closed;

  AwsClients(AwsClientsBuilder builder) {
    Optional<Profile> profile = Optional.ofNullable(builder.profile).map(DefaultChain::profile);
    Region region =
        builder.region == null
            ? DefaultChain.region(builder.profile, fallbackRegion(profile, builder.fallbackRegion))
            : Region.of(builder.region);
    // Before the credentials, as another thread builds it meanwhile.
    SdkHttpClient http = builder.http == null ? opened(ownHttpClient()) : builder.http;
    AwsCredentialsProvider credentials =
        builder.credentials == null
            ? profile
                .map(given -> DefaultChain.credentials(given, this::opened))
                .orElseGet(() -> DefaultChain.credentials(this::opened))
            : builder.credentials;
    ClientSetup own =
        new ClientSetup(
            region,
            Optional.ofNullable(builder.endpoint),
            profile.map(Profile::name),
            http,
            credentials,
            builder.budget,
            Optional.empty(),
            builder.hook,
            new ServiceCalls(new Listeners<>(builder.listeners), Optional.empty()));
    this.setup = builder.role == null ? own : assuming(own, builder.role, builder.session);
  }

  /** Shares the HTTP client and the credentials of others, which have to outlast this one. */
  private AwsClients(ClientSetup setup) {
    this.setup = setup;
  }

  /** Shares the HTTP client of others, which have to outlast this one, and works with a role. */
  private AwsClients(ClientSetup others, String role, RoleSession session) {
    this.setup = assuming(others, role, session);
  }

  /** Credentials of one partition are none in another, where they could not even ask. */
  private static @Nullable String fallbackRegion(
      Optional<Profile> profile, @Nullable String given) {
    Optional<String> role = profile.flatMap(known -> known.property(ProfileProperty.ROLE_ARN));
    if (given == null || role.isEmpty()) {
      return given;
    }
    String partition = AwsNames.partitionOf(role.get());
    return PartitionMetadata.of(Region.of(given)).id().equals(partition)
        ? given
        : AwsNames.regionFor(role.get());
  }

  private static SdkHttpClient ownHttpClient() {
    return new PreloadedHttpClient(
        "UrlConnection",
        () ->
            UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECTION_TIMEOUT)
                .socketTimeout(SOCKET_TIMEOUT)
                .build());
  }

  /**
   * Returns a set-up with a role: STS is called, with the credentials of the set-up so far, at the
   * first call of a client, and before they expire.
   */
  private ClientSetup assuming(ClientSetup base, String role, RoleSession session) {
    StsClient sts = opened(base.build(StsClient.builder()));
    return base.withRole(
        AwsNames.accountOf(role),
        opened(
            new RoleCredentials(
                StsAssumeRoleCredentialsProvider.builder()
                    .stsClient(sts)
                    .refreshRequest(
                        request ->
                            request
                                .roleArn(role)
                                .roleSessionName(session.nameOrDefault())
                                .externalId(session.externalId())
                                .policy(session.policy())
                                .overrideConfiguration(
                                    checked ->
                                        checked.addPlugin(CheckedClient.ofEachCall("AssumeRole"))))
                    .build(),
                role)));
  }

  /**
   * Returns a new builder.
   *
   * @return a builder that takes region and credentials from the SDK's own chain: environment,
   *     profile, and the role of the machine
   */
  public static AwsClientsBuilder builder() {
    return new AwsClientsBuilder();
  }

  /**
   * Returns what reports the calls of clients that were built elsewhere, to a listener and to
   * recordings of the JDK Flight Recorder; for the configuration of each of them, as the first of
   * its interceptors. The clients of this class bring it along.
   *
   * @param listener receives every call, as {@link AwsClientsBuilder#listener} describes
   * @return the interceptor, thread-safe, for all clients with the same credentials
   */
  public static ExecutionInterceptor reporting(CallListener listener) {
    Objects.requireNonNull(listener, "listener");
    return new ServiceCalls(new Listeners<>(List.of(listener)), Optional.empty());
  }

  /**
   * Returns the client of EC2.
   *
   * @return the client, the same at each call; it is closed with this object
   * @throws IllegalStateException if this object is closed
   */
  public Ec2Client ec2() {
    return shared(Ec2Client.class, Ec2Client::builder);
  }

  /**
   * Returns the client of Auto Scaling.
   *
   * @return the client, the same at each call; it is closed with this object
   * @throws IllegalStateException if this object is closed
   */
  public AutoScalingClient autoScaling() {
    return shared(AutoScalingClient.class, AutoScalingClient::builder);
  }

  /**
   * Returns the client of STS.
   *
   * @return the client, the same at each call; it is closed with this object
   * @throws IllegalStateException if this object is closed
   */
  public StsClient sts() {
    return shared(StsClient.class, StsClient::builder);
  }

  /**
   * Returns the client of Systems Manager.
   *
   * @return the client, the same at each call; it is closed with this object
   * @throws IllegalStateException if this object is closed
   */
  public SsmClient ssm() {
    return shared(SsmClient.class, SsmClient::builder);
  }

  /**
   * Returns the client of EC2 Image Builder.
   *
   * @return the client, the same at each call; it is closed with this object
   * @throws IllegalStateException if this object is closed
   */
  public ImagebuilderClient imageBuilder() {
    return shared(ImagebuilderClient.class, ImagebuilderClient::builder);
  }

  /**
   * Returns the client of Organizations, which is one service for all regions.
   *
   * @return the client, the same at each call; it is closed with this object
   * @throws IllegalStateException if this object is closed
   */
  OrganizationsClient organizations() {
    return shared(OrganizationsClient.class, OrganizationsClient::builder);
  }

  /**
   * Builds a client of any service in the same set-up, such as for a source of one's own: region,
   * endpoint, credentials, HTTP client, time limits, retries and the caller's {@linkplain
   * AwsClientsBuilder#overrideConfiguration settings}, and the budget if it is one of EC2. They
   * replace what the builder holds of them; whatever else it holds stays.
   *
   * <pre>{@code
   * S3Client s3 = clients.client(S3Client.builder().forcePathStyle(true));
   * }</pre>
   *
   * @param <B> the builder
   * @param <C> the client
   * @param builder the service's builder of synchronous clients
   * @return a new client at each call; it is closed with this object
   * @throws IllegalStateException if this object is closed
   */
  public synchronized <
          B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C extends SdkAutoCloseable>
      C client(B builder) {
    if (closed) {
      throw new IllegalStateException("The clients of " + setup.region() + " are closed");
    }
    return opened(setup.build(builder));
  }

  /** Returns a client that is built at the first call, and the same at each other. */
  synchronized <
          B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C extends SdkAutoCloseable>
      C shared(Class<C> type, Supplier<B> builder) {
    Object known = shared.get(type);
    if (closed || known == null) {
      C built = client(builder.get());
      shared.put(type, built);
      return built;
    }
    return type.cast(known);
  }

  /** Returns the region that the clients are for. */
  Region region() {
    return setup.region();
  }

  /** Returns the account of the role that the clients work with, or empty without a role. */
  Optional<AccountId> accountOfRole() {
    return setup.account();
  }

  /**
   * Returns clients for another region, with the same credentials. They are closed by themselves,
   * and before these.
   *
   * @throws IllegalArgumentException if it is no code of a region
   */
  AwsClients inRegion(String code) {
    return new AwsClients(setup.inRegion(Region.of(AwsNames.requireRegion(code))));
  }

  /**
   * Returns clients that work with a role, which is assumed with these credentials. They are closed
   * by themselves, and before these.
   *
   * @throws IllegalArgumentException if it is no ARN of a role
   */
  AwsClients withRole(String roleArn, RoleSession session) {
    return new AwsClients(setup, AwsNames.requireRole(roleArn), session);
  }

  /** Closes the clients, but no HTTP client of the caller's. Closing twice does nothing more. */
  @Override
  public synchronized void close() {
    closed = true;
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private <T extends SdkAutoCloseable> T opened(T resource) {
    open.push(resource);
    return resource;
  }
}
