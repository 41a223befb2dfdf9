package io.firenet.dataset.phantom;

import io.firenet.dataset.Target;
import io.firenet.dataset.WholeImageCase;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.util.Arrays;
import java.util.List;

/** A generated image with what is to be said of it as a whole. */
record AnsweredPhantom(PhantomCase phantom, Task task) implements WholeImageCase {

  private static final int LIVER = 1;

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
  public Target target() {
    if (task == Task.CLASSIFICATION) {
      return new Target.Category(phantom.contrast().ordinal());
    }
    return new Target.Values(List.of(liverMl(phantom.labels())));
  }

  private static double liverMl(LabelMap labels) {
    double voxelMm3 = Arrays.stream(labels.geometry().spacingMm()).reduce(1, (a, b) -> a * b);
    int voxels = 0;
    for (short value : labels.data()) {
      voxels += value == LIVER ? 1 : 0;
    }
    return voxels * voxelMm3 / 1000;
  }
}
