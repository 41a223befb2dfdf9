package io.firenet.core.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.firenet.machine.NativeCalls;
import io.firenet.volume.GridSize;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A network that ONNX Runtime has loaded, on the CPU. When the process ends, a pass ends first, see
 * {@link NativeCalls}.
 */
public final class OnnxSession implements AutoCloseable {

  private final OrtSession session;

  private OnnxSession(OrtSession session) {
    this.session = session;
  }

  /** Makes ONNX Runtime load a network. */
  private interface Loader {
    OrtSession load(OrtEnvironment environment, SessionOptions options) throws OrtException;
  }

  /** What is made of a pass's outputs, which are freed afterwards. */
  @FunctionalInterface
  public interface Reader<T> {

    /**
     * Reads what is needed of them.
     *
     * @param outputs of one run, by name and in order; valid during the call
     * @return copies of what is needed
     * @throws OrtException if a value cannot be had
     */
    T read(OrtSession.Result outputs) throws OrtException;
  }

  /**
   * Loads a file.
   *
   * @param file an ONNX file
   * @param threads how many compute a layer; 0 for as many as there are cores
   * @return a session on the CPU, to be closed
   * @throws OrtException if ONNX Runtime cannot load it
   * @throws CancellationException if the process is ending
   */
  public static OnnxSession open(Path file, int threads) throws OrtException {
    return open(
        threads, (environment, options) -> environment.createSession(file.toString(), options));
  }

  /**
   * Loads a model as bytes.
   *
   * @throws OrtException if ONNX Runtime cannot load it
   * @throws CancellationException if the process is ending
   */
  static OnnxSession open(byte[] model) throws OrtException {
    return open(0, (environment, options) -> environment.createSession(model, options));
  }

  private static OnnxSession open(int threads, Loader loader) throws OrtException {
    try (NativeCalls.Call call = NativeCalls.OF_PROCESS.begin();
        SessionOptions options = new SessionOptions()) {
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL); // exceptions say it
      options.setIntraOpNumThreads(threads);
      return new OnnxSession(loader.load(OrtEnvironment.getEnvironment(), options));
    } catch (OrtException e) {
      NativeCalls.OF_PROCESS.checkNotEnding();
      throw e;
    }
  }

  /**
   * Computes all outputs for one image.
   *
   * @param image {@code [C,D,H,W]}
   * @param channels C
   * @param size D, H and W
   * @param reader takes what is needed of the outputs, which are gone afterwards
   * @param <T> what the reader returns
   * @return what the reader returns
   * @throws OrtException if ONNX Runtime fails
   * @throws CancellationException if the process is ending
   */
  public <T> T run(float[] image, int channels, GridSize size, Reader<T> reader)
      throws OrtException {
    long[] shape = {1, channels, size.depth(), size.height(), size.width()};
    Pass pass = new Pass();
    try (NativeCalls.Call call = NativeCalls.OF_PROCESS.begin(pass::stop);
        RunOptions options = new RunOptions();
        OnnxTensor input =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), FloatBuffer.wrap(image), shape);
        OrtSession.Result outputs = pass.run(session, input, options)) {
      return reader.read(outputs);
    } catch (OrtException e) {
      NativeCalls.OF_PROCESS.checkNotEnding();
      throw e;
    }
  }

  /** One pass, which another thread may stop. */
  private static final class Pass {

    private @Nullable RunOptions running;
    private boolean stopped;

    OrtSession.Result run(OrtSession session, OnnxTensor input, RunOptions options)
        throws OrtException {
      begin(options);
      try {
        return session.run(
            Map.of(NetworkWriter.IMAGE, input), session.getOutputNames(), Map.of(), options);
      } finally {
        end();
      }
    }

    private synchronized void begin(RunOptions options) throws OrtException {
      options.setLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      options.setTerminate(stopped);
      running = options;
    }

    private synchronized void end() {
      running = null;
    }

    synchronized void stop() {
      stopped = true;
      if (running != null) {
        try {
          running.setTerminate(true);
        } catch (OrtException e) {
          return; // the end of the process waits for the pass, then
        }
      }
    }
  }

  /**
   * Frees the network.
   *
   * @throws OrtException if ONNX Runtime cannot
   */
  @Override
  public void close() throws OrtException {
    try (NativeCalls.Call call = NativeCalls.OF_PROCESS.begin()) {
      session.close();
    } catch (CancellationException e) {
      return; // the process is ending and with it all that it holds
    }
  }
}
