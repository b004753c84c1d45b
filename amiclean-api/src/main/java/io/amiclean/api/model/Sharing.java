package io.amiclean.api.model;

/** Who may launch an image, other than its owner. */
public enum Sharing {
  /** Nobody. */
  PRIVATE,
  /** Some accounts, organizations or organizational units. */
  SHARED,
  /** Everybody. */
  PUBLIC,
  /**
   * Not looked up: {@code DescribeImages} distinguishes public images from others, but not private
   * from shared ones.
   */
  UNKNOWN
}
