package io.amiclean.aws.wire;

import io.amiclean.aws.wire.Ec2LaunchState.Instance;
import io.amiclean.aws.wire.Ec2State.Image;
import io.amiclean.aws.wire.Ec2State.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** EC2: lists of images, snapshots and instances, and what all its actions have in common. */
final class Ec2Service extends WireService {

  static final String VERSION = "2016-11-15";

  private static final Map<String, String> IMAGE_FILTERS =
      Map.of(
          "architecture", "architecture",
          "block-device-mapping.snapshot-id", "snapshotId",
          "creation-date", "creationDate",
          "description", "description",
          "image-id", "imageId",
          "is-public", "isPublic",
          "name", "name",
          "owner-id", "imageOwnerId",
          "state", "imageState");

  private static final Map<String, String> SNAPSHOT_FILTERS =
      Map.of(
          "description", "description",
          "owner-id", "ownerId",
          "snapshot-id", "snapshotId",
          "start-time", "startTime",
          "status", "status",
          "storage-tier", "storageTier",
          "volume-id", "volumeId");

  private static final Map<String, String> INSTANCE_FILTERS =
      Map.of(
          "image-id", "imageId",
          "instance-id", "instanceId",
          "instance-state-name", "instanceState");

  Ec2Service(WireState state, WirePages pages, WireAccounts accounts) {
    super(state, pages, "ec2");
    action(
        "DescribeImages",
        this::describeImages,
        "ImageId",
        "Owner",
        "Filter",
        "IncludeDisabled",
        "IncludeDeprecated",
        "MaxResults",
        "NextToken",
        "DryRun");
    action(
        "DescribeSnapshots",
        this::describeSnapshots,
        "SnapshotId",
        "Owner",
        "Filter",
        "MaxResults",
        "NextToken",
        "DryRun");
    action(
        "DescribeInstances",
        this::describeInstances,
        "InstanceId",
        "Filter",
        "IncludeManagedResources",
        "MaxResults",
        "NextToken",
        "DryRun");
    action(
        "ListImagesInRecycleBin",
        this::listImagesInRecycleBin,
        "ImageId",
        "MaxResults",
        "NextToken",
        "DryRun");
    action(
        "DescribeImageAttribute", this::describeImageAttribute, "ImageId", "Attribute", "DryRun");
    new LaunchTemplateActions(this, state);
    new RemovalActions(this, state);
    new RegionActions(this, accounts);
    new ReferenceActions(this, state);
    new UsageReportActions(this, state);
    new SnapshotActions(this, state);
    new FleetActions(this).add();
    new ImageListActions(this);
    new LifecycleActions(this, state);
    new RecycleBinActions(this, state);
    new ImageFactActions(this, state);
  }

  // Form

  @Override
  WireFault denied(String action) {
    return new WireFault(
        403,
        "UnauthorizedOperation",
        "You are not authorized to perform this operation. " + notAuthorized(action));
  }

