package io.firenet.core.engine;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** How many threads the calling thread computes with. */
public final class ComputeThreads {

  private static final String JAVA_POOL = "java.util.concurrent.ForkJoinPool.common.parallelism";

  private ComputeThreads() {}

  /**
   * Limits oneDNN for the calling thread, through the OpenMP library that it shares with ND4J, and
   * Java's own pool, unless that was used before.
   *
   * @param threads at least 1
   */
  public static void limit(int threads) {
    System.setProperty(JAVA_POOL, Integer.toString(Math.max(1, threads - 1)));
    Nd4j.getBackend(); // loads it
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
  }

  /** How many the calling thread computes with. */
  public static int count() {
    Nd4j.getBackend(); // loads it
    return NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
  }
}
