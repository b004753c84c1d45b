package io.amiclean.aws.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
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
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import java.util.regex.Pattern;
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
  final Map<String, Fleet> fleets = new LinkedHashMap<>();
  final Map<String, SpotFleet> spotFleets = new LinkedHashMap<>();
  final Map<String, SpotRequest> spotRequests = new LinkedHashMap<>();
  final Map<String, RetentionRule> retentionRules = new LinkedHashMap<>();
  final Map<String, String> sourcesOfGoneImages = new LinkedHashMap<>();
  String allowedImages = "disabled";
  final Map<String, RecycledImage> recycledImages = new LinkedHashMap<>();
  final Map<String, RecycledSnapshot> recycledSnapshots = new LinkedHashMap<>();
  final Set<String> deregisteredImages = new LinkedHashSet<>();

  /**
   * The registered images on each snapshot; asked at every removal, so they are not searched for.
   */
  final Map<String, Set<String>> imagesOnSnapshots = new HashMap<>();

  /** What DescribeImageReferences reports besides what it finds by itself. */
  final Set<ReferenceActions.Reference> references = new LinkedHashSet<>();

  boolean referencesAreBlind;

  /** Whether the account blocks public access to images. */
  boolean blocksPublicImages;

  private Clock clock = Clock.fixed(Instant.parse(SOME_TIME), ZoneOffset.UTC);
  private Optional<Duration> retention = Optional.empty();
  final Map<String, ReportedUsage> reportedUsages = new LinkedHashMap<>();
  final Map<String, UsageReport> usageReports = new LinkedHashMap<>();
  private int usageReportsMade;

  final Map<String, Parameter> parameters = new TreeMap<>();
  private int parametersWritten;
  final Map<String, ImageRecipe> imageRecipes = new LinkedHashMap<>();
  final Map<String, ContainerRecipe> containerRecipes = new LinkedHashMap<>();
  final Map<String, BuiltImage> builtImages = new LinkedHashMap<>();
  final Map<String, FastLaunchImage> fastLaunchImages = new LinkedHashMap<>();
  final Map<String, ReplaceRootVolumeTask> replaceRootVolumeTasks = new LinkedHashMap<>();
  final Map<String, StoreImageTask> storeImageTasks = new LinkedHashMap<>();
  final Map<String, ExportImageTask> exportImageTasks = new LinkedHashMap<>();

  /** Whether EC2 refuses to resolve an alias whose parameter does not exist. */
  boolean refusesMissingAliases;

  /** The external id that a role asks for, under its ARN; empty if it asks for none. */
  final Map<String, String> roles = new ConcurrentSkipListMap<>();

  /** Regions that the account has not enabled. */
  final Set<String> disabledRegions = new ConcurrentSkipListSet<>();

  /** The states of the accounts of the organization, under their ids. */
  final Map<String, String> organizationAccounts = new LinkedHashMap<>();

  /** What services list that do nothing else here, by the names of the lists. */
  private final Map<String, List<Map<String, ?>>> listed = new HashMap<>();

  /** What is above accounts and organizational units, under their ids. */
  final Map<String, String> organizationParents = new LinkedHashMap<>();

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

  /** An active EC2 Fleet of the type maintain; {@link Fleet#launchTemplate} says what of. */
  public Fleet fleet(String id) {
    return resource(fleets, id, Fleet::new);
  }

  /** An active Spot Fleet request. */
  public SpotFleet spotFleet(String id) {
    return resource(spotFleets, id, SpotFleet::new);
  }

  /** An open Spot Instance request. */
  public SpotRequest spotRequest(String id) {
    return resource(spotRequests, id, SpotRequest::new);
  }

  /** An image in the Recycle Bin. */
  public RecycledImage recycledImage(String id) {
    return resource(recycledImages, id, RecycledImage::new);
  }

  /** An image that is gone, and that was copied or made from another one. */
  public synchronized WireState goneImage(String id, String source) {
    sourcesOfGoneImages.put(id, source);
    return this;
  }

  /** The settings for allowed images: {@code enabled}, {@code audit-mode} or {@code disabled}. */
  public synchronized WireState allowedImages(String setting) {
    allowedImages = setting;
    return this;
  }

  /**
   * A rule by which the Recycle Bin says that it holds what is removed; {@link #recycle} has it
   * hold something.
   *
   * @param type {@code EC2_IMAGE} or {@code EBS_SNAPSHOT}
   */
  public synchronized RetentionRule retentionRule(String id, String type, int days) {
    RetentionRule rule =
        new RetentionRule(
            id, type, days, new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
    retentionRules.put(id, rule);
    return rule;
  }

  /** A retention rule of the Recycle Bin. */
  public record RetentionRule(
      String id,
      String type,
      int days,
      List<Map<String, String>> tags,
      List<Map<String, String>> excluded,
      Map<String, String> more) {

    /** Holds what has this tag only. */
    public RetentionRule tag(String key, String value) {
      tags.add(Map.of("ResourceTagKey", key, "ResourceTagValue", value));
      return this;
    }

    /** Holds nothing that has this tag. */
    public RetentionRule excluding(String key, String value) {
      excluded.add(Map.of("ResourceTagKey", key, "ResourceTagValue", value));
      return this;
    }

    /** Is not available yet. */
    public RetentionRule pending() {
      more.put("Status", "pending");
      return this;
    }

    /** Cannot be changed. */
    public RetentionRule locked() {
      more.put("LockState", "locked");
      return this;
    }

    Map<String, Object> summary() {
      return Map.of("Identifier", id, "RetentionPeriod", period());
    }

    Map<String, Object> view() {
      Map<String, Object> view = new LinkedHashMap<>(summary());
      view.put("ResourceType", type);
      view.put("Status", "available");
      view.put("ResourceTags", tags);
      view.put("ExcludeResourceTags", excluded);
      view.putAll(more);
      return view;
    }

    private Map<String, Object> period() {
      return Map.of("RetentionPeriodValue", days, "RetentionPeriodUnit", "DAYS");
    }
  }

  /** A snapshot in the Recycle Bin. */
  public RecycledSnapshot recycledSnapshot(String id) {
    return resource(recycledSnapshots, id, RecycledSnapshot::new);
  }

  /** Sets the clock of EC2, which stands still at {@link #SOME_TIME} by default. */
  public synchronized WireState clock(Clock clock) {
    this.clock = clock;
    return this;
  }

  synchronized Instant now() {
    return clock.instant();
  }

  /**
   * Has a retention rule keep all images and snapshots that are removed from now on in the Recycle
   * Bin. Nothing leaves it when its time is over.
   */
  public synchronized WireState recycle(Duration retention) {
    this.retention = Optional.of(retention);
    return this;
  }

  /** Blocks public access to images: none can be made public, and those that are stay so. */
  public synchronized WireState blockPublicImages() {
    blocksPublicImages = true;
    return this;
  }

  /**
   * Sets a text parameter of Systems Manager, one more version of it if it is there. {@code
   * resolve:ssm:NAME} in a launch template stands for it as well.
   */
  public synchronized WireState parameter(String name, String value) {
    parameter(name).value(value);
    return this;
  }

  /** Deletes a parameter, so that one of the same name begins anew. */
  public synchronized WireState deleteParameter(String name) {
    parameters.remove(name);
    return this;
  }

  /** A text parameter of Systems Manager, without a version yet; to say more of it. */
  public Parameter parameter(String name) {
    return resource(parameters, name, Parameter::new);
  }

  /**
   * Has EC2 refuse to resolve an alias whose parameter does not exist; by default it leaves the
   * alias as it is.
   */
  public synchronized WireState refuseMissingAliases() {
    refusesMissingAliases = true;
    return this;
  }

  /** Finds a parameter by its name or ARN, which a version or a label may follow. */
  synchronized Optional<Map<String, Object>> findParameter(String reference, boolean decrypted) {
    String prefix = "arn:aws:ssm:" + region + ":" + account + ":parameter";
    String name = reference;
    if (reference.startsWith(prefix)) {
      name = reference.substring(prefix.length());
    } else if (reference.startsWith("arn:")) {
      return Optional.empty();
    }
    int colon = name.indexOf(':');
    String selector = colon < 0 ? "" : name.substring(colon);
    String plain = colon < 0 ? name : name.substring(0, colon);
    Parameter parameter = parameters.get(plain);
    if (parameter == null && reference.startsWith(prefix)) {
      parameter = parameters.get(plain.substring(Math.min(1, plain.length())));
    }
    return parameter == null ? Optional.empty() : parameter.valueView(selector, decrypted);
  }

  /** An image recipe of the account; its version is 1.0.0. */
  public ImageRecipe imageRecipe(String name) {
    return resource(imageRecipes, name, ImageRecipe::new);
  }

  /** A container recipe of the account; its version is 1.0.0. */
  public ContainerRecipe containerRecipe(String name) {
    return resource(containerRecipes, name, ContainerRecipe::new);
  }

  /**
   * An available image that Image Builder made for the account.
   *
   * @param nameAndBuild such as {@code web/1.0.0/1}
   */
  public BuiltImage builtImage(String nameAndBuild) {
    return resource(builtImages, nameAndBuild, BuiltImage::new);
  }

  /** An image with Fast Launch enabled. */
  public FastLaunchImage fastLaunchImage(String imageId) {
    return resource(fastLaunchImages, imageId, FastLaunchImage::new);
  }

  /** A task in progress that replaces the root volume of an instance. */
  public ReplaceRootVolumeTask replaceRootVolumeTask(String id) {
    return resource(replaceRootVolumeTasks, id, ReplaceRootVolumeTask::new);
  }

  /** A task that stores an image in the bucket {@code images}. */
  public StoreImageTask storeImageTask(String imageId) {
    return resource(storeImageTasks, imageId, StoreImageTask::new);
  }

  /** A task that exports an image. */
  public ExportImageTask exportImageTask(String id) {
    return resource(exportImageTasks, id, ExportImageTask::new);
  }

  /** Adds to what a service lists: {@link FurtherResources} makes it. */
  synchronized void list(String list, Map<String, ?> element) {
    listed.computeIfAbsent(list, none -> new ArrayList<>()).add(element);
  }

  synchronized List<Map<String, ?>> listed(String list) {
    return List.copyOf(listed.getOrDefault(list, List.of()));
  }

  /** A role that whoever asks may assume. */
  public WireState role(String arn) {
    return role(arn, "");
  }

  /** A role that may be assumed with that external id only. */
  public synchronized WireState role(String arn, String externalId) {
    roles.put(arn, externalId);
    return this;
  }

  /** A region that exists, and is not enabled in the account. */
  public WireState disabledRegion(String code) {
    disabledRegions.add(code);
    return this;
  }

  /**
   * An account of the organization that this one may list.
   *
   * @param accountState {@code ACTIVE} or {@code SUSPENDED} for two
   */
  public synchronized WireState organizationAccount(String id, String accountState) {
    organizationAccounts.put(id, accountState);
    return this;
  }

  /**
   * Puts an account or an organizational unit below another one, or below the root.
   *
   * @param parent {@code ou-ab12-cdef3456} or {@code r-ab12} for two
   */
  public synchronized WireState organizationParent(String child, String parent) {
    organizationParents.put(child, parent);
    return this;
  }

  /**
   * Has DescribeImageReferences report a use that nothing here shows.
   *
   * @param resourceType {@code ssm:Parameter} for one
   */
  public synchronized WireState reference(String imageId, String resourceType, String arn) {
    references.add(new ReferenceActions.Reference(imageId, resourceType, arn));
    return this;
  }

  /** Has DescribeImageReferences report nothing at all. */
  public synchronized WireState blindReferences() {
    referencesAreBlind = true;
    return this;
  }

  /** What usage reports of an image say: at once, and no use, unless it is told otherwise. */
  public ReportedUsage reportedUsage(String imageId) {
    return resource(reportedUsages, imageId, id -> new ReportedUsage());
  }

  /** The usage reports that were made and not deleted. */
  public synchronized Set<String> usageReportIds() {
    return new LinkedHashSet<>(usageReports.keySet());
  }

  UsageReport makeUsageReport(
      String imageId, String clientToken, Set<String> resourceTypes, Set<String> accountIds) {
    usageReportsMade++;
    UsageReport report =
        new UsageReport(
            "amiur-%017x".formatted(usageReportsMade),
            imageId,
            clientToken,
            resourceTypes,
            accountIds);
    usageReports.put(report.id(), report);
    return report;
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
            fleets,
            spotFleets,
            spotRequests,
            recycledImages,
            recycledSnapshots,
            parameters,
            imageRecipes,
            containerRecipes,
            builtImages,
            fastLaunchImages,
            replaceRootVolumeTasks)
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
    retention.ifPresent(
        time -> recycledImages.put(image.id, new RecycledImage(image).kept(now(), time)));
  }

  void delete(Snapshot snapshot) {
    snapshots.remove(snapshot.id);
    retention.ifPresent(
        time ->
            recycledSnapshots.put(snapshot.id, new RecycledSnapshot(snapshot).kept(now(), time)));
  }

  /** With the launch permissions and tags that it had (EBS User Guide, "Recycle Bin"). */
  void restore(RecycledImage recycled) {
    recycledImages.remove(recycled.id);
    deregisteredImages.remove(recycled.id);
    images.put(recycled.id, recycled.image);
    recycled
        .image
        .snapshotIds()
        .forEach(
            on -> imagesOnSnapshots.computeIfAbsent(on, key -> new TreeSet<>()).add(recycled.id));
  }

  void restore(RecycledSnapshot recycled) {
    recycledSnapshots.remove(recycled.id);
    snapshots.put(recycled.id, recycled.snapshot);
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

    /** Copied or made from another image of this region. */
    public Image madeFrom(String source) {
      return with("sourceImageId", source).with("sourceImageRegion", region);
    }

    /** Satisfies, or not, the criteria of the settings for allowed images. */
    public Image allowed(boolean value) {
      return with("imageAllowed", value);
    }

    /** A key such as {@code 123456789012:approved}. */
    public Image watermark(String key) {
      synchronized (WireState.this) {
        List<Object> all = new ArrayList<>();
        if (elements.get("imageWatermarkSet") instanceof List<?> before) {
          all.addAll(before);
        }
        all.add(
            Map.of(
                "watermarkKey",
                key,
                "sourceImageId",
                id,
                "sourceImageRegion",
                region,
                "watermarkCreationTime",
                SOME_TIME));
        return with("imageWatermarkSet", all);
      }
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

    /** Shared with an account, or with the organization or organizational unit of that ARN. */
    public Image sharedWith(String accountOrArn) {
      synchronized (WireState.this) {
        sharedWith.add(accountOrArn);
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
              .description(createdFor(id));
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
     * Fast restore is in some state in an Availability Zone.
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
      List<Map<String, Object>> devices = devices(snapshotIds);
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

    private final MixedPolicy policy = new MixedPolicy();
    private final List<Map<String, Object>> members = new ArrayList<>();
    final List<Map<String, Object>> warmInstances = new ArrayList<>();
    final Map<String, InstanceRefresh> refreshes = new LinkedHashMap<>();

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
        policy.template = specification(templateId, version);
        return this;
      }
    }

    /** An override of the mixed instances policy with a template of its own. */
    public AutoScalingGroup override(String templateId, String version) {
      synchronized (WireState.this) {
        policy.override(templateId, version);
        return this;
      }
    }

    /** An override of the mixed instances policy with an image of its own. */
    public AutoScalingGroup overrideImage(String imageId) {
      synchronized (WireState.this) {
        policy.overrides.add(Map.of("ImageId", imageId));
        return this;
      }
    }

    public AutoScalingGroup capacity(int desired) {
      return with("DesiredCapacity", desired).with("MaxSize", desired);
    }

    /** A member, by the image that it was launched from. */
    public AutoScalingGroup member(String instanceId, String imageId) {
      synchronized (WireState.this) {
        members.add(member(instanceId, "InService", "ImageId", imageId));
        return this;
      }
    }

    /** A warm pool, which the list of groups tells of. */
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
      synchronized (WireState.this) {
        warmInstances.add(member(instanceId, "Warmed:Stopped", element, value));
        warmPool();
        return this;
      }
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
      synchronized (WireState.this) {
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

  /** With id and name, as Auto Scaling answers whichever was given to it. */
  private synchronized Map<String, Object> specification(String templateId, String version) {
    LaunchTemplate template = launchTemplates.get(templateId);
    Map<String, Object> specification = new LinkedHashMap<>();
    specification.put("LaunchTemplateId", templateId);
    specification.put(
        "LaunchTemplateName", template == null ? "template-" + templateId : template.name());
    specification.put("Version", version);
    return specification;
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

  /** An instance refresh; made by {@link AutoScalingGroup#refresh}. */
  public final class InstanceRefresh extends Resource<InstanceRefresh> {

    private final Map<String, Object> desired = new LinkedHashMap<>();
    private final MixedPolicy policy = new MixedPolicy();

    private InstanceRefresh(String id, String group) {
      super(id, "InstanceRefreshId");
      elements.put("AutoScalingGroupName", group);
      elements.put("Status", "InProgress");
      elements.put("StartTime", SOME_TIME);
      elements.put("PercentageComplete", 0);
      elements.put("InstancesToUpdate", 1);
    }

    @Override
    InstanceRefresh self() {
      return this;
    }

    /** {@code Pending}, {@code InProgress}, {@code Successful}, or any other. */
    public InstanceRefresh status(String status) {
      return with("Status", status);
    }

    /** A desired configuration of that template. */
    public InstanceRefresh launchTemplate(String templateId, String version) {
      synchronized (WireState.this) {
        desired.put("LaunchTemplate", specification(templateId, version));
        return this;
      }
    }

    /** A desired mixed instances policy on that template; {@link #override} adds to it. */
    public InstanceRefresh mixedInstances(String templateId, String version) {
      synchronized (WireState.this) {
        policy.template = specification(templateId, version);
        return this;
      }
    }

    /** An override of the desired policy with a template of its own. */
    public InstanceRefresh override(String templateId, String version) {
      synchronized (WireState.this) {
        policy.override(templateId, version);
        return this;
      }
    }

    /** An override of the desired policy with an image of its own. */
    public InstanceRefresh overrideImage(String imageId) {
      synchronized (WireState.this) {
        policy.overrides.add(Map.of("ImageId", imageId));
        return this;
      }
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

  /** An EC2 Fleet; made by {@link #fleet}. */
  public final class Fleet extends Resource<Fleet> {

    private final List<Map<String, Object>> specifications = new ArrayList<>();
    private final List<List<Map<String, Object>>> overrides = new ArrayList<>();
    private final List<Map<String, Object>> launched = new ArrayList<>();

    private Fleet(String id) {
      super(id, "fleetId");
      elements.put("fleetState", "active");
      elements.put("activityStatus", "fulfilled");
      elements.put("createTime", SOME_TIME);
      elements.put("type", "maintain");
    }

    @Override
    Fleet self() {
      return this;
    }

    /** {@code maintain}, {@code request} or {@code instant}. */
    public Fleet type(String type) {
      return with("type", type);
    }

    /** {@code active}, {@code modifying}, {@code deleted_running}, or any other. */
    public Fleet state(String state) {
      return with("fleetState", state);
    }

    /** One more template to launch from. */
    public Fleet launchTemplate(String templateId, String version) {
      return launchTemplate(ec2Specification("launchTemplateId", templateId, version));
    }

    /** One more template to launch from, given by its name. */
    public Fleet launchTemplateNamed(String name, String version) {
      return launchTemplate(ec2Specification("launchTemplateName", name, version));
    }

    private Fleet launchTemplate(Map<String, Object> specification) {
      synchronized (WireState.this) {
        specifications.add(specification);
        overrides.add(new ArrayList<>());
        return this;
      }
    }

    /** An override of the last template with an image, and devices on snapshots, of its own. */
    public Fleet overrideImage(String imageId, String... snapshotIds) {
      synchronized (WireState.this) {
        overrides.get(overrides.size() - 1).add(fleetOverride(imageId, snapshotIds));
        return this;
      }
    }

    /** An instance that an instant fleet launched, and what from. */
    public Fleet launched(String instanceId, String templateId, String version, String imageId) {
      synchronized (WireState.this) {
        launched.add(
            Map.of(
                "instanceIds",
                List.of(instanceId),
                "launchTemplateAndOverrides",
                Map.of(
                    "launchTemplateSpecification",
                    ec2Specification("launchTemplateId", templateId, version),
                    "overrides",
                    fleetOverride(imageId))));
        return this;
      }
    }

    private Map<String, Object> fleetOverride(String imageId, String... snapshotIds) {
      return Map.of(
          "instanceType",
          "t3.small",
          "imageId",
          imageId,
          "blockDeviceMappingSet",
          devices(snapshotIds));
    }

    @Override
    Map<String, Object> view() {
      Map<String, Object> view = super.view();
      List<Map<String, Object>> configs = new ArrayList<>();
      for (int i = 0; i < specifications.size(); i++) {
        configs.add(
            Map.of(
                "launchTemplateSpecification",
                specifications.get(i),
                "overrides",
                List.copyOf(overrides.get(i))));
      }
      view.put("launchTemplateConfigs", configs);
      view.put("fleetInstanceSet", List.copyOf(launched));
      return view;
    }
  }

  /** A Spot Fleet request; made by {@link #spotFleet}. */
  public final class SpotFleet extends Resource<SpotFleet> {

    private final List<Map<String, Object>> specifications = new ArrayList<>();
    private final List<Map<String, Object>> templates = new ArrayList<>();

    private SpotFleet(String id) {
      super(id, "spotFleetRequestId");
      elements.put("spotFleetRequestState", "active");
      elements.put("activityStatus", "fulfilled");
      elements.put("createTime", SOME_TIME);
    }

    @Override
    SpotFleet self() {
      return this;
    }

    /** {@code submitted}, {@code active}, {@code cancelled_running}, or any other. */
    public SpotFleet state(String state) {
      return with("spotFleetRequestState", state);
    }

    /** One more launch specification. */
    public SpotFleet specification(String imageId, String... snapshotIds) {
      synchronized (WireState.this) {
        specifications.add(launchSpecification(imageId, snapshotIds));
        return this;
      }
    }

    /** One more template to launch from, with an override, which cannot name an image here. */
    public SpotFleet launchTemplate(String templateId, String version) {
      synchronized (WireState.this) {
        templates.add(
            Map.of(
                "launchTemplateSpecification",
                ec2Specification("launchTemplateId", templateId, version),
                "overrides",
                List.of(Map.of("instanceType", "t3.small"))));
        return this;
      }
    }

    @Override
    Map<String, Object> view() {
      Map<String, Object> view = super.view();
      view.put(
          "spotFleetRequestConfig",
          Map.of(
              "launchSpecifications",
              List.copyOf(specifications),
              "launchTemplateConfigs",
              List.copyOf(templates),
              "targetCapacity",
              1,
              "type",
              "maintain"));
      return view;
    }
  }

  /** A Spot Instance request; made by {@link #spotRequest}. */
  public final class SpotRequest extends Resource<SpotRequest> {

    private SpotRequest(String id) {
      super(id, "spotInstanceRequestId");
      elements.put("state", "open");
      elements.put("type", "persistent");
      elements.put("createTime", SOME_TIME);
    }

    @Override
    SpotRequest self() {
      return this;
    }

    /** {@code open}, {@code active}, {@code closed}, {@code cancelled}, or any other. */
    public SpotRequest state(String state) {
      return with("state", state);
    }

    public SpotRequest image(String imageId, String... snapshotIds) {
      return with("launchSpecification", launchSpecification(imageId, snapshotIds));
    }

    @Override
    Stream<String> values(String element) {
      return element.equals("imageId")
              && elements.get("launchSpecification") instanceof Map<?, ?> specification
          ? Stream.of(String.valueOf(specification.get("imageId")))
          : super.values(element);
    }
  }

  /** An image in the Recycle Bin; made by {@link #recycledImage}. */
  public final class RecycledImage extends Resource<RecycledImage> {

    /** The image that it was and will be. */
    final Image image;

    private RecycledImage(String id) {
      this(new Image(id));
      entered(SOME_TIME).leaves("2017-07-01T00:00:00.000Z");
    }

    private RecycledImage(Image image) {
      super(image.id, "imageId");
      this.image = image;
      image.text("name").ifPresent(name -> elements.put("name", name));
      image.text("description").ifPresent(text -> elements.put("description", text));
    }

    @Override
    RecycledImage self() {
      return this;
    }

    public RecycledImage name(String name) {
      image.name(name);
      return with("name", name);
    }

    /**
     * A device on a snapshot, which is in the Recycle Bin too, with what CreateImage writes, where
     * there is none.
     */
    public RecycledImage device(String name, String snapshotId, int gib) {
      synchronized (WireState.this) {
        image.devices.put(name, ebs(name, snapshotId, gib));
        if (!snapshots.containsKey(snapshotId) && !recycledSnapshots.containsKey(snapshotId)) {
          recycledSnapshot(snapshotId).description(createdFor(id));
        }
        return this;
      }
    }

    public RecycledImage entered(String time) {
      return with("recycleBinEnterTime", time);
    }

    public RecycledImage leaves(String time) {
      return with("recycleBinExitTime", time);
    }

    private RecycledImage kept(Instant from, Duration retention) {
      return entered(from.toString()).leaves(from.plus(retention).toString());
    }
  }

  /** A snapshot in the Recycle Bin; made by {@link #recycledSnapshot}. */
  public final class RecycledSnapshot extends Resource<RecycledSnapshot> {

    /** The snapshot that it was and will be. */
    final Snapshot snapshot;

    private RecycledSnapshot(String id) {
      this(new Snapshot(id));
      entered(SOME_TIME).leaves("2017-07-01T00:00:00.000Z");
    }

    private RecycledSnapshot(Snapshot snapshot) {
      super(snapshot.id, "snapshotId");
      this.snapshot = snapshot;
      snapshot.text("description").ifPresent(text -> elements.put("description", text));
      snapshot.text("volumeId").ifPresent(volume -> elements.put("volumeId", volume));
    }

    @Override
    RecycledSnapshot self() {
      return this;
    }

    public RecycledSnapshot description(String description) {
      snapshot.description(description);
      return with("description", description);
    }

    public RecycledSnapshot entered(String time) {
      return with("recycleBinEnterTime", time);
    }

    public RecycledSnapshot leaves(String time) {
      return with("recycleBinExitTime", time);
    }

    private RecycledSnapshot kept(Instant from, Duration retention) {
      return entered(from.toString()).leaves(from.plus(retention).toString());
    }
  }

  /** What usage reports of an image say; made by {@link #reportedUsage}. */
  public final class ReportedUsage {

    record Entry(String accountId, String resourceType, int count) {}

    private final List<Entry> entries = new ArrayList<>();
    private int pendingPolls;
    private String errorReason = "";

    private ReportedUsage() {}

    /**
     * Adds an entry.
     *
     * @param resourceType {@code ec2:Instance} or {@code ec2:LaunchTemplate}
     */
    public ReportedUsage by(String accountId, String resourceType, int count) {
      synchronized (WireState.this) {
        entries.add(new Entry(accountId, resourceType, count));
        return this;
      }
    }

    /** Each report that is made from now on is pending when it is looked at, so many times. */
    public ReportedUsage pendingFor(int polls) {
      synchronized (WireState.this) {
        pendingPolls = polls;
        return this;
      }
    }

    /** Reports end in the state {@code error}. */
    public ReportedUsage error(String reason) {
      synchronized (WireState.this) {
        errorReason = reason;
        return this;
      }
    }

    List<Entry> entries() {
      return entries;
    }

    String errorReason() {
      return errorReason;
    }
  }

  /** A usage report that was made. */
  final class UsageReport {

    private final String id;
    private final String imageId;
    private final String clientToken;
    private final Set<String> resourceTypes;
    private final Set<String> accountIds;
    private final ReportedUsage usage;
    private int pollsLeft;

    private UsageReport(
        String id,
        String imageId,
        String clientToken,
        Set<String> resourceTypes,
        Set<String> accountIds) {
      this.id = id;
      this.imageId = imageId;
      this.clientToken = clientToken;
      this.resourceTypes = Set.copyOf(resourceTypes);
      this.accountIds = Set.copyOf(accountIds);
      this.usage = reportedUsage(imageId);
      this.pollsLeft = usage.pendingPolls + 1;
    }

    String id() {
      return id;
    }

    String imageId() {
      return imageId;
    }

    String clientToken() {
      return clientToken;
    }

    Set<String> resourceTypes() {
      return resourceTypes;
    }

    Set<String> accountIds() {
      return accountIds;
    }

    ReportedUsage usage() {
      return usage;
    }

    void poll() {
      pollsLeft = Math.max(0, pollsLeft - 1);
    }

    /** Whether it is available, or will not be. */
    boolean isDone() {
      return pollsLeft == 0;
    }
  }

  private static Map<String, Object> ec2Specification(
      String element, String template, String version) {
    return Map.of(element, template, "version", version);
  }

  private static Map<String, Object> launchSpecification(String imageId, String... snapshotIds) {
    return Map.of(
        "imageId", imageId, "instanceType", "t3.micro", "blockDeviceMapping", devices(snapshotIds));
  }

  private static List<Map<String, Object>> devices(String... snapshotIds) {
    List<Map<String, Object>> devices = new ArrayList<>();
    for (String snapshotId : snapshotIds) {
      devices.add(ebs("/dev/sd" + (char) ('f' + devices.size()), snapshotId, 8));
    }
    return devices;
  }

  /** A parameter of Systems Manager; made by {@link #parameter(String)}. */
  public final class Parameter extends Resource<Parameter> {

    private final List<String> values = new ArrayList<>();
    private final Map<String, Integer> labels = new LinkedHashMap<>();

    private Parameter(String name) {
      super(name, "Name");
      elements.put("Type", "String");
      elements.put("DataType", "text");
      elements.put(
          "ARN",
          "arn:aws:ssm:%s:%s:parameter%s"
              .formatted(region, account, name.startsWith("/") ? name : "/" + name));
    }

    @Override
    Parameter self() {
      return this;
    }

    /** Adds a version, from 1 on. */
    public Parameter value(String value) {
      synchronized (WireState.this) {
        values.add(value);
        return with("Version", values.size()).with("LastModifiedDate", ++parametersWritten);
      }
    }

    /** {@code String}, {@code StringList} or {@code SecureString}. */
    public Parameter type(String type) {
      return with("Type", type);
    }

    /** {@code text} or {@code aws:ec2:image}. */
    public Parameter dataType(String dataType) {
      return with("DataType", dataType);
    }

    /** Puts a label on the newest version. */
    public Parameter label(String label) {
      synchronized (WireState.this) {
        labels.put(label, values.size());
        return this;
      }
    }

    /**
     * The parameter with a value.
     *
     * @param selector empty for the newest version, or a colon and a version or label
     */
    private Optional<Map<String, Object>> valueView(String selector, boolean decrypted) {
      int version =
          selector.isEmpty()
              ? values.size()
              : selector.matches(":[0-9]{1,9}")
                  ? Integer.parseInt(selector.substring(1))
                  : labels.getOrDefault(selector.substring(1), 0);
      if (version < 1 || version > values.size()) {
        return Optional.empty();
      }
      String value = values.get(version - 1);
      Map<String, Object> view = new LinkedHashMap<>(elements);
      view.put("Version", version);
      view.put(
          "Value",
          is("Type", "SecureString") && !decrypted
              ? Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))
              : value);
      if (!selector.isEmpty()) {
        view.put("Selector", selector);
      }
      return Optional.of(view);
    }
  }

  /** An image recipe of Image Builder; made by {@link #imageRecipe}. */
  public final class ImageRecipe extends Resource<ImageRecipe> {

    private ImageRecipe(String name) {
      super(name, "name");
      elements.put("arn", imageBuilderArn("image-recipe", name + "/1.0.0"));
      elements.put("owner", account);
      elements.put("platform", "Linux");
      elements.put("dateCreated", SOME_TIME);
    }

    @Override
    ImageRecipe self() {
      return this;
    }

    /** An id, {@code ssm:} and a parameter, or an ARN of Image Builder. */
    public ImageRecipe parent(String image) {
      return with("parentImage", image);
    }

    /** A block device on a snapshot. */
    public ImageRecipe snapshot(String snapshotId) {
      return with("blockDeviceMappings", recipeDevices(snapshotId));
    }

    /** The list of recipes has no block devices. */
    @Override
    Map<String, Object> view() {
      Map<String, Object> view = new LinkedHashMap<>(elements);
      view.remove("blockDeviceMappings");
      return view;
    }

    /** The recipe as GetImageRecipe shows it. */
    Map<String, Object> fullView() {
      return new LinkedHashMap<>(elements);
    }

    public ImageRecipe owner(String account) {
      return with("owner", account);
    }
  }

  /** A container recipe of Image Builder; made by {@link #containerRecipe}. */
  public final class ContainerRecipe extends Resource<ContainerRecipe> {

    private Optional<String> image = Optional.empty();
    private Optional<String> snapshot = Optional.empty();
    private boolean isInSummary = true;

    private ContainerRecipe(String name) {
      super(name, "name");
      elements.put("arn", imageBuilderArn("container-recipe", name + "/1.0.0"));
      elements.put("owner", account);
      elements.put("containerType", "DOCKER");
      elements.put("platform", "Linux");
      elements.put("parentImage", "amazonlinux:latest");
      elements.put("dateCreated", SOME_TIME);
    }

    @Override
    ContainerRecipe self() {
      return this;
    }

    /** The image of the instance that builds the container. */
    public ContainerRecipe image(String image) {
      synchronized (WireState.this) {
        this.image = Optional.of(image);
        return this;
      }
    }

    /** A block device, on a snapshot, of the instance that builds the container. */
    public ContainerRecipe snapshot(String snapshotId) {
      synchronized (WireState.this) {
        this.snapshot = Optional.of(snapshotId);
        return this;
      }
    }

    /** Leaves the image out of the list of recipes. */
    public ContainerRecipe withoutImageInSummary() {
      synchronized (WireState.this) {
        isInSummary = false;
        return this;
      }
    }

    @Override
    Map<String, Object> view() {
      Map<String, Object> view = new LinkedHashMap<>(elements);
      image.filter(id -> isInSummary).ifPresent(id -> view.put("instanceImage", id));
      return view;
    }

    /** The recipe as GetContainerRecipe shows it. */
    Map<String, Object> fullView() {
      Map<String, Object> view = new LinkedHashMap<>(elements);
      Map<String, Object> instance = new LinkedHashMap<>();
      image.ifPresent(id -> instance.put("image", id));
      snapshot.ifPresent(id -> instance.put("blockDeviceMappings", recipeDevices(id)));
      if (!instance.isEmpty()) {
        view.put("instanceConfiguration", instance);
      }
      return view;
    }
  }

  /** An image that Image Builder made; made by {@link #builtImage}. */
  public final class BuiltImage extends Resource<BuiltImage> {

    private final List<Map<String, Object>> amis = new ArrayList<>();

    private BuiltImage(String nameAndBuild) {
      super(nameAndBuild, "name");
      elements.put("arn", imageBuilderArn("image", nameAndBuild));
      elements.put("type", "AMI");
      elements.put("platform", "Linux");
      state("AVAILABLE");
    }

    @Override
    BuiltImage self() {
      return this;
    }

    /** {@code BUILDING}, {@code AVAILABLE} or {@code FAILED} for three. */
    public BuiltImage state(String status) {
      return with("state", Map.of("status", status));
    }

    /** An image that it was made into, in the region of the state. */
    public BuiltImage ami(String imageId) {
      return ami(imageId, region, account);
    }

    public BuiltImage ami(String imageId, String inRegion, String ofAccount) {
      synchronized (WireState.this) {
        amis.add(Map.of("image", imageId, "region", inRegion, "accountId", ofAccount));
        return this;
      }
    }

    boolean isAvailable() {
      return elements.get("state") instanceof Map<?, ?> state
          && "AVAILABLE".equals(state.get("status"));
    }

    /** Sorts versions and builds as the numbers that they are. */
    String order() {
      return Pattern.compile("[0-9]+")
          .matcher(id.substring(id.indexOf('/')))
          .replaceAll(match -> "%010d".formatted(Integer.parseInt(match.group())));
    }

    @Override
    Map<String, Object> view() {
      Map<String, Object> view = new LinkedHashMap<>(elements);
      view.put("outputResources", Map.of("amis", List.copyOf(amis)));
      return view;
    }
  }

  /** An image with Fast Launch; made by {@link #fastLaunchImage}. */
  public final class FastLaunchImage extends Resource<FastLaunchImage> {

    private FastLaunchImage(String imageId) {
      super(imageId, "imageId");
      elements.put("resourceType", "snapshot");
      elements.put("maxParallelLaunches", 6);
      elements.put("ownerId", account);
      elements.put("state", "enabled");
    }

    @Override
    FastLaunchImage self() {
      return this;
    }

    public FastLaunchImage state(String state) {
      return with("state", state);
    }
  }

  /** A task that replaces a root volume; made by {@link #replaceRootVolumeTask}. */
  public final class ReplaceRootVolumeTask extends Resource<ReplaceRootVolumeTask> {

    private ReplaceRootVolumeTask(String id) {
      super(id, "replaceRootVolumeTaskId");
      elements.put("instanceId", "i-1");
      elements.put("taskState", "in-progress");
      elements.put("startTime", SOME_TIME);
    }

    @Override
    ReplaceRootVolumeTask self() {
      return this;
    }

    public ReplaceRootVolumeTask state(String state) {
      return with("taskState", state);
    }

    public ReplaceRootVolumeTask image(String imageId) {
      return with("imageId", imageId);
    }

    public ReplaceRootVolumeTask snapshot(String snapshotId) {
      return with("snapshotId", snapshotId);
    }
  }

  /** A task that stores an image; made by {@link #storeImageTask}. */
  public final class StoreImageTask extends Resource<StoreImageTask> {

    private StoreImageTask(String imageId) {
      super(imageId, "amiId");
      elements.put("bucket", "images");
      elements.put("s3objectKey", imageId + ".bin");
      elements.put("storeTaskState", "InProgress");
      elements.put("taskStartTime", SOME_TIME);
    }

    @Override
    StoreImageTask self() {
      return this;
    }

    public StoreImageTask state(String state) {
      return with("storeTaskState", state);
    }
  }

  /** A task that exports an image; made by {@link #exportImageTask}. */
  public final class ExportImageTask extends Resource<ExportImageTask> {

    private ExportImageTask(String id) {
      super(id, "exportImageTaskId");
      elements.put("status", "active");
    }

    @Override
    ExportImageTask self() {
      return this;
    }

    public ExportImageTask state(String status) {
      return with("status", status);
    }

    public ExportImageTask image(String imageId) {
      return with("imageId", imageId);
    }
  }

  private String imageBuilderArn(String kind, String name) {
    return "arn:aws:imagebuilder:%s:%s:%s/%s".formatted(region, account, kind, name);
  }

  private static List<Map<String, Object>> recipeDevices(String snapshotId) {
    return List.of(
        Map.of("deviceName", "/dev/sdf", "ebs", Map.of("snapshotId", snapshotId)),
        Map.of("deviceName", "/dev/sdg", "virtualName", "ephemeral0"));
  }

  private static String createdFor(String imageId) {
    return "Created by CreateImage(i-0123456789abcdef0) for " + imageId;
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
