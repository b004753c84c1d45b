package io.amiclean.aws.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A region of an account, as {@link WireEndpoint} serves it. Each resource is made by asking for
 * it, with defaults for what a test does not care about, and asked for again to change it:
 *
 * <pre>{@code
 * state.image("ami-1").name("front-1").tag("role", "front").device("/dev/xvda", "snap-1", 8);
 * state.instance("i-1").image("ami-1").state("running");
 * state.launchTemplate("lt-1").version("ami-1").version("resolve:ssm:/golden");
 * state.autoScalingGroup("web").launchTemplate("lt-1", "$Latest");
 * state.image("ami-1").state("disabled");
 * }</pre>
 *
 * <p>What has no method of its own is set by the name of its element in AWS's XML, with {@link
 * Resource#with}. Thread-safe: every change is atomic, and a request sees all of it or nothing.
 */
public final class WireState {

  static final String SOME_TIME = "2017-06-01T00:00:00.000Z";

  private final String account;
  private final String region;

  final Map<String, Image> images = new LinkedHashMap<>();
  final Map<String, Snapshot> snapshots = new LinkedHashMap<>();
  final Map<String, Instance> instances = new LinkedHashMap<>();
  final Map<String, LaunchTemplate> launchTemplates = new LinkedHashMap<>();
  final Map<String, LaunchConfiguration> launchConfigurations = new LinkedHashMap<>();
  final Map<String, AutoScalingGroup> autoScalingGroups = new LinkedHashMap<>();
  final Map<String, RecycledImage> recycledImages = new LinkedHashMap<>();
  final Set<String> deregisteredImages = new LinkedHashSet<>();

  /**
   * The registered images on each snapshot; asked at every removal, so they are not searched for.
   */
  final Map<String, Set<String>> imagesOnSnapshots = new HashMap<>();

  final Map<String, String> parameters = new TreeMap<>();

  private final Set<String> denied = new LinkedHashSet<>();
  private @Nullable Set<String> allowed;

  /** An empty region of the account 123456789012, eu-west-1. */
  public WireState() {
    this("123456789012", "eu-west-1");
  }

  public WireState(String account, String region) {
    this.account = account;
    this.region = region;
  }

  /**
   * Reads an inventory: {@code blog-2017.json} shows the form, {@link WireInventory} has all of it.
   */
  public static WireState load(InputStream json) throws IOException {
    return WireInventory.load(json);
  }

  public String account() {
    return account;
  }

  public String region() {
    return region;
  }

  /** An image of the account: available, private, EBS-backed. */
  public Image image(String id) {
    return resource(images, id, Image::new);
  }

  /** A completed snapshot of the account; {@link Image#device} makes those of images. */
  public Snapshot snapshot(String id) {
    return resource(snapshots, id, Snapshot::new);
  }

  /** A running instance, alone in its reservation. */
  public Instance instance(String id) {
    return resource(instances, id, Instance::new);
  }

  /** A launch template without a version; {@link LaunchTemplate#version} adds them. */
  public LaunchTemplate launchTemplate(String id) {
    return resource(launchTemplates, id, LaunchTemplate::new);
  }

  public LaunchConfiguration launchConfiguration(String name) {
    return resource(launchConfigurations, name, LaunchConfiguration::new);
  }

  /** An Auto Scaling group of no instances. */
  public AutoScalingGroup autoScalingGroup(String name) {
    return resource(autoScalingGroups, name, AutoScalingGroup::new);
  }

  /** An image in the Recycle Bin. */
  public RecycledImage recycledImage(String id) {
    return resource(recycledImages, id, RecycledImage::new);
  }

  /** An SSM parameter that {@code resolve:ssm:NAME} in a launch template stands for. */
  public synchronized WireState parameter(String name, String imageId) {
    parameters.put(name, imageId);
    return this;
  }

  /** Takes a resource away, whatever its kind, without a request and without EC2's rules. */
  public synchronized WireState remove(String idOrName) {
    Optional.ofNullable(images.get(idOrName)).ifPresent(this::unregister);
    Stream.of(
            snapshots,
            instances,
            launchTemplates,
            launchConfigurations,
            autoScalingGroups,
            recycledImages)
        .forEach(resources -> resources.remove(idOrName));
    return this;
  }

