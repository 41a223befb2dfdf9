package io.firenet.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.decoder.Objective;
import io.firenet.model.ModelException;
import io.firenet.preprocess.LargestComponent;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a segmentation is opened, watched, ended, and what it leaves behind. */
class PredictionRunTests {

  private static final PredictorOptions ONE_THREAD = PredictorOptions.DEFAULT.withThreads(1);

  @TempDir private Path folder;
  private Path model;

  @BeforeEach
  void export() throws IOException {
    model = TestModels.segmentation(folder);
  }

  @Test
  void modelInMemoryGivesWhatItsFileGives() throws IOException {
    Volume image = image(30, 1);
    byte[] bytes = Files.readAllBytes(model);
    try (Segmenter file = Segmenter.open(model);
        Segmenter memory = Segmenter.open(bytes, ONE_THREAD);
        Segmenter stream = Segmenter.open(new ByteArrayInputStream(bytes), ONE_THREAD)) {
      assertEquals(file.card(), memory.card());
      assertArrayEquals(file.segment(image).data(), memory.segment(image).data());
      assertArrayEquals(file.segment(image).data(), stream.segment(image).data());
    }
    String message =
        assertThrows(ModelException.class, () -> Segmenter.open(new byte[99], ONE_THREAD))
            .getMessage();
    assertTrue(message.startsWith("model of 99 bytes: not a usable ONNX model"), message);
  }

