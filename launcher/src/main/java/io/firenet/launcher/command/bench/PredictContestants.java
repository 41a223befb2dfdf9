package io.firenet.launcher.command.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.firenet.core.bench.Contestant;
import io.firenet.core.onnx.OnnxSession;
import io.firenet.model.ModelException;
import io.firenet.runtime.PredictorOptions;
import io.firenet.runtime.Segmenter;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.Volume;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Ways to apply a model file, to be timed. */
final class PredictContestants {

  private PredictContestants() {}

  /** The whole way of this project's runtime, from an image of 1 mm to labels on its grid. */
  static Contestant segmenter(String name, Path model, int threads) {
    Segmenter segmenter;
    try {
      segmenter = Segmenter.open(model, PredictorOptions.DEFAULT.withThreads(threads));
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
    OnnxSession session;
    try {
      session = OnnxSession.open(model, threads);
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
        try {
          session.run(image, 1, size, outputs -> ((OnnxTensor) outputs.get(0)).getFloatBuffer());
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
