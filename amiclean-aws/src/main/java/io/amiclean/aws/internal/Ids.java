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

  /** Returns what something is launched from: an image if one is named, and snapshots. */
  public static List<ResourceId> launchTargets(
      ReadOperation operation,
      @Nullable String image,
      Stream<@Nullable String> snapshots,
      String where) {
    Set<ResourceId> targets = new LinkedHashSet<>();
    if (!isMissing(image)) {
      targets.add(image(operation, image, where));
    }
    snapshots.forEach(
        snapshot -> optionalSnapshot(operation, snapshot, where).ifPresent(targets::add));
    return List.copyOf(targets);
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
