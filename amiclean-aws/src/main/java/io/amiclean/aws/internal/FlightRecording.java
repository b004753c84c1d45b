package io.amiclean.aws.internal;

import jdk.jfr.FlightRecorder;

/**
 * Whether events of the JDK Flight Recorder are worth making. The first event class of a process
 * takes the JVM some 200 ms, so that none may be touched unless a recording was begun.
 */
public final class FlightRecording {

  /** The module is optional: a run-time image may lack it. */
  private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private FlightRecording() {}

  /**
   * Returns whether the recorder is in use.
   *
   * @return {@code true} once a recording was begun in this process
   */
  public static boolean isOn() {
    return PRESENT && FlightRecorder.isInitialized();
  }
}