  /** The images that are registered, those of others included. */
  public synchronized Set<String> imageIds() {
    return new LinkedHashSet<>(images.keySet());
  }

  public synchronized Set<String> snapshotIds() {
    return new LinkedHashSet<>(snapshots.keySet());
  }

  /** Denies IAM actions, {@code ec2:DescribeImages} for one. */
  public synchronized WireState deny(String... actions) {
    denied.addAll(List.of(actions));
    return this;
  }

  /** Denies every IAM action but these. */
  public synchronized WireState allowOnly(Collection<String> actions) {
    allowed = Set.copyOf(actions);
    return this;
  }

  synchronized boolean isDenied(String action) {
    return denied.contains(action) || (allowed != null && !allowed.contains(action));
  }

  void deregister(Image image) {
    unregister(image);
    deregisteredImages.add(image.id);
  }

  private void unregister(Image image) {
    images.remove(image.id);
    unindex(image);
  }

  private void unindex(Image image) {
    image
        .snapshotIds()
        .forEach(
            id ->
                imagesOnSnapshots.computeIfPresent(
                    id,
                    (key, on) -> {
                      on.remove(image.id);
                      return on.isEmpty() ? null : on;
                    }));
  }

  private synchronized <T> T resource(Map<String, T> all, String id, Function<String, T> maker) {
    T present = all.get(id);
    if (present == null) {
      present = maker.apply(id);
      all.put(id, present);
    }
    return present;
  }

  /** What all resources have: elements by their names in AWS's XML, and tags. */
  public abstract sealed class Resource<T extends Resource<T>> {

    final String id;
    final Map<String, Object> elements = new LinkedHashMap<>();
    final Map<String, String> tags = new LinkedHashMap<>();

    private Resource(String id, String idElement) {
      this.id = id;
      elements.put(idElement, id);
    }

    abstract T self();

    /**
     * Sets an element of the answer.
     *
     * @param value text, a map of elements, or a list of either; none with null
     */
    public T with(String element, @Nullable Object value) {
      synchronized (WireState.this) {
        if (value == null) {
          elements.remove(element);
        } else {
          elements.put(element, value);
        }
        return self();
      }
    }

    public T tag(String key, String value) {
      synchronized (WireState.this) {
        tags.put(key, value);
        return self();
      }
    }

    Optional<String> text(String element) {
      return Optional.ofNullable(elements.get(element)).map(Object::toString);
    }

    boolean is(String element, String value) {
      return value.equals(elements.get(element));
    }

    /** What a filter compares with. */
    Stream<String> values(String element) {
      return text(element).stream();
    }

    /** The resource as it stands in an answer, a copy. */
    Map<String, Object> view() {
      Map<String, Object> view = new LinkedHashMap<>(elements);
      if (!tags.isEmpty()) {
        view.put(
            "tagSet",
            tags.entrySet().stream()
                .map(tag -> Map.of("key", tag.getKey(), "value", tag.getValue()))
                .toList());
      }
      return view;
    }
  }

  /** An image; made by {@link #image}. */
  public final class Image extends Resource<Image> {

    private final Map<String, Map<String, Object>> devices = new LinkedHashMap<>();
    final Set<String> sharedWith = new LinkedHashSet<>();
    boolean isPublic;

    private Image(String id) {
      super(id, "imageId");
      elements.put("imageLocation", account + "/" + id);
      elements.put("imageState", "available");
      elements.put("imageOwnerId", account);
      elements.put("creationDate", SOME_TIME);
      elements.put("architecture", "x86_64");
      elements.put("imageType", "machine");
      elements.put("name", id);
      elements.put("platformDetails", "Linux/UNIX");
      elements.put("rootDeviceType", "ebs");
      elements.put("deregistrationProtection", "disabled");
    }

    @Override
    Image self() {
      return this;
    }

    public Image name(String name) {
      return with("name", name);
    }

