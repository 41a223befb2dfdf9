package io.firenet.dataset.braintumour;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.FolderDataset;
import io.firenet.dataset.MedicalSegmentationDecathlon;
import io.firenet.format.LabelCode;
import java.util.List;
import java.util.Map;

/** MSD Task01: gliomas in four MR sequences, 240×240×155 voxels of 1 mm. */
@ServiceProvider(DatasetProvider.class)
public final class BrainTumourDataset extends FolderDataset {

  public BrainTumourDataset() {
    super(
        MedicalSegmentationDecathlon.task(
                "msd-brain-tumour",
                "MSD Task01 BrainTumour",
                List.of("FLAIR", "T1w", "t1gd", "T2w"),
                List.of("background", "edema", "non-enhancing tumor", "enhancing tumour"))
            .withCodes(
                Map.of(
                    "edema",
                    LabelCode.abnormality("79654002", "Edema"),
                    "non-enhancing tumor",
                    LabelCode.abnormality("108369006", "Neoplasm"),
                    "enhancing tumour",
                    LabelCode.abnormality("108369006", "Neoplasm"))));
  }
}
