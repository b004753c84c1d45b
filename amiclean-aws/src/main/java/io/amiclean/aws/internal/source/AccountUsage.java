package io.amiclean.aws.internal.source;

import static java.util.Comparator.comparing;

import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.Gathering;
import io.amiclean.aws.internal.SideBySide;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.Usage;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.internal.source.further.FurtherUsage;
import io.amiclean.aws.internal.source.launch.LaunchTemplateUsage;
import io.amiclean.aws.internal.source.launch.LaunchedVersions;
import io.amiclean.aws.internal.source.scaling.AutoScalingGroupUsage;
import io.amiclean.aws.internal.source.scaling.InstanceRefreshUsage;
import io.amiclean.aws.internal.source.scaling.LaunchConfigurationUsage;
import io.amiclean.aws.internal.source.scaling.ScalingGroups;
import io.amiclean.aws.internal.source.scaling.WarmPoolUsage;
import io.amiclean.aws.source.LaunchTemplateVersions;
import io.amiclean.aws.source.ReadingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.imagebuilder.ImagebuilderClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Usage from every source of an account, with what they share read once, and side by side what does
 * not depend on each other. Thread-safe.
 *
 * <p>What launches instances is read before the instances: an instance that is launched while the
 * reading goes on is seen by one of the two.
 */
public final class AccountUsage implements ImageUsageSource {

  /** What errors call all sources together. */
  private static final String USAGE = "usage";

  /** What lists the Auto Scaling groups. */
  private static final List<String> GROUPS =
      List.of(
          EvidenceSources.AUTO_SCALING_GROUPS,
          EvidenceSources.WARM_POOLS,
          EvidenceSources.INSTANCE_REFRESHES);

  private final SourceContext context;
  private final ReadingOptions options;
  private final CheckedClient<Ec2Client> ec2;
  private final CheckedClient<AutoScalingClient> autoScaling;
  private final Supplier<CheckedClient<SsmClient>> ssm;

  private final Part launchConfigurations;

  /** Those that share what they read, in the order in which they are read. */
  private final List<Part> sharing;

  /** Those that share nothing with others. */
  private final List<Part> alone;

  /** Those of providers, which share launch templates with others in the end. */
  private final List<Part> further;

  /** Read behind all others. */
  private final Part instances;

  /**
   * A source in a reading that it shares with the others.
   *
   * @param source its name
   * @param begin reads what AWS returns of it; the answer supplies the usage, and is asked for it
   *     once all parts have begun
   */
  private record Part(String source, Function<Shared, Supplier<ImageUsage>> begin) {

    /** A source that shares nothing. */
    static Part of(String source, ImageUsageSource alone) {
      return sharing(source, shared -> alone.loadUsage());
    }

    /** A source that needs nothing of those after it. */
    static Part sharing(String source, Function<Shared, ImageUsage> read) {
      return new Part(
          source,
          shared -> {
            ImageUsage usage = read.apply(shared);
            return () -> usage;
          });
    }
  }

  /**
   * What is read once in a reading.
   *
   * @param groups the Auto Scaling groups and their launch configurations
   * @param versions the versions of launch templates that are launched from
   * @param fleets the ids of the EC2 Fleets that launched the instances that there are
   * @param gathering what is left out, and what failed
   */
  private record Shared(
      ScalingGroups groups, LaunchedVersions versions, Set<String> fleets, Gathering gathering) {}

  /**
   * A source that was begun to be read.
   *
   * @param source its name
   * @param usage supplies the usage; empty if it is left out or failed
   */
  private record Begun(String source, Optional<Supplier<ImageUsage>> usage) {}

  /**
   * Creates a source.
   *
   * @param ec2 the client; the caller owns it
   * @param autoScaling the client; the caller owns it
   * @param ssm returns the client, when it is needed; the caller owns it
   * @param imageBuilder returns the client, when it is needed; the caller owns it
   * @param context scope, clock and progress
   * @param options what is left out, which the evidence says
   * @param further the sources of providers
   */
  public AccountUsage(
      CheckedClient<Ec2Client> ec2,
      CheckedClient<AutoScalingClient> autoScaling,
      Supplier<CheckedClient<SsmClient>> ssm,
      Supplier<CheckedClient<ImagebuilderClient>> imageBuilder,
      SourceContext context,
      ReadingOptions options,
      List<FurtherUsage> further) {
    this.ec2 = Objects.requireNonNull(ec2, "ec2");
    this.autoScaling = Objects.requireNonNull(autoScaling, "autoScaling");
    this.ssm = Objects.requireNonNull(ssm, "ssm");
    this.context = Objects.requireNonNull(context, "context");
    this.options = Objects.requireNonNull(options, "options");
    this.launchConfigurations =
        Part.sharing(
            EvidenceSources.LAUNCH_CONFIGURATIONS,
            shared -> LaunchConfigurationUsage.read(shared.groups()));
    this.sharing =
        List.of(
            Part.sharing(
                EvidenceSources.AUTO_SCALING_GROUPS,
                shared -> AutoScalingGroupUsage.read(shared.groups(), shared.versions())),
            Part.sharing(
                EvidenceSources.WARM_POOLS,
                shared -> WarmPoolUsage.read(shared.groups(), shared.versions())),
            Part.sharing(
                EvidenceSources.INSTANCE_REFRESHES,
                shared -> InstanceRefreshUsage.read(shared.groups(), shared.versions())),
            Part.sharing(
                EvidenceSources.SPOT_FLEETS,
                shared -> SpotFleetUsage.read(ec2, context, shared.versions())),
            new Part(EvidenceSources.EC2_FLEETS, this::beginFleets),
            // Behind all that launch from templates: by then it is known which versions are in use.
            new Part(EvidenceSources.LAUNCH_TEMPLATES, this::beginTemplates));
    this.alone =
        List.of(
            Part.of(EvidenceSources.SPOT_REQUESTS, () -> SpotRequestUsage.read(ec2, context)),
            Part.of(EvidenceSources.SSM_PARAMETERS, new SsmParameterUsage(ssm, context, options)),
            Part.of(
                EvidenceSources.IMAGE_BUILDER_RECIPES,
                new ImageBuilderRecipeUsage(imageBuilder, ssm, context)),
            Part.of(EvidenceSources.FAST_LAUNCH_IMAGES, () -> FastLaunchUsage.read(ec2, context)),
            Part.of(
                EvidenceSources.REPLACE_ROOT_VOLUME_TASKS,
                () -> TaskUsage.ofReplacing(ec2, context)),
            Part.of(EvidenceSources.STORE_IMAGE_TASKS, () -> TaskUsage.ofStoring(ec2, context)),
            Part.of(EvidenceSources.EXPORT_IMAGE_TASKS, () -> TaskUsage.ofExporting(ec2, context)));
    this.further = further.stream().map(AccountUsage::part).toList();
    this.instances =
        Part.sharing(
            EvidenceSources.INSTANCES,
            shared -> InstanceUsage.read(ec2, context, shared.fleets()::add));
  }

