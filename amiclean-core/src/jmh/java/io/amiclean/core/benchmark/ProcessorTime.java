package io.amiclean.core.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;

/** Measures what work costs all threads, the garbage collector's and the compiler's included. */
final class ProcessorTime {

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private ProcessorTime() {}

  /** Returns the milliseconds that work takes; the garbage of what ran before is none of them. */
  static double of(Callable<?> work) throws Exception {
    System.gc();
    long before = SYSTEM.getProcessCpuTime();
    Object answer = work.call();
    double millis = (SYSTEM.getProcessCpuTime() - before) / 1e6;
    if (answer == null) {
      throw new IllegalStateException("No answer");
    }
    return millis;
  }
}
