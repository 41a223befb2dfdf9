package io.firenet.dataset.phantom;

import io.firenet.dataset.Case;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.util.Arrays;

/**
 * A generated image whose labels somebody has drawn on some of its axial slices alone.
 *
 * @param phantom the image
 * @param step of how many slices one is labelled
 * @param first the first of them: nobody begins at the same slice of every image
 */
record SparselyLabelled(PhantomCase phantom, int step, int first) implements Case {

  @Override
  public String id() {
    return phantom.id();
  }

  @Override
  public Volume image() {
    return phantom.image();
  }

  @Override
  public ImageGeometry geometry() {
    return phantom.geometry();
  }

  @Override
  public LabelMap labels() {
    LabelMap labels = phantom.labels();
    int slice = labels.size().height() * labels.size().width();
    for (int z = 0; z < labels.size().depth(); z++) {
      if (z % step != first) {
        Arrays.fill(labels.data(), z * slice, (z + 1) * slice, LabelMap.IGNORED);
      }
    }
    return labels;
  }
}
