package io.amiclean.api.model;

/** The state of an image (EC2 API Reference, "Image"). */
public enum ImageState {
  /** Being created. */
  PENDING,
  /** Registered and launchable. */
  AVAILABLE,
  /** Not usable. */
  INVALID,
  /** Deregistered; EC2 may still list it for a short time. */
  DEREGISTERED,
  /** In a passing state. */
  TRANSIENT,
  /** Could not be created. */
  FAILED,
  /** In error. */
  ERROR,
  /** Disabled: not launchable, restorable, and still the owner of its snapshots. */
  DISABLED,
  /** A state that this version does not know, or that the source did not say. */
  UNKNOWN
}
