package io.firenet.core.training;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.core.bench.ProcessMemory;
import io.firenet.core.cache.PreparedCase;
import io.firenet.core.data.Split;
import io.firenet.core.engine.TrainableNetwork;
import io.firenet.core.engine.TrainingEngine;
import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.core.training.run.Sampling;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.core.training.sample.CaseCache;
import io.firenet.core.training.sample.EpochPlan;
import io.firenet.core.training.sample.SampleQueue;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.MedicalSegmentationDecathlon;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.folder.FolderDataset;
import io.firenet.network.Network;
import io.firenet.preprocess.Preprocessor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real cases of ever other sizes, read, preprocessed, deformed and trained on. */
@Tag("slow")
class SteadyStepsTests {

  private static final int EPOCHS = 2;
  private static final int EPOCH_STEPS = 250; // all of the 208 cases, and some of them twice
  private static final int PART = 50;

  /** A step's time for each voxel is that of its median, which other programs move little. */
  @Test
  void memoryAndTimePerVoxelStayFlat() throws Exception {
    Path folder = Path.of(System.getProperty("firenet.data", ""), "Task04_Hippocampus");
    assumeTrue(Files.isDirectory(folder), "no hippocampus images at " + folder);
    assumeTrue(ProcessMemory.resident().isPresent(), "resident memory is not told here");
    Dataset hippocampus = new Hippocampus().open(DatasetSource.of(folder));
    List<String> ids = hippocampus.cases().stream().map(Case::id).toList();
    TrainingDataset dataset =
        new TrainingDataset(
            hippocampus,
            FireNetOf.segmenting(hippocampus.descriptor()),
            new Split(ids, List.of()),
            List.of(),
            "",
            List.of());
    TrainingConfig config = TrainingConfig.DEFAULT;
    CaseCache cache = new CaseCache(new Preprocessor(config.preprocessing()), Optional.empty());
    FabricConfig small = new FabricConfig(16, 16, 4, 2, 1, List.of(1, 2), 1e-5, 0.01);
    Network network = FabricNetwork.build(small, 1, new SegmentationDecoder(), 3);
    int parts = EPOCH_STEPS / PART; // of an epoch
    double[] nanosPerVoxel = new double[EPOCHS * parts];
    long[] resident = new long[EPOCHS * parts];
    try (TrainingEngine engine = new TrainingEngine(Map.of("a", network), 1)) {
      for (int epoch = 1; epoch <= EPOCHS; epoch++) {
        EpochPlan plan = EpochPlan.draw(List.of(dataset), Sampling.BALANCED, EPOCH_STEPS, 1, epoch);
        try (SampleQueue queue = new SampleQueue(cache, config, plan)) {
          for (int part = (epoch - 1) * parts; part < epoch * parts; part++) {
            nanosPerVoxel[part] = medianOfPart(engine.network("a"), queue);
            resident[part] = ProcessMemory.resident().getAsLong();
            System.out.printf(
                Locale.ROOT,
                "step %d: resident memory %.0f MiB, %.0f ns a voxel%n",
                (part + 1) * PART,
                resident[part] / 1048576.0,
                nanosPerVoxel[part]);
          }
        }
      }
    }
    int last = resident.length - 1;
    // The first epoch has read every case: what is kept for each, and for its size, is there.
    assertTrue(
        resident[last] <= 1.1 * resident[last / 2],
        () -> "resident memory went from %d to %d".formatted(resident[last / 2], resident[last]));
    double early = Arrays.stream(nanosPerVoxel, 1, last / 2 + 1).min().orElseThrow();
    double late = Arrays.stream(nanosPerVoxel, last / 2 + 1, last + 1).min().orElseThrow();
    assertTrue(late <= 1.2 * early, () -> "went from %.0f to %.0f ns".formatted(early, late));
  }

  /** Nanoseconds for a voxel, of the next steps. */
  private static double medianOfPart(TrainableNetwork network, SampleQueue queue) throws Exception {
    double[] nanos = new double[PART];
    for (int i = 0; i < PART; i++) {
      PreparedCase sample = queue.next();
      long start = System.nanoTime();
      network.step(sample.image().data(), sample.target(), sample.size(), 1e-4);
      nanos[i] = (System.nanoTime() - start) / (double) sample.size().voxels();
    }
    return Arrays.stream(nanos).sorted().toArray()[PART / 2];
  }

  /** The bundle's, which this module cannot see. */
  private static final class Hippocampus extends FolderDataset {
    Hippocampus() {
      super(
          MedicalSegmentationDecathlon.task(
              "msd-hippocampus",
              "MSD Task04 Hippocampus",
              List.of("MRI"),
              List.of("background", "anterior", "posterior")));
    }
  }
}
