package io.firenet.launcher.command.predict;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image of a cohort; each place is a path that every worker sees, or an address.
 *
 * @param name of the image
 * @param files one, or one for each channel
 * @param bytes of all files; {@link #UNKNOWN} where that is not known
 * @param labels where its label map goes; null where the model writes none
 * @param picture where its overlay goes, if one is drawn
 * @param earlier what was at {@code labels} when the cohort began
 */
record CohortImage(
    String name,
    List<String> files,
    long bytes,
    @Nullable String labels,
    @Nullable String picture,
    Earlier earlier)
    implements Serializable {

  /** More than any image has. */
  static final long UNKNOWN = Long.MAX_VALUE;

  /** A label map from before the cohort began. */
  enum Earlier {
    /** There was none: one that is there now is by a worker of this cohort. */
    NONE,
    /** By the same models and options. */
    SAME,
    /** By others, to be replaced. */
    OTHER
  }

  CohortImage {
    files = List.copyOf(files);
  }
}
