package io.firenet.launcher.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C or a termination signal as a request that work may look at: the process then waits until
 * this is closed, so that the work can end at a good point.
 */
public final class Interruption implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 60;

  private final CountDownLatch request = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::requestAndWait, "firenet-interruption");

  public Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether the process was asked to end. */
  public boolean requested() {
    return request.getCount() == 0;
  }

  /** Waits until the process is asked to end. */
  public void await() throws InterruptedException {
    request.await();
  }

  private void requestAndWait() {
    request.countDown();
    try {
      boolean inTime = finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!inTime) {
        System.err.println("firenet: warning: the work did not end in time and was cut off");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    finished.countDown();
    if (!requested()) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
