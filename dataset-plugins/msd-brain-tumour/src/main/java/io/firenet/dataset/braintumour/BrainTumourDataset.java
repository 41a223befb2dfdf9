package io.firenet.dataset.braintumour;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.DecathlonFolder;
import io.firenet.dataset.MedicalSegmentationDecathlon;
import java.io.IOException;
import java.util.List;

/** MSD Task01: gliomas in four MR sequences, 240×240×155 voxels of 1 mm. */
@ServiceProvider(DatasetProvider.class)
public final class BrainTumourDataset implements DatasetProvider {

  private static final DatasetDescriptor DESCRIPTOR =
      new DatasetDescriptor(
          "msd-brain-tumour",
          "MSD Task01 BrainTumour",
          List.of("FLAIR", "T1w", "t1gd", "T2w"),
          List.of("background", "edema", "non-enhancing tumor", "enhancing tumour"),
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
