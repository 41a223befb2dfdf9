package io.firenet.dataset.lung;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.MedicalSegmentationDecathlon;
import io.firenet.folder.FolderDataset;
import io.firenet.format.LabelCode;
import java.util.List;
import java.util.Map;

/** MSD Task06: lung tumours in CT, 512×512 voxels a slice. */
@ServiceProvider(DatasetProvider.class)
public final class LungDataset extends FolderDataset {

  public LungDataset() {
    super(
        MedicalSegmentationDecathlon.task(
                "msd-lung", "MSD Task06 Lung", List.of("CT"), List.of("background", "cancer"))
            .withCodes(Map.of("cancer", LabelCode.abnormality("108369006", "Neoplasm"))));
  }
}
