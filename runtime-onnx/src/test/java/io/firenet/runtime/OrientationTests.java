package io.firenet.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same anatomy, however its voxels are stored, gets the same labels at the same places. */
class OrientationTests {

  private static final int[][] ORDERS = {
    {0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}
  };

  @TempDir private Path folder;

  @Test
  void all48OrdersAndDirectionsOfTheAxesStraightAndOblique() throws IOException {
    try (Segmenter segmenter = Segmenter.open(TestModels.segmentation(folder))) {
      for (double degrees : new double[] {0, 25}) {
        Volume image = image(degrees);
        short[] expected = segmenter.segment(image).data();
        assertTrue(foreground(expected) > expected.length / 20, "hardly anything is labelled");
        for (int[] order : ORDERS) {
          for (int flips = 0; flips < 8; flips++) {
            Storage storage = new Storage(image.size(), order, flips);
            LabelMap labels = segmenter.segment(storage.store(image));
            short[] back = storage.restore(labels.data());
            String which =
                "axes %d%d%d, flips %d, %s°"
                    .formatted(order[0], order[1], order[2], flips, degrees);
            assertEquals(0, differences(expected, back), which);
          }
        }
      }
    }
  }

  private static int differences(short[] a, short[] b) {
    int count = 0;
    for (int i = 0; i < a.length; i++) {
      count += a[i] == b[i] ? 0 : 1;
    }
    return count;
  }

  private static int foreground(short[] labels) {
    int count = 0;
    for (short label : labels) {
      count += label == 0 ? 0 : 1;
    }
    return count;
  }

  /** Blobs and noise on a grid of 1.5 × 0.9 × 3 mm that is turned about z. */
  private static Volume image(double degrees) {
    GridSize size = new GridSize(12, 32, 22);
    double c = Math.cos(Math.toRadians(degrees));
    double s = Math.sin(Math.toRadians(degrees));
    Affine turned = Affine.of(1.5 * c, -0.9 * s, 0, -7, 1.5 * s, 0.9 * c, 0, 12, 0, 0, 3, 5);
    Random random = new Random(6);
    float[] values = new float[(int) size.voxels()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (200 * Math.sin(i * 0.2) + 50 * random.nextGaussian());
    }
    return new Volume(new ImageGeometry(size, turned), 1, values);
  }

  /**
   * Another way to store the voxels of a grid.
   *
   * @param size the grid's size
   * @param order the axis of the grid, 0 for the width, that each axis of the storage is
   * @param flips a bit for each axis of the storage that runs backwards
   */
  private record Storage(GridSize size, int[] order, int flips) {

    private int side(int axis) {
      return new int[] {size.width(), size.height(), size.depth()}[axis];
    }

    private GridSize stored() {
      return new GridSize(side(order[2]), side(order[1]), side(order[0]));
    }

    Volume store(Volume image) {
      float[] values = new float[image.data().length];
      for (int i = 0; i < values.length; i++) {
        values[i] = image.data()[index(i)];
      }
      double[] rows = new double[12];
      for (int axis = 0; axis < 3; axis++) {
        boolean flipped = (flips >> axis & 1) == 1;
        rows[order[axis] * 4 + axis] = flipped ? -1 : 1;
        rows[order[axis] * 4 + 3] = flipped ? side(order[axis]) - 1 : 0;
      }
      Affine toWorld = image.geometry().voxelToWorld().after(Affine.of(rows));
      return new Volume(new ImageGeometry(stored(), toWorld), 1, values);
    }

    short[] restore(short[] labels) {
      short[] restored = new short[labels.length];
      for (int i = 0; i < labels.length; i++) {
        restored[index(i)] = labels[i];
      }
      return restored;
    }

    /** The grid's voxel that is stored at an index. */
    private int index(int i) {
      GridSize stored = stored();
      int[] at = {
        i % stored.width(),
        i / stored.width() % stored.height(),
        i / stored.width() / stored.height()
      };
      int[] voxel = new int[3];
      for (int axis = 0; axis < 3; axis++) {
        boolean flipped = (flips >> axis & 1) == 1;
        voxel[order[axis]] = flipped ? side(order[axis]) - 1 - at[axis] : at[axis];
      }
      return (voxel[2] * size.height() + voxel[1]) * size.width() + voxel[0];
    }
  }
}
