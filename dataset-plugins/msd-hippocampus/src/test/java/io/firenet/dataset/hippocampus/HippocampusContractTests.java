package io.firenet.dataset.hippocampus;

import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.testkit.DatasetContractTests;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Nifti;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class HippocampusContractTests extends DatasetContractTests {

  private static final String LISTING =
      """
      {
        "modality": {"0": "MRI"},
        "labels": {"0": "background", "1": "Anterior", "2": "Posterior"},
        "training": [
          {"image": "./imagesTr/hippocampus_001.nii.gz", "label": "./labelsTr/hippocampus_001.nii.gz"},
          {"image": "./imagesTr/hippocampus_003.nii.gz", "label": "./labelsTr/hippocampus_003.nii.gz"}
        ]
      }
      """;

  @TempDir Path folder;

  @Override
  protected DatasetProvider provider() {
    return new HippocampusDataset();
  }

  @Override
  protected DatasetSource source() throws IOException {
    ImageGeometry grid = ImageGeometry.axisAligned(new GridSize(3, 4, 5), 1);
    float[] values = new float[60];
    short[] labels = new short[60];
    for (int at = 0; at < 60; at++) {
      values[at] = at;
      labels[at] = (short) (at % 3);
    }
    Files.createDirectories(folder.resolve("imagesTr"));
    Files.createDirectories(folder.resolve("labelsTr"));
    Files.writeString(folder.resolve("dataset.json"), LISTING);
    for (String file : new String[] {"hippocampus_001.nii.gz", "hippocampus_003.nii.gz"}) {
      Nifti.write(folder.resolve("imagesTr").resolve(file), new Volume(grid, 1, values));
      Nifti.write(folder.resolve("labelsTr").resolve(file), new LabelMap(grid, labels));
    }
    return DatasetSource.of(folder);
  }
}
