package io.firenet.dataset.braintumour;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.MedicalSegmentationDecathlon;
import io.firenet.dataset.Region;
import io.firenet.folder.FolderDataset;
import io.firenet.folder.LabelledFolder;
import io.firenet.format.LabelCode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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
    DatasetSource plain = new DatasetSource(source.folder(), others);
    List<Region> published = regions(1, 2, 3);
    others.put(LABELS, "folder");
    Dataset own = LabelledFolder.open(new DatasetSource(source.folder(), others), descriptor());
    // Gliomas are also published with the labels in another order, which their names tell.
    List<Region> regions = regionsByName(own.descriptor().labels()).orElse(published);
    return regions.equals(published)
        ? LabelledFolder.open(plain, descriptor().withRegions(published, Region.DECODER))
        : new Regions(
            own.descriptor().withRegions(regions, Region.DECODER), own.cases(), own.notes());
  }

  private static List<Region> regions(int edema, int core, int enhancing) {
    return List.of(
        new Region("whole tumour", List.of(edema, core, enhancing), edema),
        new Region("tumour core", List.of(core, enhancing), core),
        new Region("enhancing tumour", List.of(enhancing), enhancing));
  }

  /** Empty unless one label is of edema, and one of the two others of what enhances. */
  private static Optional<List<Region>> regionsByName(List<String> labels) {
    List<String> names = labels.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    int edema = -1;
    int core = -1;
    int enhancing = -1;
    for (int label = 1; label < names.size(); label++) {
      String name = names.get(label);
      if (name.contains("edema")) { // oedema too
        edema = label;
      } else if (name.contains("enhancing") && !name.contains("non")) {
        enhancing = label;
      } else {
        core = label;
      }
    }
    return names.size() == 4 && edema > 0 && core > 0 && enhancing > 0
        ? Optional.of(regions(edema, core, enhancing))
        : Optional.empty();
  }

  private record Regions(DatasetDescriptor descriptor, List<Case> cases, List<String> notes)
      implements Dataset {}
}
