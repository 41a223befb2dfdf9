package io.firenet.layout;

import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetSource;
import io.firenet.format.nifti.Nifti;
import io.firenet.testkit.DecathlonFixture;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The cases of {@link DecathlonFixture} in other layouts. */
final class LayoutFixtures {

  private LayoutFixtures() {}

  static DatasetSource nnunet(Path folder, DatasetDescriptor descriptor) throws IOException {
    Path decathlon = folder.resolveSibling(folder.getFileName() + "-decathlon");
    DecathlonFixture.write(decathlon, descriptor);
    for (String name : List.of("case_1", "case_2")) {
      Volume image = Nifti.readVolume(decathlon.resolve("imagesTr").resolve(name + ".nii.gz"));
      for (int channel = 0; channel < image.channels(); channel++) {
        write(folder.resolve("imagesTr/%s_%04d.nii.gz".formatted(name, channel)), image, channel);
      }
      Path labels = Files.createDirectories(folder.resolve("labelsTr"));
      Files.copy(
          decathlon.resolve("labelsTr").resolve(name + ".nii.gz"),
          labels.resolve(name + ".nii.gz"));
    }
    List<String> channels = descriptor.channels();
    List<String> labels = descriptor.labels();
    Files.writeString(
        folder.resolve("dataset.json"),
        "{\"channel_names\": {%s}, \"labels\": {%s}, \"numTraining\": 2, \"file_ending\": \".nii.gz\"}"
            .formatted(
                IntStream.range(0, channels.size())
                    .mapToObj(i -> "\"%d\": \"%s\"".formatted(i, channels.get(i)))
                    .collect(Collectors.joining(", ")),
                IntStream.range(0, labels.size())
                    .mapToObj(i -> "\"%s\": %d".formatted(labels.get(i), i))
                    .collect(Collectors.joining(", "))));
    return DatasetSource.of(folder);
  }

  static DatasetSource totalSegmentator(Path folder, DatasetDescriptor descriptor)
      throws IOException {
    Path decathlon = folder.resolveSibling(folder.getFileName() + "-decathlon");
    DecathlonFixture.write(decathlon, descriptor);
    for (String name : List.of("case_1", "case_2")) {
      Volume image = Nifti.readVolume(decathlon.resolve("imagesTr").resolve(name + ".nii.gz"));
      for (int channel = 0; channel < image.channels(); channel++) {
        String file = descriptor.channels().get(channel) + ".nii.gz";
        write(folder.resolve(name).resolve(file), image, channel);
      }
      LabelMap all = Nifti.readLabels(decathlon.resolve("labelsTr").resolve(name + ".nii.gz"));
      for (int label = 1; label < descriptor.labels().size(); label++) {
        short[] mask = new short[all.data().length];
        for (int at = 0; at < mask.length; at++) {
          mask[at] = (short) (all.data()[at] == label ? 1 : 0);
        }
        Path file =
            folder.resolve(
                "%s/segmentations/%s.nii.gz".formatted(name, descriptor.labels().get(label)));
        Files.createDirectories(file.getParent());
        Nifti.write(file, new LabelMap(all.geometry(), mask));
      }
    }
    return DatasetSource.of(folder);
  }

  private static void write(Path file, Volume image, int channel) throws IOException {
    Files.createDirectories(file.getParent());
    int voxels = (int) image.size().voxels();
    float[] data = Arrays.copyOfRange(image.data(), channel * voxels, (channel + 1) * voxels);
    Nifti.write(file, new Volume(image.geometry(), 1, data));
  }
}
