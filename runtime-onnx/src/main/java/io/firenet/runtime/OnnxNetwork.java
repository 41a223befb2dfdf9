package io.firenet.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import io.firenet.decoder.Objective;
import io.firenet.machine.NativeCalls;
import io.firenet.preprocess.LogitsFunction;
import io.firenet.runtime.NativeObjects.Owned;
import io.firenet.volume.GridSize;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * A loaded model's network. One pass runs at a time, as a pass has all cores and needs gigabytes;
 * it reads and writes the same two buffers outside Java's heap, which grow to the largest image.
 */
final class OnnxNetwork implements LogitsFunction, AutoCloseable {

  private static final GridSize ONE = new GridSize(1, 1, 1);

  /** Asks ONNX Runtime to give memory back to the system after a pass. */
  private static final String SHRINK = "memory.enable_memory_arena_shrinkage";

  private final OnnxModel model;
  private final boolean wholeImage;
  private final boolean alone;
  private GridSize lastSize = ONE;
  private FloatBuffer input = allocate(0);
  private FloatBuffer output = allocate(0);
  private boolean closed;

  /**
   * @param alone whether no other network takes turns with this one
   */
  OnnxNetwork(OnnxModel model, Objective objective, boolean alone) {
    this.model = model;
    this.wholeImage = objective.wholeImage();
    this.alone = alone;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if this is closed, ONNX Runtime fails, or a logit is not finite
   */
  @Override
  public float[] apply(float[] image, GridSize size) {
    return apply(image, size, PredictionRun.unwatched());
  }

  /**
   * As {@link #apply(float[], GridSize)}, as one pass of a run.
   *
   * @throws CancellationException if the run was cancelled or the process is ending
   */
  synchronized float[] apply(float[] image, GridSize size, PredictionRun run) {
    if (closed) {
      throw new IllegalStateException(model.name() + ": it is closed; open it again");
    }
    run.check();
    int classes = model.card().outputNames().size();
    GridSize outputSize = wholeImage ? ONE : size;
    float[] logits = new float[Math.toIntExact(classes * outputSize.voxels())];
    input = atLeast(image.length, input).put(image).rewind();
    output = atLeast(logits.length, output);
    run(size, outputSize, classes, run);
    lastSize = size;
    output.get(logits).rewind();
    checkFinite(logits);
    run.completed();
    return logits;
  }

  private void run(GridSize size, GridSize outputSize, int classes, PredictionRun run) {
    try (NativeCalls.Call call = NativeCalls.OF_PROCESS.begin(run::cancel);
        Owned<OnnxTensor> image = tensor(input, shape(model.card().channels().size(), size));
        Owned<OnnxTensor> logits = tensor(output, shape(classes, outputSize));
        Owned<RunOptions> options = model.natives().own(new RunOptions())) {
      // Memory is kept for passes of the same size, as tiles are, and not for what comes and goes.
      if (!alone || !size.equals(lastSize)) {
        options.get().addRunConfigEntry(SHRINK, "cpu:0");
      }
      options.get().setLogLevel(OnnxSessions.SILENT);
      run.begin(options.get());
      try (Owned<OrtSession.Result> result =
          model
              .natives()
              .own(
                  model
                      .session()
                      .run(
                          Map.of(OnnxModel.INPUT, image.get()),
                          Set.of(),
                          Map.of(model.output(), logits.get()),
                          options.get()))) {
        // The logits are in their buffer.
      } finally {
        run.end();
      }
    } catch (OrtException e) {
      run.check();
      NativeCalls.OF_PROCESS.checkNotEnding();
      throw new IllegalStateException(
          "%s: ONNX Runtime fails on an image of %s: %s"
              .formatted(model.name(), size, OnnxModel.firstLine(e)),
          e);
    }
  }

  private Owned<OnnxTensor> tensor(FloatBuffer buffer, long[] shape) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    return model.natives().own(OnnxTensor.createTensor(environment, buffer, shape));
  }

  private static long[] shape(int channels, GridSize size) {
    return new long[] {1, channels, size.depth(), size.height(), size.width()};
  }

  private void checkFinite(float[] logits) {
    for (float logit : logits) {
      if (!Float.isFinite(logit)) {
        throw new IllegalStateException(
            "%s: computes %s instead of numbers; the model file is damaged or its training diverged"
                .formatted(model.name(), logit));
      }
    }
  }

  private static FloatBuffer atLeast(int length, FloatBuffer buffer) {
    return (buffer.capacity() < length ? allocate(length) : buffer).clear().limit(length);
  }

  private static FloatBuffer allocate(int length) {
    if (length > Integer.MAX_VALUE / Float.BYTES) {
      throw new IllegalArgumentException(
          "a tensor of %s values is too large for one pass; export the model with a smaller maxSide"
              .formatted(length));
    }
    return ByteBuffer.allocateDirect(length * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /** Frees the model; a pass in progress ends first. Further calls have no effect. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      input = allocate(0);
      output = allocate(0);
      model.close();
    }
  }
}
