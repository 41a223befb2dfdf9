package io.firenet.dataset.oaiknee;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.DecathlonFolder;
import java.io.IOException;
import java.util.List;

/**
 * Bones of the knee in DESS MR of the Osteoarthritis Initiative: one class, or with {@code
 * labels=folder} each structure by itself. Cartilage and meniscus are no bone.
 */
@ServiceProvider(DatasetProvider.class)
public final class OaiKneeDataset implements DatasetProvider {

  private static final DatasetDescriptor DESCRIPTOR =
      new DatasetDescriptor(
          "oai-knee",
          "OAI knee bones",
          List.of("DESS MR"),
          List.of("background", "bone"),
          "segmentation",
          "images: OAI data use agreement; OAI-ZIB labels: for scientific purposes only",
          "Ambellan et al., Automated segmentation of knee bone and cartilage combining statistical"
              + " shape knowledge and convolutional neural networks, Medical Image Analysis 52,"
              + " 109-118 (2019), https://doi.org/10.1016/j.media.2018.11.009",
          true);

  @Override
  public DatasetDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Dataset open(DatasetSource source) throws IOException {
    return DecathlonFolder.openAsOneClass(source, DESCRIPTOR, "cartilage", "meniscus");
  }
}
