package io.firenet.core.engine.onednn;

import java.util.function.Supplier;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The threads that oneDNN computes with: those of the OpenMP library that it shares with ND4J. */
final class Team {

  private final NativeOps openMp;

  Team() {
    Nd4j.getBackend(); // loads it
    openMp = NativeOpsHolder.getInstance().getDeviceNativeOps();
  }

  /** How many they are for the calling thread. */
  int size() {
    return openMp.ompGetMaxThreads();
  }

  /** Does something with the calling thread alone. */
  <T> T alone(Supplier<T> body) {
    int threads = size();
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
