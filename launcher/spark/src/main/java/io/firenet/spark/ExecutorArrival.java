package io.firenet.spark;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockManagerAdded;

/** Waits for executors: as many as were asked for, or as come one soon after another. */
final class ExecutorArrival extends SparkListener {

  private static final long PATIENCE_SECONDS = 180;
  private static final long SOON_SECONDS = 5;

  private final Semaphore arrivals = new Semaphore(0);

  private ExecutorArrival() {}

  /**
   * @throws IOException if none comes
   */
  static List<SparkExecutorInfo> await(JavaSparkContext context, ExecutorRequest executors)
      throws IOException, InterruptedException {
    ExecutorArrival arrival = new ExecutorArrival();
    context.sc().addSparkListener(arrival);
    try {
      List<SparkExecutorInfo> there = SparkCluster.present(context);
      while (there.size() < executors.expected().orElse(Integer.MAX_VALUE)) {
        boolean knows = executors.expected().isPresent() || there.isEmpty();
        boolean came =
            arrival.arrivals.tryAcquire(knows ? PATIENCE_SECONDS : SOON_SECONDS, TimeUnit.SECONDS);
        there = SparkCluster.present(context);
        if (!came) {
          break;
        }
      }
      if (there.isEmpty()) {
        throw new IOException(
            "the Spark cluster %s gave no executor of %s cores within %s s; look at its own page for what it has"
                .formatted(executors.master(), executors.cores(), PATIENCE_SECONDS));
      }
      return there;
    } finally {
      context.sc().removeSparkListener(arrival);
    }
  }

  @Override
  public void onBlockManagerAdded(SparkListenerBlockManagerAdded added) {
    arrivals.release();
  }
}
