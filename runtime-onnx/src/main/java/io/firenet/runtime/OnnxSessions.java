package io.firenet.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.firenet.runtime.SegmenterOptions.Device;

/** Settings of ONNX Runtime. */
@FunctionalInterface
interface OnnxSessions {

  /** Sets up fresh session options. */
  void configure(SessionOptions session) throws OrtException;

  /** For reading metadata only. */
  static OnnxSessions unoptimised() {
    return session -> session.setOptimizationLevel(OptLevel.NO_OPT);
  }

  /**
   * For running.
   *
   * <p>Threads that wait for work sleep instead of spinning, as they share the machine with the
   * program around them. Memory is not planned ahead per image size: sizes vary, and without plans
   * the peak is a third lower.
   */
  static OnnxSessions of(SegmenterOptions options) {
    return session -> {
      session.setOptimizationLevel(OptLevel.ALL_OPT);
      session.setIntraOpNumThreads(options.threads());
      session.addConfigEntry("session.intra_op.allow_spinning", "0");
      session.setMemoryPatternOptimization(false);
      if (options.device() == Device.CUDA) {
        addCuda(session);
      }
    };
  }

  private static void addCuda(SessionOptions session) {
    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(0)) {
      // The default tries every algorithm anew for each image size.
      cuda.add("cudnn_conv_algo_search", "HEURISTIC");
      session.addCUDA(cuda);
    } catch (OrtException e) {
      throw new IllegalArgumentException(
          "device CUDA cannot be used: %s; use CPU, or put com.microsoft.onnxruntime:onnxruntime_gpu on the class path"
              .formatted(OnnxModel.firstLine(e)),
          e);
    }
  }
}
