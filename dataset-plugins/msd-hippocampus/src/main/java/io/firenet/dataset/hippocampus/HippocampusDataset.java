package io.firenet.dataset.hippocampus;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.DecathlonFolder;
import io.firenet.dataset.MedicalSegmentationDecathlon;
import java.io.IOException;
import java.util.List;

/** MSD Task04: hippocampus in T1 MR, about 36×50×35 voxels of 1 mm. */
@ServiceProvider(DatasetProvider.class)
public final class HippocampusDataset implements DatasetProvider {

  private static final DatasetDescriptor DESCRIPTOR =
      new DatasetDescriptor(
          "msd-hippocampus",
          "MSD Task04 Hippocampus",
          List.of("MRI"),
          List.of("background", "anterior", "posterior"),
          "segmentation",
          MedicalSegmentationDecathlon.LICENCE,
          MedicalSegmentationDecathlon.CITATION,
          true);

  @Override
  public DatasetDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Dataset open(DatasetSource source) throws IOException {
    return DecathlonFolder.open(source, DESCRIPTOR);
  }
}