  @Test
  void labelsAreThoseOfTheLargestProbability() throws IOException {
    Volume image = image(30, 1);
    try (Segmenter segmenter = Segmenter.open(model, ONE_THREAD)) {
      short[] labels = segmenter.segment(image).data();
      Volume probabilities = segmenter.probabilities(image);
      Volume logits = segmenter.logits(image);
      assertEquals(image.geometry(), probabilities.geometry());
      assertEquals(TestModels.LABELS.size(), probabilities.channels());
      int voxels = labels.length;
      for (int i = 0; i < voxels; i++) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
          sum += probabilities.data()[k * voxels + i];
          assertTrue(logits.data()[k * voxels + i] <= logits.data()[labels[i] * voxels + i]);
        }
        assertEquals(1, sum, 1e-5);
      }
    }
  }

  @Test
  void progressGrowsToOneAndTheResultIsTheSame() throws IOException {
    Volume image = image(50, 1);
    List<Double> progress = Collections.synchronizedList(new ArrayList<>());
    for (boolean mirroring : new boolean[] {false, true}) {
      progress.clear();
      PredictorOptions options = ONE_THREAD.withOverlap(0.1).withMirroring(mirroring);
      try (Segmenter segmenter = Segmenter.open(model, options)) {
        LabelMap labels = segmenter.segmentAsync(image, progress::add).join();
        assertArrayEquals(segmenter.segment(image).data(), labels.data());
        assertEquals(27 * (mirroring ? 8 : 1), progress.size());
        assertEquals(1, progress.get(progress.size() - 1));
        assertEquals(progress.stream().sorted().toList(), progress);
      }
    }
  }

  @Test
  void mirroringMakesTheAnswerTheSameForMirrorImages() throws IOException {
    Volume image = image(19, 3);
    try (Segmenter plain = Segmenter.open(model, ONE_THREAD);
        Segmenter mirroring = Segmenter.open(model, ONE_THREAD.withMirroring(true))) {
      float[] expected = reversed(mirroring.logits(image).data(), 3);
      Volume turned = new Volume(image.geometry(), 1, reversed(image.data(), 1));
      assertArrayEquals(expected, mirroring.logits(turned).data(), 1e-4f);
      assertNotEquals(
          plain.logits(image).data()[1234], mirroring.logits(image).data()[1234], "no mirroring");
    }
  }

  @Test
  void severalModelsGiveTheMeanOfTheirLogits() throws IOException {
    Path other = TestModels.segmentation(folder.resolve("other.onnx"), 0.5f);
    Volume image = image(30, 3);
    try (Segmenter first = Segmenter.open(model, ONE_THREAD);
        Segmenter second = Segmenter.open(other, ONE_THREAD);
        Segmenter both = Segmenter.open(List.of(model, other), ONE_THREAD)) {
      float[] a = first.logits(image).data();
      float[] b = second.logits(image).data();
      float[] mean = both.logits(image).data();
      assertNotEquals(a[77], b[77], "the models must differ");
      for (int i = 0; i < mean.length; i++) {
        assertEquals((a[i] + b[i]) / 2, mean[i], 1e-4);
      }
    }
    Path two = TestModels.write(folder.resolve("two.onnx"), "segmentation", 2);
    String message =
        assertThrows(ModelException.class, () -> Segmenter.open(List.of(model, two), ONE_THREAD))
            .getMessage();
    assertTrue(message.startsWith(two + ": models that are averaged need the same"), message);
  }

  @Test
  void islandsOfTheGivenLabelsAreRemoved() throws IOException {
    Volume image = image(30, 3);
    Set<String> liver = Set.of("liver");
    try (Segmenter plain = Segmenter.open(model, ONE_THREAD);
        Segmenter clean = Segmenter.open(model, ONE_THREAD.withLargestComponentOf(liver))) {
      LabelMap expected = plain.segment(image);
      short[] before = expected.data().clone();
      LargestComponent.keep(expected, Set.of(1));
      assertArrayEquals(expected.data(), clean.segment(image).data());
      assertFalse(Arrays.equals(before, expected.data()), "the image must have islands");
    }
    PredictorOptions kidney = ONE_THREAD.withLargestComponentOf(Set.of("kidney"));
    String message =
        assertThrows(IllegalArgumentException.class, () -> Segmenter.open(model, kidney))
            .getMessage();
    assertEquals(
        "largestComponentOf: the model has no label 'kidney'; its labels are [liver, spleen]",
        message);
  }

  @Test
  void cancelledSegmentationReturnsAndLeavesTheSegmenterUsable() throws Exception {
    NativeObjects natives = new NativeObjects();
    Volume image = image(150, 1);
    Segmenter segmenter = Segmenter.open(List.of(model), ONE_THREAD, natives);
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<LabelMap> labels =
        segmenter.segmentAsync(image, fraction -> started.countDown());
    started.await();
    assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () -> {
          assertTrue(labels.cancel(true));
          assertThrows(CancellationException.class, labels::get);
          segmenter.segment(image(11, 1));
          segmenter.close();
        });
    assertEquals(0, natives.inUse());
  }

  @Test
  void passInProgressEndsAtItsNextOperation() throws Exception {
    NativeObjects natives = new NativeObjects();
    OnnxModel opened = OnnxModel.open(model, OnnxSessions.of(ONE_THREAD), natives);
    try (OnnxNetwork network = new OnnxNetwork(opened, Objective.SEGMENTATION, true)) {
      GridSize size = new GridSize(128, 128, 128);
      float[] image = new float[(int) size.voxels()];
      PredictionRun run =
          new PredictionRun(
              fraction -> {
                throw new AssertionError("the pass came to its end");
              });
      CompletableFuture<float[]> pass =
          CompletableFuture.supplyAsync(() -> network.apply(image, size, run));
      while (!run.isRunning()) {
        Thread.onSpinWait();
      }
      run.cancel();
      CompletionException error = assertThrows(CompletionException.class, pass::join);
      assertEquals(CancellationException.class, error.getCause().getClass());
    }
    assertEquals(0, natives.inUse());
  }

  @Test
  void everyNativeObjectIsFreed() throws IOException {
    NativeObjects natives = new NativeObjects();
    try (Segmenter segmenter = Segmenter.open(List.of(model), ONE_THREAD, natives)) {
      segmenter.segment(image(50, 1));
      segmenter.probabilities(image(11, 1));
      assertEquals(1, natives.inUse(), "the session alone remains between calls");
      assertTrue(natives.created() > 4 * 27, "every pass takes four objects");
    }
    assertEquals(0, natives.inUse());
    Path regression = TestModels.regression(folder);
    assertThrows(
        ModelException.class,
        () -> Segmenter.open(List.of(model, regression), ONE_THREAD, natives));
    Path text = Files.writeString(folder.resolve("notes.onnx"), "my notes\n");
    assertThrows(
        ModelException.class, () -> Segmenter.open(List.of(model, text), ONE_THREAD, natives));
    assertEquals(0, natives.inUse());
  }

  @Test
  void failureOfAnAsynchronousSegmentationIsTheOneOfTheDirectCall() throws IOException {
    Volume two = new Volume(image(11, 1).geometry(), 2, new float[2 * 11 * 11 * 11]);
    try (Segmenter segmenter = Segmenter.open(model, ONE_THREAD)) {
      CompletionException error =
          assertThrows(
              CompletionException.class, () -> segmenter.segmentAsync(two, fraction -> {}).join());
      assertEquals(IllegalArgumentException.class, error.getCause().getClass());
    }
  }

  private static float[] reversed(float[] data, int channels) {
    float[] out = new float[data.length];
    int voxels = data.length / channels;
    for (int i = 0; i < data.length; i++) {
      out[i] = data[i / voxels * voxels + voxels - 1 - i % voxels];
    }
    return out;
  }

  /** Waves and noise on a cube at the models' 2 mm. */
  private static Volume image(int side, long seed) {
    Random random = new Random(seed);
    float[] values = new float[side * side * side];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (200 * Math.sin(i * 0.2) + 50 * random.nextGaussian());
    }
    GridSize size = new GridSize(side, side, side);
    return new Volume(ImageGeometry.axisAligned(size, 2), 1, values);
  }
}
