package io.amiclean.aws.wire;

import static io.amiclean.aws.wire.WireState.SOME_TIME;

import io.amiclean.aws.wire.Ec2State.Image;
import io.amiclean.aws.wire.Ec2State.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Recycle Bin: its rules, and the images and snapshots in it. */
public final class RecycleBinState extends ServiceState {

  private static final String SOME_END = "2017-07-01T00:00:00.000Z";

  final Map<String, RetentionRule> rules = new LinkedHashMap<>();
  final Map<String, RecycledImage> images = new LinkedHashMap<>();
  final Map<String, RecycledSnapshot> snapshots = new LinkedHashMap<>();

  /** How long what is removed is kept; none of it is with an empty one. */
  Optional<Duration> retention = Optional.empty();

  RecycleBinState(WireState state) {
    super(state);
  }

  RetentionRule rule(String id, String type, int days) {
    RetentionRule rule =
        new RetentionRule(
            id, type, days, new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
    rules.put(id, rule);
    return rule;
  }

  RecycledImage image(String id) {
    return images.computeIfAbsent(
        id, key -> new RecycledImage(state.ec2.new Image(key)).entered(SOME_TIME).leaves(SOME_END));
  }

  RecycledSnapshot snapshot(String id) {
    return snapshots.computeIfAbsent(
        id,
        key ->
            new RecycledSnapshot(state.ec2.new Snapshot(key)).entered(SOME_TIME).leaves(SOME_END));
  }

  /** Keeps an image that was deregistered, if it keeps anything. */
  void keep(Image image) {
    retention.ifPresent(
        time ->
            images.put(
                image.id,
                new RecycledImage(image)
                    .entered(state.now().toString())
                    .leaves(state.now().plus(time).toString())));
  }

  /** Keeps a snapshot that was deleted, if it keeps anything. */
  void keep(Snapshot snapshot) {
    retention.ifPresent(
        time ->
            snapshots.put(
                snapshot.id,
                new RecycledSnapshot(snapshot)
                    .entered(state.now().toString())
                    .leaves(state.now().plus(time).toString())));
  }

  void restore(RecycledImage recycled) {
    images.remove(recycled.id);
    state.ec2.restore(recycled.image);
  }

  void restore(RecycledSnapshot recycled) {
    snapshots.remove(recycled.id);
    state.ec2.snapshots.put(recycled.id, recycled.snapshot);
  }

  /** An image in the Recycle Bin; made by {@link WireState#recycledImage}. */
  public final class RecycledImage extends Resource<RecycledImage> {

    /** The image that it was and will be. */
    final Image image;

    RecycledImage(Image image) {
      super(state, image.id, "imageId");
      this.image = image;
      image.text("name").ifPresent(name -> elements.put("name", name));
      image.text("description").ifPresent(text -> elements.put("description", text));
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
      return change(
          () -> {
            image.devices.put(name, Ec2State.ebs(name, snapshotId, gib));
            if (!state.ec2.snapshots.containsKey(snapshotId)
                && !snapshots.containsKey(snapshotId)) {
              RecycleBinState.this.snapshot(snapshotId).description(Ec2State.createdFor(id));
            }
          });
    }

    public RecycledImage entered(String time) {
      return with("recycleBinEnterTime", time);
    }

    public RecycledImage leaves(String time) {
      return with("recycleBinExitTime", time);
    }
  }

  /** A snapshot in the Recycle Bin; made by {@link WireState#recycledSnapshot}. */
  public final class RecycledSnapshot extends Resource<RecycledSnapshot> {

    /** The snapshot that it was and will be. */
    final Snapshot snapshot;

    RecycledSnapshot(Snapshot snapshot) {
      super(state, snapshot.id, "snapshotId");
      this.snapshot = snapshot;
      snapshot.text("description").ifPresent(text -> elements.put("description", text));
      snapshot.text("volumeId").ifPresent(volume -> elements.put("volumeId", volume));
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
  }

  /** A retention rule of the Recycle Bin; made by {@link WireState#retentionRule}. */
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
}
