package io.firenet.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.fabric.FabricConfig;
import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A CT of 512×512×700 voxels of 0.8 mm, generated, in under 6 GB of memory, Java's included. */
@Tag("slow")
class BigVolumeTests {

  private static final GridSize CT = new GridSize(700, 512, 512);
  private static final long SIX_GB = 6_000_000_000L;
  private static final PredictorOptions OPTIONS =
      PredictorOptions.DEFAULT.withMemoryBudget(4_000_000_000L);

  @TempDir private Path folder;

  @Test
  void thinNetworkSegmentsAllOfIt() throws Exception {
    Path model =
        TestModels.segmentation(folder.resolve("thin.onnx"), new PreprocessingPlan(1, 180));
    Volume ct = ct();
    long start = System.nanoTime();
    try (Segmenter segmenter = Segmenter.open(model, OPTIONS.withOverlap(0.1))) {
      ResidentMemory.forget();
      LabelMap labels = segmenter.segment(ct);
      assertEquals(CT, labels.size());
      report("all of it", segmenter.plan(ct.geometry()), start);
    }
  }

  @Test
  void defaultNetworkStaysBelowWithEachTile() throws Exception {
    Path model = TestModels.segmentation(folder.resolve("default.onnx"), FabricConfig.DEFAULT);
    Volume ct = ct();
    long start = System.nanoTime();
    CountDownLatch tiles = new CountDownLatch(Integer.getInteger("firenet.tiles", 2));
    try (Segmenter segmenter = Segmenter.open(model, OPTIONS)) {
      ResidentMemory.forget();
      CompletableFuture<LabelMap> labels =
          segmenter.segmentAsync(ct, fraction -> tiles.countDown());
      tiles.await();
      labels.cancel(true);
      assertThrows(CancellationException.class, labels::join);
      report("its first tiles", segmenter.plan(ct.geometry()), start);
    }
  }

  private static void report(String what, InferencePlan plan, long start) throws Exception {
    long peak = ResidentMemory.peak();
    System.out.printf(
        "%s: %.0f s, %s, resident at most %.2f GB%n",
        what, (System.nanoTime() - start) / 1e9, plan, peak / 1e9);
    assertTrue(peak < SIX_GB, "took %d bytes".formatted(peak));
  }

  private static Volume ct() {
    float[] values = new float[(int) CT.voxels()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * 31 % 1009) - (i >> 12) % 700;
    }
    return new Volume(ImageGeometry.axisAligned(CT, 0.8), 1, values);
  }
}
