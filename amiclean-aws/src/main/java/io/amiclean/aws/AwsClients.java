package io.amiclean.aws;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CallListener;
import io.amiclean.aws.budget.RequestBudget;
import io.amiclean.aws.internal.Listeners;
import io.amiclean.aws.internal.RoleCredentials;
import io.amiclean.aws.internal.ServiceCalls;
import io.amiclean.aws.internal.call.CheckedClient;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
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

  private AwsClients(Builder builder) {
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
    this.setup = builder.role == null ? own : assuming(own, builder.role, builder.session());
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
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns what reports the calls of clients that were built elsewhere, to a listener and to
   * recordings of the JDK Flight Recorder; for the configuration of each of them, as the first of
   * its interceptors. The clients of this class bring it along.
   *
   * @param listener receives every call, as {@link Builder#listener} describes
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
   * Builder#overrideConfiguration settings}, and the budget if it is one of EC2. They replace what
   * the builder holds of them; whatever else it holds stays.
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

  /** Builds {@link AwsClients}. Not thread-safe. */
  public static final class Builder {

    private @Nullable String region;
    private @Nullable String fallbackRegion;
    private @Nullable String profile;
    private @Nullable AwsCredentialsProvider credentials;
    private @Nullable SdkHttpClient http;
    private @Nullable URI endpoint;
    private @Nullable String role;
    private @Nullable String externalId;
    private @Nullable String sessionName;
    private @Nullable String sessionPolicy;
    private RequestBudget budget = RequestBudget.ec2();
    private final List<CallListener> listeners = new ArrayList<>();
    private Consumer<ClientOverrideConfiguration.Builder> hook = configuration -> {};

    private Builder() {}

    /**
     * Sets the region; by default that of {@code AWS_REGION}, of the profile or of the machine.
     *
     * @param code the region's code, such as {@code eu-west-1}
     * @return this builder
     * @throws IllegalArgumentException if it is no code of a region
     */
    public Builder region(String code) {
      Objects.requireNonNull(code, "code");
      this.region = AwsNames.requireRegion(code);
      return this;
    }

    /**
     * Sets the region for where neither {@link #region} nor environment, profile or machine gives
     * one; by default there is none, and building fails. It is for {@link AwsScopes}, which have
     * regions of their own and need one to ask for them. If the role of the {@link #profile} is in
     * another partition, a region there takes its place that no account can disable.
     *
     * @param code the region's code, such as {@code us-east-1}
     * @return this builder
     * @throws IllegalArgumentException if it is no code of a region
     */
    public Builder fallbackRegion(String code) {
      Objects.requireNonNull(code, "code");
      this.fallbackRegion = AwsNames.requireRegion(code);
      return this;
    }

    /**
     * Sets the profile that credentials come from, the region where neither {@link #region} nor
     * {@code AWS_REGION} gives one, and the settings of clients, such as {@code endpoint_url},
     * {@code use_fips_endpoint} and {@code use_dualstack_endpoint}. By default the SDK's own chain.
     *
     * <p>A profile of IAM Identity Center needs the SDK's modules {@code sso} and {@code ssooidc}
     * on the class path, one of {@code aws login} the module {@code signin}.
     *
     * @param name the name of a profile in the configuration files of the AWS CLI
     * @return this builder
     */
    public Builder profile(String name) {
      this.profile = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * Sets where credentials come from; by default the SDK's own chain, or the {@link #profile}.
     *
     * @param provider the credentials; the caller closes what is to be closed
     * @return this builder
     */
    public Builder credentials(AwsCredentialsProvider provider) {
      this.credentials = Objects.requireNonNull(provider, "provider");
      return this;
    }

    /**
     * Sets the HTTP client of all services; by default the JDK's own, with time limits. What the
     * SDK itself calls for credentials, such as STS for the role of a {@link #profile}, has its
     * own.
     *
     * @param client the client, which is never closed here: the caller does it, after these clients
     *     and all that came from them. A region is read with some dozens of requests at a time,
     *     which a pool of connections has to be large enough for.
     * @return this builder
     */
    public Builder httpClient(SdkHttpClient client) {
      this.http = Objects.requireNonNull(client, "client");
      return this;
    }

    /**
     * Adds settings to all clients, such as metrics, interceptors and time limits: to those of
     * every service, to that which assumes a {@linkplain #assumeRole role}, and to what comes from
     * these clients, such as {@link AwsScopes}.
     *
     * <p>Each client is configured in this order: amiclean's time limits (90 seconds an attempt,
     * ten minutes a call) and the {@link #profile}, these settings in the order in which they were
     * added, and then what they cannot take away: retries and the {@link #budget}. A call that
     * changes the account is retried by rules of its own, whatever is set here.
     *
     * @param settings changes the configuration of a client; called once for each of them
     * @return this builder
     */
    public Builder overrideConfiguration(Consumer<ClientOverrideConfiguration.Builder> settings) {
      this.hook = hook.andThen(Objects.requireNonNull(settings, "settings"));
      return this;
    }

    /**
     * Sets one endpoint for all services; by default AWS's own.
     *
     * @param uri an absolute URI with the scheme {@code http} or {@code https}
     * @return this builder
     * @throws IllegalArgumentException if it is another one
     */
    public Builder endpoint(URI uri) {
      if (uri.getHost() == null
          || !("http".equalsIgnoreCase(uri.getScheme())
              || "https".equalsIgnoreCase(uri.getScheme()))) {
        throw new IllegalArgumentException(
            "'" + uri + "' is no endpoint: expected a URL such as http://localhost:4566");
      }
      this.endpoint = uri;
      return this;
    }

    /**
     * Has the clients work with a role, such as one of another account, that is assumed with the
     * credentials that they would otherwise work with. STS is asked at the first call, in sessions
     * named {@code amiclean}. By default no role is assumed.
     *
     * <p>The role has to trust the credentials, and they need the permission {@code sts:AssumeRole}
     * for it. What the role itself has to allow depends on its use: reading another account's usage
     * needs the reading part of that account's {@link AwsAccount#iamPolicy()}, and no removal.
     *
     * @param roleArn the role, such as {@code arn:aws:iam::210987654321:role/amiclean}
     * @return this builder
     * @throws IllegalArgumentException if it is no ARN of a role
     */
    public Builder assumeRole(String roleArn) {
      Objects.requireNonNull(roleArn, "roleArn");
      this.role = AwsNames.requireRole(roleArn);
      return this;
    }

    /**
     * Sets the external id that the trust policy of the {@linkplain #assumeRole role} asks for; by
     * default none is sent.
     *
     * @param value 2 to 1224 letters, digits and {@code _+=,.@:/-}
     * @return this builder
     * @throws IllegalArgumentException if it is no external id
     */
    public Builder externalId(String value) {
      Objects.requireNonNull(value, "value");
      this.externalId = AwsNames.requireExternalId(value);
      return this;
    }

    /**
     * Sets what CloudTrail calls the sessions with the role; by default {@code amiclean}.
     *
     * @param value the name
     * @return this builder
     * @throws IllegalArgumentException if it is no name of a session
     */
    public Builder sessionName(String value) {
      Objects.requireNonNull(value, "value");
      this.sessionName = AwsNames.requireSessionName(value);
      return this;
    }

    /**
     * Limits what the sessions with the role may do, besides the role's own policies: with {@link
     * MinimumIamPolicy#readOnly()}, credentials that plan cannot remove. By default nothing more is
     * limited.
     *
     * @param policy the policy as JSON; STS takes 2,048 characters at most
     * @return this builder
     * @throws IllegalArgumentException if it is too long, even without its spaces
     */
    public Builder sessionPolicy(String policy) {
      Objects.requireNonNull(policy, "policy");
      this.sessionPolicy = AwsNames.requireSessionPolicy(policy);
      return this;
    }

    private RoleSession session() {
      return new RoleSession(sessionName, externalId, sessionPolicy);
    }

    /**
     * Sets how many requests EC2 is sent a second; by default those of its {@linkplain
     * RequestBudget#ec2() documented buckets}. What comes from these clients, such as {@link
     * AwsScopes}, has the same budget. For other services no buckets are documented: what they
     * refuse is repeated later.
     *
     * @param requests the budget, which may be that of other clients too
     * @return this builder
     */
    public Builder budget(RequestBudget requests) {
      this.budget = Objects.requireNonNull(requests, "requests");
      return this;
    }

    /**
     * Adds a listener that receives every call of these clients when it has ended, and of those
     * that come from them, such as {@link AwsScopes}; also the calls that assume roles. Default:
     * none.
     *
     * @param listener the listener, besides those given before; thread-safe, and what it throws is
     *     logged once and changes nothing
     * @return this builder
     */
    public Builder listener(CallListener listener) {
      listeners.add(Objects.requireNonNull(listener, "listener"));
      return this;
    }

    /**
     * Builds the clients. No call is made to AWS, but the region may be asked of the machine.
     *
     * @return the clients, to be closed by the caller
     * @throws AwsConfigurationException if there is no region, no such profile, or if the class
     *     path lacks a module of the SDK that the profile needs
     * @throws IllegalStateException if there is an external id, but no role, or credentials and a
     *     profile
     * @throws io.amiclean.api.model.UnsupportedVersionException if the AWS SDK on the class path is
     *     older than 2.50.2
     */
    public AwsClients build() {
      SdkVersion.check();
      if (credentials != null && profile != null) {
        throw new IllegalStateException(
            "Credentials and the profile '" + profile + "': expected one of them");
      }
      if (session().isGiven() && role == null) {
        throw new IllegalStateException("An external id without a role: set the role to assume");
      }
      return new AwsClients(this);
    }
  }
}
