package io.amiclean.aws;

import io.amiclean.api.execution.RemovalOperations;
import io.amiclean.api.lifecycle.LifecycleOperations;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.plan.AccountReader;
import io.amiclean.api.plan.AccountReading;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.SnapshotCheck;
import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.api.source.ImageSource;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.source.SnapshotSource;
import io.amiclean.aws.internal.CallerScope;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.SideBySide;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.call.CallTime;
import io.amiclean.aws.internal.call.CallWatch;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.internal.call.Limits;
import io.amiclean.aws.internal.execution.Ec2Operations;
import io.amiclean.aws.internal.lifecycle.Ec2Lifecycle;
import io.amiclean.aws.internal.lifecycle.Ec2RecycleBin;
import io.amiclean.aws.internal.plan.CandidateChecks;
import io.amiclean.aws.internal.plan.SharedSnapshotsCheck;
import io.amiclean.aws.internal.source.AccountUsage;
import io.amiclean.aws.internal.source.CrossAccountUsage;
import io.amiclean.aws.internal.source.Ec2ImageSource;
import io.amiclean.aws.internal.source.Ec2SnapshotSource;
import io.amiclean.aws.internal.source.further.FurtherUsage;
import io.amiclean.aws.internal.source.launch.LaunchedVersions;
import io.amiclean.aws.lifecycle.RecycleBin;
import io.amiclean.aws.source.LaunchTemplateVersions;
import io.amiclean.aws.source.ReadingLimits;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.aws.source.UsageSourceProvider;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.imagebuilder.ImagebuilderClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * A region of an AWS account behind amiclean's interfaces.
 *
 * <p>The clients belong to the caller, who closes them; all have to speak for the same account and
 * region. Clients that are well set up come from {@link AwsClients}. Nothing is read before it is
 * asked for. Thread-safe.
 */
public final class AwsAccount implements AccountReader {

  private final CallerScope scope;
  private final CallWatch watch;
  private final ReadingOptions options;
  private final ImageSource images;
  private final SnapshotSource snapshots;
  private final SnapshotCheck sharedSnapshots;
  private final ImageUsageSource usage;
  private final List<CrossAccountUsage> elsewhere;
  private final CandidateCheck candidates;
  private final RemovalOperations operations;
  private final LifecycleOperations lifecycle;
  private final RecycleBin recycleBin;
  private final Function<UsageSourceProvider, FurtherUsage> furtherUsage;
  private final Supplier<LaunchedVersions> launched;

  AwsAccount(AwsAccountBuilder builder) {
    Region region = regionOf("EC2", required(builder.ec2, "ec2"));
    builder.regions.forEach((service, other) -> requireRegion(region, service, other));
    CheckedClient<Ec2Client> ec2 = builder.checked(required(builder.ec2, "ec2"));
    CheckedClient<AutoScalingClient> autoScaling =
        builder.checked(required(builder.autoScaling, "autoScaling"));
    Supplier<CheckedClient<SsmClient>> ssm = builder.checked(required(builder.ssm, "ssm"));
    Supplier<CheckedClient<ImagebuilderClient>> imageBuilder =
        builder.checked(required(builder.imageBuilder, "imageBuilder"));
    this.scope =
        new CallerScope(
            builder.checked(required(builder.sts, "sts")), region.id(), builder.accountOfRole);
    this.options = builder.options;
    requireOwnEndpoint(options, required(builder.ec2, "ec2"));
    SourceContext context = SourceContext.of(scope, builder.clock, builder.progress);
    this.watch = builder.watch();
    AccountClients furtherClients =
        new AccountClients(
            Map.copyOf(builder.further),
            Optional.ofNullable(builder.clients),
            watch,
            builder.isChecked);
    this.images =
        logged(
            new Ec2ImageSource(
                ec2, context, options, RecycleBinClients.rules(furtherClients, context, options)));
    this.furtherUsage = provider -> new FurtherUsage(provider, furtherClients, context);
    ImageUsageSource reading =
        new AccountUsage(
            ec2,
            autoScaling,
            ssm,
            imageBuilder,
            context,
            options,
            UsageSourceProvider.installed().stream().map(furtherUsage).toList());
    ImageUsageSource own = () -> scope.logged(() -> watch.reading(reading::loadUsage));
    this.launched = () -> new LaunchedVersions(ec2, ssm, context, LaunchTemplateVersions.inUse());
    this.elsewhere = builder.others.stream().map(other -> elsewhere(region, other)).toList();
    this.usage =
        elsewhere.isEmpty()
            ? own
            : sideBySide(watch, Stream.concat(Stream.of(own), elsewhere.stream()).toList());
    this.candidates = new CandidateChecks(ec2, context, options, this::accountsRead);
    SnapshotSource ownSnapshots = new Ec2SnapshotSource(ec2, context, options);
    this.snapshots = () -> scope.logged(() -> watch.reading(ownSnapshots::loadSnapshots));
    this.sharedSnapshots = new SharedSnapshotsCheck(ec2, context);
    this.operations = new Ec2Operations(ec2, scope, builder.time);
    this.lifecycle = new Ec2Lifecycle(ec2, scope);
    this.recycleBin = new Ec2RecycleBin(ec2, scope);
  }

