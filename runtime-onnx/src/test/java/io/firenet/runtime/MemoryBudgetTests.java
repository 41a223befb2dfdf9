package io.firenet.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.decoder.Objective;
import io.firenet.format.nifti.Nifti;
import io.firenet.machine.AvailableMemory;
import io.firenet.preprocess.Inference;
import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.preprocess.SlidingWindow;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory is known before anything runs, and follows the budget. */
class MemoryBudgetTests {

  private static final GridSize SIZE = new GridSize(40, 100, 90);
  private static final PredictorOptions OPTIONS = PredictorOptions.DEFAULT.withThreads(1);

  @TempDir private Path folder;
  private Path model;

  @BeforeEach
  void export() throws IOException {
    model = TestModels.segmentation(folder.resolve("model.onnx"), new PreprocessingPlan(2, 100));
  }

  @Test
  void planTellsWhatWillRun() throws IOException {
    Volume image = image();
    try (Segmenter one = Segmenter.open(model, OPTIONS);
        Segmenter eight = Segmenter.open(model, OPTIONS.withMirroring(true));
        Segmenter two = Segmenter.open(List.of(model, model), OPTIONS)) {
      InferencePlan plan = one.plan(image.geometry());
      assertEquals(SIZE, plan.grid());
      assertEquals(SIZE, plan.tile());
      assertEquals(1, plan.passes());
      assertEquals(8, eight.plan(image.geometry()).passes());
      assertTrue(eight.plan(image.geometry()).bytes() > plan.bytes());
      assertEquals(2, two.plan(image.geometry()).passes());
      int activations = one.card().activationBytesPerVoxel().orElseThrow();
      assertTrue(plan.bytes() > activations * SIZE.voxels(), plan::toString);
    }
  }

  @Test
  void imageBeyondTheBudgetGoesInSmallerTilesOfOneShape() throws IOException {
    Volume image = image();
    long needed;
    try (Segmenter whole = Segmenter.open(model, OPTIONS)) {
      needed = whole.plan(image.geometry()).bytes();
    }
    try (Segmenter tiled = Segmenter.open(model, OPTIONS.withMemoryBudget(needed - 1));
        OnnxNetwork network = network()) {
      InferencePlan plan = tiled.plan(image.geometry());
      assertTrue(plan.bytes() < needed, plan::toString);
      assertEquals(new GridSize(40, 80, 80), plan.tile());
      assertEquals(4, plan.passes());
      LabelMap expected =
          new Inference(tiled.card().preprocessing(), 1, 3)
              .segment(image, new SlidingWindow(80), network);
      assertArrayEquals(expected.data(), tiled.segment(image).data());
    }
  }

  @Test
  void imageThatDoesNotFitIsRefusedBeforeItsVoxelsAreRead() throws IOException {
    Path file = folder.resolve("ct.nii");
    Nifti.write(file, image());
    byte[] header = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(header, 400));
    try (Segmenter small = Segmenter.open(model, OPTIONS.withMemoryBudget(1 << 20));
        Predictor predictor = Predictor.open(model, OPTIONS.withMemoryBudget(1 << 20))) {
      MemoryBudgetException error =
          assertThrows(
              MemoryBudgetException.class, () -> small.segment(file, folder.resolve("l.nii")));
      assertEquals(1 << 20, error.budgetBytes());
      assertTrue(error.neededBytes() > error.budgetBytes());
      assertEquals(
          "an image of 40×100×90 voxels at 2.0 mm needs %d MB in tiles of 40×64×64, the memory"
                  .formatted(Math.round(error.neededBytes() / 1e6))
              + " budget is 1 MB; raise the budget, or use a machine with more memory",
          error.getMessage());
      assertFalse(Files.exists(folder.resolve("l.nii")));
      assertThrows(MemoryBudgetException.class, () -> predictor.predict(image()));
      assertThrows(MemoryBudgetException.class, () -> small.plan(image().geometry()));
    }
  }

  @Test
  void networkOfTheWholeImageIsNotCutIntoTiles() throws IOException {
    Path regression = TestModels.regression(folder);
    try (Predictor small = Predictor.open(regression, OPTIONS.withMemoryBudget(1 << 20));
        Predictor enough = Predictor.open(regression, OPTIONS)) {
      InferencePlan plan = enough.plan(image().geometry());
      assertEquals(new GridSize(20, 20, 20), plan.tile());
      assertEquals(1, plan.passes());
      assertThrows(MemoryBudgetException.class, () -> small.predict(image()));
    }
  }

  @Test
  void withoutABudgetTheMachineSetsIt() {
    long free = AvailableMemory.bytes();
    assertTrue(free > 10_000_000 && free < 100e12, free + " bytes are free");
    assertThrows(IllegalArgumentException.class, () -> OPTIONS.withMemoryBudget(-1));
  }

  private OnnxNetwork network() throws IOException {
    OnnxModel opened = OnnxModel.open(model, OnnxSessions.of(OPTIONS), new NativeObjects());
    return new OnnxNetwork(opened, Objective.SEGMENTATION, true);
  }

  private static Volume image() {
    Random random = new Random(4);
    float[] values = new float[(int) SIZE.voxels()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (200 * Math.sin(i * 0.02) + 50 * random.nextGaussian());
    }
    return new Volume(ImageGeometry.axisAligned(SIZE, 2), 1, values);
  }
}
