package io.firenet.launcher.command.predict;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image of a cohort; each place is a path that every worker sees, or an address.
 *
 * @param name of the image
 * @param files one, or one for each channel
 * @param labels where its label map goes; null where the model writes none
 * @param picture where its overlay goes, if one is drawn
 * @param keep whether a label map that is there and whole is this image's
 */
record CohortImage(
    String name,
    List<String> files,
    @Nullable String labels,
    @Nullable String picture,
    boolean keep)
    implements Serializable {

  CohortImage {
    files = List.copyOf(files);
  }
}
