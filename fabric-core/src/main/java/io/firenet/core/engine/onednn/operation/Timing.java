package io.firenet.core.engine.onednn.operation;

/** How long work takes. */
public final class Timing {

  private static final int REPEATS = 8;
  private static final double LEAST_NANOS = 1e6; // of what is timed at once

  private Timing() {}

  /**
   * Microseconds, the fewest of several runs: whatever else the machine does only slows them down.
   */
  public static double micros(Runnable body) {
    body.run();
    int times = 1;
    double nanos = nanos(body, times);
    while (nanos < LEAST_NANOS) {
      times *= 2;
      nanos = nanos(body, times);
    }
    double least = nanos;
    for (int i = 1; i < REPEATS; i++) {
      least = Math.min(least, nanos(body, times));
    }
    return least / times / 1000;
  }

  private static double nanos(Runnable body, int times) {
    long start = System.nanoTime();
    for (int i = 0; i < times; i++) {
      body.run();
    }
    return System.nanoTime() - start;
  }
}
