package io.amiclean.api.execution;

/** How an action ended. */
public enum Outcome {
  /** Done. */
  SUCCEEDED,
  /** Nothing to do: it had been done before. */
  ALREADY_GONE,
  /** Not tried, for the reason that the outcome names. */
  SKIPPED,
  /** Tried and refused; nothing was changed. */
  FAILED,
  /** Tried, and it is unknown whether it happened, not even by looking it up. */
  UNKNOWN
}
