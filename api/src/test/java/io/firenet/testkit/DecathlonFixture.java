package io.firenet.testkit;

import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetSource;
import io.firenet.format.nifti.Nifti;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes a folder in the Decathlon layout with two tiny cases that hold every label. */
public final class DecathlonFixture {

  private static final GridSize SIZE = new GridSize(3, 4, 5);

  private DecathlonFixture() {}

  /**
   * Writes the folder of a dataset.
   *
   * @param folder where to; made if absent
   * @param descriptor whose channels and labels the folder has
   * @return the folder as a source
   * @throws IOException if it cannot be written
   */
  public static DatasetSource write(Path folder, DatasetDescriptor descriptor) throws IOException {
    return write(folder, descriptor.channels(), descriptor.labels());
  }

  /**
   * Writes a folder with the given channels and labels.
   *
   * @param folder where to; made if absent
   * @param channels names of the image channels, as many as each image gets
   * @param labels names of the labels 0, 1, 2, …, all of which the label maps have
   * @return the folder as a source
   * @throws IOException if it cannot be written
   */
  public static DatasetSource write(Path folder, List<String> channels, List<String> labels)
      throws IOException {
    Files.createDirectories(folder.resolve("imagesTr"));
    Files.createDirectories(folder.resolve("labelsTr"));
    ImageGeometry grid = ImageGeometry.axisAligned(SIZE, 1);
    int voxels = (int) SIZE.voxels();
    List<String> entries = new ArrayList<>();
    for (int number = 1; number <= 2; number++) {
      float[] image = new float[channels.size() * voxels];
      for (int at = 0; at < image.length; at++) {
        image[at] = number * at;
      }
      short[] label = new short[voxels];
      for (int at = 0; at < voxels; at++) {
        label[at] = (short) ((at + number) % labels.size());
      }
      String file = "case_%d.nii.gz".formatted(number);
      Volume volume = new Volume(grid, channels.size(), image);
      Nifti.write(folder.resolve("imagesTr").resolve(file), volume);
      Nifti.write(folder.resolve("labelsTr").resolve(file), new LabelMap(grid, label));
      entries.add(
          "{\"image\": \"./imagesTr/%1$s\", \"label\": \"./labelsTr/%1$s\"}".formatted(file));
    }
    Files.writeString(
        folder.resolve("dataset.json"),
        "{\"modality\": {%s}, \"labels\": {%s}, \"training\": [%s]}"
            .formatted(numbered(channels), numbered(labels), String.join(", ", entries)));
    return DatasetSource.of(folder);
  }

  private static String numbered(List<String> names) {
    List<String> pairs = new ArrayList<>();
    names.forEach(name -> pairs.add("\"%d\": \"%s\"".formatted(pairs.size(), name)));
    return String.join(", ", pairs);
  }
}
