package io.firenet.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.model.ModelException;
import io.firenet.preprocess.IntensityRule;
import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that see an image prepared in different ways, applied as one; and models for regions. */
class MixedEnsembleTests {

  private static final PredictorOptions ONE_THREAD = PredictorOptions.DEFAULT.withThreads(1);
  private static final PreprocessingPlan PLAN = new PreprocessingPlan(2, 20);

  @TempDir private Path folder;
  private Path model;
  private Path finer;
  private Path ct;

  @BeforeEach
  void export() throws IOException {
    model = TestModels.segmentation(folder.resolve("model.onnx"), PLAN);
    finer = TestModels.segmentation(folder.resolve("finer.onnx"), new PreprocessingPlan(1.5, 32));
    ct =
        TestModels.segmentation(
            folder.resolve("ct.onnx"),
            PLAN.withIntensity(List.of(new IntensityRule.Ct(-1, 1.5, 0.2, 0.6))));
  }

  private static Volume image() {
    Random random = new Random(5);
    GridSize size = new GridSize(22, 26, 24);
    float[] data = new float[(int) size.voxels()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian();
    }
    return new Volume(ImageGeometry.axisAligned(size, 1.9), 1, data);
  }

  private static Volume probabilities(Path file, Volume image) throws ModelException {
    try (Segmenter one = Segmenter.open(file, ONE_THREAD)) {
      return one.probabilities(image);
    }
  }

  @Test
  void spacingsTilesAndRulesMayDiffer() throws Exception {
    Volume image = image();
    List<Path> files = List.of(model, finer, ct);
    List<Volume> each = new ArrayList<>();
    for (Path file : files) {
      each.add(probabilities(file, image));
    }
    try (Segmenter mean = Segmenter.open(files, ONE_THREAD)) {
      Volume found = mean.probabilities(image);
      LabelMap labels = mean.segment(image);
      Volume logits = mean.logits(image);
      int voxels = labels.data().length;
      for (int i = 0; i < voxels; i++) {
        int best = 0;
        for (int k = 0; k < 3; k++) {
          int at = k * voxels + i;
          double expected = each.stream().mapToDouble(one -> one.data()[at]).average().orElse(0);
          assertEquals(expected, found.data()[at], 1e-5);
          assertEquals(Math.log(found.data()[at]), logits.data()[at], 1e-4);
          best = found.data()[at] > found.data()[best * voxels + i] ? k : best;
        }
        assertEquals(best, labels.data()[i]);
      }
    }
  }

  @Test
  void modelsThatArePreparedAlikeAreAveragedAmongThemselvesAsEver() throws Exception {
    Volume image = image();
    Path half = TestModels.segmentation(folder.resolve("half.onnx"), 0.5f);
    Volume pair;
    try (Segmenter alike = Segmenter.open(List.of(model, half), ONE_THREAD)) {
      pair = alike.probabilities(image);
    }
    Volume single = probabilities(finer, image);
    try (Segmenter three = Segmenter.open(List.of(model, finer, half), ONE_THREAD)) {
      Volume found = three.probabilities(image);
      for (int i = 0; i < found.data().length; i++) {
        assertEquals((2 * pair.data()[i] + single.data()[i]) / 3, found.data()[i], 1e-5);
      }
    }
  }

  @Test
  void thePlanCountsTheProbabilitiesAndAllPasses() throws Exception {
    Volume image = image();
    try (Segmenter one = Segmenter.open(model, ONE_THREAD);
        Segmenter other = Segmenter.open(finer, ONE_THREAD);
        Segmenter both = Segmenter.open(List.of(model, finer), ONE_THREAD)) {
      InferencePlan a = one.plan(image.geometry());
      InferencePlan b = other.plan(image.geometry());
      InferencePlan plan = both.plan(image.geometry());
      assertEquals(a.passes() + b.passes(), plan.passes());
      assertEquals(a.grid(), plan.grid());
      long probabilities = 3L * Float.BYTES * image.size().voxels();
      assertTrue(plan.bytes() > Math.max(a.bytes(), b.bytes()) + probabilities / 2, plan::toString);
      List<Double> progress = new ArrayList<>();
      LabelMap labels = both.segmentAsync(image, progress::add).join();
      assertArrayEquals(both.segment(image).data(), labels.data());
      assertEquals(plan.passes(), progress.size());
      assertEquals(1, progress.get(progress.size() - 1));
    }
    PredictorOptions little = ONE_THREAD.withMemoryBudget(1 << 20);
    try (Segmenter both = Segmenter.open(List.of(model, finer), little)) {
      assertThrows(MemoryBudgetException.class, () -> both.segment(image));
    }
  }

