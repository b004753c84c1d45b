package io.amiclean.aws.wire;

import static io.amiclean.aws.wire.WireState.SOME_TIME;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** EC2: the images and snapshots of a region, and what removing them comes to. */
public final class Ec2State extends ServiceState {

  final Map<String, Image> images = new LinkedHashMap<>();
  final Map<String, Snapshot> snapshots = new LinkedHashMap<>();
  final Map<String, String> sourcesOfGoneImages = new LinkedHashMap<>();
  final Set<String> deregisteredImages = new LinkedHashSet<>();

  /**
   * The registered images on each snapshot; asked at every removal, so they are not searched for.
   */
  final Map<String, Set<String>> imagesOnSnapshots = new HashMap<>();

  String allowedImages = "disabled";

  /** Whether the account blocks public access to images. */
  boolean blocksPublicImages;

  Ec2State(WireState state) {
    super(state);
  }

  Image image(String id) {
    return images.computeIfAbsent(id, Image::new);
  }

  Snapshot snapshot(String id) {
    return snapshots.computeIfAbsent(id, Snapshot::new);
  }

  void deregister(Image image) {
    unregister(image);
    deregisteredImages.add(image.id);
    state.recycleBin.keep(image);
  }

  void delete(Snapshot snapshot) {
    snapshots.remove(snapshot.id);
    state.recycleBin.keep(snapshot);
  }

  /** With the launch permissions and tags that it had (EBS User Guide, "Recycle Bin"). */
  void restore(Image image) {
    deregisteredImages.remove(image.id);
    images.put(image.id, image);
    index(image);
  }

  void unregister(Image image) {
    images.remove(image.id);
    unindex(image);
  }

  private void index(Image image) {
    image
        .snapshotIds()
        .forEach(on -> imagesOnSnapshots.computeIfAbsent(on, key -> new TreeSet<>()).add(image.id));
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

  /** An image; made by {@link WireState#image}. */
  public final class Image extends Resource<Image> {

    final Map<String, Map<String, Object>> devices = new LinkedHashMap<>();
    final Set<String> sharedWith = new LinkedHashSet<>();
    boolean isPublic;

    Image(String id) {
      super(state, id, "imageId");
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
      synchronized (state) {
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
      return change(() -> sharedWith.add(accountOrArn));
    }

    /** Shared with everybody. */
    public Image shared() {
      return change(() -> isPublic = true);
    }

    /** A device on a snapshot, which is made, with what CreateImage writes, where there is none. */
    public Image device(String name, String snapshotId, int gib) {
      return change(
          () -> {
            unindex(this);
            devices.put(name, ebs(name, snapshotId, gib));
            if (images.get(id) == this) {
              index(this);
            }
            elements.putIfAbsent("rootDeviceName", name);
            if (!snapshots.containsKey(snapshotId)) {
              snapshot(snapshotId)
                  .size(gib)
                  .started(text("creationDate").orElse(SOME_TIME))
                  .owner(ownerId())
                  .description(createdFor(id));
            }
          });
    }

    /** An instance store device, which has no snapshot. */
    public Image ephemeralDevice(String name) {
      return change(
          () ->
              devices.put(
                  name, Map.of("deviceName", name, "virtualName", "ephemeral" + devices.size())));
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

  /** A snapshot; made by {@link WireState#snapshot}. */
  public final class Snapshot extends Resource<Snapshot> {

    boolean isPublic;

    /** What DescribeLockedSnapshots returns; empty if it was never locked. */
    final Map<String, Object> lock = new LinkedHashMap<>();

    /** What DescribeSnapshotTierStatus adds. */
    final Map<String, Object> tiering = new LinkedHashMap<>();

    /** The state of fast restore by Availability Zone. */
    final Map<String, String> fastRestores = new LinkedHashMap<>();

    final Set<String> sharedWith = new LinkedHashSet<>();
    Optional<String> returnCode = Optional.empty();

    Snapshot(String id) {
      super(state, id, "snapshotId");
      elements.put("volumeId", "vol-" + id.substring(id.indexOf("-") + 1));
      elements.put("status", "completed");
      elements.put("startTime", SOME_TIME);
      elements.put("progress", "100%");
      elements.put("ownerId", account);
      elements.put("volumeSize", 8);
      elements.put("description", "");
      elements.put("encrypted", false);
      elements.put("storageTier", "standard");
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
      return change(() -> isPublic = true);
    }

    /** Shared with an account. */
    public Snapshot sharedWith(String account) {
      return change(() -> sharedWith.add(account));
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
      return change(
          () -> {
            lock.put("lockState", state);
            lock.put("lockCreatedOn", SOME_TIME);
            if (until == null) {
              lock.remove("lockExpiresOn");
            } else {
              lock.put("lockExpiresOn", until);
            }
          });
    }

    /** In the archive tier since then. */
    public Snapshot archived(String completed) {
      synchronized (state) {
        tiering.put("archivalCompleteTime", completed);
        return tier("archive").tiering("archival-completed");
      }
    }

    /** What was done last about its tier, {@code archival-in-progress} for one. */
    public Snapshot tiering(String lastOperation) {
      return change(() -> tiering.put("lastTieringOperationStatus", lastOperation));
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
      return change(() -> fastRestores.put(zone, state));
    }

    /**
     * What DeregisterImage with DeleteAssociatedSnapshots answers for it instead of deleting it,
     * internal-error for one.
     */
    public Snapshot returnCode(String code) {
      return change(() -> returnCode = Optional.of(code));
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

  static String createdFor(String imageId) {
    return "Created by CreateImage(i-0123456789abcdef0) for " + imageId;
  }

  static Map<String, Object> ebs(String device, String snapshotId, int gib) {
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

  static List<Map<String, Object>> devices(String... snapshotIds) {
    List<Map<String, Object>> devices = new ArrayList<>();
    for (String snapshotId : snapshotIds) {
      devices.add(ebs("/dev/sd" + (char) ('f' + devices.size()), snapshotId, 8));
    }
    return devices;
  }
}
