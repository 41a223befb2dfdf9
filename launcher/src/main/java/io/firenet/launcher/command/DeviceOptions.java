package io.firenet.launcher.command;

import io.firenet.model.ModelException;
import io.firenet.runtime.Segmenter;
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

  Segmenter open(Path model) throws ModelException {
    return Segmenter.open(model, new SegmenterOptions(device, threads));
  }

  /**
   * Segments an image.
   *
   * @throws ModelException if the network cannot be computed
   */
  static LabelMap segment(Segmenter segmenter, Volume image) throws ModelException {
    try {
      return segmenter.segment(image);
    } catch (IllegalStateException e) {
      throw new ModelException(e.getMessage(), e);
    }
  }
}
