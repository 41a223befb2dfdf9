package io.firenet.core.engine.onednn.operation;

import java.util.function.Supplier;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The threads that oneDNN computes with: those of the OpenMP library that it shares with ND4J. */
public final class Team {

  private final NativeOps openMp;
  private final int most;

  /** All that the calling thread has. */
  public Team() {
    this(Integer.MAX_VALUE);
  }

  /**
   * @param most of them, whatever the calling thread has
   */
  public Team(int most) {
    Nd4j.getBackend(); // loads it
    openMp = NativeOpsHolder.getInstance().getDeviceNativeOps();
    this.most = most;
  }

  /** How many they are for the calling thread. */
  public int size() {
    return Math.min(most, openMp.ompGetMaxThreads());
  }

  /** Does something with the calling thread alone. */
  public <T> T alone(Supplier<T> body) {
    int threads = openMp.ompGetMaxThreads();
    if (threads == 1) {
      return body.get();
    }
    openMp.setOmpNumThreads(1);
    try {
      return body.get();
    } finally {
      openMp.setOmpNumThreads(threads);
    }
  }
}
