package io.firenet.dataset.phantom;

import io.firenet.dataset.Case;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.dataset.Quantity;
import io.firenet.format.LabelCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is asked of a generated abdomen. */
enum Task {
  /** Which voxels are which organ. */
  SEGMENTATION,
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
    return new DatasetDescriptor(
            "phantom",
            "Generated abdomen phantoms",
            List.of("MR"),
            switch (this) {
              case SEGMENTATION -> List.of("background", "liver", "kidneys", "spine", "aorta");
              case CLASSIFICATION -> Contrast.names();
              case REGRESSION -> List.of();
            },
            this == REGRESSION ? List.of(new Quantity("liver volume", "ml")) : List.of(),
            decoder(),
            "Apache-2.0",
            "generated, nothing to cite",
            false)
        .withCodes(this == SEGMENTATION ? CODES : Map.of());
  }

  Case generate(int index, long seed, int maxSide, int labelled) {
    Contrast contrast =
        this == CLASSIFICATION
            ? Contrast.values()[index % Contrast.values().length]
            : Contrast.PLAIN;
    PhantomCase phantom = new PhantomCase(index, seed, maxSide, contrast);
    return this != SEGMENTATION
        ? new AnsweredPhantom(phantom, this)
        : labelled > 1 ? new SparselyLabelled(phantom, labelled) : phantom;
  }
}
