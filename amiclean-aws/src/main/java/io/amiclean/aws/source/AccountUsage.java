package io.amiclean.aws.source;

import static java.util.Comparator.comparing;

import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.source.ImageUsageSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.imagebuilder.ImagebuilderClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Usage from every source of an account, with what they share read once. Thread-safe.
 *
 * <p>What launches instances is read before the instances: an instance that is launched while the
 * reading goes on is seen by one of the two.
 */
public final class AccountUsage implements ImageUsageSource {

  private final SourceContext context;
  private final ReadingOptions options;
  private final Ec2Client ec2;
  private final AutoScalingClient autoScaling;
  private final SsmClient ssm;

  /** In the order in which they are read. */
  private final List<Part> parts;

  /**
   * A source in a reading that it shares with the others.
   *
   * @param source its name
   * @param begin reads what AWS tells of it; the answer tells the usage, and is asked for it once
   *     all parts have begun
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
   * @param versions the versions of launch templates that somebody launches from
   * @param fleets the ids of the EC2 Fleets that launched the instances that there are
   */
  private record Shared(ScalingGroups groups, LaunchedVersions versions, Set<String> fleets) {}

  /**
   * Creates a source.
   *
   * @param ec2 the client; the caller owns it
   * @param autoScaling the client; the caller owns it
   * @param ssm the client; the caller owns it
   * @param imageBuilder the client; the caller owns it
   * @param context scope, clock and progress
   * @param options what is left out, which the evidence says
   */
  public AccountUsage(
      Ec2Client ec2,
      AutoScalingClient autoScaling,
      SsmClient ssm,
      ImagebuilderClient imageBuilder,
      SourceContext context,
      ReadingOptions options) {
    this.ec2 = Objects.requireNonNull(ec2, "ec2");
    this.autoScaling = Objects.requireNonNull(autoScaling, "autoScaling");
    this.ssm = Objects.requireNonNull(ssm, "ssm");
    this.context = Objects.requireNonNull(context, "context");
    this.options = Objects.requireNonNull(options, "options");
    LaunchConfigurationUsage configurations = new LaunchConfigurationUsage(autoScaling, context);
    AutoScalingGroupUsage groups = new AutoScalingGroupUsage(ec2, autoScaling, ssm, context);
    WarmPoolUsage pools = new WarmPoolUsage(ec2, autoScaling, ssm, context);
    InstanceRefreshUsage refreshes = new InstanceRefreshUsage(ec2, autoScaling, ssm, context);
    SpotFleetUsage spotFleets = new SpotFleetUsage(ec2, ssm, context);
    InstanceUsage instances = new InstanceUsage(ec2, context);
    this.parts =
        List.of(
            Part.sharing(
                EvidenceSources.LAUNCH_CONFIGURATIONS,
                shared -> configurations.read(shared.groups())),
            Part.sharing(
                EvidenceSources.AUTO_SCALING_GROUPS,
                shared -> groups.read(shared.groups(), shared.versions())),
            Part.sharing(
                EvidenceSources.WARM_POOLS,
                shared -> pools.read(shared.groups(), shared.versions())),
            Part.sharing(
                EvidenceSources.INSTANCE_REFRESHES,
                shared -> refreshes.read(shared.groups(), shared.versions())),
            Part.sharing(EvidenceSources.SPOT_FLEETS, shared -> spotFleets.read(shared.versions())),
            new Part(EvidenceSources.EC2_FLEETS, this::beginFleets),
            Part.of(EvidenceSources.SPOT_REQUESTS, new SpotRequestUsage(ec2, context)),
            Part.of(EvidenceSources.SSM_PARAMETERS, new SsmParameterUsage(ssm, context, options)),
            Part.of(
                EvidenceSources.IMAGE_BUILDER_RECIPES,
                new ImageBuilderRecipeUsage(imageBuilder, ssm, context)),
            Part.of(EvidenceSources.FAST_LAUNCH_IMAGES, new FastLaunchUsage(ec2, context)),
            Part.of(
                EvidenceSources.REPLACE_ROOT_VOLUME_TASKS,
                new ReplaceRootVolumeTaskUsage(ec2, context)),
            // Behind all that launch from templates: by then it is known which versions are in use.
            new Part(EvidenceSources.LAUNCH_TEMPLATES, this::beginTemplates),
            Part.sharing(
                EvidenceSources.INSTANCES, shared -> instances.read(shared.fleets()::add)));
  }

  /**
   * Reads all sources that are not left out.
   *
   * @return what they know together, with the evidence of each
   * @throws io.amiclean.api.model.EvidenceException if one of them could not be read to its end
   */
  @Override
  public ImageUsage loadUsage() {
    Shared shared =
        new Shared(new ScalingGroups(autoScaling, context), launchedVersions(), new TreeSet<>());
    List<Supplier<ImageUsage>> begun = new ArrayList<>();
    for (Part part : parts) {
      begun.add(
          options.skips(part.source())
              ? () -> Usage.skipped(context, part.source())
              : part.begin().apply(shared));
    }
    return ImageUsage.union(
        begun.stream().map(Supplier::get).sorted(comparing(AccountUsage::place)).toList());
  }

  /** Evidence lists the instances first, and the others as they are listed where one is skipped. */
  private static int place(ImageUsage usage) {
    return EvidenceSources.skippable().indexOf(usage.evidence().get(0).source());
  }

  private LaunchedVersions launchedVersions() {
    return options.skips(EvidenceSources.LAUNCH_TEMPLATES)
        ? new LaunchedVersions(ec2, ssm, context)
        : new LaunchedVersions(ec2, ssm, context, options.launchTemplateVersions());
  }

  /** Which instant fleets there are is known when the instances are read. */
  private Supplier<ImageUsage> beginFleets(Shared shared) {
    Ec2FleetUsage.Reading reading = new Ec2FleetUsage(ec2, ssm, context).read(shared.versions());
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
