package io.firenet.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PreprocessorTests {

  private static final GridSize SIZE = new GridSize(7, 9, 12);

  private final Preprocessor preprocessor = new Preprocessor(PreprocessingPlan.PAPER);

  static Stream<ImageGeometry> grids() {
    return Stream.of(
        Grids.turned(SIZE, 0, 0, 0, 1, 1, 1),
        Grids.turned(SIZE, 0, 0, 0, 0.625, 0.9, 3.3),
        Grids.turned(SIZE, 30, -20, 10, 0.8, 1.4, 2.5),
        Grids.turned(SIZE, 45, 0, 0, 1, 1, 2),
        Grids.turned(SIZE, 45, 45, 0, 1.5, 0.7, 1),
        Grids.turned(SIZE, 44, 43, -47, 2, 0.7, 1.1));
  }

  @ParameterizedTest
  @MethodSource("grids")
  void storageOrderDoesNotMatter(ImageGeometry geometry) {
    Volume image = Grids.noise(geometry, 2, 1);
    LabelMap labels = Grids.noiseLabels(geometry, 2);
    Volume expected = preprocessor.image(image);
    LabelMap expectedLabels = preprocessor.labels(labels);
    for (LabelledVolume stored : Grids.stored(image, labels)) {
      Volume actual = preprocessor.image(stored.image());
      assertTrue(
          expected.geometry().matches(actual.geometry(), 1e-9),
          () -> expected.geometry() + " but " + actual.geometry());
      assertArrayEquals(expected.data(), actual.data(), 1e-5f);
      LabelMap actualLabels = preprocessor.labels(stored.labels());
      assertTrue(expected.geometry().matches(actualLabels.geometry(), 1e-9));
      assertArrayEquals(expectedLabels.data(), actualLabels.data());
    }
  }

  @ParameterizedTest
  @MethodSource("grids")
  void axesPointToRightFrontAndHead(ImageGeometry geometry) {
    for (LabelledVolume stored :
        Grids.stored(Grids.noise(geometry, 1, 1), Grids.noiseLabels(geometry, 2))) {
      Affine affine = preprocessor.networkGrid(stored.image().geometry()).voxelToWorld();
      double diagonal = affine.get(0, 0) + affine.get(1, 1) + affine.get(2, 2);
      for (LabelledVolume other :
          Grids.stored(
              Grids.noise(new ImageGeometry(SIZE, affine), 1, 1),
              Grids.noiseLabels(new ImageGeometry(SIZE, affine), 2))) {
        Affine alternative = other.image().geometry().voxelToWorld();
        double sum = alternative.get(0, 0) + alternative.get(1, 1) + alternative.get(2, 2);
        assertTrue(sum <= diagonal + 1e-4, () -> alternative + " is closer to RAS+ than " + affine);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("grids")
  void keepsTheCentreAndTheExtent(ImageGeometry geometry) {
    ImageGeometry grid = preprocessor.networkGrid(geometry);
    for (int row = 0; row < 3; row++) {
      assertEquals(centre(geometry, row), centre(grid, row), 1e-9);
      assertEquals(1, grid.spacingMm()[row], 1e-9);
    }
    double[] mm = geometry.spacingMm();
    double[] extents = {7 * mm[0], 9 * mm[1], 12 * mm[2]};
    int[] sides = {grid.size().depth(), grid.size().height(), grid.size().width()};
    Arrays.sort(extents);
    Arrays.sort(sides);
    for (int i = 0; i < 3; i++) {
      assertEquals(extents[i], sides[i], 0.5 + 1e-9);
    }
  }

  private static double centre(ImageGeometry geometry, int row) {
    GridSize size = geometry.size();
    return geometry
        .voxelToWorld()
        .apply(row, (size.width() - 1) / 2.0, (size.height() - 1) / 2.0, (size.depth() - 1) / 2.0);
  }

  @Test
  void leavesAGridThatFitsAsItIs() {
    ImageGeometry geometry = Grids.turned(SIZE, 12, 7, -5, 1.0004, 0.9996, 1);
    LabelMap labels = Grids.noiseLabels(geometry, 1);
    assertSame(geometry, preprocessor.networkGrid(geometry));
    assertSame(labels, preprocessor.labels(labels));
    Volume image = Grids.noise(geometry, 1, 1);
    Volume once = preprocessor.image(image);
    assertEquals(geometry, once.geometry());
    // The values are those of the source but for one scale and shift.
    float scale = (once.data()[1] - once.data()[0]) / (image.data()[1] - image.data()[0]);
    for (int i = 0; i < once.data().length; i++) {
      float expected = once.data()[0] + scale * (image.data()[i] - image.data()[0]);
      assertEquals(expected, once.data()[i], 1e-4f);
    }
  }

  @Test
  void interpolatesLinearly() {
    GridSize size = new GridSize(6, 8, 10);
    ImageGeometry geometry = new ImageGeometry(size, Affine.scaling(0.5, 0.5, 0.5));
    float[] ramp = new float[(int) size.voxels()];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = 3 * (i % 10) - 2 * (i / 10 % 8) + 5 * (i / 80);
    }
    Volume result = preprocessor.image(new Volume(geometry, 1, ramp));
    assertEquals(new GridSize(3, 4, 5), result.size());
    // The ramp at the positions 0.5, 2.5, …
    double[] expected = new double[60];
    double mean = 0;
    for (int i = 0; i < 60; i++) {
      expected[i] =
          3 * (2 * (i % 5) + 0.5) - 2 * (2 * (i / 5 % 4) + 0.5) + 5 * (2 * (i / 20) + 0.5);
      mean += expected[i] / 60;
    }
    double variance = 0;
    for (double value : expected) {
      variance += (value - mean) * (value - mean) / 60;
    }
    for (int i = 0; i < 60; i++) {
      assertEquals((expected[i] - mean) / Math.sqrt(variance), result.data()[i], 1e-5);
    }
  }

  @Test
  void standardisesEachChannel() {
    Volume image = Grids.noise(Grids.turned(SIZE, 30, -20, 10, 0.8, 1.4, 2.5), 3, 4);
    for (int i = 0; i < image.data().length; i++) {
      image.data()[i] = image.data()[i] * 250 + 1000 * (i / (int) SIZE.voxels());
    }
    Volume result = preprocessor.image(image);
    int voxels = (int) result.size().voxels();
    for (int c = 0; c < 3; c++) {
      double sum = 0;
      double squares = 0;
      for (int i = c * voxels; i < (c + 1) * voxels; i++) {
        sum += result.data()[i];
        squares += (double) result.data()[i] * result.data()[i];
      }
      assertEquals(0, sum / voxels, 1e-6);
      assertEquals(1, squares / voxels, 1e-6);
    }
  }

  @Test
  void constantBecomesZeroAndNonFiniteTheMinimum() {
    ImageGeometry geometry = Grids.turned(SIZE, 30, -20, 10, 0.8, 1.4, 2.5);
    int voxels = (int) SIZE.voxels();
    float[] data = new float[3 * voxels];
    Arrays.fill(data, 0, voxels, 0.1f);
    Arrays.fill(data, voxels, 2 * voxels, Float.NaN);
    for (int i = 0; i < voxels; i++) {
      data[2 * voxels + i] = i % 7 == 0 ? -3 : i;
    }
    Volume clean = preprocessor.image(new Volume(geometry, 3, data));
    float[] spoilt = data.clone();
    for (int i = 0; i < voxels; i += 7) {
      float[] bad = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -3};
      spoilt[2 * voxels + i] = bad[i / 7 % 4];
    }
    Volume result = preprocessor.image(new Volume(geometry, 3, spoilt));
    assertArrayEquals(clean.data(), result.data());
    int size = (int) result.size().voxels();
    assertArrayEquals(new float[2 * size], Arrays.copyOf(result.data(), 2 * size));
  }

  @Test
  void keepsAtLeastOneVoxel() {
    ImageGeometry thin = new ImageGeometry(new GridSize(1, 4, 4), Affine.scaling(1, 1, 0.3));
    assertEquals(new GridSize(1, 4, 4), preprocessor.networkGrid(thin).size());
  }

  @Test
  void labelsSurviveTheWayToAFinerGridAndBack() {
    ImageGeometry geometry = Grids.turned(SIZE, 0, 0, 0, 1, 1, 1);
    LabelMap labels = Grids.noiseLabels(geometry, 8);
    LabelMap fine = new Preprocessor(new PreprocessingPlan(1.0 / 3, 64)).labels(labels);
    assertEquals(new GridSize(21, 27, 36), fine.size());
    assertArrayEquals(labels.data(), preprocessor.labels(fine).data());
  }

  @Test
  void labelsComeFromTheNearestVoxel() {
    LabelMap source = Grids.noiseLabels(Grids.turned(SIZE, 30, -20, 10, 0.8, 1.4, 2.5), 8);
    LabelMap result = preprocessor.labels(source);
    GridSize size = result.size();
    Affine toSource =
        source.geometry().voxelToWorld().inverse().after(result.geometry().voxelToWorld());
    for (int i = 0; i < result.data().length; i++) {
      int x = i % size.width();
      int y = i / size.width() % size.height();
      int z = i / size.width() / size.height();
      int[] nearest = new int[3];
      for (int axis = 0; axis < 3; axis++) {
        long index = Math.round(toSource.apply(axis, x, y, z) - 1e-9);
        nearest[axis] = (int) Math.min(Math.max(index, 0), Orientation.side(SIZE, axis) - 1);
      }
      int from = (nearest[2] * SIZE.height() + nearest[1]) * SIZE.width() + nearest[0];
      assertEquals(source.data()[from], result.data()[i], "voxel " + i);
    }
  }

  @Test
  void refusesAGridBeyondMemory() {
    ImageGeometry metres =
        new ImageGeometry(new GridSize(400, 400, 400), Affine.scaling(1000, 1000, 1000));
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> preprocessor.networkGrid(metres));
    assertTrue(error.getMessage().contains("spacing is in millimetres"), error.getMessage());
  }
}
