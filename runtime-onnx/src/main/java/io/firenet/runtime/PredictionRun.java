package io.firenet.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import java.util.concurrent.CancellationException;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/** One image on its way: how far it has come, and whether somebody wants it to end. */
final class PredictionRun {

  private final DoubleConsumer progress;
  private int passes = 1;
  private int done;
  private boolean cancelled;
  private @Nullable RunOptions current;

  /**
   * @param progress told the fraction that is done after each pass
   */
  PredictionRun(DoubleConsumer progress) {
    this.progress = progress;
  }

  /** One that nobody watches. */
  static PredictionRun unwatched() {
    return new PredictionRun(fraction -> {});
  }

  /** To be called before the first pass, with the number of passes that it takes. */
  void expect(int passes) {
    this.passes = passes;
  }

  /**
   * To be called before a pass.
   *
   * @throws CancellationException if this was cancelled
   */
  synchronized void begin(RunOptions options) {
    check();
    current = options;
  }

  /** To be called after a pass, however it ended, before its options are freed. */
  synchronized void end() {
    current = null;
  }

  /** To be called after a pass that gave logits, by the thread that runs them. */
  void completed() {
    done++;
    progress.accept(Math.min(1, (double) done / passes));
  }

  /** Ends the pass in progress at its next operation and lets no other begin. */
  synchronized void cancel() {
    cancelled = true;
    if (current != null) {
      try {
        current.setTerminate(true);
      } catch (OrtException e) {
        throw new IllegalStateException("a pass cannot be ended: " + OnnxModel.firstLine(e), e);
      }
    }
  }

  /**
   * @throws CancellationException if this was cancelled
   */
  synchronized void check() {
    if (cancelled) {
      throw new CancellationException("the segmentation was cancelled");
    }
  }

  /** Whether a pass is in progress. */
  synchronized boolean isRunning() {
    return current != null;
  }
}
