package io.amiclean.aws.wire;

import static io.amiclean.aws.wire.WireState.SOME_TIME;

import io.amiclean.aws.wire.Ec2LaunchState.LaunchTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Auto Scaling: its groups and launch configurations. */
public final class AutoScalingState extends ServiceState {

  final Map<String, LaunchConfiguration> launchConfigurations = new LinkedHashMap<>();
  final Map<String, AutoScalingGroup> groups = new LinkedHashMap<>();

  AutoScalingState(WireState state) {
    super(state);
  }

  LaunchConfiguration launchConfiguration(String name) {
    return launchConfigurations.computeIfAbsent(name, LaunchConfiguration::new);
  }

  AutoScalingGroup group(String name) {
    return groups.computeIfAbsent(name, AutoScalingGroup::new);
  }

  /** A launch configuration; made by {@link WireState#launchConfiguration}. */
  public final class LaunchConfiguration extends Resource<LaunchConfiguration> {

    private final List<Map<String, Object>> devices = new ArrayList<>();

    LaunchConfiguration(String name) {
      super(state, name, "LaunchConfigurationName");
      elements.put(
          "LaunchConfigurationARN", arn("launchConfiguration", "launchConfigurationName/" + name));
      elements.put("ImageId", "");
      elements.put("InstanceType", "t3.micro");
      elements.put("CreatedTime", SOME_TIME);
    }

    public LaunchConfiguration image(String imageId) {
      return with("ImageId", imageId);
    }

    public LaunchConfiguration device(String name, String snapshotId) {
      return change(
          () -> devices.add(Map.of("DeviceName", name, "Ebs", Map.of("SnapshotId", snapshotId))));
    }

    @Override
    Map<String, Object> view() {
      Map<String, Object> view = new LinkedHashMap<>(elements);
      view.put("BlockDeviceMappings", List.copyOf(devices));
      return view;
    }
  }

  /** An Auto Scaling group; made by {@link WireState#autoScalingGroup}. */
  public final class AutoScalingGroup extends Resource<AutoScalingGroup> {

    private final MixedPolicy policy = new MixedPolicy();
    private final List<Map<String, Object>> members = new ArrayList<>();
    final List<Map<String, Object>> warmInstances = new ArrayList<>();
    final Map<String, InstanceRefresh> refreshes = new LinkedHashMap<>();

    AutoScalingGroup(String name) {
      super(state, name, "AutoScalingGroupName");
      elements.put("AutoScalingGroupARN", arn("autoScalingGroup", "autoScalingGroupName/" + name));
      elements.put("MinSize", 0);
      elements.put("MaxSize", 0);
      elements.put("DesiredCapacity", 0);
      elements.put("DefaultCooldown", 300);
      elements.put("AvailabilityZones", List.of(region + "a"));
      elements.put("HealthCheckType", "EC2");
      elements.put("CreatedTime", SOME_TIME);
    }

    public AutoScalingGroup launchConfiguration(String name) {
      return with("LaunchConfigurationName", name);
    }

    public AutoScalingGroup launchTemplate(String templateId, String version) {
      return with("LaunchTemplate", specification(templateId, version));
    }

    /** A mixed instances policy on that template; {@link #override} adds to it. */
    public AutoScalingGroup mixedInstances(String templateId, String version) {
      return change(() -> policy.template = specification(templateId, version));
    }

    /** An override of the mixed instances policy with a template of its own. */
    public AutoScalingGroup override(String templateId, String version) {
      return change(() -> policy.override(templateId, version));
    }

    /** An override of the mixed instances policy with an image of its own. */
    public AutoScalingGroup overrideImage(String imageId) {
      return change(() -> policy.overrides.add(Map.of("ImageId", imageId)));
    }

    public AutoScalingGroup capacity(int desired) {
      return with("DesiredCapacity", desired).with("MaxSize", desired);
    }

    /** A member, by the image that it was launched from. */
    public AutoScalingGroup member(String instanceId, String imageId) {
      return change(() -> members.add(member(instanceId, "InService", "ImageId", imageId)));
    }

    /** A warm pool, which the list of groups names. */
    public AutoScalingGroup warmPool() {
      return with("WarmPoolConfiguration", Map.of("PoolState", "Stopped", "MinSize", 0))
          .with("WarmPoolSize", warmInstances.size());
    }

    /** An instance in the warm pool, by the image that it was launched from. */
    public AutoScalingGroup warmInstance(String instanceId, String imageId) {
      return warm(instanceId, "ImageId", imageId);
    }

    /** An instance in the warm pool, by the template that it was launched from. */
    public AutoScalingGroup warmInstance(String instanceId, String templateId, String version) {
      return warm(instanceId, "LaunchTemplate", specification(templateId, version));
    }

