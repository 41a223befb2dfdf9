package io.firenet.core.training.sample;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waiting for threads that have been interrupted and may still be reading or writing a case. */
final class ThreadEnd {

  private static final Logger LOG = LoggerFactory.getLogger(ThreadEnd.class);
  private static final long PATIENCE_SECONDS = 30; // a large case on a slow disk

  private ThreadEnd() {}

  /** Waits for all of them, a while at most, also if this thread is interrupted. */
  static void await(List<Thread> threads) {
    boolean interrupted = false;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    for (Thread thread : threads) {
      long left = end - System.nanoTime();
      while (thread.isAlive() && left > 0) {
        try {
          TimeUnit.NANOSECONDS.timedJoin(thread, left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
        left = end - System.nanoTime();
      }
      if (thread.isAlive()) {
        LOG.warn(
            "{} still reads a case after {} s and is left to itself",
            thread.getName(),
            PATIENCE_SECONDS);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
