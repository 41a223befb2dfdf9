package io.firenet.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Labels of regions that overlap, and of networks whose preparations differ. */
class VoxelRuleTests {

  private static final List<Integer> PAINTED = List.of(1, 3, 2);

  @Test
  void theLastRegionThatHasAVoxelPaintsIt() {
    float[][] scores = {{-1, -1, -1}, {2, -1, -1}, {2, 1, -1}, {-1, -1, 0.1f}, {9, 0, -1}};
    short[] expected = {0, 1, 3, 2, 1};
    VoxelRule rule = new VoxelRule(3, PAINTED, VoxelRule.LOGIT);
    float[] planes = new float[15];
    short[] found = new short[5];
    for (int v = 0; v < 5; v++) {
      int voxel = v;
      found[v] = rule.label(rule.winner(k -> scores[voxel][k]));
      for (int k = 0; k < 3; k++) {
        planes[k * 5 + v] = scores[v][k];
      }
    }
    assertArrayEquals(expected, found);
    short[] winners = new short[5];
    rule.winners(planes, rule.bases(k -> 5 * k), 5, winners, 0);
    for (int v = 0; v < 5; v++) {
      assertEquals(expected[v], rule.label(winners[v]));
    }
  }

  private static Volume image(GridSize size, double spacing) {
    Random random = new Random(3);
    float[] data = new float[(int) size.voxels()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian();
    }
    return new Volume(ImageGeometry.axisAligned(size, spacing), 1, data);
  }

  /** Three outputs made of the image: itself, its double, and what is left of it. */
  private static float[] outputs(float[] image) {
    float[] logits = new float[3 * image.length];
    for (int i = 0; i < image.length; i++) {
      logits[i] = image[i];
      logits[image.length + i] = 2 * image[i] - 0.5f;
      logits[2 * image.length + i] = 1 - 3 * image[i];
    }
    return logits;
  }

  /** Between voxels the interpolated logits decide, as everywhere else. */
  @Test
  void regionsOnAFinerGridAreDecidedByInterpolatedLogits() {
    Volume source = image(new GridSize(9, 8, 11), 0.7);
    Inference inference = new Inference(new PreprocessingPlan(1, 180), 1, 3, PAINTED);
    LogitsFunction network = (values, size) -> outputs(values);
    LabelMap labels = inference.segment(source, network);
    Volume scores = inference.scores(source, new SlidingWindow(180), network);
    int voxels = labels.data().length;
    for (int i = 0; i < voxels; i++) {
      int expected = 0;
      for (int k = 0; k < 3; k++) {
        expected = scores.data()[k * voxels + i] > 0 ? PAINTED.get(k) : expected;
      }
      assertEquals(expected, labels.data()[i], "voxel " + i);
    }
    LabelMap tiled = inference.segment(source, new SlidingWindow(4), network);
    assertEquals(labels.size(), tiled.size());
    assertThrows(
        IllegalArgumentException.class,
        () -> new Inference(PreprocessingPlan.PAPER, 1, 3, List.of(1)));
  }

  @Test
  void probabilitiesOfTwoSpacingsAreAveragedOnTheImagesGrid() {
    Volume source =
        new Volume(
            new ImageGeometry(new GridSize(9, 8, 11), Affine.scaling(-0.7, 0.9, 1.3)),
            1,
            image(new GridSize(9, 8, 11), 1).data());
    for (List<Integer> painted : List.of(List.<Integer>of(), PAINTED)) {
      LogitsFunction network = (values, size) -> outputs(values);
      LogitsFunction other = (values, size) -> negated(outputs(values));
      Inference fine = new Inference(new PreprocessingPlan(1, 180), 1, 3, painted);
      Inference coarse = new Inference(new PreprocessingPlan(2, 180), 1, 3, painted);
      SlidingWindow windows = new SlidingWindow(180);
      ProbabilityMean mean = new ProbabilityMean(source.geometry(), 3, painted);
      mean.add(fine, source, windows, network, 0.75);
      mean.add(coarse, source, windows, other, 0.25);
      Volume a = fine.scores(source, windows, network);
      Volume b = coarse.scores(source, windows, other);
      if (painted.isEmpty()) {
        Inference.softmax(a);
        Inference.softmax(b);
      } else {
        Inference.sigmoid(a);
        Inference.sigmoid(b);
      }
      Volume found = mean.probabilities();
      LabelMap labels = mean.labels();
      int voxels = labels.data().length;
      for (int i = 0; i < voxels; i++) {
        int expected = 0;
        for (int k = 0; k < 3; k++) {
          int at = k * voxels + i;
          assertEquals(0.75 * a.data()[at] + 0.25 * b.data()[at], found.data()[at], 1e-6);
          if (painted.isEmpty()) {
            expected = found.data()[at] > found.data()[expected * voxels + i] ? k : expected;
          } else {
            expected = found.data()[at] > 0.5f ? painted.get(k) : expected;
          }
        }
        assertEquals(expected, labels.data()[i], "voxel " + i);
      }
    }
  }

  private static float[] negated(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = -values[i];
    }
    return values;
  }
}