  /** The images are read after their scope, so that all that is logged meanwhile can name it. */
  private ImageSource logged(ImageSource source) {
    return new ImageSource() {
      @Override
      public ImageInventory loadImages() {
        scope.get();
        return scope.logged(() -> watch.reading(source::loadImages));
      }

      @Override
      public ImageSource withFacts(Set<ImageFact> facts) {
        return logged(source.withFacts(facts));
      }
    };
  }

  static Region regionOf(String service, AwsClient client) {
    if (client.serviceClientConfiguration() == null) {
      throw new IllegalArgumentException(
          "The client of "
              + service
              + " does not name its region: expected serviceClientConfiguration(), of a mock too");
    }
    return client.serviceClientConfiguration().region();
  }

  /** What AWS itself does not know is an error, of this program or in its set-up. */
  private static void requireOwnEndpoint(ReadingOptions options, AwsClient client) {
    if (options.skipsUnavailable()
        && client.serviceClientConfiguration().endpointOverride().isEmpty()) {
      throw new IllegalArgumentException(
          "What the endpoint does not know is to be left out, and the endpoint is AWS's: expected"
              + " the endpoint of an emulator, or names of sources");
    }
  }

  private static void requireRegion(Region region, String service, Region other) {
    if (!region.equals(other)) {
      throw new IllegalArgumentException(
          "The client of EC2 is for "
              + region
              + " and that of "
              + service
              + " for "
              + other
              + ": expected the same region");
    }
  }

  private CrossAccountUsage elsewhere(Region region, AwsAccount other) {
    if (!region.id().equals(other.scope.region())) {
      throw new IllegalArgumentException(
          "The images are in "
              + region
              + ", and usage elsewhere is read in "
              + other.scope.region()
              + ": expected the same region");
    }
    if (!other.elsewhere.isEmpty()) {
      throw new IllegalArgumentException(
          "An account whose usage is read reads that of others itself: expected each of them to be"
              + " given to this account, and none to the other");
    }
    return new CrossAccountUsage(scope, other.scope, other.usage);
  }

  /** Of several failures, that of the account that was given first is thrown. */
  private static ImageUsageSource sideBySide(CallWatch watch, List<ImageUsageSource> accounts) {
    List<Supplier<ImageUsage>> readings =
        accounts.stream().<Supplier<ImageUsage>>map(account -> account::loadUsage).toList();
    return () -> watch.reading(() -> ImageUsage.union(SideBySide.read("usage", readings)));
  }

  /** Returns what bounds calls by limits. */
  static CallWatch watch(ReadingLimits limits, CallTime time) {
    return new CallWatch(
        new Limits(
            limits.answerTime(),
            limits.sourceTime(),
            limits.readingTime(),
            limits.answerBytes(),
            limits.pages(),
            limits.items()),
        time);
  }

  private static <T> T required(@Nullable T client, String name) {
    if (client == null) {
      throw new IllegalStateException("The client '" + name + "' is missing: set it");
    }
    return client;
  }

  /**
   * Returns a new builder.
   *
   * @return a builder without clients
   */
  public static AwsAccountBuilder builder() {
    return new AwsAccountBuilder();
  }

  /**
   * Returns the names of the sources that can be {@linkplain ReadingOptions.Builder#skip(String...)
   * skipped}: the Recycle Bin, what is known of snapshots, usage, and the candidate checks; and the
   * sources of {@linkplain UsageSourceProvider providers}.
   *
   * @return the names, such as {@code launch-templates}
   */
  public static List<String> sourceNames() {
    return Stream.concat(
            EvidenceSources.skippable().stream(),
            UsageSourceProvider.installed().stream().map(UsageSourceProvider::name))
        .distinct()
        .toList();
  }

