package io.firenet.dataset.hippocampus;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.MedicalSegmentationDecathlon;
import io.firenet.folder.FolderDataset;
import io.firenet.format.LabelCode;
import java.util.List;
import java.util.Map;

/** MSD Task04: hippocampus in T1 MR, about 36×50×35 voxels of 1 mm. */
@ServiceProvider(DatasetProvider.class)
public final class HippocampusDataset extends FolderDataset {

  public HippocampusDataset() {
    super(
        MedicalSegmentationDecathlon.task(
                "msd-hippocampus",
                "MSD Task04 Hippocampus",
                List.of("MRI"),
                List.of("background", "anterior", "posterior"))
            .withCodes(
                Map.of(
                    "anterior",
                    LabelCode.anatomy("5366008", "Hippocampus"),
                    "posterior",
                    LabelCode.anatomy("5366008", "Hippocampus"))));
  }
}
