package io.firenet.dataset;

import java.util.List;

/** What the ten tasks of the Medical Segmentation Decathlon have in common. */
public final class MedicalSegmentationDecathlon {

  /** Licence of the images and labels. */
  public static final String LICENCE = "CC-BY-SA 4.0";

  /** What to cite. */
  public static final String CITATION =
      "Antonelli et al., The Medical Segmentation Decathlon, Nature Communications 13, 4128"
          + " (2022), https://doi.org/10.1038/s41467-022-30695-9";

  private MedicalSegmentationDecathlon() {}

  /**
   * {@return the descriptor of a task, with the channels and labels of its {@code dataset.json}}
   *
   * @param name the dataset's name here, lower-case letters, digits and dashes
   * @param title what people call the task
   * @param channels names of the image channels, in the order of the task's {@code modality}
   * @param labels names of the label values 0, 1, 2, …
   */
  public static DatasetDescriptor task(
      String name, String title, List<String> channels, List<String> labels) {
    return DatasetDescriptor.builder(name)
        .title(title)
        .channels(channels)
        .labels(labels)
        .licence(LICENCE)
        .citation(CITATION)
        .build();
  }
}
