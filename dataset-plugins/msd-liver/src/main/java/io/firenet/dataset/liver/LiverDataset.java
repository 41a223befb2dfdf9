package io.firenet.dataset.liver;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.MedicalSegmentationDecathlon;
import io.firenet.folder.FolderDataset;
import io.firenet.format.LabelCode;
import java.util.List;
import java.util.Map;

/** MSD Task03: liver and its tumours in CT, 512×512 voxels a slice. */
@ServiceProvider(DatasetProvider.class)
public final class LiverDataset extends FolderDataset {

  public LiverDataset() {
    super(
        MedicalSegmentationDecathlon.task(
                "msd-liver",
                "MSD Task03 Liver",
                List.of("CT"),
                List.of("background", "liver", "cancer"))
            .withCodes(
                Map.of(
                    "liver",
                    LabelCode.anatomy("10200004", "Liver"),
                    "cancer",
                    LabelCode.abnormality("108369006", "Neoplasm"))));
  }
}
