package io.firenet.launcher.command.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.firenet.core.bench.Contestant;
import io.firenet.model.ModelException;
import io.firenet.runtime.Segmenter;
import io.firenet.runtime.SegmenterOptions;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.Volume;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/** Ways to apply a model file, to be timed. */
final class PredictContestants {

  private PredictContestants() {}

  /** The whole way of this project's runtime, from an image of 1 mm to labels on its grid. */
  static Contestant segmenter(String name, Path model, int threads) {
    Segmenter segmenter;
    try {
      segmenter = Segmenter.open(model, SegmenterOptions.DEFAULT.withThreads(threads));
    } catch (ModelException e) {
      throw new UncheckedIOException(e);
    }
    return new Contestant() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public double step(float[] image, short[] labels, GridSize size) {
        segmenter.segment(new Volume(ImageGeometry.axisAligned(size, 1), 1, image));
        return Double.NaN;
      }

      @Override
      public void close() {
        segmenter.close();
      }
    };
  }

  /**
   * ONNX Runtime as its own examples use it, from an array on Java's heap to another: default
   * options but for the number of threads.
   */
  static Contestant plain(Path model, int threads) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    OrtSession session;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      session = environment.createSession(model.toString(), options);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
    return new Contestant() {
      @Override
      public String name() {
        return "ONNX Runtime, plain use";
      }

      @Override
      public double step(float[] image, short[] labels, GridSize size) {
        long[] shape = {1, 1, size.depth(), size.height(), size.width()};
        try (OnnxTensor x = OnnxTensor.createTensor(environment, FloatBuffer.wrap(image), shape);
            OrtSession.Result result = session.run(Map.of("image", x))) {
          ((OnnxTensor) result.get(0)).getFloatBuffer(); // a copy on the heap
          return Double.NaN;
        } catch (OrtException e) {
          throw new IllegalStateException(e);
        }
      }

      @Override
      public void close() {
        try {
          session.close();
        } catch (OrtException e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }
}