    public Image description(String description) {
      return with("description", description);
    }

    public Image owner(String account) {
      return with("imageOwnerId", account);
    }

    public Image state(String state) {
      return with("imageState", state);
    }

    /** As it goes over the wire, {@code 2017-06-15T09:55:42.000Z} for one. */
    public Image created(String time) {
      return with("creationDate", time);
    }

    public Image lastLaunched(String time) {
      return with("lastLaunchedTime", time);
    }

    /**
     * {@code enabled-without-cooldown}, {@code enabled-with-cooldown}, {@code disabled}, or any
     * other.
     */
    public Image protection(String value) {
      return with("deregistrationProtection", value);
    }

    /** Shared with an account. */
    public Image sharedWith(String account) {
      synchronized (WireState.this) {
        sharedWith.add(account);
        return this;
      }
    }

    /** Shared with everybody. */
    public Image shared() {
      synchronized (WireState.this) {
        isPublic = true;
        return this;
      }
    }

    /** A device on a snapshot, which is made, with what CreateImage writes, where there is none. */
    public Image device(String name, String snapshotId, int gib) {
      synchronized (WireState.this) {
        unindex(this);
        devices.put(name, ebs(name, snapshotId, gib));
        if (images.get(id) == this) {
          snapshotIds()
              .forEach(on -> imagesOnSnapshots.computeIfAbsent(on, key -> new TreeSet<>()).add(id));
        }
        elements.putIfAbsent("rootDeviceName", name);
        if (!snapshots.containsKey(snapshotId)) {
          snapshot(snapshotId)
              .size(gib)
              .started(text("creationDate").orElse(SOME_TIME))
              .owner(ownerId())
              .description("Created by CreateImage(i-0123456789abcdef0) for " + id);
        }
        return this;
      }
    }

    /** An instance store device, which has no snapshot. */
    public Image ephemeralDevice(String name) {
      synchronized (WireState.this) {
        devices.put(name, Map.of("deviceName", name, "virtualName", "ephemeral" + devices.size()));
        return this;
      }
    }

    String ownerId() {
      return text("imageOwnerId").orElse("");
    }

    boolean isOwn() {
      return ownerId().equals(account);
    }

    boolean isVisible() {
      return isOwn() || isPublic || sharedWith.contains(account);
    }

    List<String> snapshotIds() {
      return devices.values().stream()
          .flatMap(device -> Stream.ofNullable(device.get("ebs")))
          .flatMap(ebs -> Stream.ofNullable(((Map<?, ?>) ebs).get("snapshotId")))
          .map(Object::toString)
          .toList();
    }

    @Override
    Stream<String> values(String element) {
      return switch (element) {
        case "isPublic" -> Stream.of(String.valueOf(isPublic));
        case "snapshotId" -> snapshotIds().stream();
        default -> super.values(element);
      };
    }

    @Override
    Map<String, Object> view() {
      Map<String, Object> view = super.view();
      view.put("isPublic", isPublic);
      view.put("blockDeviceMapping", List.copyOf(devices.values()));
      if (!isOwn()) {
        view.remove("lastLaunchedTime");
      }
      return view;
    }
  }

  /** A snapshot; made by {@link #snapshot}. */
  public final class Snapshot extends Resource<Snapshot> {

    boolean isPublic;

    /** What DescribeLockedSnapshots tells; empty if it was never locked. */
    final Map<String, Object> lock = new LinkedHashMap<>();

    /** What DescribeSnapshotTierStatus tells besides. */
    final Map<String, Object> tiering = new LinkedHashMap<>();

    /** The state of fast restore by Availability Zone. */
    final Map<String, String> fastRestores = new LinkedHashMap<>();

    final Set<String> sharedWith = new LinkedHashSet<>();
    Optional<String> returnCode = Optional.empty();

    private Snapshot(String id) {
      super(id, "snapshotId");
      elements.put("volumeId", "vol-ffffffff");
      elements.put("status", "completed");
      elements.put("startTime", SOME_TIME);
      elements.put("progress", "100%");
      elements.put("ownerId", account);
      elements.put("volumeSize", 8);
      elements.put("description", "");
      elements.put("encrypted", false);
      elements.put("storageTier", "standard");
    }

