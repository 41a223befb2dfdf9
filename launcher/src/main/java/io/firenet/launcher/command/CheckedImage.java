package io.firenet.launcher.command;

import io.firenet.format.StoredImage;
import io.firenet.layout.InputImage;
import io.firenet.runtime.MemoryBudgetException;
import io.firenet.runtime.Predictor;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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
   * @throws IOException if it cannot be read or the model cannot be applied to it; names the file
   */
  static CheckedImage read(Predictor predictor, InputImage image) throws IOException {
    StoredImage stored = image.open();
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
