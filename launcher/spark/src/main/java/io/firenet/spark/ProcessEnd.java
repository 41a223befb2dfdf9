package io.firenet.spark;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Ctrl-C or a termination signal: jobs are given up at once, and Spark, which would stop at the
 * same time and fail them with long messages, waits until the command has told what is left.
 */
final class ProcessEnd implements AutoCloseable {

  private static final int BEFORE_SPARKS_OWN = 1000; // among Hadoop's hooks, where Spark's is
  private static final int PATIENCE_SECONDS = 60;

  private final JavaSparkContext context;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Runnable hook = this::requestAndWait;
  private volatile boolean requested;

  ProcessEnd(JavaSparkContext context) {
    this.context = context;
    ShutdownHookManager.get()
        .addShutdownHook(hook, BEFORE_SPARKS_OWN, PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * @throws InterruptedException if the process is to end
   */
  void check() throws InterruptedException {
    if (requested) {
      throw new InterruptedException("the process was told to end");
    }
  }

  private void requestAndWait() {
    requested = true;
    try {
      do { // one that was about to begin comes after the first time
        cancelJobs();
      } while (!closed.await(1, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // patience is over
    }
  }

  private void cancelJobs() {
    try {
      context.cancelAllJobs();
    } catch (IllegalStateException e) {
      if (!context.sc().isStopped()) { // else the command is about to close this
        throw e;
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
  }
}