  @Test
  void classesOfWholeImagesAreAveragedAsProbabilities() throws Exception {
    Path a = TestModels.classification(folder);
    try (Predictor one = Predictor.open(a, ONE_THREAD);
        Predictor twice = Predictor.open(List.of(a, a), ONE_THREAD)) {
      Prediction.Classification alone = (Prediction.Classification) one.predict(image());
      Prediction.Classification both = (Prediction.Classification) twice.predict(image());
      for (int k = 0; k < 3; k++) {
        assertEquals(alone.probabilities().get(k), both.probabilities().get(k), 1e-6);
      }
    }
  }

  @Test
  void regionsGiveALabelMapProbabilitiesAndMasks() throws Exception {
    Volume image = image();
    Path file = TestModels.regions(folder.resolve("regions.onnx"), PLAN);
    try (Segmenter segmenter = Segmenter.open(file, ONE_THREAD);
        Predictor predictor = Predictor.open(file, ONE_THREAD)) {
      LabelMap labels = segmenter.segment(image);
      Volume logits = segmenter.logits(image);
      Volume probabilities = segmenter.probabilities(image);
      Map<String, LabelMap> masks = segmenter.masks(image);
      assertEquals(List.of("organs", "spleen"), List.copyOf(masks.keySet()));
      assertEquals(2, probabilities.channels());
      int voxels = labels.data().length;
      boolean[] seen = new boolean[3];
      for (int i = 0; i < voxels; i++) {
        boolean organs = logits.data()[i] > 0;
        boolean spleen = logits.data()[voxels + i] > 0;
        assertEquals(spleen ? 2 : organs ? 1 : 0, labels.data()[i]);
        assertEquals(organs ? 1 : 0, masks.get("organs").data()[i]);
        assertEquals(spleen ? 1 : 0, masks.get("spleen").data()[i]);
        assertEquals(1 / (1 + Math.exp(-logits.data()[i])), probabilities.data()[i], 1e-6);
        seen[labels.data()[i]] = true;
      }
      assertTrue(seen[0] && (seen[1] || seen[2]), "an image that is all one label tells little");
      Prediction.Segmentation predicted = (Prediction.Segmentation) predictor.predict(image);
      assertArrayEquals(labels.data(), predicted.labels().data());
    }
    Path other = TestModels.regions(folder.resolve("other.onnx"), new PreprocessingPlan(1.5, 32));
    try (Segmenter both = Segmenter.open(List.of(file, other), ONE_THREAD)) {
      Volume found = both.probabilities(image);
      Volume a = probabilities(file, image);
      Volume b = probabilities(other, image);
      LabelMap labels = both.segment(image);
      int voxels = labels.data().length;
      for (int i = 0; i < voxels; i++) {
        assertEquals((a.data()[i] + b.data()[i]) / 2, found.data()[i], 1e-5);
        boolean spleen = found.data()[voxels + i] > 0.5f;
        assertEquals(spleen ? 2 : found.data()[i] > 0.5f ? 1 : 0, labels.data()[i]);
      }
    }
    String message =
        assertThrows(ModelException.class, () -> Segmenter.open(List.of(file, model), ONE_THREAD))
            .getMessage();
    assertTrue(message.contains("need the same objective, channels and outputs"), message);
  }

  @Test
  void masksOfLabelsAreThoseOfTheLabelMap() throws Exception {
    try (Segmenter segmenter = Segmenter.open(model, ONE_THREAD)) {
      LabelMap labels = segmenter.segment(image());
      Map<String, LabelMap> masks = segmenter.masks(image());
      assertEquals(Set.of("liver", "spleen"), masks.keySet());
      for (int i = 0; i < labels.data().length; i++) {
        assertEquals(labels.data()[i] == 1 ? 1 : 0, masks.get("liver").data()[i]);
        assertEquals(labels.data()[i] == 2 ? 1 : 0, masks.get("spleen").data()[i]);
      }
    }
  }
}