    /** An instance in the warm pool, by the launch configuration that it was launched from. */
    public AutoScalingGroup warmInstanceOf(String instanceId, String launchConfiguration) {
      return warm(instanceId, "LaunchConfigurationName", launchConfiguration);
    }

    private AutoScalingGroup warm(String instanceId, String element, Object value) {
      return change(
          () -> {
            warmInstances.add(member(instanceId, "Warmed:Stopped", element, value));
            warmPool();
          });
    }

    private Map<String, Object> member(
        String instanceId, String state, String element, Object value) {
      Map<String, Object> member = new LinkedHashMap<>();
      member.put("InstanceId", instanceId);
      member.put("AvailabilityZone", region + "a");
      member.put("LifecycleState", state);
      member.put("HealthStatus", "Healthy");
      member.put("ProtectedFromScaleIn", false);
      member.put(element, value);
      return member;
    }

    /** An instance refresh in progress, without a desired configuration. */
    public InstanceRefresh refresh(String refreshId) {
      synchronized (state) {
        return refreshes.computeIfAbsent(refreshId, key -> new InstanceRefresh(key, id));
      }
    }

    @Override
    Map<String, Object> view() {
      Map<String, Object> view = new LinkedHashMap<>(elements);
      view.put("Instances", List.copyOf(members));
      policy.addTo(view);
      view.put(
          "Tags",
          tags.entrySet().stream()
              .map(
                  tag ->
                      Map.of(
                          "Key",
                          tag.getKey(),
                          "Value",
                          tag.getValue(),
                          "ResourceId",
                          id,
                          "ResourceType",
                          "auto-scaling-group",
                          "PropagateAtLaunch",
                          true))
              .toList());
      return view;
    }
  }

  /** An instance refresh; made by {@link AutoScalingGroup#refresh}. */
  public final class InstanceRefresh extends Resource<InstanceRefresh> {

    private final Map<String, Object> desired = new LinkedHashMap<>();
    private final MixedPolicy policy = new MixedPolicy();

    InstanceRefresh(String id, String group) {
      super(state, id, "InstanceRefreshId");
      elements.put("AutoScalingGroupName", group);
      elements.put("Status", "InProgress");
      elements.put("StartTime", SOME_TIME);
      elements.put("PercentageComplete", 0);
      elements.put("InstancesToUpdate", 1);
    }

    /** {@code Pending}, {@code InProgress}, {@code Successful}, or any other. */
    public InstanceRefresh status(String status) {
      return with("Status", status);
    }

    /** A desired configuration of that template. */
    public InstanceRefresh launchTemplate(String templateId, String version) {
      return change(() -> desired.put("LaunchTemplate", specification(templateId, version)));
    }

    /** A desired mixed instances policy on that template; {@link #override} adds to it. */
    public InstanceRefresh mixedInstances(String templateId, String version) {
      return change(() -> policy.template = specification(templateId, version));
    }

    /** An override of the desired policy with a template of its own. */
    public InstanceRefresh override(String templateId, String version) {
      return change(() -> policy.override(templateId, version));
    }

    /** An override of the desired policy with an image of its own. */
    public InstanceRefresh overrideImage(String imageId) {
      return change(() -> policy.overrides.add(Map.of("ImageId", imageId)));
    }

    @Override
    Map<String, Object> view() {
      Map<String, Object> view = new LinkedHashMap<>(elements);
      Map<String, Object> configuration = new LinkedHashMap<>(desired);
      policy.addTo(configuration);
      if (!configuration.isEmpty()) {
        view.put("DesiredConfiguration", configuration);
      }
      return view;
    }
  }

  /** A mixed instances policy of Auto Scaling; none without a template. */
  private final class MixedPolicy {

    private @Nullable Map<String, Object> template;
    private final List<Map<String, Object>> overrides = new ArrayList<>();

    void override(String templateId, String version) {
      overrides.add(Map.of("LaunchTemplateSpecification", specification(templateId, version)));
    }

    void addTo(Map<String, Object> view) {
      if (template != null) {
        view.put(
            "MixedInstancesPolicy",
            Map.of(
                "LaunchTemplate",
                Map.of(
                    "LaunchTemplateSpecification", template, "Overrides", List.copyOf(overrides))));
      }
    }
  }

  /** With id and name, as Auto Scaling answers whichever was given to it. */
  private Map<String, Object> specification(String templateId, String version) {
    LaunchTemplate template = state.launches.launchTemplates.get(templateId);
    Map<String, Object> specification = new LinkedHashMap<>();
    specification.put("LaunchTemplateId", templateId);
    specification.put(
        "LaunchTemplateName", template == null ? "template-" + templateId : template.name());
    specification.put("Version", version);
    return specification;
  }

  private String arn(String kind, String name) {
    return "arn:aws:autoscaling:%s:%s:%s:00000000-0000-0000-0000-000000000000:%s"
        .formatted(region, account, kind, name);
  }
}
