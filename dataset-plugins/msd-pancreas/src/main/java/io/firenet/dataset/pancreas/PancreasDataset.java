package io.firenet.dataset.pancreas;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.MedicalSegmentationDecathlon;
import io.firenet.folder.FolderDataset;
import io.firenet.format.LabelCode;
import java.util.List;
import java.util.Map;

/** MSD Task07: pancreas and its tumours in CT, 512×512 voxels a slice. */
@ServiceProvider(DatasetProvider.class)
public final class PancreasDataset extends FolderDataset {

  public PancreasDataset() {
    super(
        MedicalSegmentationDecathlon.task(
                "msd-pancreas",
                "MSD Task07 Pancreas",
                List.of("CT"),
                List.of("background", "pancreas", "cancer"))
            .withCodes(
                Map.of(
                    "pancreas",
                    LabelCode.anatomy("15776009", "Pancreas"),
                    "cancer",
                    LabelCode.abnormality("108369006", "Neoplasm"))));
  }
}
