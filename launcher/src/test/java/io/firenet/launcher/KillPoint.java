package io.firenet.launcher;

import io.firenet.file.WriteSteps;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends a process as {@code kill -9} does, at a step of a write: nothing is flushed, closed or
 * cleaned up. Processes without the property go on and count.
 */
public final class KillPoint implements WriteSteps {

  /** The number of the step at which the process ends, from 1. */
  public static final String PROPERTY = "firenet.test.kill";

  /** What a process ends with that was killed. */
  public static final int KILLED = 128 + 9;

  private static final AtomicInteger STEPS = new AtomicInteger();

  /** The number of steps of this process so far. */
  public static int steps() {
    return STEPS.get();
  }

  @Override
  public void at(Step step, Path target) {
    if (target.endsWith("live.json")) {
      return; // the clock says how often it is written: two processes would count differently
    }
    if (STEPS.incrementAndGet() == Integer.getInteger(PROPERTY, -1)) {
      System.err.println("killed at step %s of %s".formatted(step, target));
      Runtime.getRuntime().halt(KILLED);
    }
  }
}
