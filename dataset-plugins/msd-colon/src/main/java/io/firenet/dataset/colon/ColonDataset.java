package io.firenet.dataset.colon;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.MedicalSegmentationDecathlon;
import io.firenet.folder.FolderDataset;
import io.firenet.format.LabelCode;
import java.util.List;
import java.util.Map;

/** MSD Task10: primary tumours of the colon in CT, 512×512 voxels a slice. */
@ServiceProvider(DatasetProvider.class)
public final class ColonDataset extends FolderDataset {

  public ColonDataset() {
    super(
        MedicalSegmentationDecathlon.task(
                "msd-colon",
                "MSD Task10 Colon",
                List.of("CT"),
                List.of("background", "colon cancer primaries"))
            .withCodes(
                Map.of(
                    "colon cancer primaries",
                    LabelCode.abnormality("86049000", "Neoplasm, Primary"))));
  }
}
