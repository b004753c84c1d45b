package io.amiclean.examples.cli;

/** What the exit status of a command means. A JVM that Ctrl-C stops exits with 130 by itself. */
final class ExitStatus {

  /** Done, nothing to do, or not confirmed. */
  static final int DONE = 0;

  /** Anything that has no status of its own. */
  static final int FAILED = 1;

  /** Wrong usage; nothing was read or changed. */
  static final int USAGE = 2;

  /** Something failed or is unknown while the rest was done. */
  static final int INCOMPLETE = 3;

  /** Refused: nothing was executed. */
  static final int REFUSED = 4;

  private ExitStatus() {}
}
