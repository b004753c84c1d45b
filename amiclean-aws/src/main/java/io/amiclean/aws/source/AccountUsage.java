package io.amiclean.aws.source;

import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.aws.source.LaunchConfigurationUsage.Configuration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private final InstanceUsage instances;
  private final LaunchConfigurationUsage launchConfigurations;
  private final Ec2Client ec2;
  private final SsmClient ssm;
  private final AutoScalingGroupUsage autoScalingGroups;

  /** Those that share nothing, by their names. */
  private final Map<String, ImageUsageSource> others = new LinkedHashMap<>();

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
    this.ssm = Objects.requireNonNull(ssm, "ssm");
    this.options = Objects.requireNonNull(options, "options");
    this.context = Objects.requireNonNull(context, "context");
    this.instances = new InstanceUsage(ec2, context);
    this.launchConfigurations = new LaunchConfigurationUsage(autoScaling, context);
    this.autoScalingGroups = new AutoScalingGroupUsage(ec2, autoScaling, ssm, context);
    others.put(EvidenceSources.SSM_PARAMETERS, new SsmParameterUsage(ssm, context, options));
    others.put(
        EvidenceSources.IMAGE_BUILDER_RECIPES,
        new ImageBuilderRecipeUsage(imageBuilder, ssm, context));
    others.put(EvidenceSources.FAST_LAUNCH_IMAGES, new FastLaunchUsage(ec2, context));
    others.put(
        EvidenceSources.REPLACE_ROOT_VOLUME_TASKS, new ReplaceRootVolumeTaskUsage(ec2, context));
  }

  /**
   * Reads all sources that are not left out.
   *
   * @return what they know together, with the evidence of each
   * @throws io.amiclean.api.model.EvidenceException if one of them could not be read to its end
   */
  @Override
  public ImageUsage loadUsage() {
    LaunchTemplateVersions counting = options.launchTemplateVersions();
    Map<String, Configuration> configurations = Map.of();
    ImageUsage byConfigurations;
    if (options.skips(EvidenceSources.LAUNCH_CONFIGURATIONS)) {
      byConfigurations = Usage.skipped(context, EvidenceSources.LAUNCH_CONFIGURATIONS);
    } else {
      Instant readAt = context.now();
      configurations = launchConfigurations.readAll();
      byConfigurations = launchConfigurations.usage(readAt, configurations);
    }
    boolean withoutTemplates = options.skips(EvidenceSources.LAUNCH_TEMPLATES);
    Instant templatesReadAt = context.now();
    LaunchTemplates templates =
        withoutTemplates
            ? LaunchTemplates.none()
            : new LaunchTemplateReader(ec2, ssm, context, EvidenceSources.LAUNCH_TEMPLATES)
                .read(counting);
    ImageUsage byGroups;
    if (options.skips(EvidenceSources.AUTO_SCALING_GROUPS)) {
      byGroups = Usage.skipped(context, EvidenceSources.AUTO_SCALING_GROUPS);
    } else {
      AutoScalingGroupUsage.Reading groups = autoScalingGroups.read(configurations, templates);
      byGroups = groups.usage();
      if (counting.equals(LaunchTemplateVersions.inUse())) {
        templates = groups.templates();
      }
    }
    ImageUsage byTemplates =
        withoutTemplates
            ? Usage.skipped(context, EvidenceSources.LAUNCH_TEMPLATES)
            : LaunchTemplateUsage.usage(context, templatesReadAt, templates, counting);
    List<ImageUsage> byOthers = new ArrayList<>();
    others.forEach(
        (name, source) ->
            byOthers.add(options.skips(name) ? Usage.skipped(context, name) : source.loadUsage()));
    ImageUsage byInstances =
        options.skips(EvidenceSources.INSTANCES)
            ? Usage.skipped(context, EvidenceSources.INSTANCES)
            : instances.loadUsage();
    List<ImageUsage> all =
        new ArrayList<>(List.of(byInstances, byConfigurations, byTemplates, byGroups));
    all.addAll(byOthers);
    return ImageUsage.union(all);
  }
}
