package io.firenet.format;

/**
 * One of the images that a file or folder holds, as a list of them shows it; nothing of a patient.
 *
 * @param id what {@link ImageSource#series} names it by: for DICOM its UID
 * @param number what people call it, such as a series' number; may be empty
 * @param description in words; may be empty
 * @param modality such as {@code CT}; may be empty
 * @param columns pixels in a row of a slice
 * @param rows of a slice
 * @param slices how many there are
 */
public record ImageSeries(
    String id,
    String number,
    String description,
    String modality,
    int columns,
    int rows,
    long slices) {

  /** Number, description, modality, rows × columns, number of slices and id. */
  @Override
  public String toString() {
    return "%s '%s' %s %s×%s, %s %s, %s"
        .formatted(
            number.isEmpty() ? "-" : number,
            description,
            modality,
            rows,
            columns,
            slices,
            slices == 1 ? "slice" : "slices",
            id);
  }
}
