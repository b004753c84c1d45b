package io.amiclean.aws.wire;

import static io.amiclean.aws.wire.WireState.SOME_TIME;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** EC2: the instances and launch templates of a region. */
public final class Ec2LaunchState extends ServiceState {

  final Map<String, Instance> instances = new LinkedHashMap<>();
  final Map<String, LaunchTemplate> launchTemplates = new LinkedHashMap<>();

  Ec2LaunchState(WireState state) {
    super(state);
  }

  Instance instance(String id) {
    return instances.computeIfAbsent(id, Instance::new);
  }

  LaunchTemplate launchTemplate(String id) {
    return launchTemplates.computeIfAbsent(id, LaunchTemplate::new);
  }

  /** An instance; made by {@link WireState#instance}. */
  public final class Instance extends Resource<Instance> {

    private static final Map<String, Integer> CODES =
        Map.of(
            "pending",
            0,
            "running",
            16,
            "shutting-down",
            32,
            "terminated",
            48,
            "stopping",
            64,
            "stopped",
            80);

    String reservationId;
    boolean isHidden;

    Instance(String id) {
      super(state, id, "instanceId");
      reservationId = "r-" + id.replaceFirst("^i-", "");
      elements.put("instanceType", "t3.micro");
      elements.put("launchTime", SOME_TIME);
      elements.put("instanceState", Map.of("code", 16, "name", "running"));
    }

    public Instance image(String imageId) {
      return with("imageId", imageId);
    }

    /**
     * Terminated instances stay in the list until they are {@linkplain WireState#remove removed}.
     */
    public Instance state(String state) {
      return with("instanceState", Map.of("code", CODES.getOrDefault(state, 0), "name", state));
    }

    /** Puts it together with the others of that reservation. */
    public Instance reservation(String reservationId) {
      return change(() -> this.reservationId = reservationId);
    }

    /** Managed by a service, and listed only where managed resources are asked for. */
    public Instance hidden(String principal) {
      synchronized (state) {
        isHidden = true;
        return with("operator", operator(principal));
      }
    }

    @Override
    Stream<String> values(String element) {
      return elements.get(element) instanceof Map<?, ?> state
          ? Stream.of(String.valueOf(state.get("name")))
          : super.values(element);
    }
  }

  /** A launch template; made by {@link WireState#launchTemplate}. */
  public final class LaunchTemplate extends Resource<LaunchTemplate> {

    /** The data of each version under its number. */
    final TreeMap<Integer, Map<String, Object>> versions = new TreeMap<>();

    boolean isHidden;
    private int latest;
    private int defaultVersion = 1;

    LaunchTemplate(String id) {
      super(state, id, "launchTemplateId");
      elements.put("launchTemplateName", "template-" + id);
      elements.put("createTime", SOME_TIME);
      elements.put("createdBy", "arn:aws:iam::" + account + ":user/creator");
    }

    public LaunchTemplate name(String name) {
      return with("launchTemplateName", name);
    }

    /**
     * Adds a version on an image, an id or {@code resolve:ssm:NAME}, and with devices on snapshots.
     */
    public LaunchTemplate version(String imageId, String... snapshotIds) {
      Map<String, Object> data = new LinkedHashMap<>();
      data.put("imageId", imageId);
      data.put("instanceType", "t3.micro");
      List<Map<String, Object>> devices = Ec2State.devices(snapshotIds);
      if (!devices.isEmpty()) {
        data.put("blockDeviceMappingSet", devices);
      }
      return version(data);
    }

    /** Adds a version of that data, an empty one for a template that names no image. */
    public LaunchTemplate version(Map<String, ?> data) {
      return change(
          () -> {
            latest++;
            versions.put(latest, new LinkedHashMap<>(data));
          });
    }

    public LaunchTemplate deleteVersion(int number) {
      return change(() -> versions.remove(number));
    }

    public LaunchTemplate defaultVersion(int number) {
      return change(() -> defaultVersion = number);
    }

    /** Managed by a service, and listed only where managed resources are asked for. */
    public LaunchTemplate hidden(String principal) {
      synchronized (state) {
        isHidden = true;
        return with("operator", operator(principal));
      }
    }

    String name() {
      return text("launchTemplateName").orElse("");
    }

    /** The number that {@code $Latest}, {@code $Default} or a number stands for. */
    int number(String version) {
      return switch (version) {
        case "$Latest" -> versions.isEmpty() ? latest : versions.lastKey();
        case "$Default" -> defaultVersion;
        default -> Integer.parseInt(version);
      };
    }

    Map<String, Object> versionView(int number) {
      Map<String, Object> view = new LinkedHashMap<>(elements);
      view.put("versionNumber", number);
      view.put("defaultVersion", number == defaultVersion);
      view.put("launchTemplateData", new LinkedHashMap<>(versions.getOrDefault(number, Map.of())));
      return view;
    }

    @Override
    Map<String, Object> view() {
      Map<String, Object> view = super.view();
      view.put("defaultVersionNumber", defaultVersion);
      view.put("latestVersionNumber", number("$Latest"));
      return view;
    }
  }

  private static Map<String, Object> operator(String principal) {
    return Map.of("managed", true, "principal", principal, "hiddenByDefault", true);
  }
}
