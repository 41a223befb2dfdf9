package io.firenet.dataset.pancreas;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DecathlonDataset;
import io.firenet.dataset.MedicalSegmentationDecathlon;
import java.util.List;

/** MSD Task07: pancreas and its tumours in CT, 512×512 voxels a slice. */
@ServiceProvider(DatasetProvider.class)
public final class PancreasDataset extends DecathlonDataset {

  public PancreasDataset() {
    super(
        MedicalSegmentationDecathlon.task(
            "msd-pancreas",
            "MSD Task07 Pancreas",
            List.of("CT"),
            List.of("background", "pancreas", "cancer")));
  }
}
