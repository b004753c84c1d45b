package io.amiclean.aws;

import io.amiclean.api.internal.Arguments;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.ProgressListener;
import io.amiclean.aws.internal.call.CallTime;
import io.amiclean.aws.internal.call.CallWatch;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.source.ReadingLimits;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.aws.source.UsageSourceProvider;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.imagebuilder.ImagebuilderClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Builds an {@link AwsAccount}. Not thread-safe. */
public final class AwsAccountBuilder {

  @Nullable Ec2Client ec2;
  @Nullable AutoScalingClient autoScaling;
  @Nullable Supplier<SsmClient> ssm;
  @Nullable Supplier<ImagebuilderClient> imageBuilder;
  @Nullable StsClient sts;
  @Nullable AwsClients clients;
  final Map<Class<?>, AwsClient> further = new HashMap<>();
  Optional<AccountId> accountOfRole = Optional.empty();
  final Map<String, Region> regions = new TreeMap<>();
  Clock clock = Clock.systemUTC();
  ProgressListener progress = ProgressListener.none();
  ReadingOptions options = ReadingOptions.defaults();
  ReadingLimits limits = ReadingLimits.defaults();
  CallTime time = CallTime.SYSTEM;
  final List<AwsAccount> others = new ArrayList<>();
  boolean isChecked = true;

  AwsAccountBuilder() {}

  <C extends AwsClient> CheckedClient<C> checked(C client) {
    return checked(client, watch());
  }

  /** What was answered before is remembered from one reading to the next, as of other clients. */
  <C extends AwsClient> Supplier<CheckedClient<C>> checked(Supplier<C> client) {
    CallWatch watch = watch();
    return () -> checked(client.get(), watch);
  }

  private <C extends AwsClient> CheckedClient<C> checked(C client, CallWatch watch) {
    return isChecked
        ? CheckedClient.of(client, watch)
        : CheckedClient.withoutAnswerChecks(client, watch);
  }

  CallWatch watch() {
    return AwsAccount.watch(limits, time);
  }

  /**
   * Sets all clients at once. Those of Systems Manager and EC2 Image Builder, which not every
   * account needs, are asked for when something is read from them.
   *
   * <p>If they work with a role, the {@linkplain AwsAccount#scope() account} has to be that of the
   * role's ARN.
   *
   * @param value the clients; the caller closes them
   * @return this builder
   */
  public AwsAccountBuilder clients(AwsClients value) {
    Objects.requireNonNull(value, "value");
    this.clients = value;
    this.ssm = value::ssm;
    this.imageBuilder = value::imageBuilder;
    this.accountOfRole = value.accountOfRole();
    regions.clear();
    further.clear();
    return ec2(value.ec2()).autoScaling(value.autoScaling()).sts(value.sts());
  }

  /**
   * Sets the client of EC2, which gives the region as well.
   *
   * @param client the client; the caller closes it
   * @return this builder
   */
  public AwsAccountBuilder ec2(Ec2Client client) {
    this.ec2 = Objects.requireNonNull(client, "client");
    further.put(Ec2Client.class, client);
    return this;
  }

  /**
   * Sets the client of Auto Scaling.
   *
   * @param client the client, for the region of EC2's; the caller closes it
   * @return this builder
   */
  public AwsAccountBuilder autoScaling(AutoScalingClient client) {
    this.autoScaling = client;
    further.put(AutoScalingClient.class, client);
    regions.put("Auto Scaling", AwsAccount.regionOf("Auto Scaling", client));
    return this;
  }

  /**
   * Sets the client of Systems Manager.
   *
   * @param client the client, for the region of EC2's; the caller closes it
   * @return this builder
   */
  public AwsAccountBuilder ssm(SsmClient client) {
    this.ssm = () -> client;
    further.put(SsmClient.class, client);
    regions.put("Systems Manager", AwsAccount.regionOf("Systems Manager", client));
    return this;
  }

  /**
   * Sets the client of EC2 Image Builder.
   *
   * @param client the client, for the region of EC2's; the caller closes it
   * @return this builder
   */
  public AwsAccountBuilder imageBuilder(ImagebuilderClient client) {
    this.imageBuilder = () -> client;
    further.put(ImagebuilderClient.class, client);
    regions.put("Image Builder", AwsAccount.regionOf("Image Builder", client));
    return this;
  }

