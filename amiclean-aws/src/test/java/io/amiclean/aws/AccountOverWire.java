package io.amiclean.aws;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.Progress;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.aws.internal.CallerScope;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.internal.source.launch.LaunchTemplateUsage;
import io.amiclean.aws.internal.source.launch.LaunchedVersions;
import io.amiclean.aws.internal.source.scaling.ScalingGroups;
import io.amiclean.aws.source.LaunchTemplateVersions;
import io.amiclean.aws.wire.WireClients;
import io.amiclean.aws.wire.WireEndpoint;
import io.amiclean.aws.wire.WireState;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.imagebuilder.ImagebuilderClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** An account at a loopback endpoint, its clients, and what its sources need. */
public final class AccountOverWire implements AutoCloseable {

  public static final Instant NOW = Instant.parse("2024-05-01T00:00:00Z");

  public final WireState state;
  public final WireEndpoint endpoint;
  public final WireClients clients;
  public final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  public final List<Progress> progress = new CopyOnWriteArrayList<>();
  public final CallerScope callerScope;
  public final SourceContext context;

  public AccountOverWire() {
    this(new WireState());
  }

  public AccountOverWire(WireState state) {
    this.state = state.clock(clock);
    endpoint = new WireEndpoint(state);
    clients = WireClients.of(endpoint);
    callerScope =
        new CallerScope(CheckedClient.of(clients.sts()), state.region(), Optional.empty());
    context = SourceContext.of(callerScope, clock, progress::add);
  }

  /** An id like EC2's for a number. */
  public static ImageId ami(int number) {
    return ImageId.of("ami-%017x".formatted(number));
  }

  /** An id like EC2's for a number. */
  public static SnapshotId snap(int number) {
    return SnapshotId.of("snap-%017x".formatted(number));
  }

  public CheckedClient<Ec2Client> ec2() {
    return CheckedClient.of(clients.ec2());
  }

  public CheckedClient<AutoScalingClient> autoScaling() {
    return CheckedClient.of(clients.autoScaling());
  }

  public CheckedClient<SsmClient> ssm() {
    return CheckedClient.of(clients.ssm());
  }

  public CheckedClient<ImagebuilderClient> imageBuilder() {
    return CheckedClient.of(clients.imageBuilder());
  }

  /** The versions of launch templates in one reading, which are read when they are launched. */
  public LaunchedVersions versions() {
    return new LaunchedVersions(ec2(), this::ssm, context, LaunchTemplateVersions.inUse());
  }

  /** Usage by all versions of launch templates. */
  public ImageUsage templates() {
    LaunchedVersions.Counted counted =
        new LaunchedVersions(ec2(), this::ssm, context, LaunchTemplateVersions.all()).counted();
    return LaunchTemplateUsage.usage(
        context, counted.readAt(), counted.templates(), LaunchTemplateVersions.all());
  }

  /** The Auto Scaling groups in one reading. */
  public ScalingGroups groups() {
    return new ScalingGroups(autoScaling(), context, true);
  }

  public CleanupScope scope() {
    return CleanupScope.of(AccountId.of(state.account()), state.region());
  }

  public AwsAccountBuilder account() {
    return AwsAccount.builder()
        .ec2(clients.ec2())
        .autoScaling(clients.autoScaling())
        .ssm(clients.ssm())
        .imageBuilder(clients.imageBuilder())
        .client(BatchClient.class, clients.batch())
        .client(CloudFormationClient.class, clients.cloudFormation())
        .sts(clients.sts())
        .clock(clock)
        .progress(progress::add);
  }

  @Override
  public void close() {
    clients.close();
    endpoint.close();
  }
}
