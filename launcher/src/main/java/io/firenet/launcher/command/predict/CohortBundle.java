package io.firenet.launcher.command.predict;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Images of a cohort that a worker does one after the other as one piece of work. A piece costs a
 * cluster some hundredths of a second, which may be as much as a small image.
 *
 * @param images at least one
 */
record CohortBundle(List<CohortImage> images) implements Serializable {

  /** What takes seconds; files that are larger are bundles of their own. */
  private static final long MOST_BYTES = 4_000_000;

  /** Of what is left, a worker's next bundle is this part of its share. */
  private static final int PARTS = 4;

  CohortBundle {
    images = List.copyOf(images);
  }

  /**
   * Divides a cohort. Bundles become smaller towards the end (guided self-scheduling,
   * Polychronopoulos and Kuck 1987): however long images take, workers end at about the same time,
   * and a bundle whose worker is lost is small beside the whole.
   *
   * @return all images in their order
   */
  static List<CohortBundle> of(List<CohortImage> images, int workers) {
    List<CohortBundle> bundles = new ArrayList<>();
    int done = 0;
    while (done < images.size()) {
      int most = Math.max(1, (images.size() - done) / (PARTS * workers));
      int end = done + 1;
      long bytes = images.get(done).bytes();
      while (end < done + most && images.get(end).bytes() <= MOST_BYTES - bytes) {
        bytes += images.get(end++).bytes();
      }
      bundles.add(new CohortBundle(images.subList(done, end)));
      done = end;
    }
    return bundles;
  }
}