  private static Part part(FurtherUsage usage) {
    return new Part(
        usage.source(),
        shared -> {
          Function<LaunchedVersions, ImageUsage> read = usage.read();
          return () -> read.apply(shared.versions());
        });
  }

  /**
   * Reads all sources that are not left out.
   *
   * @return what they know together, with the evidence of each
   * @throws io.amiclean.api.model.EvidenceException if one of them could not be read to its end;
   *     several denials are reported together
   */
  @Override
  public ImageUsage loadUsage() {
    Shared shared =
        new Shared(
            groups(),
            launchedVersions(),
            new TreeSet<>(),
            new Gathering(context, options.skipsUnavailable()));
    List<Supplier<List<Begun>>> readings = new ArrayList<>();
    readings.add(() -> beginSharing(shared));
    alone.forEach(part -> readings.add(() -> List.of(begin(part, shared))));
    further.forEach(part -> readings.add(() -> List.of(begin(part, shared))));
    List<Begun> begun = new ArrayList<>();
    // Those of providers first: which versions of templates are in use is not known before.
    SideBySide.read(USAGE, readings).forEach(some -> begun.addAll(0, some));
    begun.add(begin(instances, shared));
    List<ImageUsage> usages = begun.stream().map(part -> ended(part, shared.gathering())).toList();
    shared.gathering().requireComplete();
    return ImageUsage.union(usages.stream().sorted(comparing(AccountUsage::place)).toList());
  }

  /** Instances that were left out after all would protect nothing. */
  private ScalingGroups groups() {
    return new ScalingGroups(
        autoScaling,
        context,
        options.skips(EvidenceSources.INSTANCES) || options.skipsUnavailable());
  }

  private Begun begin(Part part, Shared shared) {
    return new Begun(
        part.source(),
        options.skips(part.source())
            ? Optional.empty()
            : shared.gathering().read(part.source(), () -> part.begin().apply(shared)));
  }

  private ImageUsage ended(Begun part, Gathering gathering) {
    return part.usage()
        .flatMap(usage -> gathering.read(part.source(), usage))
        .orElseGet(() -> Usage.skipped(context, gathering.leftOut(part.source())));
  }

  /**
   * Lists side by side what several of them need: launch configurations, groups, and the templates
   * that count by themselves. What is missing there for one of them it asks for.
   */
  private List<Begun> beginSharing(Shared shared) {
    List<Supplier<Optional<Begun>>> lists = new ArrayList<>();
    lists.add(() -> Optional.of(begin(launchConfigurations, shared)));
    GROUPS.stream()
        .filter(source -> !options.skips(source))
        .findFirst()
        .ifPresent(
            source ->
                lists.add(
                    () -> {
                      shared.gathering().read(source, () -> shared.groups().all(source));
                      return Optional.empty();
                    }));
    lists.add(
        () -> {
          shared
              .gathering()
              .read(EvidenceSources.LAUNCH_TEMPLATES, () -> shared.versions().counted());
          return Optional.empty();
        });
    List<Begun> begun = new ArrayList<>();
    SideBySide.read(USAGE, lists).forEach(read -> read.ifPresent(begun::add));
    sharing.forEach(part -> begun.add(begin(part, shared)));
    return begun;
  }

  /** Evidence lists the instances first, and the others as they are listed where one is skipped. */
  private static int place(ImageUsage usage) {
    int place = EvidenceSources.skippable().indexOf(usage.evidence().get(0).source());
    return place < 0 ? Integer.MAX_VALUE : place;
  }

  private LaunchedVersions launchedVersions() {
    return new LaunchedVersions(
        ec2,
        ssm,
        context,
        options.skips(EvidenceSources.LAUNCH_TEMPLATES)
            ? LaunchTemplateVersions.inUse()
            : options.launchTemplateVersions());
  }

  /** Which instant fleets there are is known when the instances are read. */
  private Supplier<ImageUsage> beginFleets(Shared shared) {
    Ec2FleetUsage reading = Ec2FleetUsage.read(ec2, context, shared.versions());
    return () -> reading.usage(shared.fleets());
  }

  private Supplier<ImageUsage> beginTemplates(Shared shared) {
    LaunchedVersions.Counted counted = shared.versions().counted();
    LaunchTemplateVersions counting = options.launchTemplateVersions();
    return () ->
        LaunchTemplateUsage.usage(
            context,
            counted.readAt(),
            counting.equals(LaunchTemplateVersions.inUse())
                ? shared.versions().inUse()
                : counted.templates(),
            counting);
  }
}
