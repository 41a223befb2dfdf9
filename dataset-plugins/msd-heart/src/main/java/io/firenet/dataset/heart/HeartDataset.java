package io.firenet.dataset.heart;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.DecathlonFolder;
import io.firenet.dataset.MedicalSegmentationDecathlon;
import java.io.IOException;
import java.util.List;

/** MSD Task02: left atrium in MR, about 320×320×115 voxels of 1.25×1.25×1.37 mm. */
@ServiceProvider(DatasetProvider.class)
public final class HeartDataset implements DatasetProvider {

  private static final DatasetDescriptor DESCRIPTOR =
      new DatasetDescriptor(
          "msd-heart",
          "MSD Task02 Heart",
          List.of("MRI"),
          List.of("background", "left atrium"),
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
