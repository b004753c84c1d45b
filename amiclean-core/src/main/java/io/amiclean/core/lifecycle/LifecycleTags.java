package io.amiclean.core.lifecycle;

import com.google.common.collect.ImmutableMap;
import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.lifecycle.MalformedStageException;
import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.lifecycle.StageMark;
import io.amiclean.api.lifecycle.StageMarkReader;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageState;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.immutables.value.Value;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tags that amiclean leaves on images it moves through stages: where an image is, and what was
 * taken away. Names are configurable; planner, executor and restorer must use the same ones.
 *
 * <p>Immutable and thread-safe.
 */
@Value.Immutable
@AmicleanStyle
public abstract class LifecycleTags implements StageMarkReader {

  /** EC2 User Guide, "Tag restrictions": as many tags of its own an image can have. */
  private static final int MOST_TAGS = 50;

  private static final int LONGEST_KEY = 128;
  private static final Logger LOG = LoggerFactory.getLogger(LifecycleTags.class);
  private static final String NO_DEPRECATION = "none";
  private static final LifecycleTags DEFAULTS = builder().build();

  LifecycleTags() {}

  /**
   * Returns a new builder.
   *
   * @return a builder of the default names
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the tags of the default names.
   *
   * @return the tags
   */
  public static LifecycleTags defaults() {
    return DEFAULTS;
  }

  /**
   * Returns the key that holds the stage: {@code deprecated}, {@code private} or {@code disabled}.
   * Default: {@code amiclean:stage}.
   *
   * @return the key
   */
  @Value.Default
  public String stage() {
    return "amiclean:stage";
  }

  /**
   * Returns the key that holds since when the image is in its stage, in ISO-8601 and UTC. Default:
   * {@code amiclean:stage-since}.
   *
   * @return the key
   */
  @Value.Default
  public String since() {
    return "amiclean:stage-since";
  }

  /**
   * Returns the key that holds the stage that the image is about to enter. It is set before
   * anything is done, so that an image that was disabled by a run that was killed is known to be
   * amiclean's work. Default: {@code amiclean:stage-next}.
   *
   * @return the key
   */
  @Value.Default
  public String next() {
    return "amiclean:stage-next";
  }

  /**
   * Returns the key that holds the launch permissions that were taken away. What is too long for
   * one tag goes on under this key with {@code -2}, {@code -3} and so on behind it. Default: {@code
   * amiclean:launch-permissions}.
   *
   * @return the key
   */
  @Value.Default
  public String launchPermissions() {
    return "amiclean:launch-permissions";
  }

  /**
   * Returns the key that holds when the image was to be deprecated before amiclean deprecated it: a
   * time in ISO-8601, or {@code none}. Default: {@code amiclean:deprecation}.
   *
   * @return the key
   */
  @Value.Default
  public String deprecation() {
    return "amiclean:deprecation";
  }

  /**
   * Returns the key that puts an image on hold, whatever its value: when, and by whom. Default:
   * {@code amiclean:hold}.
   *
   * @return the key
   */
  @Value.Default
  public String hold() {
    return "amiclean:hold";
  }

  @Value.Check
  void check() {
    List<String> keys = keys();
    Set<String> known = new HashSet<>();
    for (String key : keys) {
      if (key.isBlank() || key.length() > LONGEST_KEY - 3 || key.startsWith("aws:")) {
        throw new IllegalArgumentException(
            "'"
                + key
                + "' cannot be the key of a tag: expected 1 to "
                + (LONGEST_KEY - 3)
                + " characters that do not begin with aws:");
      }
      if (!known.add(key)) {
        throw new IllegalArgumentException(
            "The key '" + key + "' has two uses: expected a different key for each");
      }
    }
  }

  /**
   * Returns all keys.
   *
   * @return the keys of stage, since, next, launch permissions, deprecation and hold
   */
  public final List<String> keys() {
    return List.copyOf(named().values());
  }

  /** Returns the keys by what their tags hold. */
  final Map<String, String> named() {
    return ImmutableMap.<String, String>builder()
        .put("stage", stage())
        .put("since", since())
        .put("next", next())
        .put("launchPermissions", launchPermissions())
        .put("deprecation", deprecation())
        .put("hold", hold())
        .buildOrThrow();
  }