  /**
   * Sets the client of STS.
   *
   * @param client the client, with the credentials of the others; the caller closes it
   * @return this builder
   */
  public AwsAccountBuilder sts(StsClient client) {
    this.sts = Objects.requireNonNull(client, "client");
    return this;
  }

  /**
   * Sets the client of a further service, which {@linkplain UsageSourceProvider providers} read
   * with: of AWS Batch and AWS CloudFormation, where they are on the class path, and of others; or
   * an {@code RbinClient}, for the rules of the Recycle Bin that say how long a removal can be
   * undone. {@link #clients} builds them by itself.
   *
   * @param <C> the interface of the client
   * @param type the interface of the client, such as {@code BatchClient.class}
   * @param client the client, for the region of EC2's; the caller closes it
   * @return this builder
   */
  public <C extends AwsClient> AwsAccountBuilder client(Class<C> type, C client) {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(client, "client");
    further.put(type, client);
    regions.put(type.getSimpleName(), AwsAccount.regionOf(type.getSimpleName(), client));
    return this;
  }

  /**
   * Sets the clock that dates what is read; by default the system's.
   *
   * @param value the clock
   * @return this builder
   */
  public AwsAccountBuilder clock(Clock value) {
    this.clock = Objects.requireNonNull(value, "value");
    return this;
  }

  /**
   * Sets the listener that receives every page that was read; by default none.
   *
   * @param listener the listener
   * @return this builder
   */
  public AwsAccountBuilder progress(ProgressListener listener) {
    this.progress = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Sets what is read and what is left out; by default {@linkplain ReadingOptions#defaults()
   * nothing is left out}.
   *
   * @param value the options
   * @return this builder
   */
  public AwsAccountBuilder options(ReadingOptions value) {
    this.options = Objects.requireNonNull(value, "value");
    return this;
  }

  /**
   * Sets how much is read, and for how long, before the reading is refused; by default {@linkplain
   * ReadingLimits#defaults() far more} than an account has.
   *
   * @param value the limits
   * @return this builder
   */
  public AwsAccountBuilder limits(ReadingLimits value) {
    this.limits = Objects.requireNonNull(value, "value");
    return this;
  }

  /** Sets what measures the time of calls; by default the machine's. */
  AwsAccountBuilder callTime(CallTime value) {
    this.time = value;
    return this;
  }

  /**
   * Counts the usage of other accounts too, such as of those that images are shared with; by
   * default only that of this one. Each is read in the way that it is set up for.
   *
   * <p>The credentials of another account, such as {@linkplain AwsClientsBuilder#assumeRole a role}
   * there, need the statement {@code AmicleanRead} of its {@link AwsAccount#iamPolicy()}, and no
   * removal.
   *
   * @param accounts accounts of the same region, in addition to those given before
   * @return this builder
   */
  public AwsAccountBuilder usageIn(AwsAccount... accounts) {
    others.addAll(Arguments.requireElements(accounts, "accounts"));
    return this;
  }

  /**
   * Counts every answer of the clients, from any sender. <b>It is for unit tests with mocks, and
   * for nothing else</b>: the SDK makes a complete list without items of the page of a login
   * portal, and every image then counts as unused.
   *
   * <p>By default an answer counts only if a plugin of its request has seen that it is the
   * service's own; a mock runs no plugins, so that its answers are refused.
   *
   * @return this builder
   */
  public AwsAccountBuilder withoutAnswerChecks() {
    this.isChecked = false;
    return this;
  }

  /**
   * Builds the account. Nothing is called.
   *
   * @return the account
   * @throws IllegalStateException if a client is missing
   * @throws IllegalArgumentException if the clients, or the accounts whose usage counts, are for
   *     different regions, or if one of these reads others itself; or if {@linkplain
   *     ReadingOptions.Builder#skipUnavailable() what the endpoint does not know} is to be left out
   *     and the endpoint is AWS's
   * @throws io.amiclean.api.model.UnsupportedVersionException if the AWS SDK on the class path is
   *     older than 2.50.2
   */
  public AwsAccount build() {
    SdkVersion.check();
    return new AwsAccount(this);
  }
}
