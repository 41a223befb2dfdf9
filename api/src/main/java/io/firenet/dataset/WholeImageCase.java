package io.firenet.dataset;

import io.firenet.volume.LabelMap;
import java.io.IOException;

/** An image that is answered as a whole, by a class or by values; it has no label map. */
public interface WholeImageCase extends Case {

  /**
   * Reads the class or the values.
   *
   * @throws IOException if they cannot be read; the message names the file
   */
  @Override
  Target target() throws IOException;

  /**
   * There are none.
   *
   * @throws InvalidDatasetException always
   */
  @Override
  default LabelMap labels() throws IOException {
    throw new InvalidDatasetException(
        "case %s: its image is answered as a whole, it has no label map".formatted(id()));
  }
}
