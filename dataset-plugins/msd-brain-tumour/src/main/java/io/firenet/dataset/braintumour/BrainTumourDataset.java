package io.firenet.dataset.braintumour;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DecathlonDataset;
import io.firenet.dataset.MedicalSegmentationDecathlon;
import java.util.List;

/** MSD Task01: gliomas in four MR sequences, 240×240×155 voxels of 1 mm. */
@ServiceProvider(DatasetProvider.class)
public final class BrainTumourDataset extends DecathlonDataset {

  public BrainTumourDataset() {
    super(
        MedicalSegmentationDecathlon.task(
            "msd-brain-tumour",
            "MSD Task01 BrainTumour",
            List.of("FLAIR", "T1w", "t1gd", "T2w"),
            List.of("background", "edema", "non-enhancing tumor", "enhancing tumour")));
  }
}
