package io.firenet.layout;

import io.firenet.folder.FolderLayout;
import io.firenet.format.ImageFormats;
import io.firenet.testkit.DecathlonFixture;
import io.firenet.testkit.FolderLayoutContractTests;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** The layouts of the API do what layouts of plugins must. */
class LayoutContractTests {

  private static final ImageGeometry GRID = ImageGeometry.axisAligned(new GridSize(3, 4, 5), 1);

  private static void image(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    ImageFormats.write(file, new Volume(GRID, 1, new float[60]));
  }

  private static void labels(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    short[] labels = new short[60];
    labels[7] = 1;
    ImageFormats.write(file, new LabelMap(GRID, labels));
  }

  @Nested
  class Decathlon extends FolderLayoutContractTests {

    @Override
    protected FolderLayout layout() {
      return new DecathlonLayout();
    }

    @Override
    protected void write(Path folder) throws IOException {
      DecathlonFixture.write(folder, List.of("CT"), List.of("background", "bone"));
    }
  }

  @Nested
  class Nnunet extends FolderLayoutContractTests {

    @Override
    protected FolderLayout layout() {
      return new NnunetLayout();
    }

    @Override
    protected void write(Path folder) throws IOException {
      for (String id : List.of("a", "b")) {
        image(folder.resolve("imagesTr").resolve(id + "_0000.nii.gz"));
        image(folder.resolve("imagesTr").resolve(id + "_0001.nii.gz"));
        labels(folder.resolve("labelsTr").resolve(id + ".nii.gz"));
      }
      Files.writeString(
          folder.resolve("dataset.json"),
          """
          {"channel_names": {"0": "T2", "1": "ADC"}, "labels": {"background": 0, "zone": 1},
           "numTraining": 2, "file_ending": ".nii.gz"}
          """);
    }
  }

  @Nested
  class TotalSegmentator extends FolderLayoutContractTests {

    @Override
    protected FolderLayout layout() {
      return new TotalSegmentatorLayout();
    }

    @Override
    protected void write(Path folder) throws IOException {
      for (String id : List.of("s1", "s2")) {
        image(folder.resolve(id).resolve("ct.nii.gz"));
        labels(folder.resolve(id).resolve("segmentations/liver.nii.gz"));
        labels(folder.resolve(id).resolve("segmentations/spleen.nii.gz"));
      }
    }
  }
}
