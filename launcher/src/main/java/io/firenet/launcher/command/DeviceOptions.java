package io.firenet.launcher.command;

import io.firenet.model.ModelException;
import io.firenet.runtime.Prediction;
import io.firenet.runtime.Predictor;
import io.firenet.runtime.SegmenterOptions;
import io.firenet.runtime.SegmenterOptions.Device;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options of where a model runs. */
final class DeviceOptions {

  @Option(
      names = "--device",
      paramLabel = "cpu|cuda",
      defaultValue = "cpu",
      description = "Where the network runs; cuda needs a build with -Pcuda. Default: cpu.")
  private Device device;

  @Option(
      names = "--threads",
      defaultValue = "0",
      description = "Threads on the CPU; default: one per core.")
  private int threads;

  Predictor open(Path model) throws ModelException {
    return Predictor.open(model, new SegmenterOptions(device, threads));
  }

  /**
   * Segments an image.
   *
   * @throws ModelException if the network cannot be computed
   */
  static LabelMap segment(Predictor predictor, Volume image) throws ModelException {
    return ((Prediction.Segmentation) predict(predictor, image)).labels();
  }

  /**
   * Applies a model to an image.
   *
   * @throws ModelException if the network cannot be computed
   */
  static Prediction predict(Predictor predictor, Volume image) throws ModelException {
    try {
      return predictor.predict(image);
    } catch (IllegalStateException e) {
      throw new ModelException(e.getMessage(), e);
    }
  }
}
