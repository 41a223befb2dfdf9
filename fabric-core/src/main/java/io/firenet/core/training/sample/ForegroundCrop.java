package io.firenet.core.training.sample;

import io.firenet.preprocess.Crop;
import io.firenet.volume.GridSize;
import io.firenet.volume.LabelMap;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A piece of an image around a voxel that is worth learning, as nnU-Net draws it. */
final class ForegroundCrop {

  private ForegroundCrop() {}

  /**
   * Draws a piece around a voxel of a random class of the foreground; any one if there is none.
   *
   * @param classes number of classes, background included
   * @param maxSide most voxels a side
   */
  static Crop of(LabelMap labels, int classes, int maxSide, SplittableRandom random) {
    GridSize image = labels.size();
    Crop any = Crop.random(image, maxSide, random.nextLong());
    short[] data = labels.data();
    int[] counts = new int[classes];
    for (short label : data) {
      if (label != LabelMap.IGNORED) {
        counts[label]++;
      }
    }
    int[] present = IntStream.range(1, classes).filter(c -> counts[c] > 0).toArray();
    if (present.length == 0) {
      return any;
    }
    int wanted = present[random.nextInt(present.length)];
    int left = random.nextInt(counts[wanted]);
    int at = 0;
    while (data[at] != wanted || left-- > 0) {
      at++;
    }
    return around(at, image, any.size());
  }

  /**
   * Draws a piece around a voxel that counts, so that there is something to learn in it; any one if
   * all or none count.
   */
  static Crop ofKnown(LabelMap labels, int maxSide, SplittableRandom random) {
    Crop any = Crop.random(labels.size(), maxSide, random.nextLong());
    short[] data = labels.data();
    long ignored = labels.ignored();
    if (ignored == 0 || ignored == data.length || any.size().equals(labels.size())) {
      return any;
    }
    int left = random.nextInt((int) (data.length - ignored));
    int at = 0;
    while (data[at] == LabelMap.IGNORED || left-- > 0) {
      at++;
    }
    return around(at, labels.size(), any.size());
  }

  private static Crop around(int at, GridSize image, GridSize size) {
    int width = image.width();
    int row = at / width;
    return new Crop(
        start(row / image.height(), size.depth(), image.depth()),
        start(row % image.height(), size.height(), image.height()),
        start(at % width, size.width(), width),
        size);
  }

  /** First voxel of a piece with a voxel in its middle, moved inside. */
  private static int start(int voxel, int side, int whole) {
    return Math.max(0, Math.min(whole - side, voxel - side / 2));
  }
}
