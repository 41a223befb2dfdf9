package io.firenet.dataset.heart;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.MedicalSegmentationDecathlon;
import io.firenet.folder.FolderDataset;
import io.firenet.format.LabelCode;
import java.util.List;
import java.util.Map;

/** MSD Task02: left atrium in MR, about 320×320×115 voxels of 1.25×1.25×1.37 mm. */
@ServiceProvider(DatasetProvider.class)
public final class HeartDataset extends FolderDataset {

  public HeartDataset() {
    super(
        MedicalSegmentationDecathlon.task(
                "msd-heart",
                "MSD Task02 Heart",
                List.of("MRI"),
                List.of("background", "left atrium"))
            .withCodes(Map.of("left atrium", LabelCode.anatomy("82471001", "Left atrium"))));
  }
}
