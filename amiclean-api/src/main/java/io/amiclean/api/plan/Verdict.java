package io.amiclean.api.plan;

/** What a plan means to do with an image. */
public enum Verdict {
  /** Deregister it: neither excluded nor retained nor unmapped. */
  REMOVE,
  /** Move it into the next stage of the lifecycle, or back: this can be undone. */
  STAGE,
  /** Keep it: a retention keeps it, or its creation date is not known. */
  RETAINED,
  /** Keep it: a filter protects it. */
  EXCLUDED,
  /** Keep it: no mapper placed it in a group. */
  UNMAPPED
}
