package io.firenet.preprocess;

import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Grids and images for the tests, and the 48 ways to store one image. */
final class Grids {

  private static final int[][] ORDERS = {
    {0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}
  };

  private Grids() {}

  /** Axes turned by the angles about z, then y, then x; spacing along width, height, depth. */
  static ImageGeometry turned(
      GridSize size, double zDegrees, double yDegrees, double xDegrees, double... spacingMm) {
    Affine turn = turn(0, 1, zDegrees).after(turn(0, 2, yDegrees)).after(turn(1, 2, xDegrees));
    Affine affine = turn.after(Affine.scaling(spacingMm[0], spacingMm[1], spacingMm[2]));
    double[] rows = affine.toArray();
    rows[3] = -31.5;
    rows[7] = 12.25;
    rows[11] = 104;
    return new ImageGeometry(size, Affine.of(rows));
  }

  private static Affine turn(int a, int b, double degrees) {
    double[] rows = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0};
    double cos = Math.cos(Math.toRadians(degrees));
    double sin = Math.sin(Math.toRadians(degrees));
    rows[a * 4 + a] = cos;
    rows[a * 4 + b] = -sin;
    rows[b * 4 + a] = sin;
    rows[b * 4 + b] = cos;
    return Affine.of(rows);
  }

  static Volume noise(ImageGeometry geometry, int channels, long seed) {
    Random random = new Random(seed);
    float[] data = new float[(int) (channels * geometry.size().voxels())];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian();
    }
    return new Volume(geometry, channels, data);
  }

  static LabelMap noiseLabels(ImageGeometry geometry, long seed) {
    Random random = new Random(seed);
    short[] data = new short[(int) geometry.size().voxels()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (short) random.nextInt(5);
    }
    return new LabelMap(geometry, data);
  }

  /** An image and its labels, stored in all 48 orders and directions of the axes. */
  static List<LabelledVolume> stored(Volume image, LabelMap labels) {
    List<LabelledVolume> all = new ArrayList<>();
    for (int[] order : ORDERS) {
      for (int flips = 0; flips < 8; flips++) {
        all.add(stored(image, labels, order, flips));
      }
    }
    return all;
  }

  private static LabelledVolume stored(Volume image, LabelMap labels, int[] order, int flips) {
    int[] sides = {image.size().width(), image.size().height(), image.size().depth()};
    GridSize size = new GridSize(sides[order[2]], sides[order[1]], sides[order[0]]);
    // Maps an index of the stored grid to one of the original grid.
    double[] rows = new double[12];
    for (int axis = 0; axis < 3; axis++) {
      boolean flip = (flips >> axis & 1) != 0;
      rows[order[axis] * 4 + axis] = flip ? -1 : 1;
      rows[order[axis] * 4 + 3] = flip ? sides[order[axis]] - 1 : 0;
    }
    Affine toOriginal = Affine.of(rows);
    int voxels = labels.data().length;
    float[] data = new float[image.data().length];
    short[] stored = new short[voxels];
    int out = 0;
    for (int z = 0; z < size.depth(); z++) {
      for (int y = 0; y < size.height(); y++) {
        for (int x = 0; x < size.width(); x++) {
          int from =
              ((int) toOriginal.apply(2, x, y, z) * sides[1] + (int) toOriginal.apply(1, x, y, z))
                      * sides[0]
                  + (int) toOriginal.apply(0, x, y, z);
          for (int c = 0; c < image.channels(); c++) {
            data[c * voxels + out] = image.data()[c * voxels + from];
          }
          stored[out++] = labels.data()[from];
        }
      }
    }
    ImageGeometry geometry =
        new ImageGeometry(size, image.geometry().voxelToWorld().after(toOriginal));
    return new LabelledVolume(
        new Volume(geometry, image.channels(), data), new LabelMap(geometry, stored));
  }
}
