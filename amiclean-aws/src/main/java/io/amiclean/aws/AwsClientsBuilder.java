package io.amiclean.aws;

import io.amiclean.api.model.CallListener;
import io.amiclean.aws.budget.RequestBudget;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;

/** Builds {@link AwsClients}. Not thread-safe. */
public final class AwsClientsBuilder {

  @Nullable String region;
  @Nullable String fallbackRegion;
  @Nullable String profile;
  @Nullable AwsCredentialsProvider credentials;
  @Nullable SdkHttpClient http;
  @Nullable URI endpoint;
  @Nullable String role;
  RoleSession session = RoleSession.DEFAULT;
  RequestBudget budget = RequestBudget.ec2();
  final List<CallListener> listeners = new ArrayList<>();
  Consumer<ClientOverrideConfiguration.Builder> hook = configuration -> {};

  AwsClientsBuilder() {}

  /**
   * Sets the region; by default that of {@code AWS_REGION}, of the profile or of the machine.
   *
   * @param code the region's code, such as {@code eu-west-1}
   * @return this builder
   * @throws IllegalArgumentException if it is no code of a region
   */
  public AwsClientsBuilder region(String code) {
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
  public AwsClientsBuilder fallbackRegion(String code) {
    Objects.requireNonNull(code, "code");
    this.fallbackRegion = AwsNames.requireRegion(code);
    return this;
  }

  /**
   * Sets the profile that credentials come from, the region where neither {@link #region} nor
   * {@code AWS_REGION} gives one, and the settings of clients, such as {@code endpoint_url}, {@code
   * use_fips_endpoint} and {@code use_dualstack_endpoint}. By default the SDK's own chain.
   *
   * <p>A profile of IAM Identity Center needs the SDK's modules {@code sso} and {@code ssooidc} on
   * the class path, one of {@code aws login} the module {@code signin}.
   *
   * @param name the name of a profile in the configuration files of the AWS CLI
   * @return this builder
   */
  public AwsClientsBuilder profile(String name) {
    this.profile = Objects.requireNonNull(name, "name");
    return this;
  }

  /**
   * Sets where credentials come from; by default the SDK's own chain, or the {@link #profile}.
   *
   * @param provider the credentials; the caller closes what is to be closed
   * @return this builder
   */
  public AwsClientsBuilder credentials(AwsCredentialsProvider provider) {
    this.credentials = Objects.requireNonNull(provider, "provider");
    return this;
  }

  /**
   * Sets the HTTP client of all services; by default the JDK's own, with time limits. What the SDK
   * itself calls for credentials, such as STS for the role of a {@link #profile}, has its own.
   *
   * @param client the client, which is never closed here: the caller does it, after these clients
   *     and all that came from them. A region is read with some dozens of requests at a time, which
   *     a pool of connections has to be large enough for.
   * @return this builder
   */
  public AwsClientsBuilder httpClient(SdkHttpClient client) {
    this.http = Objects.requireNonNull(client, "client");
    return this;
  }

  /**
   * Adds settings to all clients, such as metrics, interceptors and time limits: to those of every
   * service, to that which assumes a {@linkplain #assumeRole role}, and to what comes from these
   * clients, such as {@link AwsScopes}.
   *
   * <p>Each client is configured in this order: amiclean's time limits (90 seconds an attempt, ten
   * minutes a call) and the {@link #profile}, these settings in the order in which they were added,
   * and then what they cannot take away: retries and the {@link #budget}. A call that changes the
   * account is retried by rules of its own, whatever is set here.
   *
   * @param settings changes the configuration of a client; called once for each of them
   * @return this builder
   */
  public AwsClientsBuilder overrideConfiguration(
      Consumer<ClientOverrideConfiguration.Builder> settings) {
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
  public AwsClientsBuilder endpoint(URI uri) {
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
  public AwsClientsBuilder assumeRole(String roleArn) {
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
  public AwsClientsBuilder externalId(String value) {
    this.session = session.withExternalId(value);
    return this;
  }

  /**
   * Sets what CloudTrail calls the sessions with the role; by default {@code amiclean}.
   *
   * @param value the name
   * @return this builder
   * @throws IllegalArgumentException if it is no name of a session
   */
  public AwsClientsBuilder sessionName(String value) {
    this.session = session.withName(value);
    return this;
  }

  /**
   * Limits what the sessions with the role may do, in addition to the role's own policies: with
   * {@link MinimumIamPolicy#readOnly()}, credentials that plan cannot remove. By default nothing
   * more is limited.
   *
   * @param policy the policy as JSON; STS takes 2,048 characters at most
   * @return this builder
   * @throws IllegalArgumentException if it is too long, even without its spaces
   */
  public AwsClientsBuilder sessionPolicy(String policy) {
    this.session = session.withPolicy(policy);
    return this;
  }

  /**
   * Sets how many requests EC2 is sent a second; by default those of its {@linkplain
   * RequestBudget#ec2() documented buckets}. What comes from these clients, such as {@link
   * AwsScopes}, has the same budget. For other services no buckets are documented: what they refuse
   * is repeated later.
   *
   * @param requests the budget, which may be that of other clients too
   * @return this builder
   */
  public AwsClientsBuilder budget(RequestBudget requests) {
    this.budget = Objects.requireNonNull(requests, "requests");
    return this;
  }

  /**
   * Adds a listener that receives every call of these clients when it has ended, and of those that
   * come from them, such as {@link AwsScopes}; also the calls that assume roles. Default: none.
   *
   * @param listener the listener, in addition to those given before; thread-safe, and what it
   *     throws is logged once and changes nothing
   * @return this builder
   */
  public AwsClientsBuilder listener(CallListener listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /**
   * Builds the clients. No call is made to AWS, but the region may be asked of the machine.
   *
   * @return the clients, to be closed by the caller
   * @throws AwsConfigurationException if there is no region, no such profile, or if the class path
   *     lacks a module of the SDK that the profile needs
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
    if (session.isGiven() && role == null) {
      throw new IllegalStateException("An external id without a role: set the role to assume");
    }
    return new AwsClients(this);
  }
}
