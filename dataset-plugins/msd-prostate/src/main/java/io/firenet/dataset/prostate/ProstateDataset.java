package io.firenet.dataset.prostate;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.DecathlonFolder;
import io.firenet.dataset.MedicalSegmentationDecathlon;
import java.io.IOException;
import java.util.List;

/**
 * MSD Task05: peripheral (PZ) and transition zone (TZ) of the prostate in two MR sequences, about
 * 320×320×20 voxels of 0.62×0.62×3.6 mm.
 */
@ServiceProvider(DatasetProvider.class)
public final class ProstateDataset implements DatasetProvider {

  private static final DatasetDescriptor DESCRIPTOR =
      new DatasetDescriptor(
          "msd-prostate",
          "MSD Task05 Prostate",
          List.of("T2", "ADC"),
          List.of("background", "PZ", "TZ"),
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
