package io.firenet.core.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.network.Network;
import io.firenet.preprocess.ElasticDeformation;
import io.firenet.preprocess.LabelledVolume;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Resident memory of training on images of ever other sizes. */
class MemoryTests {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int SIZES = 40;

  @Test
  @Tag("benchmark")
  void defaultNetworkStaysFlat() throws IOException {
    train(FabricConfig.DEFAULT, 50);
  }

  @Test
  void smallNetworkStaysFlat() throws IOException {
    // Most of this process is Java itself, which takes longer to settle.
    train(new FabricConfig(4, 6, 4, 3, 1, List.of(1, 2), 1e-5, 0.01), 150);
  }

  private static void train(FabricConfig config, int warmUp) throws IOException {
    assumeTrue(Files.isReadable(STATUS), "resident memory is read from /proc, which is not here");
    Network network = FabricNetwork.build(config, 1, new SegmentationDecoder(), 3);
    Random random = new Random(1);
    List<GridSize> sizes = Stream.generate(() -> size(random)).distinct().limit(SIZES).toList();
    List<LabelledVolume> samples = new ArrayList<>(); // made before: they are not what is measured
    for (GridSize size : sizes) {
      samples.add(sample(size, samples.size()));
    }
    long warm = 0;
    long after300;
    try (TrainingEngine engine = new TrainingEngine(Map.of("a", network), 1)) {
      for (int step = 1; step <= 300; step++) {
        LabelledVolume sample = samples.get(step % SIZES);
        engine
            .network("a")
            .step(sample.image().data(), sample.labels().data(), sample.image().size(), 1e-4);
        if (step == warmUp) {
          warm = residentKib();
        }
      }
      after300 = residentKib(); // before the engine gives its memory back
    }
    System.out.printf(
        Locale.ROOT,
        "resident memory after %d steps %.2f GiB, after 300 steps %.2f GiB%n",
        warmUp,
        warm / 1048576.0,
        after300 / 1048576.0);
    assertTrue(
        after300 <= 1.1 * warm,
        "%d KiB after 300 steps, %d after the warm-up".formatted(after300, warm));
  }

  private static LabelledVolume sample(GridSize size, int seed) {
    Random random = new Random(seed);
    float[] image = new float[(int) size.voxels()];
    short[] labels = new short[image.length];
    for (int i = 0; i < image.length; i++) {
      image[i] = random.nextFloat();
      labels[i] = (short) (image[i] * 3);
    }
    ImageGeometry geometry = ImageGeometry.axisAligned(size, 1);
    return ElasticDeformation.DEFAULT.apply(
        new Volume(geometry, 1, image), new LabelMap(geometry, labels), seed);
  }

  /** As varied as the images of MSD's hippocampus task. */
  private static GridSize size(Random random) {
    return new GridSize(24 + random.nextInt(24), 40 + random.nextInt(20), 31 + random.nextInt(13));
  }

  private static long residentKib() throws IOException {
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
