package io.firenet.spark;

import io.firenet.format.ImageFormats;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Images of noise that a cohort is made of, and the label maps that come of them. */
final class CohortFolder {

  static final Path MODEL = Path.of("..", "models", "hippocampus.onnx");

  private CohortFolder() {}

  /** Writes so many images into a new folder. */
  static Path write(Path folder, int images) throws IOException {
    Files.createDirectories(folder);
    Random random = new Random(3);
    for (int i = 0; i < images; i++) {
      ImageFormats.write(folder.resolve("case-%02d.nii.gz".formatted(i)), image(random));
    }
    return folder;
  }

  private static Volume image(Random random) {
    GridSize size = new GridSize(36, 48, 32);
    float[] data = new float[(int) size.voxels()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) (i % 97 + 20 * random.nextGaussian());
    }
    return new Volume(ImageGeometry.axisAligned(size, 1), 1, data);
  }

  /** The names of the label maps in a folder, sorted. */
  static List<String> labels(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("case-"))
          .sorted()
          .toList();
    }
  }
}
