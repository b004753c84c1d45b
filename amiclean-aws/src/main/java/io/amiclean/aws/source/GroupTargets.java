package io.amiclean.aws.source;

import io.amiclean.api.model.ResourceId;
import io.amiclean.aws.source.LaunchConfigurationUsage.Configuration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplate;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.autoscaling.model.MixedInstancesPolicy;

/**
 * What Auto Scaling groups launch from. It lives for one reading, asks for each missing version
 * once, and is not thread-safe.
 */
final class GroupTargets {

  private static final Logger LOG = LoggerFactory.getLogger(GroupTargets.class);

  private final ReadOperation operation;
  private final Map<String, Configuration> configurations;
  private final LaunchTemplates templates;
  private final LaunchTemplateReader reader;
  private final Map<TemplateSpec, Optional<LaunchTemplates.Version>> versions = new HashMap<>();

  GroupTargets(
      ReadOperation operation,
      Map<String, Configuration> configurations,
      LaunchTemplates templates,
      LaunchTemplateReader reader) {
    this.operation = operation;
    this.configurations = configurations;
    this.templates = templates;
    this.reader = reader;
  }

  /** Returns the images and snapshots of a group, by the words that say how it uses them. */
  Map<String, Collection<ResourceId>> of(AutoScalingGroup group) {
    Map<String, Collection<ResourceId>> targets = new LinkedHashMap<>();
    String where = "the Auto Scaling group " + group.autoScalingGroupName();
    addConfiguration(group.launchConfigurationName(), where, targets);
    addTemplate(group.launchTemplate(), where, targets);
    addPolicy(group.mixedInstancesPolicy(), where, targets);
    for (Instance instance : group.instances()) {
      add("instances", image(instance.imageId(), where), targets);
    }
    return targets;
  }

  /** Returns the versions that the groups so far launch from. */
  LaunchTemplates templatesInUse() {
    List<LaunchTemplates.Version> used =
        versions.values().stream().flatMap(Optional::stream).toList();
    return new LaunchTemplates(
        used.stream().map(LaunchTemplates.Version::templateId).distinct().count(), used);
  }

  private void addConfiguration(
      @Nullable String name, String where, Map<String, Collection<ResourceId>> targets) {
    if (name == null || name.isEmpty()) {
      return;
    }
    Configuration configuration = configurations.get(name);
    if (configuration == null) {
      LOG.debug("The launch configuration {} of {} does not exist", name, where);
      return;
    }
    add("launch configuration " + name, configuration.targets(), targets);
  }

  private void addPolicy(
      @Nullable MixedInstancesPolicy policy,
      String where,
      Map<String, Collection<ResourceId>> targets) {
    if (policy == null || policy.launchTemplate() == null) {
      return;
    }
    LaunchTemplate template = policy.launchTemplate();
    addTemplate(template.launchTemplateSpecification(), where, targets);
    for (LaunchTemplateOverrides override : template.overrides()) {
      addTemplate(override.launchTemplateSpecification(), where, targets);
      add("override", image(override.imageId(), where), targets);
    }
  }

  private void addTemplate(
      @Nullable LaunchTemplateSpecification specification,
      String where,
      Map<String, Collection<ResourceId>> targets) {
    if (specification == null) {
      return;
    }
    TemplateSpec spec = TemplateSpec.of(operation, specification, where);
    Optional<LaunchTemplates.Version> version =
        versions.computeIfAbsent(spec, asked -> templates.find(asked).or(() -> missing(asked)));
    if (version.isEmpty()) {
      LOG.debug("The launch template {} of {} does not exist", spec, where);
      return;
    }
    add(
        "launch template " + version.get().templateId() + " " + version.get().detail(),
        version.get().targets(),
        targets);
  }

  /** Reading ahead pays only where nothing was read of the templates yet. */
  private Optional<LaunchTemplates.Version> missing(TemplateSpec spec) {
    return templates.isEmpty() ? reader.readAhead(spec) : reader.read(spec);
  }

  private List<ResourceId> image(@Nullable String value, String where) {
    return Ids.isMissing(value)
        ? List.of()
        : List.of(Ids.image(operation, value, "an image of " + where));
  }

  private static void add(
      String how, List<ResourceId> more, Map<String, Collection<ResourceId>> targets) {
    if (!more.isEmpty()) {
      targets.computeIfAbsent(how, words -> new LinkedHashSet<>()).addAll(more);
    }
  }
}