  /** {@inheritDoc} Only the tags of stage and since are read. */
  @Override
  public final Optional<StageMark> read(Image image) {
    String stage = image.tags().get(stage());
    String since = image.tags().get(since());
    if (stage == null && since == null) {
      return Optional.empty();
    }
    if (stage == null || since == null) {
      throw new MalformedStageException(
          "The image has the tag "
              + (stage == null ? since() + "=" + since : stage() + "=" + stage)
              + " without the tag "
              + (stage == null ? stage() : since()));
    }
    return Optional.of(
        StageMark.of(
            stage(stage(), stage),
            instant(since(), since),
            stage() + "=" + stage,
            since() + "=" + since));
  }

  private static Stage stage(String key, String value) {
    return Arrays.stream(Stage.values())
        .filter(stage -> stage.word().equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new MalformedStageException(
                    "The tag "
                        + key
                        + "="
                        + value
                        + " names no stage: expected one of "
                        + Arrays.stream(Stage.values())
                            .map(Stage::word)
                            .collect(Collectors.joining(", "))));
  }

  private static Instant instant(String key, String value) {
    try {
      return Instant.parse(value);
    } catch (DateTimeException e) {
      throw new MalformedStageException(
          "The tag "
              + key
              + "="
              + value
              + " is no time: expected one such as 2017-06-16T00:00:00Z");
    }
  }

  /**
   * Returns the stage that an image was about to enter when it was last worked on.
   *
   * @param image the image
   * @return the stage, or empty if there is no such tag
   * @throws MalformedStageException if the tag names no stage
   */
  public final Optional<Stage> next(Image image) {
    return Optional.ofNullable(image.tags().get(next())).map(value -> stage(next(), value));
  }

  /**
   * Returns the launch permissions that were taken from an image, as far as its tags hold them.
   *
   * @param image the image
   * @return the permissions, or empty if there is no record
   * @throws MalformedStageException if the record cannot be understood
   */
  public final Optional<LaunchPermissions> record(Image image) {
    return permissionTags().read(image).map(PermissionRecord::permissions);
  }

  /**
   * Returns how many launch permissions the tags of an image had no room for: only the journal
   * holds them.
   *
   * @param image the image
   * @return the number, 0 if the record is complete or if there is none
   * @throws MalformedStageException if the record cannot be understood
   */
  public final int missingInRecord(Image image) {
    return permissionTags().read(image).map(PermissionRecord::missing).orElse(0);
  }

  /**
   * Returns whether an image is in a stage, or on its way into one, that begins with a record of
   * launch permissions, and has no such record: its tags were removed.
   *
   * @param image the image
   * @return whether the tags of the record are missing
   * @throws MalformedStageException if the tags cannot be understood
   */
  public final boolean isRecordMissing(Image image) {
    return record(image).isEmpty()
        && Stream.concat(next(image).stream(), read(image).map(StageMark::stage).stream())
            .anyMatch(stage -> stage != Stage.DEPRECATED);
  }

  /**
   * Returns by how many tags an image would exceed the limit of EC2 with a record and the tags that
   * mark a stage.
   *
   * @param image the image as it is
   * @param added the record
   * @return the number, 0 if EC2 accepts them
   */
  public final int tagsTooMany(Image image, Map<String, String> added) {
    Set<String> keys = new HashSet<>(ownKeys(image));
    keys.addAll(added.keySet());
    keys.addAll(List.of(stage(), since(), next()));
    return Math.max(0, keys.size() - MOST_TAGS);
  }

  /**
   * Returns the tag that makes room for a hold where an image has as many tags as it can have: that
   * of the next stage, which says nothing more once the image is in that stage.
   *
   * @param image the image
   * @return the key, or empty if there is room, or if no tag can be spared
   * @throws MalformedStageException if the tags cannot be understood
   */
  public final Optional<String> spareTag(Image image) {
    Optional<Stage> next = next(image);
    return ownKeys(image).size() >= MOST_TAGS
            && next.isPresent()
            && next.equals(read(image).map(StageMark::stage))
        ? Optional.of(next())
        : Optional.empty();
  }

  /** Tags of AWS do not count (EC2 User Guide, "Tag restrictions"). */
  private static Set<String> ownKeys(Image image) {
    Set<String> keys = new TreeSet<>(image.tags().keySet());
    keys.removeIf(key -> key.startsWith("aws:"));
    return keys;
  }

