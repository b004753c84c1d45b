package io.amiclean.aws;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CallListener;
import io.amiclean.aws.budget.RequestBudget;
import io.amiclean.aws.internal.AwsFailures;
import io.amiclean.aws.internal.CheckedClient;
import io.amiclean.aws.internal.Listeners;
import io.amiclean.aws.internal.RoleCredentials;
import io.amiclean.aws.internal.ServiceCalls;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
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
 * limits, the JDK's own HTTP client, and a {@linkplain RequestBudget budget} that keeps requests to
 * EC2 inside its token buckets.
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

  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(90);
  private static final Duration CALL_TIMEOUT = Duration.ofMinutes(10);

  private static final int ATTEMPTS = 8;

  private static final Pattern REGION = Pattern.compile("[a-z]+(?:-[a-z0-9]+)+");

  /** IAM User Guide, "IAM and AWS STS quotas", and STS API Reference, "AssumeRole". */
  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/(?:[!-~]+/)?[\\w+=,.@-]{1,64}");

  /** STS API Reference, "AssumeRole". */
  private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");

  /** The name that CloudTrail shows of sessions with a role. */
  private static final String SESSION = "amiclean";

  private final Region region;
  private final Optional<URI> endpoint;
  private final SdkHttpClient http;
  private final AwsCredentialsProvider credentials;
  private final RequestBudget budget;
  private final Optional<AccountId> account;
  private final Listeners<CallListener> listeners;
  private final ServiceCalls calls;
  private final Deque<SdkAutoCloseable> open = new ArrayDeque<>();
  private @Nullable Ec2Client ec2;
  private @Nullable AutoScalingClient autoScaling;
  private @Nullable StsClient sts;
  private @Nullable SsmClient ssm;
  private @Nullable ImagebuilderClient imageBuilder;
  private @Nullable OrganizationsClient organizations;
  private boolean closed;

  private AwsClients(Builder builder) {
    checkProfile(builder.profile);
    this.region = region(builder.region, builder.profile, builder.fallbackRegion);
    this.endpoint = Optional.ofNullable(builder.endpoint);
    this.http =
        opened(
            new PreparedHttpClient(
                "UrlConnection",
                () ->
                    UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECTION_TIMEOUT)
                        .socketTimeout(SOCKET_TIMEOUT)
                        .build()));
    AwsCredentialsProvider base =
        builder.credentials == null ? credentials(builder.profile) : builder.credentials;
    this.budget = builder.budget;
    this.account = Optional.ofNullable(builder.role).map(AwsScopes::accountOf);
    this.listeners = new Listeners<>(builder.listeners);
    this.calls = new ServiceCalls(listeners, account);
    this.credentials =
        builder.role == null
            ? base
            : assumed(
                builder.role,
                builder.externalId,
                base,
                new ServiceCalls(listeners, Optional.empty()));
  }

  /** Shares the HTTP client of others, which has to outlast this one. */
  private AwsClients(AwsClients others, Region region) {
    this.region = region;
    this.endpoint = others.endpoint;
    this.http = others.http;
    this.credentials = others.credentials;
    this.budget = others.budget;
    this.account = others.account;
    this.listeners = others.listeners;
    this.calls = others.calls;
  }

  /** Shares the HTTP client of others, which has to outlast this one, and works with a role. */
  private AwsClients(AwsClients others, String role, @Nullable String externalId) {
    this.region = others.region;
    this.endpoint = others.endpoint;
    this.http = others.http;
    this.budget = others.budget;
    this.account = Optional.of(AwsScopes.accountOf(role));
    this.listeners = others.listeners;
    this.calls = new ServiceCalls(listeners, account);
    this.credentials = assumed(role, externalId, others.credentials, others.calls);
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
    return new ServiceCalls(new Listeners<>(List.of(listener)), Optional.empty());
  }

  /**
   * Returns the client of EC2.
   *
   * @return the client, the same at each call; it is closed with this object
   * @throws IllegalStateException if this object is closed
   */
  public synchronized Ec2Client ec2() {
    Ec2Client client = ec2;
    if (client == null) {
      client =
          opened(
              configured(Ec2Client.builder(), credentials, calls, budget.interceptor(account))
                  .build());
      ec2 = client;
    }
    return client;
  }

  /**
   * Returns the client of Auto Scaling.
   *
   * @return the client, the same at each call; it is closed with this object
   * @throws IllegalStateException if this object is closed
   */
  public synchronized AutoScalingClient autoScaling() {
    AutoScalingClient client = autoScaling;
    if (client == null) {
      client = opened(configured(AutoScalingClient.builder()).build());
      autoScaling = client;
    }
    return client;
  }

  /**
   * Returns the client of STS.
   *
   * @return the client, the same at each call; it is closed with this object
   * @throws IllegalStateException if this object is closed
   */
  public synchronized StsClient sts() {
    StsClient client = sts;
    if (client == null) {
      client = opened(configured(StsClient.builder()).build());
      sts = client;
    }
    return client;
  }

  /**
   * Returns the client of Systems Manager.
   *
   * @return the client, the same at each call; it is closed with this object
   * @throws IllegalStateException if this object is closed
   */
  public synchronized SsmClient ssm() {
    SsmClient client = ssm;
    if (client == null) {
      client = opened(configured(SsmClient.builder()).build());
      ssm = client;
    }
    return client;
  }

  /**
   * Returns the client of EC2 Image Builder.
   *
   * @return the client, the same at each call; it is closed with this object
   * @throws IllegalStateException if this object is closed
   */
  public synchronized ImagebuilderClient imageBuilder() {
    ImagebuilderClient client = imageBuilder;
    if (client == null) {
      client = opened(configured(ImagebuilderClient.builder()).build());
      imageBuilder = client;
    }
    return client;
  }

  /**
   * Returns the client of Organizations, which is one service for all regions.
   *
   * @return the client, the same at each call; it is closed with this object
   * @throws IllegalStateException if this object is closed
   */
  synchronized OrganizationsClient organizations() {
    OrganizationsClient client = organizations;
    if (client == null) {
      client = opened(configured(OrganizationsClient.builder()).build());
      organizations = client;
    }
    return client;
  }

  /** Returns the region that the clients are for. */
  Region region() {
    return region;
  }

  /**
   * Returns clients for another region, with the same credentials. They are closed by themselves,
   * and before these.
   *
   * @throws IllegalArgumentException if it is no code of a region
   */
  AwsClients inRegion(String code) {
    return new AwsClients(this, Region.of(requireRegion(code)));
  }

  /**
   * Returns clients that work with a role, which is assumed with these credentials. They are closed
   * by themselves, and before these.
   *
   * @throws IllegalArgumentException if it is no ARN of a role
   */
  AwsClients withRole(String roleArn, @Nullable String externalId) {
    return new AwsClients(this, requireRole(roleArn), externalId);
  }

  /** Closes the clients. Closing twice does nothing more. */
  @Override
  public synchronized void close() {
    closed = true;
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  /**
   * Returns how calls are retried: up to 8 attempts, and without the SDK's stop after 50 throttled
   * calls in a row, which would end the reading of a large account. It is set explicitly, so that
   * no environment variable changes it.
   */
  static RetryStrategy retryStrategy() {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(ATTEMPTS)
        .circuitBreakerEnabled(false)
        .backoffStrategy(
            BackoffStrategy.exponentialDelay(Duration.ofMillis(100), Duration.ofSeconds(5)))
        .throttlingBackoffStrategy(
            BackoffStrategy.exponentialDelay(Duration.ofMillis(500), Duration.ofSeconds(20)))
        .retryOnException(AwsFailures::isThrottling)
        .treatAsThrottling(AwsFailures::isThrottling)
        .build();
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configured(
      B builder) {
    return configured(builder, credentials, calls);
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configured(
      B builder, AwsCredentialsProvider signing, ExecutionInterceptor... interceptors) {
    if (closed) {
      throw new IllegalStateException("The clients of " + region + " are closed");
    }
    endpoint.ifPresent(builder::endpointOverride);
    return builder
        .region(region)
        .credentialsProvider(signing)
        .httpClient(http)
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .retryStrategy(retryStrategy())
                .executionInterceptors(List.of(interceptors))
                .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                .apiCallTimeout(CALL_TIMEOUT)
                .build());
  }

  private <T extends SdkAutoCloseable> T opened(T resource) {
    open.push(resource);
    return resource;
  }

  private AwsCredentialsProvider credentials(@Nullable String profile) {
    Optional<AwsCredentialsProvider> first = profile == null ? given() : Optional.empty();
    return first.orElseGet(() -> searched(profile));
  }

  /**
   * Returns the credentials of system properties or of the environment, where the SDK's own chain
   * begins: it makes ready for all places where it might have to look, which takes longer than a
   * call does.
   */
  private static Optional<AwsCredentialsProvider> given() {
    if (Stream.of(SdkSystemSetting.AWS_ACCESS_KEY_ID, SdkSystemSetting.AWS_SECRET_ACCESS_KEY)
        .map(SdkSystemSetting::property)
        .map(System::getProperty)
        .allMatch(AwsClients::isGiven)) {
      return Optional.of(SystemPropertyCredentialsProvider.create());
    }
    return Stream.of(SdkSystemSetting.AWS_ACCESS_KEY_ID, SdkSystemSetting.AWS_SECRET_ACCESS_KEY)
            .map(SdkSystemSetting::environmentVariable)
            .map(System::getenv)
            .allMatch(AwsClients::isGiven)
        ? Optional.of(EnvironmentVariableCredentialsProvider.create())
        : Optional.empty();
  }

  private static boolean isGiven(@Nullable String setting) {
    return setting != null && !setting.isBlank();
  }

  private AwsCredentialsProvider searched(@Nullable String profile) {
    AwsCredentialsProvider given =
        profile == null
            ? opened(DefaultCredentialsProvider.builder().build())
            : opened(ProfileCredentialsProvider.builder().profileName(profile).build());
    // The SDK assumes the role of a profile by itself, and does not say so when it fails.
    return ProfileFile.defaultProfileFile()
        .profile(
            profile == null
                ? ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow()
                : profile)
        .flatMap(configured -> configured.property(ProfileProperty.ROLE_ARN))
        .<AwsCredentialsProvider>map(role -> new RoleCredentials(given, role))
        .orElse(given);
  }

  /**
   * It calls STS with the given credentials at the first call of a client, and before they expire.
   */
  private AwsCredentialsProvider assumed(
      String role,
      @Nullable String externalId,
      AwsCredentialsProvider base,
      ServiceCalls callsOfBase) {
    StsClient assuming = opened(configured(StsClient.builder(), base, callsOfBase).build());
    return opened(
        new RoleCredentials(
            StsAssumeRoleCredentialsProvider.builder()
                .stsClient(assuming)
                .refreshRequest(
                    request ->
                        request
                            .roleArn(role)
                            .roleSessionName(SESSION)
                            .externalId(externalId)
                            .overrideConfiguration(
                                checked -> checked.addPlugin(CheckedClient.ofEachCall())))
                .build(),
            role));
  }

  private static void checkProfile(@Nullable String profile) {
    if (profile != null && ProfileFile.defaultProfileFile().profile(profile).isEmpty()) {
      throw new AwsConfigurationException(
          "There is no profile '" + profile + "': add it to ~/.aws/config or ~/.aws/credentials",
          null);
    }
  }

  private static Region region(
      @Nullable String region, @Nullable String profile, @Nullable String fallback) {
    if (region != null) {
      return Region.of(region);
    }
    try {
      DefaultAwsRegionProviderChain.Builder chain = DefaultAwsRegionProviderChain.builder();
      return (profile == null ? chain : chain.profileName(profile)).build().getRegion();
    } catch (SdkClientException e) {
      if (fallback != null) {
        return Region.of(fallback);
      }
      throw new AwsConfigurationException(
          "No region: set one for these clients, in AWS_REGION or in the profile", e);
    }
  }

  /** Checks the code of a region. */
  static String requireRegion(String code) {
    if (!REGION.matcher(code).matches()) {
      throw new IllegalArgumentException(
          "'" + code + "' is no region: expected a code such as eu-west-1");
    }
    return code;
  }

  /** Checks the ARN of a role. */
  static String requireRole(String roleArn) {
    if (!ROLE.matcher(roleArn).matches()) {
      throw new IllegalArgumentException(
          "'"
              + roleArn
              + "' is no role: expected an ARN such as arn:aws:iam::210987654321:role/amiclean");
    }
    return roleArn;
  }

  /** Checks an external id. */
  static String requireExternalId(String value) {
    if (!EXTERNAL_ID.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "'" + value + "' is no external id: expected 2 to 1224 letters, digits and _+=,.@:/-");
    }
    return value;
  }

  /** Builds {@link AwsClients}. Not thread-safe. */
  public static final class Builder {

    private @Nullable String region;
    private @Nullable String fallbackRegion;
    private @Nullable String profile;
    private @Nullable AwsCredentialsProvider credentials;
    private @Nullable URI endpoint;
    private @Nullable String role;
    private @Nullable String externalId;
    private RequestBudget budget = RequestBudget.ec2();
    private final List<CallListener> listeners = new ArrayList<>();

    private Builder() {}

    /**
     * Sets the region; by default that of {@code AWS_REGION}, of the profile or of the machine.
     *
     * @param code the region's code, such as {@code eu-west-1}
     * @return this builder
     * @throws IllegalArgumentException if it is no code of a region
     */
    public Builder region(String code) {
      this.region = requireRegion(code);
      return this;
    }

    /**
     * Sets the region for where neither {@link #region} nor environment, profile or machine gives
     * one; by default there is none, and building fails. It is for {@link AwsScopes}, which have
     * regions of their own and need one to ask for them.
     *
     * @param code the region's code, such as {@code us-east-1}
     * @return this builder
     * @throws IllegalArgumentException if it is no code of a region
     */
    public Builder fallbackRegion(String code) {
      this.fallbackRegion = requireRegion(code);
      return this;
    }

    /**
     * Sets the profile that credentials come from, and the region where neither {@link #region} nor
     * {@code AWS_REGION} gives one. By default the SDK's own chain.
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
      this.role = requireRole(roleArn);
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
      this.externalId = requireExternalId(value);
      return this;
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
     * @throws AwsConfigurationException if there is no region, or no such profile
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
      if (externalId != null && role == null) {
        throw new IllegalStateException("An external id without a role: set the role to assume");
      }
      return new AwsClients(this);
    }
  }
}
