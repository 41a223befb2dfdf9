package io.firenet.dataset.shoulder;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.folder.FolderDataset;
import io.firenet.folder.LabelledFolder;
import io.firenet.format.LabelCode;
import java.io.IOException;
import java.util.Map;

/**
 * Bones of the shoulder in MR: one class, or with {@code labels=folder} each structure by itself.
 * Cartilage and labrum, where a folder labels them, are no bone.
 */
@ServiceProvider(DatasetProvider.class)
public final class ShoulderDataset extends FolderDataset {

  public ShoulderDataset() {
    super(
        DatasetDescriptor.builder("msk-shoulder")
            .title("MSK shoulder bones")
            .channels("MRI")
            .labels("background", "bone")
            .licence("that of the folder's images; the paper's are not published")
            .citation(
                "Liu et al., Fabric Image Representation Encoding Networks for Large-scale 3D Medical"
                    + " Image Analysis (2020), https://arxiv.org/abs/2006.15578")
            .codes(Map.of("bone", LabelCode.anatomy("272673000", "Bone")))
            .build());
  }

  @Override
  public Dataset open(DatasetSource source) throws IOException {
    return LabelledFolder.openAsOneClass(source, descriptor(), "cartilage", "labrum");
  }
}
