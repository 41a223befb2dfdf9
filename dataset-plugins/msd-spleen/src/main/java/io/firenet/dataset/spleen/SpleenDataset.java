package io.firenet.dataset.spleen;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.MedicalSegmentationDecathlon;
import io.firenet.folder.FolderDataset;
import io.firenet.format.LabelCode;
import java.util.List;
import java.util.Map;

/** MSD Task09: spleen in CT, 512×512 voxels a slice. */
@ServiceProvider(DatasetProvider.class)
public final class SpleenDataset extends FolderDataset {

  public SpleenDataset() {
    super(
        MedicalSegmentationDecathlon.task(
                "msd-spleen", "MSD Task09 Spleen", List.of("CT"), List.of("background", "spleen"))
            .withCodes(Map.of("spleen", LabelCode.anatomy("78961009", "Spleen"))));
  }
}