  @Override
  String success(String action, Map<String, ?> answer, String requestId) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("requestId", requestId);
    content.putAll(answer);
    return new Xml("item")
        .document(action + "Response", "http://ec2.amazonaws.com/doc/2016-11-15/", content);
  }

  @Override
  String error(WireFault fault, String requestId) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("Code", fault.code());
    error.put("Message", fault.message());
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("Errors", Map.of("Error", error));
    content.put("RequestID", requestId);
    return new Xml("item").document("Response", "", content);
  }

  /** DryRun asks for the permission only, which has been found by now. */
  static void unlessDryRun(WireRequest request) {
    if (request.isTrue("DryRun")) {
      throw new WireFault(
          412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
    }
  }

  // Reading

  private Map<String, ?> describeImages(WireRequest request) {
    Set<String> ids = ids(request, "ImageId");
    Set<String> owners =
        request.list("Owner").stream().map(this::account).collect(Collectors.toSet());
    return page(
        request,
        "imagesSet",
        ids,
        bounds(request, 1, 1000),
        () -> {
          ids.forEach(id -> imageId(id));
          requireAll(
              ids,
              id ->
                  Optional.ofNullable(state.ec2.images.get(id))
                      .filter(Image::isVisible)
                      .isPresent(),
              "InvalidAMIID.NotFound",
              "The image id '[%s]' does not exist",
              "The image ids '[%s]' do not exist");
          return matching(request, state.ec2.images.values(), IMAGE_FILTERS)
              .filter(image -> ids.isEmpty() || ids.contains(image.id))
              .filter(Image::isVisible)
              .filter(image -> owners.isEmpty() || owners.contains(image.ownerId()))
              .filter(
                  image -> !image.is("imageState", "disabled") || request.isTrue("IncludeDisabled"))
              .toList();
        });
  }

  private Map<String, ?> describeSnapshots(WireRequest request) {
    Set<String> ids = ids(request, "SnapshotId");
    Set<String> owners =
        request.list("Owner").stream().map(this::account).collect(Collectors.toSet());
    return page(
        request,
        "snapshotSet",
        ids,
        bounds(request, 5, 1000),
        () -> {
          ids.forEach(Ec2Service::snapshotId);
          requireAll(
              ids,
              id -> state.ec2.snapshots.containsKey(id),
              "InvalidSnapshot.NotFound",
              "The snapshot '%s' does not exist.",
              "The snapshots '%s' do not exist.");
          return matching(request, state.ec2.snapshots.values(), SNAPSHOT_FILTERS)
              .filter(snapshot -> ids.isEmpty() || ids.contains(snapshot.id))
              .filter(Snapshot::isVisible)
              .filter(
                  snapshot ->
                      owners.isEmpty() || owners.contains(snapshot.text("ownerId").orElse("")))
              .toList();
        });
  }

  /** Pages hold reservations; of each, those instances that the filters let through. */
  private Map<String, ?> describeInstances(WireRequest request) {
    Set<String> ids = ids(request, "InstanceId");
    return page(
        request,
        "reservationSet",
        ids,
        bounds(request, 5, 1000),
        () -> {
          requireAll(
              ids,
              id -> state.launches.instances.containsKey(id),
              "InvalidInstanceID.NotFound",
              "The instance ID '%s' does not exist",
              "The instance IDs '%s' do not exist");
          Map<String, List<Map<String, Object>>> reservations =
              matching(request, state.launches.instances.values(), INSTANCE_FILTERS)
                  .filter(instance -> ids.isEmpty() || ids.contains(instance.id))
                  .filter(
                      instance -> !instance.isHidden || request.isTrue("IncludeManagedResources"))
                  .collect(
                      Collectors.groupingBy(
                          (Instance instance) -> instance.reservationId,
                          LinkedHashMap::new,
                          Collectors.mapping(Instance::view, Collectors.toList())));
          return reservations.entrySet().stream()
              .map(
                  reservation ->
                      Map.of(
                          "reservationId", reservation.getKey(),
                          "ownerId", state.account(),
                          "instancesSet", reservation.getValue()))
              .toList();
        });
  }

  private Map<String, ?> listImagesInRecycleBin(WireRequest request) {
    Set<String> ids = ids(request, "ImageId");
    return page(
        request,
        "imageSet",
        Set.of(),
        bounds(request, 1, 1000),
        () ->
            state.recycleBin.images.values().stream()
                .filter(image -> ids.isEmpty() || ids.contains(image.id))
                .toList());
  }

  private Map<String, ?> describeImageAttribute(WireRequest request) {
    unlessDryRun(request);
    Image image = ownImage(request.required("ImageId"));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("imageId", image.id);
    String attribute = request.required("Attribute");
    switch (attribute) {
      case "launchPermission" -> {
        List<Map<String, String>> permissions = new ArrayList<>();
        if (image.isPublic) {
          permissions.add(Map.of("group", "all"));
        }
        image.sharedWith.forEach(other -> permissions.add(Map.of(kindOf(other), other)));
        answer.put("launchPermission", permissions);
      }
      case "description", "lastLaunchedTime", "deregistrationProtection" ->
          answer.put(
              attribute,
              image.text(attribute).map(text -> Map.of("value", text)).orElseGet(Map::of));
      // So by design (EC2 API Reference, DescribeImageAttribute).
      case "blockDeviceMapping" ->
          throw new WireFault(
              403, "AuthFailure", "Unauthorized attempt to access restricted resource");
      default ->
          throw WireFault.of(
              "InvalidParameterValue",
              "Value (" + attribute + ") for parameter attribute is invalid.");
    }
    return answer;
  }

  /** The element that a launch permission for an account or an ARN stands in. */
  private static String kindOf(String other) {
    if (other.contains(":organization/")) {
      return "organizationArn";
    }
    return other.contains(":ou/") ? "organizationalUnitArn" : "userId";
  }

  Snapshot visibleSnapshot(WireRequest request) {
    return visibleSnapshot(request.required("SnapshotId"));
  }

  Snapshot visibleSnapshot(String id) {
    Snapshot snapshot = state.ec2.snapshots.get(snapshotId(id));
    if (snapshot == null || !snapshot.isVisible()) {
      throw WireFault.of("InvalidSnapshot.NotFound", "The snapshot '" + id + "' does not exist.");
    }
    return snapshot;
  }

  // Ids

  /** In the order in which they were asked for. */
  static Set<String> ids(WireRequest request, String name) {
    return new LinkedHashSet<>(request.list(name));
  }

  static String imageId(String id) {
    return wellFormed(
        id, "ami", "InvalidAMIID.Malformed", "Invalid id: \"%s\" (expecting \"ami-...\")");
  }

  static String snapshotId(String id) {
    return wellFormed(
        id, "snap", "InvalidSnapshotID.Malformed", "Invalid id: \"%s\" (expecting \"snap-...\")");
  }

  /** Any short id is taken, ami-1 for one, so that tests can be read. */
  private static String wellFormed(String id, String prefix, String code, String message) {
    if (!id.matches(prefix + "-[0-9a-z]+")) {
      throw WireFault.of(code, message.formatted(id));
    }
    return id;
  }

  Image ownImage(String id) {
    Image image = existingImage(id);
    if (!image.isOwn()) {
      throw new WireFault(403, "AuthFailure", "Not authorized for image:" + id);
    }
    return image;
  }

  Image existingImage(String id) {
    imageId(id);
    Image image = state.ec2.images.get(id);
    if (image == null && state.ec2.deregisteredImages.contains(id)) {
      throw WireFault.of(
          "InvalidAMIID.Unavailable", "The image ID '" + id + "' is no longer available");
    }
    if (image == null || !image.isVisible()) {
      throw WireFault.of("InvalidAMIID.NotFound", "The image id '[" + id + "]' does not exist");
    }
    return image;
  }

  static void requireAll(
      Set<String> ids, Predicate<String> exists, String code, String one, String several) {
    List<String> missing = ids.stream().filter(exists.negate()).toList();
    if (!missing.isEmpty()) {
      throw WireFault.of(
          code, (missing.size() == 1 ? one : several).formatted(String.join(", ", missing)));
    }
  }

  private String account(String owner) {
    return owner.equals("self") ? state.account() : owner;
  }

  // Pages and filters

  /** The size of a page: without MaxResults, the largest that there is. */
  static int bounds(WireRequest request, int least, int most) {
    return pageSize(request, "MaxResults", least, most, most);
  }

  Map<String, ?> page(
      WireRequest request, String list, Set<String> ids, int size, Supplier<List<?>> items) {
    unlessDryRun(request);
    if (!ids.isEmpty() && request.parameter("MaxResults").isPresent()) {
      throw WireFault.of(
          "InvalidParameterCombination",
          "The parameter "
              + list
              + " cannot be used with the parameter maxResults: give ids, or ask for pages.");
    }
    return pages.page(request, list, "nextToken", size, items);
  }

  /** Every filter has to let a resource through, and one of its values is enough for that. */
  static <T extends Resource<T>> Stream<T> matching(
      WireRequest request, Collection<T> resources, Map<String, String> elements) {
    Map<String, Predicate<String>> filters = new LinkedHashMap<>();
    request
        .filters()
        .forEach(
            (name, values) -> {
              if (!name.startsWith("tag:")
                  && !name.equals("tag-key")
                  && !elements.containsKey(name)) {
                throw WireFault.of("InvalidParameterValue", "The filter '" + name + "' is invalid");
              }
              if (values.size() > 200) {
                throw WireFault.of(
                    "FilterLimitExceeded",
                    "The maximum number of filter values specified on a single call is 200");
              }
              filters.put(name, glob(values));
            });
    return resources.stream()
        .filter(
            resource ->
                filters.entrySet().stream()
                    .allMatch(
                        filter ->
                            values(resource, filter.getKey(), elements)
                                .anyMatch(filter.getValue())));
  }

  private static <T extends Resource<T>> Stream<String> values(
      T resource, String filter, Map<String, String> elements) {
    if (filter.startsWith("tag:")) {
      return Stream.ofNullable(resource.tags.get(filter.substring("tag:".length())));
    }
    return filter.equals("tag-key")
        ? resource.tags.keySet().stream()
        : resource.values(elements.getOrDefault(filter, filter));
  }

  /** EC2's wildcards: {@code *}, {@code ?}, and a backslash before what is meant as it stands. */
  static Predicate<String> glob(List<String> values) {
    Map<Boolean, List<String>> plainOrNot =
        values.stream().collect(Collectors.partitioningBy(value -> value.matches("[^*?\\\\]*")));
    Predicate<String> glob = Set.copyOf(plainOrNot.getOrDefault(true, List.of()))::contains;
    for (String value : plainOrNot.getOrDefault(false, List.of())) {
      String regex =
          Pattern.compile("\\\\(.)|(.)", Pattern.DOTALL)
              .matcher(value)
              .replaceAll(match -> Matcher.quoteReplacement(regex(match.group(1), match.group(2))));
      glob = glob.or(Pattern.compile(regex, Pattern.DOTALL).asMatchPredicate());
    }
    return glob;
  }

  private static String regex(@Nullable String escaped, @Nullable String plain) {
    if ("*".equals(plain)) {
      return ".*";
    }
    return "?".equals(plain)
        ? "."
        : Pattern.quote(escaped != null ? escaped : String.valueOf(plain));
  }
}