  /**
   * Returns the tags that record launch permissions in addition to those that are recorded already.
   * Room is left for the other tags of a stage, and for a hold unless that would leave no room at
   * all.
   *
   * @param image the image as it is, whose tags take room and may hold a record
   * @param permissions who may launch it
   * @return the tags, at least one; what there is no room for they count and leave out
   * @throws MalformedStageException if the record that is there cannot be understood
   */
  public final Map<String, String> record(Image image, LaunchPermissions permissions) {
    Objects.requireNonNull(permissions, "permissions");
    PermissionRecord before =
        permissionTags().read(image).orElse(new PermissionRecord(LaunchPermissions.none(), 0));
    LaunchPermissions all = before.permissions().and(permissions);
    // What was missing may be among what is recorded now.
    int missing = Math.max(0, before.missing() - (all.size() - before.permissions().size()));
    Set<String> others = ownKeys(image);
    others.removeIf(key -> key.startsWith(launchPermissions()));
    others.addAll(List.of(stage(), since(), next(), hold()));
    return permissionTags()
        .write(new PermissionRecord(all, missing), Math.max(1, MOST_TAGS - others.size()));
  }

  private PermissionTags permissionTags() {
    return new PermissionTags(launchPermissions());
  }

  /**
   * Returns whether tags hold a whole record.
   *
   * @param tags the tags of {@link #record(Image, LaunchPermissions)}
   * @return whether nothing was left out
   */
  public final boolean isComplete(Map<String, String> tags) {
    return PermissionRecord.parse(List.copyOf(tags.values())).missing() == 0;
  }

  /**
   * Returns when an image was to be deprecated before amiclean deprecated it.
   *
   * @param image the image
   * @return the time, or empty if it was not to be, or if there is no record
   * @throws MalformedStageException if the record cannot be understood
   */
  public final Optional<Instant> deprecationBefore(Image image) {
    return Optional.ofNullable(image.tags().get(deprecation()))
        .filter(value -> !value.equals(NO_DEPRECATION))
        .map(value -> instant(deprecation(), value));
  }

  /**
   * Returns the tag that records when an image is to be deprecated.
   *
   * @param image the image as it is
   * @return the tag
   */
  public final Map<String, String> deprecationRecord(Image image) {
    return Map.of(
        deprecation(), image.deprecationTime().map(Instant::toString).orElse(NO_DEPRECATION));
  }

  /**
   * Returns the tags that mark a stage.
   *
   * @param stage the stage
   * @param since since when
   * @return the tags
   */
  public final Map<String, String> mark(Stage stage, Instant since) {
    return Map.of(stage(), stage.word(), since(), since.toString());
  }

  /**
   * Reads everything that the tags of an image hold.
   *
   * @param image the image
   * @throws MalformedStageException if some of it cannot be understood
   */
  public final void requireReadable(Image image) {
    Optional<StageMark> mark = read(image);
    Optional<Stage> next = next(image);
    Optional<LaunchPermissions> record = record(image);
    LOG.trace("{}: {}, {}, {}, {}", image.id(), mark, next, record, deprecationBefore(image));
  }

  /**
   * Returns whether an image is disabled because a stage made it so, even if the run that did it
   * was killed before it could say so.
   *
   * @param image the image
   * @return whether it is disabled, and its tags say that it was to be
   * @throws MalformedStageException if the tags cannot be understood
   */
  public final boolean isDisabledByStage(Image image) {
    return image.state() == ImageState.DISABLED
        && (next(image).filter(Stage.DISABLED::equals).isPresent()
            || read(image).filter(mark -> mark.stage() == Stage.DISABLED).isPresent());
  }

  /**
   * Returns the tags that an image has of its way through the stages: all but the hold.
   *
   * @param image the image
   * @return the keys, sorted; empty if amiclean has not touched the image
   */
  public final Set<String> traces(Image image) {
    Set<String> traces = new TreeSet<>();
    Stream.of(stage(), since(), next(), deprecation())
        .filter(image.tags()::containsKey)
        .forEach(traces::add);
    traces.addAll(permissionTags().of(image).keySet());
    return traces;
  }

  /**
   * Returns the tag that holds an image, if it has one.
   *
   * @param image the image
   * @return the tag as text, such as {@code amiclean:hold=2017-06-16T00:00:00Z anna}
   */
  public final Optional<String> holdOn(Image image) {
    return Optional.ofNullable(image.tags().get(hold())).map(value -> hold() + "=" + value);
  }

  /** Returns {@code lifecycle-tags} with the keys. */
  @Override
  public final String description() {
    return "lifecycle-tags(" + String.join(", ", keys()) + ")";
  }

  /** Builds {@link LifecycleTags}; nothing has to be set. Not thread-safe. */
  public static final class Builder extends ImmutableLifecycleTags.Builder {
    Builder() {}
  }
}
