package io.firenet.launcher.command.predict;

import io.firenet.format.ImageFormats;
import io.firenet.format.ImageSource;
import io.firenet.format.StoredImage;
import io.firenet.layout.InputImage;
import io.firenet.runtime.MemoryBudgetException;
import io.firenet.runtime.Predictor;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An image that a model can be applied to.
 *
 * @param volume its voxels
 * @param warnings what a user should know before trusting the result, a line each, without the file
 */
record CheckedImage(Volume volume, List<String> warnings) {

  /**
   * Reads an image.
   *
   * @param series which of several that are there
   * @throws IOException if it cannot be read or the model cannot be applied to it; names the file
   */
  static CheckedImage read(Predictor predictor, InputImage image, Optional<String> series)
      throws IOException {
    StoredImage stored =
        series.isEmpty()
            ? image.open()
            : ImageFormats.open(new ImageSource(image.files().get(0), series));
    try {
      Volume volume = predictor.read(stored);
      List<String> warnings = new ArrayList<>(stored.notes());
      warnings.addAll(predictor.examine(volume).warnings());
      return new CheckedImage(volume, List.copyOf(warnings));
    } catch (MemoryBudgetException e) {
      throw new IOException(image + ": " + e.getMessage(), e);
    }
  }
}