    @Override
    Snapshot self() {
      return this;
    }

    public Snapshot description(String description) {
      return with("description", description);
    }

    public Snapshot owner(String account) {
      return with("ownerId", account);
    }

    /**
     * {@code pending}, {@code completed}, {@code error}, {@code recoverable} or {@code recovering}.
     */
    public Snapshot state(String state) {
      return with("status", state);
    }

    public Snapshot started(String time) {
      return with("startTime", time);
    }

    public Snapshot size(int gib) {
      return with("volumeSize", gib);
    }

    /** {@code standard} or {@code archive}. */
    public Snapshot tier(String tier) {
      return with("storageTier", tier);
    }

    /** Restorable by everybody. */
    public Snapshot shared() {
      synchronized (WireState.this) {
        isPublic = true;
        return this;
      }
    }

    /** Shared with an account. */
    public Snapshot sharedWith(String account) {
      synchronized (WireState.this) {
        sharedWith.add(account);
        return this;
      }
    }

    /** Locked for a hundred years. */
    public Snapshot locked() {
      return locked("governance", "2117-06-01T00:00:00.000Z");
    }

    /**
     * Locked: unless that has expired, deleting it is refused. The code of that refusal is not
     * documented; here it is OperationNotPermitted.
     *
     * @param state {@code compliance}, {@code governance}, {@code compliance-cooloff} or {@code
     *     expired}
     * @param until when the lock ends; null for a lock that does not say
     */
    public Snapshot locked(String state, @Nullable String until) {
      synchronized (WireState.this) {
        lock.put("lockState", state);
        lock.put("lockCreatedOn", SOME_TIME);
        if (until == null) {
          lock.remove("lockExpiresOn");
        } else {
          lock.put("lockExpiresOn", until);
        }
        return this;
      }
    }

    /** In the archive tier since then. */
    public Snapshot archived(String completed) {
      synchronized (WireState.this) {
        tiering.put("archivalCompleteTime", completed);
        return tier("archive").tiering("archival-completed");
      }
    }

    /** What was done last about its tier, {@code archival-in-progress} for one. */
    public Snapshot tiering(String lastOperation) {
      synchronized (WireState.this) {
        tiering.put("lastTieringOperationStatus", lastOperation);
        return this;
      }
    }

    /** Fast restore is enabled in an Availability Zone. */
    public Snapshot fastRestore(String zone) {
      return fastRestore(zone, "enabled");
    }

    /**
     * What is known of fast restore in an Availability Zone.
     *
     * @param state {@code enabling}, {@code optimizing}, {@code enabled}, {@code disabling} or
     *     {@code disabled}
     */
    public Snapshot fastRestore(String zone, String state) {
      synchronized (WireState.this) {
        fastRestores.put(zone, state);
        return this;
      }
    }

    /**
     * What DeregisterImage with DeleteAssociatedSnapshots answers for it instead of deleting it,
     * internal-error for one.
     */
    public Snapshot returnCode(String code) {
      synchronized (WireState.this) {
        returnCode = Optional.of(code);
        return this;
      }
    }

    boolean isOwn() {
      return is("ownerId", account);
    }

    boolean isVisible() {
      return isOwn() || isPublic || sharedWith.contains(account);
    }

    boolean isLocked() {
      return !lock.isEmpty() && !"expired".equals(lock.get("lockState"));
    }
  }

  /** An instance; made by {@link #instance}. */
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

    private Instance(String id) {
      super(id, "instanceId");
      reservationId = "r-" + id.replaceFirst("^i-", "");
      elements.put("instanceType", "t3.micro");
      elements.put("launchTime", SOME_TIME);
      elements.put("instanceState", Map.of("code", 16, "name", "running"));
    }

    @Override
    Instance self() {
      return this;
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
      synchronized (WireState.this) {
        this.reservationId = reservationId;
        return this;
      }
    }

