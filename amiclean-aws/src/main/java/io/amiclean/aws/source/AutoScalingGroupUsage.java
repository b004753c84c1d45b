package io.amiclean.aws.source;

import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.Progress;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.aws.source.LaunchConfigurationUsage.Configuration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Usage by Auto Scaling groups, whatever their capacity: through their launch configuration, their
 * launch template, the templates and overrides of their mixed instances policy, and their
 * instances. Thread-safe.
 *
 * <p>A launch configuration or template version that AWS says does not exist launches nothing, and
 * is not in use.
 */
public final class AutoScalingGroupUsage implements ImageUsageSource {

  /** The kind of reference that this source gives. */
  public static final String KIND = "auto-scaling-group";

  private static final ReadOperation GROUPS =
      new ReadOperation(
          EvidenceSources.AUTO_SCALING_GROUPS, "autoscaling:DescribeAutoScalingGroups");

  private static final int PAGE = 100;

  private final Ec2Client ec2;
  private final AutoScalingClient autoScaling;
  private final SsmClient ssm;
  private final SourceContext context;

  /**
   * Creates a source.
   *
   * @param ec2 the client that launch templates are read with; the caller owns it
   * @param autoScaling the client; the caller owns it
   * @param ssm the client that aliases of launch templates are looked up with; the caller owns it
   * @param context scope, clock and progress
   */
  public AutoScalingGroupUsage(
      Ec2Client ec2, AutoScalingClient autoScaling, SsmClient ssm, SourceContext context) {
    this.ec2 = Objects.requireNonNull(ec2, "ec2");
    this.autoScaling = Objects.requireNonNull(autoScaling, "autoScaling");
    this.ssm = Objects.requireNonNull(ssm, "ssm");
    this.context = Objects.requireNonNull(context, "context");
  }

  /**
   * Reads all Auto Scaling groups of the region: one call for a hundred groups, one for fifty of
   * their launch configurations, one for a hundred launch templates if they name several versions,
   * and one for each version that is neither the newest nor the default one.
   *
   * @return a reference for each image and snapshot that a group launches from
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  @Override
  public ImageUsage loadUsage() {
    return read(Map.of(), LaunchTemplates.none()).usage();
  }

  /**
   * What was read.
   *
   * @param usage what the groups use
   * @param templates the versions of launch templates that they launch from
   */
  record Reading(ImageUsage usage, LaunchTemplates templates) {}

  /** Reads the groups; asks only for what is not among the given configurations and templates. */
  Reading read(Map<String, Configuration> configurations, LaunchTemplates templates) {
    Instant readAt = context.now();
    Map<String, AutoScalingGroup> groups = readGroups();
    GroupTargets targets =
        new GroupTargets(
            GROUPS,
            withMissing(configurations, groups.values()),
            templates,
            new LaunchTemplateReader(ec2, ssm, context, EvidenceSources.AUTO_SCALING_GROUPS));
    Set<ImageReference> references = new LinkedHashSet<>();
    for (AutoScalingGroup group : groups.values()) {
      String user =
          Objects.requireNonNullElse(group.autoScalingGroupARN(), group.autoScalingGroupName());
      for (Map.Entry<String, Collection<ResourceId>> used : targets.of(group).entrySet()) {
        for (ResourceId target : used.getValue()) {
          references.add(ImageReference.of(target, KIND, user, used.getKey()));
        }
      }
    }
    ImageUsage usage =
        Usage.of(
            context,
            EvidenceSources.AUTO_SCALING_GROUPS,
            readAt,
            groups.size(),
            references,
            targets.templatesInUse().notes());
    return new Reading(usage, targets.templatesInUse());
  }

  private Map<String, AutoScalingGroup> readGroups() {
    Map<String, AutoScalingGroup> groups = new TreeMap<>();
    GROUPS.pages(
        token ->
            autoScaling.describeAutoScalingGroups(
                request -> request.maxRecords(PAGE).nextToken(token)),
        DescribeAutoScalingGroupsResponse::nextToken,
        page -> {
          for (AutoScalingGroup group : page.autoScalingGroups()) {
            if (Ids.isMissing(group.autoScalingGroupName())) {
              throw GROUPS.misunderstood("a group without a name");
            }
            groups.put(group.autoScalingGroupName(), group);
          }
          context.report(Progress.of(EvidenceSources.AUTO_SCALING_GROUPS, groups.size()));
        });
    return groups;
  }

  private Map<String, Configuration> withMissing(
      Map<String, Configuration> known, Collection<AutoScalingGroup> groups) {
    Set<String> missing = new TreeSet<>();
    for (AutoScalingGroup group : groups) {
      String name = group.launchConfigurationName();
      if (!Ids.isMissing(name) && !known.containsKey(name)) {
        missing.add(name);
      }
    }
    Map<String, Configuration> all = new TreeMap<>(known);
    all.putAll(
        new LaunchConfigurationUsage(autoScaling, context)
            .readNamed(missing, EvidenceSources.AUTO_SCALING_GROUPS));
    return all;
  }
}
