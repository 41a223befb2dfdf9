package io.firenet.dataset.phantom;

import io.firenet.dataset.Case;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.dataset.Quantity;
import io.firenet.dataset.Region;
import io.firenet.format.LabelCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is asked of a generated abdomen. */
enum Task {
  /** Which voxels are which organ. */
  SEGMENTATION,
  /** Which are in parts of the body that overlap. */
  REGIONS,
  /** How the image was taken, see {@link Contrast}; each way in every third case. */
  CLASSIFICATION,
  /** How large the liver is. */
  REGRESSION;

  private static final Map<String, LabelCode> CODES =
      Map.of(
          "liver", LabelCode.anatomy("10200004", "Liver"),
          "kidneys", LabelCode.anatomy("64033007", "Kidney"),
          "spine", LabelCode.anatomy("421060004", "Spine"),
          "aorta", LabelCode.anatomy("15825003", "Aorta"));

  private static final List<Region> PARTS =
      List.of(
          new Region("organs", List.of(1, 2), 1),
          new Region("kidneys", List.of(2), 2),
          new Region("spine and aorta", List.of(3, 4), 3),
          new Region("aorta", List.of(4), 4));

  /**
   * The task of a name.
   *
   * @throws InvalidDatasetException if there is none
   */
  static Task of(String name) throws InvalidDatasetException {
    for (Task task : values()) {
      if (task.decoder().equals(name)) {
        return task;
      }
    }
    throw new InvalidDatasetException(
        "dataset 'phantom': task must be one of %s, got '%s'"
            .formatted(Arrays.stream(values()).map(Task::decoder).toList(), name));
  }

  private String decoder() {
    return name().toLowerCase(Locale.ROOT);
  }

  DatasetDescriptor descriptor() {
    return DatasetDescriptor.builder("phantom")
        .title("Generated abdomen phantoms")
        .channels("MR")
        .labels(
            switch (this) {
              case SEGMENTATION, REGIONS ->
                  List.of("background", "liver", "kidneys", "spine", "aorta");
              case CLASSIFICATION -> Contrast.names();
              case REGRESSION -> List.of();
            })
        .quantities(this == REGRESSION ? List.of(new Quantity("liver volume", "ml")) : List.of())
        .decoder(decoder())
        .licence("Apache-2.0")
        .citation("generated, nothing to cite")
        .needsFolder(false)
        .codes(this == SEGMENTATION || this == REGIONS ? CODES : Map.of())
        .regions(this == REGIONS ? PARTS : List.of())
        .build();
  }

  Case generate(int index, long seed, int maxSide, int labelled) {
    Contrast contrast =
        this == CLASSIFICATION
            ? Contrast.values()[index % Contrast.values().length]
            : Contrast.PLAIN;
    PhantomCase phantom = new PhantomCase(index, seed, maxSide, contrast);
    return this != SEGMENTATION && this != REGIONS
        ? new AnsweredPhantom(phantom, this)
        : labelled > 1
            ? new SparselyLabelled(phantom, labelled, (index + labelled / 2) % labelled)
            : phantom;
  }
}
