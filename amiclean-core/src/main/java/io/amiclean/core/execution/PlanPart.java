package io.amiclean.core.execution;

/** A part of a plan that can be executed without the other. */
public enum PlanPart {
  /** The images that go, with their snapshots. */
  IMAGES,
  /** The orphan snapshots that go. */
  ORPHAN_SNAPSHOTS
}
