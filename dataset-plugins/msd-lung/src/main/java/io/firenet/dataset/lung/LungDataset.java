package io.firenet.dataset.lung;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.DecathlonFolder;
import io.firenet.dataset.MedicalSegmentationDecathlon;
import java.io.IOException;
import java.util.List;

/** MSD Task06: lung tumours in CT, 512×512 voxels a slice. */
@ServiceProvider(DatasetProvider.class)
public final class LungDataset implements DatasetProvider {

  private static final DatasetDescriptor DESCRIPTOR =
      new DatasetDescriptor(
          "msd-lung",
          "MSD Task06 Lung",
          List.of("CT"),
          List.of("background", "cancer"),
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
