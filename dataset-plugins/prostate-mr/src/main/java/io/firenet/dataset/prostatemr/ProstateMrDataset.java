package io.firenet.dataset.prostatemr;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.folder.FolderDataset;
import io.firenet.format.LabelCode;
import java.util.Map;

/**
 * Pelvis in MR for planning of prostate radiotherapy, with the five organs of the paper. A folder
 * with other labels, such as the prostate's zones, is read with {@code labels=folder}.
 */
@ServiceProvider(DatasetProvider.class)
public final class ProstateMrDataset extends FolderDataset {

  public ProstateMrDataset() {
    super(
        DatasetDescriptor.builder("prostate-mr")
            .title("Prostate MR")
            .channels("T2 MR")
            .labels("background", "body", "bone", "bladder", "rectum", "prostate")
            .licence("as stated at https://doi.org/10.25919/45t8-p065")
            .citation(
                "Dowling and Greer, Labelled weekly MR images of the male pelvis, CSIRO Data Collection"
                    + " (2021), https://doi.org/10.25919/45t8-p065")
            .codes(
                Map.of(
                    "bone",
                    LabelCode.anatomy("272673000", "Bone"),
                    "bladder",
                    LabelCode.anatomy("89837001", "Bladder"),
                    "rectum",
                    LabelCode.anatomy("34402009", "Rectum"),
                    "prostate",
                    LabelCode.anatomy("41216001", "Prostate")))
            .build());
  }
}
