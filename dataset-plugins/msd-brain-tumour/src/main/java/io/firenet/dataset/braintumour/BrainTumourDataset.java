package io.firenet.dataset.braintumour;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.FolderDataset;
import io.firenet.dataset.LabelledFolder;
import io.firenet.dataset.MedicalSegmentationDecathlon;
import io.firenet.dataset.Region;
import io.firenet.format.LabelCode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * MSD Task01: gliomas in four MR sequences, 240×240×155 voxels of 1 mm. With the option {@code
 * labels=regions} it is trained as BraTS scores it: by whole tumour, tumour core and enhancing
 * tumour, which overlap.
 */
@ServiceProvider(DatasetProvider.class)
public final class BrainTumourDataset extends FolderDataset {

  private static final String LABELS = "labels";
  private static final String REGIONS = "regions";

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

  @Override
  public Dataset open(DatasetSource source) throws IOException {
    if (!REGIONS.equals(source.options().get(LABELS))) {
      return super.open(source);
    }
    Map<String, String> others = new HashMap<>(source.options());
    others.remove(LABELS);
    List<Region> regions =
        List.of(
            new Region("whole tumour", List.of(1, 2, 3), 1),
            new Region("tumour core", List.of(2, 3), 2),
            new Region("enhancing tumour", List.of(3), 3));
    return LabelledFolder.open(
        new DatasetSource(source.folder(), others), descriptor().withRegions(regions, REGIONS));
  }
}
