package io.amiclean.api.internal;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Snapshot;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a snapshot's description for which image EC2 made it.
 *
 * <p>A description is free text that anybody may write for a snapshot of their own: it is evidence
 * of where a snapshot comes from, and none of whether an image refers to it. The block device
 * mappings of the complete inventory decide that.
 */
public final class SnapshotDescriptions {

  private static final String HEX = "(?:[0-9a-f]{17}|[0-9a-f]{8})";

  /**
   * What CreateImage writes (EC2 User Guide, "Deregister an Amazon EC2 AMI"), and the older form of
   * it with the volume (the seed {@code 000_d2e5cc670baa94a0.txt}).
   */
  private static final Pattern CREATE_IMAGE =
      Pattern.compile(
          "Created by CreateImage\\(i-[0-9a-f]+\\) for (ami-" + HEX + ")(?: from vol-[0-9a-f]+)?");

  /** What CopyImage writes; the first id is that of the copy, which the snapshot belongs to. */
  private static final Pattern COPY_IMAGE =
      Pattern.compile(
          "Copied for DestinationAmi (ami-"
              + HEX
              + ") from SourceAmi ami-"
              + HEX
              + " for SourceSnapshot snap-"
              + HEX
              + "(?:\\. Task created on [0-9,]+\\.?)?");

  /** What EC2 has for the volume of a copy, which has none. */
  private static final String VOLUME_OF_COPIES = "vol-ffffffff";

  private SnapshotDescriptions() {}

  /**
   * Returns whether a snapshot is known to be a copy by its volume.
   *
   * @param volumeId what EC2 names as its volume, or {@code null} if it names none
   * @return whether copies have that
   */
  public static boolean isVolumeOfCopies(@Nullable String volumeId) {
    return VOLUME_OF_COPIES.equals(volumeId);
  }

  /**
   * Returns whether a snapshot has the description of another: CreateImage makes no copies.
   *
   * @param snapshot the snapshot
   * @return whether it is a copy that is described as if CreateImage had made it
   */
  public static boolean isCopied(Snapshot snapshot) {
    return snapshot.copied() && CREATE_IMAGE.matcher(snapshot.description()).matches();
  }

  /**
   * Returns the image that a snapshot was made for. Only a description that has one of EC2's forms
   * from its first to its last character counts: an id of another length is no id, and what
   * CopySnapshot puts before the description of the copied snapshot speaks of an image elsewhere.
   *
   * @param description the description of a snapshot
   * @return the image, or empty if the description does not say
   */
  public static Optional<ImageId> madeFor(String description) {
    for (Pattern form : new Pattern[] {CREATE_IMAGE, COPY_IMAGE}) {
      Matcher matcher = form.matcher(description);
      if (matcher.matches()) {
        return Optional.of(ImageId.of(matcher.group(1)));
      }
    }
    return Optional.empty();
  }
}
