package io.firenet.dataset.oaiknee;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.folder.FolderDataset;
import io.firenet.folder.LabelledFolder;
import io.firenet.folder.PairedFolders;
import io.firenet.format.LabelCode;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Bones of the knee in DESS MR of the Osteoarthritis Initiative: one class, or with {@code
 * labels=folder} each structure by itself. Cartilage and meniscus are no bone.
 *
 * <p>Reads the Decathlon layout, and label maps as OAI-ZIB ships them with images {@code
 * images/ID.mha} (or .mhd, .nii, .nii.gz) beside. They carry no pose: bring them onto one grid.
 */
@ServiceProvider(DatasetProvider.class)
public final class OaiKneeDataset extends FolderDataset {

  private static final PairedFolders OAI_ZIB =
      new PairedFolders(
          "images",
          "segmentation_masks",
          ".segmentation_masks.mhd",
          List.of(
              "background",
              "femoral bone",
              "femoral cartilage",
              "tibial bone",
              "tibial cartilage"));

  public OaiKneeDataset() {
    super(
        DatasetDescriptor.builder("oai-knee")
            .title("OAI knee bones")
            .channels("DESS MR")
            .labels("background", "bone")
            .licence("images: OAI data use agreement; OAI-ZIB labels: for scientific purposes only")
            .citation(
                "Ambellan et al., Automated segmentation of knee bone and cartilage combining statistical"
                    + " shape knowledge and convolutional neural networks, Medical Image Analysis 52,"
                    + " 109-118 (2019), https://doi.org/10.1016/j.media.2018.11.009")
            .codes(Map.of("bone", LabelCode.anatomy("272673000", "Bone")))
            .build());
  }

  @Override
  public Dataset open(DatasetSource source) throws IOException {
    return OAI_ZIB.isIn(source)
        ? OAI_ZIB.openAsOneClass(source, descriptor(), "cartilage", "meniscus")
        : LabelledFolder.openAsOneClass(source, descriptor(), "cartilage", "meniscus");
  }
}
