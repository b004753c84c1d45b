package io.amiclean.api.model;

/** The id of something that amiclean decides about: an image or a snapshot. */
public sealed interface ResourceId permits ImageId, SnapshotId {

  /**
   * Returns the id as EC2 writes it.
   *
   * @return the text of the id
   */
  String value();
}