    /** Managed by a service, and listed only where managed resources are asked for. */
    public Instance hidden(String principal) {
      synchronized (WireState.this) {
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

  /** A launch template; made by {@link #launchTemplate}. */
  public final class LaunchTemplate extends Resource<LaunchTemplate> {

    /** The data of each version under its number. */
    final TreeMap<Integer, Map<String, Object>> versions = new TreeMap<>();

    boolean isHidden;
    private int latest;
    private int defaultVersion = 1;

    private LaunchTemplate(String id) {
      super(id, "launchTemplateId");
      elements.put("launchTemplateName", "template-" + id);
      elements.put("createTime", SOME_TIME);
      elements.put("createdBy", "arn:aws:iam::" + account + ":user/creator");
    }

    @Override
    LaunchTemplate self() {
      return this;
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
      List<Map<String, Object>> devices = new ArrayList<>();
      for (String snapshotId : snapshotIds) {
        devices.add(ebs("/dev/sd" + (char) ('f' + devices.size()), snapshotId, 8));
      }
      if (!devices.isEmpty()) {
        data.put("blockDeviceMappingSet", devices);
      }
      return version(data);
    }

    /** Adds a version of that data, an empty one for a template that names no image. */
    public LaunchTemplate version(Map<String, ?> data) {
      synchronized (WireState.this) {
        latest++;
        versions.put(latest, new LinkedHashMap<>(data));
        return this;
      }
    }

    public LaunchTemplate deleteVersion(int number) {
      synchronized (WireState.this) {
        versions.remove(number);
        return this;
      }
    }

    public LaunchTemplate defaultVersion(int number) {
      synchronized (WireState.this) {
        defaultVersion = number;
        return this;
      }
    }

    /** Managed by a service, and listed only where managed resources are asked for. */
    public LaunchTemplate hidden(String principal) {
      synchronized (WireState.this) {
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

  /** A launch configuration; made by {@link #launchConfiguration}. */
  public final class LaunchConfiguration extends Resource<LaunchConfiguration> {

    private final List<Map<String, Object>> devices = new ArrayList<>();

    private LaunchConfiguration(String name) {
      super(name, "LaunchConfigurationName");
      elements.put(
          "LaunchConfigurationARN",
          autoScalingArn("launchConfiguration", "launchConfigurationName/" + name));
      elements.put("ImageId", "");
      elements.put("InstanceType", "t3.micro");
      elements.put("CreatedTime", SOME_TIME);
    }

    @Override
    LaunchConfiguration self() {
      return this;
    }

    public LaunchConfiguration image(String imageId) {
      return with("ImageId", imageId);
    }

    public LaunchConfiguration device(String name, String snapshotId) {
      synchronized (WireState.this) {
        devices.add(Map.of("DeviceName", name, "Ebs", Map.of("SnapshotId", snapshotId)));
        return this;
      }
    }

    @Override
    Map<String, Object> view() {
      Map<String, Object> view = new LinkedHashMap<>(elements);
      view.put("BlockDeviceMappings", List.copyOf(devices));
      return view;
    }
  }

  /** An Auto Scaling group; made by {@link #autoScalingGroup}. */
  public final class AutoScalingGroup extends Resource<AutoScalingGroup> {

    private @Nullable Map<String, Object> mixedTemplate;
    private final List<Map<String, Object>> overrides = new ArrayList<>();
    private final List<Map<String, Object>> members = new ArrayList<>();

    private AutoScalingGroup(String name) {
      super(name, "AutoScalingGroupName");
      elements.put(
          "AutoScalingGroupARN",
          autoScalingArn("autoScalingGroup", "autoScalingGroupName/" + name));
      elements.put("MinSize", 0);
      elements.put("MaxSize", 0);
      elements.put("DesiredCapacity", 0);
      elements.put("DefaultCooldown", 300);
      elements.put("AvailabilityZones", List.of(region + "a"));
      elements.put("HealthCheckType", "EC2");
      elements.put("CreatedTime", SOME_TIME);
    }

    @Override
    AutoScalingGroup self() {
      return this;
    }

    public AutoScalingGroup launchConfiguration(String name) {
      return with("LaunchConfigurationName", name);
    }

    public AutoScalingGroup launchTemplate(String templateId, String version) {
      return with("LaunchTemplate", specification(templateId, version));
    }

    /** A mixed instances policy on that template; {@link #override} adds to it. */
    public AutoScalingGroup mixedInstances(String templateId, String version) {
      synchronized (WireState.this) {
        mixedTemplate = specification(templateId, version);
        return this;
      }
    }

    /** An override of the mixed instances policy with a template of its own. */
    public AutoScalingGroup override(String templateId, String version) {
      return override(Map.of("LaunchTemplateSpecification", specification(templateId, version)));
    }

    /** An override of the mixed instances policy with an image of its own. */
    public AutoScalingGroup overrideImage(String imageId) {
      return override(Map.of("ImageId", imageId));
    }

    public AutoScalingGroup capacity(int desired) {
      return with("DesiredCapacity", desired).with("MaxSize", desired);
    }

    /** A member, by the image that it was launched from. */
    public AutoScalingGroup member(String instanceId, String imageId) {
      synchronized (WireState.this) {
        Map<String, Object> member = new LinkedHashMap<>();
        member.put("InstanceId", instanceId);
        member.put("AvailabilityZone", region + "a");
        member.put("LifecycleState", "InService");
        member.put("HealthStatus", "Healthy");
        member.put("ProtectedFromScaleIn", false);
        member.put("ImageId", imageId);
        members.add(member);
        return this;
      }
    }

    private AutoScalingGroup override(Map<String, Object> override) {
      synchronized (WireState.this) {
        overrides.add(override);
        return this;
      }
    }

    /** With id and name, as Auto Scaling answers whichever was given to it. */
    private Map<String, Object> specification(String templateId, String version) {
      synchronized (WireState.this) {
        LaunchTemplate template = launchTemplates.get(templateId);
        Map<String, Object> specification = new LinkedHashMap<>();
        specification.put("LaunchTemplateId", templateId);
        specification.put(
            "LaunchTemplateName", template == null ? "template-" + templateId : template.name());
        specification.put("Version", version);
        return specification;
      }
    }

    @Override
    Map<String, Object> view() {
      Map<String, Object> view = new LinkedHashMap<>(elements);
      view.put("Instances", List.copyOf(members));
      if (mixedTemplate != null) {
        view.put(
            "MixedInstancesPolicy",
            Map.of(
                "LaunchTemplate",
                Map.of(
                    "LaunchTemplateSpecification",
                    mixedTemplate,
                    "Overrides",
                    List.copyOf(overrides))));
      }
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

  /** An image in the Recycle Bin; made by {@link #recycledImage}. */
  public final class RecycledImage extends Resource<RecycledImage> {

    private RecycledImage(String id) {
      super(id, "imageId");
      elements.put("name", id);
      elements.put("recycleBinEnterTime", SOME_TIME);
      elements.put("recycleBinExitTime", "2017-07-01T00:00:00.000Z");
    }

    @Override
    RecycledImage self() {
      return this;
    }

    public RecycledImage name(String name) {
      return with("name", name);
    }

    public RecycledImage entered(String time) {
      return with("recycleBinEnterTime", time);
    }

    public RecycledImage leaves(String time) {
      return with("recycleBinExitTime", time);
    }
  }

  private static Map<String, Object> ebs(String device, String snapshotId, int gib) {
    return Map.of(
        "deviceName",
        device,
        "ebs",
        Map.of(
            "snapshotId",
            snapshotId,
            "volumeSize",
            gib,
            "volumeType",
            "gp3",
            "deleteOnTermination",
            true,
            "encrypted",
            false));
  }

  private static Map<String, Object> operator(String principal) {
    return Map.of("managed", true, "principal", principal, "hiddenByDefault", true);
  }

  private String autoScalingArn(String kind, String name) {
    return "arn:aws:autoscaling:%s:%s:%s:00000000-0000-0000-0000-000000000000:%s"
        .formatted(region, account, kind, name);
  }
}
