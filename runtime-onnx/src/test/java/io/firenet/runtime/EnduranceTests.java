package io.firenet.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many images of many sizes through one segmenter, four threads calling, every tenth call
 * cancelled: memory stays where it was after half of them, and nothing native is left over.
 */
class EnduranceTests {

  private static final int THREADS = 4;

  /** Less than one image's activations; a leak of one tensor in a hundred calls would show. */
  private static final long ALLOWED_GROWTH = 48L << 20;

  @TempDir private Path folder;

  @Test
  void eightySegmentations() throws Exception {
    segment(80);
  }

  @Test
  @Tag("slow")
  void thousandSegmentations() throws Exception {
    segment(1000);
  }

  private void segment(int images) throws Exception {
    Path model =
        TestModels.segmentation(folder.resolve("model.onnx"), new PreprocessingPlan(2, 64));
    NativeObjects natives = new NativeObjects();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (Segmenter segmenter =
        Segmenter.open(List.of(model), PredictorOptions.DEFAULT.withThreads(1), natives)) {
      long[] resident = new long[4];
      for (int quarter = 0; quarter < 4; quarter++) {
        segment(segmenter, threads, quarter * images / 4, (quarter + 1) * images / 4);
        resident[quarter] = ResidentMemory.now();
        System.out.printf(
            "resident after %d segmentations: %d MB%n",
            (quarter + 1) * images / 4, resident[quarter] >> 20);
      }
      assertTrue(resident[3] - resident[1] < ALLOWED_GROWTH, "grew from " + resident[1]);
      assertEquals(1, natives.inUse(), "the session alone remains between calls");
    } finally {
      threads.shutdownNow();
    }
    assertEquals(0, natives.inUse());
  }

  private static void segment(Segmenter segmenter, ExecutorService threads, int from, int to)
      throws Exception {
    List<Callable<Boolean>> calls =
        IntStream.range(from, to)
            .<Callable<Boolean>>mapToObj(i -> () -> segment(segmenter, i))
            .toList();
    for (Future<Boolean> call : threads.invokeAll(calls)) {
      assertTrue(call.get());
    }
  }

  private static boolean segment(Segmenter segmenter, int index) {
    Volume image = image(index);
    if (index % 10 != 9) {
      return segmenter.segment(image).size().equals(image.size());
    }
    CompletableFuture<LabelMap> labels = segmenter.segmentAsync(image, fraction -> {});
    labels.cancel(true);
    assertThrows(CancellationException.class, labels::join);
    return true;
  }

  private static Volume image(int seed) {
    Random random = new Random(seed);
    GridSize size =
        new GridSize(16 + random.nextInt(33), 16 + random.nextInt(33), 16 + random.nextInt(33));
    float[] values = new float[(int) size.voxels()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return new Volume(ImageGeometry.axisAligned(size, 2), 1, values);
  }
}
