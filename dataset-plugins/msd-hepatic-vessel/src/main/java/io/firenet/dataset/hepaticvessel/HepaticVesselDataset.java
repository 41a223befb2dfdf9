package io.firenet.dataset.hepaticvessel;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.MedicalSegmentationDecathlon;
import io.firenet.folder.FolderDataset;
import io.firenet.format.LabelCode;
import java.util.List;
import java.util.Map;

/** MSD Task08: vessels and tumours of the liver in CT, 512×512 voxels a slice. */
@ServiceProvider(DatasetProvider.class)
public final class HepaticVesselDataset extends FolderDataset {

  public HepaticVesselDataset() {
    super(
        MedicalSegmentationDecathlon.task(
                "msd-hepatic-vessel",
                "MSD Task08 HepaticVessel",
                List.of("CT"),
                List.of("background", "vessel", "tumour"))
            .withCodes(
                Map.of(
                    "vessel",
                    LabelCode.anatomy("59820001", "Blood vessel"),
                    "tumour",
                    LabelCode.abnormality("108369006", "Neoplasm"))));
  }
}
