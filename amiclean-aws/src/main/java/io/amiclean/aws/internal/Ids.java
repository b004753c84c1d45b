package io.amiclean.aws.internal;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Ids as AWS writes them, made typed. One that is not understood is no evidence. */
public final class Ids {

  private Ids() {}

  /**
   * Returns the id of an image.
   *
   * @param operation the operation that answered
   * @param value the id, as it was answered
   * @param where what the id is of, for the message
   * @return the id
   * @throws io.amiclean.api.model.EvidenceException if there is none, or it is no id of an image
   */
  public static ImageId image(ReadOperation operation, @Nullable String value, String where) {
    return parse(operation, value, where, ImageId::of);
  }

  /**
   * Returns the id of a snapshot.
   *
   * @param operation the operation that answered
   * @param value the id, as it was answered
   * @param where what the id is of, for the message
   * @return the id
   * @throws io.amiclean.api.model.EvidenceException if there is none, or it is no id of a snapshot
   */
  public static SnapshotId snapshot(ReadOperation operation, @Nullable String value, String where) {
    return parse(operation, value, where, SnapshotId::of);
  }

  public static Optional<SnapshotId> optionalSnapshot(
      ReadOperation operation, @Nullable String value, String where) {
    return isMissing(value) ? Optional.empty() : Optional.of(snapshot(operation, value, where));
  }

  /**
   * Returns the id of an account, where there is one.
   *
   * @param operation the operation that answered
   * @param value the id, as it was answered
   * @param where what the id is of, for the message
   * @return the id, or empty if there is none
   * @throws io.amiclean.api.model.EvidenceException if it is no id of an account
   */
  public static Optional<AccountId> optionalAccount(
      ReadOperation operation, @Nullable String value, String where) {
    return isMissing(value)
        ? Optional.empty()
        : Optional.of(parse(operation, value, where, AccountId::of));
  }

  /**
   * What something is launched from.
   *
   * @param targets images and snapshots
   * @param odd what is named and is no id: nothing can be launched from it
   */
  public record Launched(List<ResourceId> targets, List<String> odd) {

    /** Copies the lists. */
    public Launched {
      targets = List.copyOf(targets);
      odd = List.copyOf(odd);
    }

    /**
     * Returns a note on each odd name.
     *
     * @param where what names it
     * @return the notes, in the order of the names
     */
    public List<String> notes(String where) {
      return odd.stream().map(text -> oddName(text, where)).toList();
    }
  }

  /**
   * Returns what a reader of the evidence should know of a name that is no id.
   *
   * @param text the name
   * @param where what names it
   * @return a sentence
   */
  public static String oddName(String text, String where) {
    return "'" + text + "', which " + where + " names, is no id and protects nothing";
  }

  /**
   * Returns what something is launched from: an image if one is named, and snapshots. Launch
   * templates hold any text, of which EC2 only warns; every id in such a text counts. What begins
   * as an alias does and is none that is known could stand for an image, and is refused.
   *
   * @param operation the operation that answered
   * @param image the name of the image, if there is one
   * @param snapshots the names of snapshots; missing ones are left out
   * @param where what names them, for the message
   * @return ids and odd names
   * @throws io.amiclean.api.model.EvidenceException if the image is named by an unknown alias
   */
  public static Launched launchTargets(
      ReadOperation operation,
      @Nullable String image,
      Stream<@Nullable String> snapshots,
      String where) {
    Set<ResourceId> targets = new LinkedHashSet<>();
    Set<String> odd = new LinkedHashSet<>();
    if (image != null && image.startsWith("resolve:")) {
      throw operation.misunderstood("the alias '" + image + "' for " + where);
    }
    if (image != null && !image.isEmpty()) {
      List<ImageId> found = ImageId.findIn(image);
      targets.addAll(found);
      if (found.isEmpty()) {
        odd.add(image);
      }
    }
    snapshots
        .filter(snapshot -> !isMissing(snapshot))
        .forEach(
            snapshot -> {
              try {
                targets.add(SnapshotId.of(snapshot));
              } catch (IllegalArgumentException e) {
                odd.add(snapshot);
              }
            });
    return new Launched(List.copyOf(targets), List.copyOf(odd));
  }

  /**
   * Returns whether AWS left something out, which its answers say in two ways.
   *
   * @param value what was answered
   * @return whether it is {@code null} or empty
   */
  public static boolean isMissing(@Nullable String value) {
    return value == null || value.isEmpty();
  }

  private static <T> T parse(
      ReadOperation operation,
      @Nullable String value,
      String where,
      Function<String, T> constructor) {
    if (value == null) {
      throw operation.misunderstood("no id for " + where);
    }
    try {
      return constructor.apply(value);
    } catch (IllegalArgumentException e) {
      throw operation.misunderstood("an odd id for " + where + " (" + e.getMessage() + ")");
    }
  }
}
