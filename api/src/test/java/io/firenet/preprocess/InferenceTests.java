package io.firenet.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InferenceTests {

  private static final ImageGeometry OBLIQUE =
      Grids.turned(new GridSize(9, 31, 40), 170, -20, 85, 0.8, 1.4, 3.1);

  /** Class 1 where the first channel is above its mean, 2 where the second is far above. */
  private static float[] pointwise(float[] image, GridSize size) {
    int voxels = (int) size.voxels();
    float[] logits = new float[3 * voxels];
    for (int i = 0; i < voxels; i++) {
      logits[voxels + i] = image[i];
      logits[2 * voxels + i] = 2 * image[voxels + i] - 1;
    }
    return logits;
  }

  @Test
  void labelsTheSourcesOwnGrid() {
    ImageGeometry geometry = Grids.turned(new GridSize(9, 12, 15), 0, 0, 0, 1, 1, 1);
    Volume source = Grids.noise(geometry, 2, 1);
    Volume image = new Preprocessor(PreprocessingPlan.PAPER).image(source);
    LabelMap labels =
        new Inference(PreprocessingPlan.PAPER, 2, 3).segment(source, InferenceTests::pointwise);
    assertEquals(geometry, labels.geometry());
    for (int i = 0; i < labels.data().length; i++) {
      float first = image.data()[i];
      float second = 2 * image.data()[labels.data().length + i] - 1;
      int expected = second > Math.max(0, first) ? 2 : first > 0 ? 1 : 0;
      assertEquals(expected, labels.data()[i]);
    }
  }

  @Test
  void answersForAWholeImageFromItsPreprocessedMiddle() {
    PreprocessingPlan plan = new PreprocessingPlan(1, 16);
    Volume source = Grids.noise(OBLIQUE, 2, 3);
    Volume seen = new Preprocessor(plan).image(source);
    Volume middle = Crop.centred(seen.size(), 16).apply(seen);
    assertTrue(middle.size().voxels() < seen.size().voxels(), "the image must exceed the plan");
    float[] answer =
        new Inference(plan, 2, 3)
            .answer(
                source,
                (image, size) -> {
                  assertEquals(middle.size(), size);
                  return new float[] {image[0], image[1], image[image.length - 1]};
                });
    float[] data = middle.data();
    assertArrayEquals(new float[] {data[0], data[1], data[data.length - 1]}, answer);
  }

  @Test
  void anAnswerOfAnotherLengthIsRefused() {
    Inference inference = new Inference(PreprocessingPlan.PAPER, 2, 3);
    Volume source = Grids.noise(OBLIQUE, 2, 3);
    assertThrows(
        IllegalArgumentException.class,
        () -> inference.answer(source, (image, size) -> new float[4]));
  }

  @Test
  void probabilitiesSumToOneWhateverTheLogits() {
    assertArrayEquals(
        new double[] {0.25, 0.75}, Inference.softmax(new float[] {0, 1.0986123f}), 1e-7);
    assertArrayEquals(new double[] {1, 0, 0}, Inference.softmax(new float[] {3e38f, 0, -3e38f}));
  }

  @Test
  void storageOrderDoesNotMatter() {
    Volume source = Grids.noise(OBLIQUE, 2, 3);
    Inference inference = new Inference(PreprocessingPlan.PAPER, 2, 3);
    LabelMap labels = inference.segment(source, InferenceTests::pointwise);
    for (LabelledVolume stored : Grids.stored(source, labels)) {
      LabelMap actual = inference.segment(stored.image(), InferenceTests::pointwise);
      assertEquals(stored.image().geometry(), actual.geometry());
      int different = 0;
      for (int i = 0; i < actual.data().length; i++) {
        different += actual.data()[i] == stored.labels().data()[i] ? 0 : 1;
      }
      // Rounding can decide a voxel whose two best logits are equal to seven digits.
      assertTrue(different <= 2, different + " voxels differ");
    }
  }

  @Test
  void projectsLinearLogitsExactly() {
    ImageGeometry network = new Preprocessor(PreprocessingPlan.PAPER).networkGrid(OBLIQUE);
    double[][] planes = {{0, 0, 0, 0}, {0.3, -0.2, 0.5, 0}, {-0.4, 0.6, 0.1, 1}};
    Affine affine = network.voxelToWorld();
    double[] middle = new double[3];
    for (int row = 0; row < 3; row++) {
      GridSize size = network.size();
      middle[row] = affine.apply(row, size.width() / 2.0, size.height() / 2.0, size.depth() / 2.0);
    }
    int voxels = (int) network.size().voxels();
    float[] logits = new float[3 * voxels];
    for (int k = 0; k < 3; k++) {
      for (int i = 0; i < voxels; i++) {
        logits[k * voxels + i] = (float) plane(planes[k], network, middle, i);
      }
    }
    LabelMap labels =
        new Inference(PreprocessingPlan.PAPER, 1, 3).project(logits, network, OBLIQUE);
    Affine toNetwork = affine.inverse().after(OBLIQUE.voxelToWorld());
    int checked = 0;
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < labels.data().length; i++) {
      double[] values = new double[3];
      int best = 0;
      for (int k = 0; k < 3; k++) {
        values[k] = plane(planes[k], OBLIQUE, middle, i);
        best = values[k] > values[best] ? k : best;
      }
      double margin = Double.POSITIVE_INFINITY;
      for (int k = 0; k < 3; k++) {
        margin = k == best ? margin : Math.min(margin, values[best] - values[k]);
      }
      if (margin > 1e-3 && inside(toNetwork, network.size(), OBLIQUE.size(), i)) {
        assertEquals(best, labels.data()[i], "voxel " + i);
        checked++;
        seen.add(best);
      }
    }
    assertTrue(checked > labels.data().length / 2, "only " + checked + " voxels lie inside");
    assertEquals(Set.of(0, 1, 2), seen);
  }

  private static double plane(double[] plane, ImageGeometry geometry, double[] middle, int voxel) {
    double value = plane[3];
    for (int row = 0; row < 3; row++) {
      value +=
          plane[row] * (world(geometry.voxelToWorld(), geometry.size(), voxel, row) - middle[row]);
    }
    return value;
  }

  private static double world(Affine affine, GridSize size, int voxel, int row) {
    int x = voxel % size.width();
    int y = voxel / size.width() % size.height();
    int z = voxel / size.width() / size.height();
    return affine.apply(row, x, y, z);
  }

  private static boolean inside(Affine toNetwork, GridSize network, GridSize source, int voxel) {
    for (int axis = 0; axis < 3; axis++) {
      double position = world(toNetwork, source, voxel, axis);
      if (position < 0 || position > Orientation.side(network, axis) - 1) {
        return false;
      }
    }
    return true;
  }

  @Test
  void windowsAgreeWithOnePieceForAPointwiseNetwork() {
    Volume image = Grids.noise(Grids.turned(new GridSize(23, 17, 61), 0, 0, 0, 1, 1, 1), 2, 9);
    float[] whole =
        new Inference(PreprocessingPlan.PAPER, 2, 3).logits(image, InferenceTests::pointwise);
    Set<GridSize> sizes = new HashSet<>();
    float[] windows =
        new Inference(new PreprocessingPlan(1, 16), 2, 3)
            .logits(
                image,
                (data, size) -> {
                  sizes.add(size);
                  return pointwise(data, size);
                });
    assertEquals(Set.of(new GridSize(16, 16, 16)), sizes);
    assertArrayEquals(whole, windows, 1e-5f);
  }

  @Test
  void labelsAndScoresOfSlabsAreThoseOfAllLogitsAtOnce() {
    PreprocessingPlan plan = new PreprocessingPlan(1, 16);
    Inference inference = new Inference(plan, 2, 3);
    Volume obliqueSource = Grids.noise(OBLIQUE, 2, 3);
    LabelMap none = Grids.noiseLabels(OBLIQUE, 1);
    for (LabelledVolume stored : Grids.stored(obliqueSource, none)) {
      Volume source = stored.image();
      Volume image = new Preprocessor(plan).image(source);
      assertTrue(image.size().depth() > 32, "the image must give several slabs");
      float[] logits = inference.logits(image, InferenceTests::unlikeAtEdges);
      SlidingWindow windows = new SlidingWindow(16);
      assertArrayEquals(
          inference.project(logits, image.geometry(), source.geometry()).data(),
          inference.segment(source, InferenceTests::unlikeAtEdges).data());
      Volume scores = inference.scores(source, windows, InferenceTests::unlikeAtEdges);
      float[] expected = new float[3 * (int) source.size().voxels()];
      new GridProjection(3, image.geometry(), source.geometry())
          .logits(LogitsSlab.whole(logits, image.size()), expected);
      assertArrayEquals(expected, scores.data());
    }
  }

  /** A network whose answer depends on the place in the window, so that windows disagree. */
  private static float[] unlikeAtEdges(float[] image, GridSize size) {
    float[] logits = pointwise(image, size);
    for (int i = 0; i < logits.length; i++) {
      logits[i] += 0.01f * (i % size.width()) + 0.0001f * (i / size.width());
    }
    return logits;
  }

  @Test
  void probabilitiesOfEveryVoxelSumToOne() {
    Volume logits = Grids.noise(OBLIQUE, 3, 5);
    float[] before = logits.data().clone();
    Inference.softmax(logits);
    int voxels = (int) logits.size().voxels();
    for (int i = 0; i < voxels; i += 97) {
      float[] here = {before[i], before[voxels + i], before[2 * voxels + i]};
      double[] expected = Inference.softmax(here);
      for (int k = 0; k < 3; k++) {
        assertEquals(expected[k], logits.data()[k * voxels + i], 1e-6);
      }
    }
  }

  @Test
  void passesAreCountedAhead() {
    SlidingWindow windows = new SlidingWindow(16, 0.25);
    int[] passes = new int[1];
    Volume image = Grids.noise(Grids.turned(new GridSize(23, 12, 61), 0, 0, 0, 1, 1, 1), 1, 9);
    windows.logits(
        image,
        1,
        (data, size) -> {
          passes[0]++;
          return data;
        });
    assertEquals(passes[0], windows.count(image.size()));
    assertEquals(new GridSize(16, 12, 16), windows.windowSize(image.size()));
  }

  @Test
  void windowsOverlapByHalfAndReachBothEnds() {
    SlidingWindow windows = new SlidingWindow(16);
    assertArrayEquals(new int[] {0}, windows.starts(16, 16));
    assertArrayEquals(new int[] {0, 1}, windows.starts(17, 16));
    assertArrayEquals(new int[] {0, 8, 15, 23, 30, 38, 45}, windows.starts(61, 16));
  }

  @Test
  void aWindowsEdgesCountLeast() {
    // A network that is wrong at the ends of its window, where a neighbour knows better.
    Volume image = Grids.noise(Grids.turned(new GridSize(4, 4, 24), 0, 0, 0, 1, 1, 1), 1, 9);
    float[] logits =
        new SlidingWindow(16)
            .logits(
                image,
                1,
                (data, size) -> {
                  float[] wrong = new float[data.length];
                  for (int i = 0; i < data.length; i++) {
                    wrong[i] = i % size.width() == size.width() - 1 ? 100 : 0;
                  }
                  return wrong;
                });
    assertEquals(100, logits[23], 1e-4);
    assertTrue(logits[15] > 0 && logits[15] < 1, "weight of the edge: " + logits[15] + " %");
  }

  @Test
  void namesWhatDoesNotFit() {
    Inference inference = new Inference(PreprocessingPlan.PAPER, 4, 3);
    Volume image = Grids.noise(OBLIQUE, 1, 3);
    String channels =
        assertThrows(
                IllegalArgumentException.class,
                () -> inference.segment(image, InferenceTests::pointwise))
            .getMessage();
    assertTrue(channels.contains("takes 4 channels, the image has 1"), channels);
    Inference one = new Inference(PreprocessingPlan.PAPER, 1, 3);
    String logits =
        assertThrows(IllegalArgumentException.class, () -> one.segment(image, (data, size) -> data))
            .getMessage();
    assertTrue(logits.contains("3 classes"), logits);
    assertThrows(IllegalArgumentException.class, () -> one.project(new float[7], OBLIQUE, OBLIQUE));
  }
}
