package io.amiclean.examples.exit;

/** What the exit status of a command means. A JVM that Ctrl-C stops exits with 130 by itself. */
public final class ExitStatus {

  /** Done, nothing to do, or not confirmed. */
  public static final int DONE = 0;

  /** Anything that has no status of its own. */
  public static final int FAILED = 1;

  /** Wrong usage; nothing was read or changed. */
  public static final int USAGE = 2;

  /** Something failed or is unknown while the rest was done. */
  public static final int INCOMPLETE = 3;

  /** Refused: nothing was executed. */
  public static final int REFUSED = 4;

  private ExitStatus() {}
}
