package io.firenet.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class ElasticDeformationTests {

  private static final GridSize SIZE = new GridSize(36, 52, 40);
  private static final ImageGeometry GEOMETRY = ImageGeometry.axisAligned(SIZE, 1);
  private static final int VOXELS = (int) SIZE.voxels();

  /** Three channels that hold a voxel's own x, y and z: deformed, they tell where it came from. */
  private static Volume coordinates(ImageGeometry geometry) {
    float[] data = new float[3 * VOXELS];
    for (int i = 0; i < VOXELS; i++) {
      for (int axis = 0; axis < 3; axis++) {
        data[axis * VOXELS + i] = coordinate(i, axis);
      }
    }
    return new Volume(geometry, 3, data);
  }

  private static int coordinate(int voxel, int axis) {
    return axis == 0
        ? voxel % SIZE.width()
        : axis == 1 ? voxel / SIZE.width() % SIZE.height() : voxel / SIZE.width() / SIZE.height();
  }

  private static LabelMap coordinateLabels(int axis) {
    short[] data = new short[VOXELS];
    for (int i = 0; i < VOXELS; i++) {
      data[i] = (short) coordinate(i, axis);
    }
    return new LabelMap(GEOMETRY, data);
  }

  @Test
  void dependsOnTheSeedAlone() throws Exception {
    Volume image = Grids.noise(GEOMETRY, 2, 1);
    LabelMap labels = Grids.noiseLabels(GEOMETRY, 1);
    LabelledVolume first = ElasticDeformation.DEFAULT.apply(image, labels, 7);
    LabelledVolume other = ElasticDeformation.DEFAULT.apply(image, labels, 8);
    ForkJoinPool oneThread = new ForkJoinPool(1);
    try {
      LabelledVolume again =
          oneThread.submit(() -> ElasticDeformation.DEFAULT.apply(image, labels, 7)).get();
      assertArrayEquals(first.image().data(), again.image().data());
      assertArrayEquals(first.labels().data(), again.labels().data());
    } finally {
      oneThread.shutdown();
    }
    assertFalse(Arrays.equals(first.image().data(), other.image().data()));
    assertEquals(GEOMETRY, first.image().geometry());
  }

  @Test
  void labelsGoWhereTheImageGoes() {
    ElasticDeformation strong = new ElasticDeformation(12, 3, 15, 0.1);
    for (int axis = 0; axis < 3; axis++) {
      LabelledVolume result = strong.apply(coordinates(GEOMETRY), coordinateLabels(axis), 3);
      for (int i = 0; i < VOXELS; i++) {
        float position = result.image().data()[axis * VOXELS + i];
        assertEquals(position, result.labels().data()[i], 0.5f + 1e-4f);
      }
    }
  }

  @Test
  void anImageAloneIsDeformedAsWithItsLabels() {
    Volume image = Grids.noise(GEOMETRY, 2, 1);
    ElasticDeformation strong = new ElasticDeformation(12, 3, 15, 0.1);
    Volume alone = strong.apply(image, 7);
    LabelledVolume pair = strong.apply(image, Grids.noiseLabels(GEOMETRY, 1), 7);
    assertArrayEquals(pair.image().data(), alone.data());
    assertEquals(GEOMETRY, alone.geometry());
  }

  @Test
  void rotationAloneKeepsDistances() {
    ElasticDeformation strong = new ElasticDeformation(12, 0, 15, 0);
    Volume from = strong.apply(coordinates(GEOMETRY), 3);
    int middle = VOXELS / 2 + SIZE.width() / 2; // of the last rows, all neighbours inside
    double squares = 0;
    for (int axis = 0; axis < 3; axis++) {
      float[] data = from.data();
      double step = data[axis * VOXELS + middle + 1] - data[axis * VOXELS + middle];
      squares += step * step;
    }
    assertEquals(1, squares, 1e-3);
  }

  @Test
  void noAmplitudeIsTheIdentity() {
    Volume image = Grids.noise(GEOMETRY, 2, 1);
    LabelMap labels = Grids.noiseLabels(GEOMETRY, 1);
    LabelledVolume result = new ElasticDeformation(16, 0, 0, 0).apply(image, labels, 5);
    assertArrayEquals(image.data(), result.image().data());
    assertArrayEquals(labels.data(), result.labels().data());
  }

  @Test
  void displacesByTheStatedDeviationInMillimetres() {
    ImageGeometry coarse = new ImageGeometry(SIZE, Affine.scaling(2, 1, 1));
    LabelMap labels = new LabelMap(coarse, new short[VOXELS]);
    double[] squares = new double[3];
    int count = 0;
    for (long seed = 0; seed < 20; seed++) {
      float[] from =
          ElasticDeformation.DEFAULT.apply(coordinates(coarse), labels, seed).image().data();
      for (int i = 0; i < VOXELS; i++) {
        if (isInside(i, 8)) {
          count++;
          for (int axis = 0; axis < 3; axis++) {
            double shift = from[axis * VOXELS + i] - coordinate(i, axis);
            squares[axis] += shift * shift;
          }
        }
      }
    }
    assertEquals(1, Math.sqrt(squares[0] / count), 0.15);
    assertEquals(2, Math.sqrt(squares[1] / count), 0.3);
    assertEquals(2, Math.sqrt(squares[2] / count), 0.3);
  }

  private static boolean isInside(int voxel, int margin) {
    for (int axis = 0; axis < 3; axis++) {
      int c = coordinate(voxel, axis);
      if (c < margin || c >= Orientation.side(SIZE, axis) - margin) {
        return false;
      }
    }
    return true;
  }

  @Test
  void theDefaultDoesNotFold() {
    int[] strides = {1, SIZE.width(), SIZE.width() * SIZE.height()};
    for (long seed = 0; seed < 10; seed++) {
      float[] from =
          ElasticDeformation.DEFAULT
              .apply(coordinates(GEOMETRY), coordinateLabels(0), seed)
              .image()
              .data();
      for (int i = 0; i < VOXELS; i++) {
        if (isInside(i, 9)) {
          double[] rows = new double[12];
          for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
              int at = row * VOXELS + i;
              rows[row * 4 + column] =
                  (from[at + strides[column]] - from[at - strides[column]]) / 2;
            }
          }
          assertTrue(Affine.of(rows).determinant() > 0);
        }
      }
    }
  }

  @Test
  void rotationKeepsDistancesInMillimetres() {
    ImageGeometry coarse = new ImageGeometry(SIZE, Affine.scaling(2, 1, 1.5));
    double[] spacing = {2, 1, 1.5};
    float[] from =
        new ElasticDeformation(16, 0, 8, 0)
            .apply(coordinates(coarse), new LabelMap(coarse, new short[VOXELS]), 11)
            .image()
            .data();
    double moved = 0;
    for (int i = 0; i < VOXELS; i++) {
      if (isInside(i, 13)) {
        double before = 0;
        double after = 0;
        for (int axis = 0; axis < 3; axis++) {
          double centre = (Orientation.side(SIZE, axis) - 1) / 2.0;
          double start = (coordinate(i, axis) - centre) * spacing[axis];
          double end = (from[axis * VOXELS + i] - centre) * spacing[axis];
          before += start * start;
          after += end * end;
          moved = Math.max(moved, Math.abs(start - end));
        }
        assertEquals(before, after, 1e-3 * Math.max(1, before));
      }
    }
    assertTrue(moved > 0.5, "moved by " + moved);
  }

  @Test
  void refusesNonsense() {
    assertThrows(IllegalArgumentException.class, () -> new ElasticDeformation(0, 1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new ElasticDeformation(1, -1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new ElasticDeformation(1, Double.NaN, 0, 0));
  }
}
