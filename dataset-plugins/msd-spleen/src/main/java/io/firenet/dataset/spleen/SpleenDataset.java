package io.firenet.dataset.spleen;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DecathlonDataset;
import io.firenet.dataset.MedicalSegmentationDecathlon;
import java.util.List;

/** MSD Task09: spleen in CT, 512×512 voxels a slice. */
@ServiceProvider(DatasetProvider.class)
public final class SpleenDataset extends DecathlonDataset {

  public SpleenDataset() {
    super(
        MedicalSegmentationDecathlon.task(
            "msd-spleen", "MSD Task09 Spleen", List.of("CT"), List.of("background", "spleen")));
  }
}
