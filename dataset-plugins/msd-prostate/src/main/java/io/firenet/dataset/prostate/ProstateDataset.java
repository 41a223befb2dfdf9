package io.firenet.dataset.prostate;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.MedicalSegmentationDecathlon;
import io.firenet.folder.FolderDataset;
import io.firenet.format.LabelCode;
import java.util.List;
import java.util.Map;

/**
 * MSD Task05: peripheral (PZ) and transition zone (TZ) of the prostate in two MR sequences, about
 * 320×320×20 voxels of 0.62×0.62×3.6 mm.
 */
@ServiceProvider(DatasetProvider.class)
public final class ProstateDataset extends FolderDataset {

  public ProstateDataset() {
    super(
        MedicalSegmentationDecathlon.task(
                "msd-prostate",
                "MSD Task05 Prostate",
                List.of("T2", "ADC"),
                List.of("background", "PZ", "TZ"))
            .withCodes(
                Map.of(
                    "PZ",
                    LabelCode.anatomy("279706003", "Peripheral zone of prostate"),
                    "TZ",
                    LabelCode.anatomy("399384005", "Transition zone of prostate"))));
  }
}
