package io.firenet.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import io.firenet.runtime.PredictorOptions.Device;

/** Settings of ONNX Runtime. */
@FunctionalInterface
interface OnnxSessions {

  /**
   * What ONNX Runtime prints itself, in colours and past every logger. It says nothing that the
   * exception does not, and no line may be printed when the process ends.
   */
  OrtLoggingLevel SILENT = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;

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
  static OnnxSessions of(PredictorOptions options) {
    return session -> {
      session.setOptimizationLevel(OptLevel.ALL_OPT);
      session.setIntraOpNumThreads(options.threads());
      session.addConfigEntry("session.intra_op.allow_spinning", "0");
      session.setMemoryPatternOptimization(false);
      switch (options.device()) {
        case CPU -> {}
        case CUDA -> addCuda(session, options.gpu());
        case TENSORRT -> addTensorRt(session, options.gpu());
        case AUTO -> throw new IllegalArgumentException("a session runs on one device");
      }
    };
  }

  private static void addCuda(SessionOptions session, int gpu) {
    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(gpu)) {
      // The default tries every algorithm anew for each image size.
      cuda.add("cudnn_conv_algo_search", "HEURISTIC");
      session.addCUDA(cuda);
    } catch (OrtException e) {
      throw unusable(Device.CUDA, gpu, e, "com.microsoft.onnxruntime:onnxruntime_gpu");
    }
  }

  /** CUDA runs what TensorRT cannot. */
  private static void addTensorRt(SessionOptions session, int gpu) {
    try (OrtTensorRTProviderOptions tensorRt = new OrtTensorRTProviderOptions(gpu)) {
      session.addTensorrt(tensorRt);
    } catch (OrtException e) {
      throw unusable(
          Device.TENSORRT,
          gpu,
          e,
          "com.microsoft.onnxruntime:onnxruntime_gpu and NVIDIA's TensorRT");
    }
    addCuda(session, gpu);
  }

  private static IllegalArgumentException unusable(
      Device device, int gpu, OrtException e, String needed) {
    return new IllegalArgumentException(
        "device %s%s cannot be used: %s; use CPU, or put %s where this program finds it"
            .formatted(device, gpu == 0 ? "" : ":" + gpu, OnnxModel.firstLine(e), needed),
        e);
  }
}
