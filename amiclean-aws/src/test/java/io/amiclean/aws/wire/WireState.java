package io.amiclean.aws.wire;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
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

  final Ec2State ec2;
  final Ec2LaunchState launches;
  final Ec2FleetState fleets;
  final Ec2TaskState tasks;
  final Ec2UsageState usage;
  final RecycleBinState recycleBin;
  final AutoScalingState autoScaling;
  final SsmState ssm;
  final ImageBuilderState imageBuilder;

  /** The external id that a role asks for, under its ARN; empty if it asks for none. */
  final Map<String, String> roles = new ConcurrentSkipListMap<>();

  /** Regions that the account has not enabled. */
  final Set<String> disabledRegions = new ConcurrentSkipListSet<>();

  /** The states of the accounts of the organization, under their ids. */
  final Map<String, String> organizationAccounts = new LinkedHashMap<>();

  /** What is above accounts and organizational units, under their ids. */
  final Map<String, String> organizationParents = new LinkedHashMap<>();

  /** What services list that do nothing else here, by the names of the lists. */
  private final Map<String, List<Map<String, ?>>> listed = new HashMap<>();

  private final Set<String> denied = new LinkedHashSet<>();
  private @Nullable Set<String> allowed;
  private Clock clock = Clock.fixed(Instant.parse(SOME_TIME), ZoneOffset.UTC);

  /** An empty region of the account 123456789012, eu-west-1. */
  public WireState() {
    this("123456789012", "eu-west-1");
  }

  public WireState(String account, String region) {
    this.account = account;
    this.region = region;
    ec2 = new Ec2State(this);
    launches = new Ec2LaunchState(this);
    fleets = new Ec2FleetState(this);
    tasks = new Ec2TaskState(this);
    usage = new Ec2UsageState(this);
    recycleBin = new RecycleBinState(this);
    autoScaling = new AutoScalingState(this);
    ssm = new SsmState(this);
    imageBuilder = new ImageBuilderState(this);
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

  // EC2

  /** An image of the account: available, private, EBS-backed. */
  public synchronized Ec2State.Image image(String id) {
    return ec2.image(id);
  }

  /** A completed snapshot of the account; {@link Ec2State.Image#device} makes those of images. */
  public synchronized Ec2State.Snapshot snapshot(String id) {
    return ec2.snapshot(id);
  }

  /** The images that are registered, those of others included. */
  public synchronized Set<String> imageIds() {
    return new LinkedHashSet<>(ec2.images.keySet());
  }

  public synchronized Set<String> snapshotIds() {
    return new LinkedHashSet<>(ec2.snapshots.keySet());
  }

  /** An image that is gone, and that was copied or made from another one. */
  public synchronized WireState goneImage(String id, String source) {
    ec2.sourcesOfGoneImages.put(id, source);
    return this;
  }

  /** The settings for allowed images: {@code enabled}, {@code audit-mode} or {@code disabled}. */
  public synchronized WireState allowedImages(String setting) {
    ec2.allowedImages = setting;
    return this;
  }

  /** Blocks public access to images: none can be made public, and those that are stay so. */
  public synchronized WireState blockPublicImages() {
    ec2.blocksPublicImages = true;
    return this;
  }

  /** A running instance, alone in its reservation. */
  public synchronized Ec2LaunchState.Instance instance(String id) {
    return launches.instance(id);
  }

  /**
   * A launch template without a version; {@link Ec2LaunchState.LaunchTemplate#version} adds them.
   */
  public synchronized Ec2LaunchState.LaunchTemplate launchTemplate(String id) {
    return launches.launchTemplate(id);
  }

  /**
   * An active EC2 Fleet of the type maintain; {@link Ec2FleetState.Fleet#launchTemplate} says what
   * of.
   */
  public synchronized Ec2FleetState.Fleet fleet(String id) {
    return fleets.fleet(id);
  }

  /** An active Spot Fleet request. */
  public synchronized Ec2FleetState.SpotFleet spotFleet(String id) {
    return fleets.spotFleet(id);
  }

  /** An open Spot Instance request. */
  public synchronized Ec2FleetState.SpotRequest spotRequest(String id) {
    return fleets.spotRequest(id);
  }

  /** An image with Fast Launch enabled. */
  public synchronized Ec2TaskState.FastLaunchImage fastLaunchImage(String imageId) {
    return tasks.fastLaunchImage(imageId);
  }

  /** A task in progress that replaces the root volume of an instance. */
  public synchronized Ec2TaskState.ReplaceRootVolumeTask replaceRootVolumeTask(String id) {
    return tasks.replaceRootVolumeTask(id);
  }

  /** A task that stores an image in the bucket {@code images}. */
  public synchronized Ec2TaskState.StoreImageTask storeImageTask(String imageId) {
    return tasks.storeImageTask(imageId);
  }

  /** A task that exports an image. */
  public synchronized Ec2TaskState.ExportImageTask exportImageTask(String id) {
    return tasks.exportImageTask(id);
  }

  /**
   * Has DescribeImageReferences report a use that nothing here shows.
   *
   * @param resourceType {@code ssm:Parameter} for one
   */
  public synchronized WireState reference(String imageId, String resourceType, String arn) {
    usage.references.add(new ReferenceActions.Reference(imageId, resourceType, arn));
    return this;
  }

  /** Has DescribeImageReferences report nothing at all. */
  public synchronized WireState blindReferences() {
    usage.referencesAreBlind = true;
    return this;
  }

  /** What usage reports of an image say: at once, and no use, unless set otherwise. */
  public synchronized Ec2UsageState.ReportedUsage reportedUsage(String imageId) {
    return usage.reportedUsage(imageId);
  }

  /** The usage reports that were made and not deleted. */
  public synchronized Set<String> usageReportIds() {
    return new LinkedHashSet<>(usage.reports.keySet());
  }

  /** Sets the clock of EC2, which stands still at {@link #SOME_TIME} by default. */
  public synchronized WireState clock(Clock clock) {
    this.clock = clock;
    return this;
  }

  synchronized Instant now() {
    return clock.instant();
  }

  // The Recycle Bin

  /** An image in the Recycle Bin. */
  public synchronized RecycleBinState.RecycledImage recycledImage(String id) {
    return recycleBin.image(id);
  }

  /** A snapshot in the Recycle Bin. */
  public synchronized RecycleBinState.RecycledSnapshot recycledSnapshot(String id) {
    return recycleBin.snapshot(id);
  }

  /**
   * A rule by which the Recycle Bin says that it holds what is removed; {@link #recycle} has it
   * hold something.
   *
   * @param type {@code EC2_IMAGE} or {@code EBS_SNAPSHOT}
   */
  public synchronized RecycleBinState.RetentionRule retentionRule(
      String id, String type, int days) {
    return recycleBin.rule(id, type, days);
  }

  /**
   * Has a retention rule keep all images and snapshots that are removed from now on in the Recycle
   * Bin. Nothing leaves it when its time is over.
   */
  public synchronized WireState recycle(Duration retention) {
    recycleBin.retention = Optional.of(retention);
    return this;
  }

  // Auto Scaling

  public synchronized AutoScalingState.LaunchConfiguration launchConfiguration(String name) {
    return autoScaling.launchConfiguration(name);
  }

  /** An Auto Scaling group of no instances. */
  public synchronized AutoScalingState.AutoScalingGroup autoScalingGroup(String name) {
    return autoScaling.group(name);
  }

  // Systems Manager

  /** A text parameter of Systems Manager, without a version yet; to say more of it. */
  public synchronized SsmState.Parameter parameter(String name) {
    return ssm.parameter(name);
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
    ssm.parameters.remove(name);
    return this;
  }

  /**
   * Has EC2 refuse to resolve an alias whose parameter does not exist; by default it leaves the
   * alias as it is.
   */
  public synchronized WireState refuseMissingAliases() {
    ssm.refusesMissingAliases = true;
    return this;
  }

  // Image Builder

  /** An image recipe of the account; its version is 1.0.0. */
  public synchronized ImageBuilderState.ImageRecipe imageRecipe(String name) {
    return imageBuilder.imageRecipe(name);
  }

  /** A container recipe of the account; its version is 1.0.0. */
  public synchronized ImageBuilderState.ContainerRecipe containerRecipe(String name) {
    return imageBuilder.containerRecipe(name);
  }

  /**
   * An available image that Image Builder made for the account.
   *
   * @param nameAndBuild such as {@code web/1.0.0/1}
   */
  public synchronized ImageBuilderState.BuiltImage builtImage(String nameAndBuild) {
    return imageBuilder.image(nameAndBuild);
  }

  // Services that only list

  /** Adds to what a service lists: {@link FurtherResources} makes it. */
  synchronized void list(String list, Map<String, ?> element) {
    listed.computeIfAbsent(list, none -> new ArrayList<>()).add(element);
  }

  synchronized List<Map<String, ?>> listed(String list) {
    return List.copyOf(listed.getOrDefault(list, List.of()));
  }

  // The account: its roles, regions, organization and permissions

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

  /** Takes a resource away, whatever its kind, without a request and without EC2's rules. */
  public synchronized WireState remove(String idOrName) {
    Optional.ofNullable(ec2.images.get(idOrName)).ifPresent(ec2::unregister);
    Stream.of(
            ec2.snapshots,
            launches.instances,
            launches.launchTemplates,
            fleets.fleets,
            fleets.spotFleets,
            fleets.spotRequests,
            tasks.fastLaunchImages,
            tasks.replaceRootVolumeTasks,
            recycleBin.images,
            recycleBin.snapshots,
            autoScaling.launchConfigurations,
            autoScaling.groups,
            ssm.parameters,
            imageBuilder.imageRecipes,
            imageBuilder.containerRecipes,
            imageBuilder.images)
        .forEach(resources -> resources.remove(idOrName));
    return this;
  }
}
