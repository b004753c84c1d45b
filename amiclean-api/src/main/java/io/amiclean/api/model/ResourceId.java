package io.amiclean.api.model;

/** The id of something that amiclean decides about: an image or a snapshot. */
public sealed interface ResourceId permits ImageId, SnapshotId {

  /**
   * Returns the id of an image or of a snapshot, whichever it is.
   *
   * @param value the id as EC2 writes it
   * @return the id
   * @throws IllegalArgumentException if it is neither
   */
  static ResourceId of(String value) {
    if (value.startsWith("ami-")) {
      return ImageId.of(value);
    }
    if (value.startsWith("snap-")) {
      return SnapshotId.of(value);
    }
    throw new IllegalArgumentException(
        "'"
            + value
            + "' is no id: expected that of an image (ami-...) or of a snapshot (snap-...)");
  }

  /**
   * Returns the id as EC2 writes it.
   *
   * @return the text of the id
   */
  String value();
}