  /**
   * Returns the account and the region. STS is asked for the account at the first use, and once.
   *
   * @return the scope
   * @throws io.amiclean.api.model.EvidenceException if STS does not return the account
   * @throws io.amiclean.api.model.ScopeMismatchException if the clients work with a role, and STS
   *     says that it is of another account than its ARN
   */
  public CleanupScope scope() {
    return scope.get();
  }

  /**
   * Returns the source of the account's own images, the disabled and deprecated included.
   *
   * @return the source
   */
  @Override
  public ImageSource images() {
    return images;
  }

  /**
   * Returns the source of the account's own snapshots, with what protects them, except what is
   * skipped.
   *
   * @return the source
   */
  @Override
  public SnapshotSource snapshots() {
    return snapshots;
  }

  /**
   * Returns the check of snapshots, which keeps those that are shared with other accounts. It is
   * for planners and executors by choice: it makes a call for each snapshot that would be deleted,
   * and needs {@code ec2:DescribeSnapshotAttribute}, which the {@linkplain #iamPolicy() policy}
   * does not hold.
   *
   * @return the check
   */
  public SnapshotCheck sharedSnapshots() {
    return sharedSnapshots;
  }

  /**
   * Returns usage by everything that can hold the id of an image, except what is skipped, and the
   * same by the {@linkplain AwsAccountBuilder#usageIn other accounts}, which are read side by side.
   *
   * @return the source
   */
  @Override
  public ImageUsageSource usage() {
    return usage;
  }

  /**
   * Returns usage by the source of one provider alone, read as it is for {@link #usage()}. It is
   * for the provider's tests, where it need not be installed.
   *
   * @param provider the provider
   * @return the source
   */
  public ImageUsageSource usageBy(UsageSourceProvider provider) {
    Objects.requireNonNull(provider, "provider");
    FurtherUsage source = furtherUsage.apply(provider);
    return () -> scope.logged(() -> watch.reading(() -> source.read().apply(launched.get())));
  }

  /**
   * Returns the accounts whose usage is in {@link #usage()}. STS is asked for those that are not
   * known yet.
   *
   * @return this account and the {@linkplain AwsAccountBuilder#usageIn others}, sorted
   * @throws io.amiclean.api.model.EvidenceException if STS does not return one of them, such as for
   *     a role that cannot be assumed, or if one of the others is this account
   */
  public Set<AccountId> accountsRead() {
    return Stream.concat(
            Stream.of(scope().accountId()), elsewhere.stream().map(CrossAccountUsage::account))
        .collect(
            Collectors.collectingAndThen(
                Collectors.toCollection(TreeSet::new), Collections::unmodifiableSortedSet));
  }

  /**
   * Returns what is asked about the candidates for removal only: what EC2 itself knows to refer to
   * them, and with whom they are shared, except what is skipped.
   *
   * @return one check
   */
  @Override
  public List<CandidateCheck> candidateChecks() {
    return List.of(candidates);
  }

  @Override
  public ReadingPolicy reading() {
    return options.reading();
  }

  /**
   * Begins a reading that takes no longer than {@link
   * io.amiclean.aws.source.ReadingLimits#readingTime()}.
   *
   * @return the reading
   */
  @Override
  public AccountReading beginReading() {
    return watch.beginReading();
  }

  /**
   * Returns what removes images and snapshots. <b>EC2 cannot undo it.</b>
   *
   * @return the operations
   */
  public RemovalOperations operations() {
    return operations;
  }

  /**
   * Returns what moves images through stages, and back: it sets tags, deprecates and disables
   * images, and takes launch permissions away. It needs the permissions of {@link
   * MinimumIamPolicy#withLifecycle()}.
   *
   * @return the operations
   */
  public LifecycleOperations lifecycle() {
    return lifecycle;
  }

  /**
   * Returns the Recycle Bin of the region, to bring images back from. It needs the permissions of
   * {@link MinimumIamPolicy#withRecycleBin()}.
   *
   * @return the Recycle Bin
   */
  public RecycleBin recycleBin() {
    return recycleBin;
  }

  /**
   * Returns the permissions that this account needs, as it is configured, for planning and for
   * removing.
   *
   * @return the policy
   */
  public MinimumIamPolicy iamPolicy() {
    return MinimumIamPolicy.of(options);
  }
}
