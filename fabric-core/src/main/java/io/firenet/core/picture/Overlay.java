package io.firenet.core.picture;

import io.firenet.volume.GridSize;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A picture of labels on an image: an axial, a coronal and a sagittal slice, each where the labels
 * cover the most voxels, all at one scale in millimetres. Right, front and head point to the right
 * or upwards (RAS), or right to the left, as the {@link ViewConvention} says, which the picture
 * names; oblique grids are shown along their own axes. Of an image with several channels the first
 * is shown, from its 1st to its 99th percentile.
 */
public final class Overlay {

  private Overlay() {}

  /**
   * Writes a picture of one label map.
   *
   * @param image the image
   * @param labels the labels, on the image's grid
   * @param names names of the label values 0, 1, 2, …
   * @param file the PNG file, replaced if it exists
   * @throws IllegalArgumentException if the grids differ in size
   * @throws IOException if it cannot be written
   */
  public static void write(Volume image, LabelMap labels, List<String> names, Path file)
      throws IOException {
    write(image, labels, names, ViewConvention.NEUROLOGICAL, file);
  }

  /**
   * Writes a picture in one of the conventions, see {@link #write(Volume, LabelMap, List, Path)}.
   *
   * @param image {@code [C,D,H,W]}, whose first channel is drawn
   * @param labels {@code [D,H,W]}, on the image's grid
   * @param names of the labels, for the legend
   * @param convention which side of the picture is the patient's left
   * @param file the PNG file to write or replace
   * @throws IOException if it cannot be written, or not drawn because this machine lacks fonts
   */
  public static void write(
      Volume image, LabelMap labels, List<String> names, ViewConvention convention, Path file)
      throws IOException {
    requireOneSize(image, labels);
    PngFile.write(file, () -> draw(image, Map.of("", labels), names, convention));
  }

  /**
   * Writes a picture of the reference above and a prediction below, in the same slices, see {@link
   * #write}.
   *
   * @param image {@code [C,D,H,W]}, whose first channel is drawn
   * @param reference {@code [D,H,W]}, on the image's grid
   * @param predicted {@code [D,H,W]}, on the image's grid
   * @param names of the labels, for the legend
   * @param file the PNG file to write or replace
   * @throws IOException if it cannot be written, or not drawn because this machine lacks fonts
   */
  public static void writeComparison(
      Volume image, LabelMap reference, LabelMap predicted, List<String> names, Path file)
      throws IOException {
    requireOneSize(image, reference);
    requireOneSize(image, predicted);
    Map<String, LabelMap> rows = new LinkedHashMap<>();
    rows.put("Reference", reference);
    rows.put("Prediction", predicted);
    PngFile.write(file, () -> draw(image, rows, names));
  }

  static BufferedImage draw(Volume image, Map<String, LabelMap> rows, List<String> names) {
    return draw(image, rows, names, ViewConvention.NEUROLOGICAL);
  }

  static BufferedImage draw(
      Volume image, Map<String, LabelMap> rows, List<String> names, ViewConvention convention) {
    int[] slices = slices(rows.values().iterator().next());
    List<Plane> planes =
        List.of(
            new Plane(image.geometry(), 0, 1, slices, convention),
            new Plane(image.geometry(), 0, 2, slices, convention),
            new Plane(image.geometry(), 1, 2, slices, convention));
    Legend legend = new Legend(present(rows, names));
    Sheet sheet = new Sheet(planes, rows.size(), legend, convention.toString());
    Window window = Window.of(image);
    int row = 0;
    for (Map.Entry<String, LabelMap> one : rows.entrySet()) {
      sheet.row(row++, one.getKey(), image, one.getValue(), window);
    }
    return sheet.finish();
  }

  /**
   * Along width, height and depth, the slice with the most labelled voxels; of equals the one
   * nearest to the labels' centre, or to the grid's where there are none.
   */
  static int[] slices(LabelMap labels) {
    GridSize size = labels.size();
    int[][] counts = {new int[size.width()], new int[size.height()], new int[size.depth()]};
    int index = 0;
    for (int d = 0; d < size.depth(); d++) {
      for (int h = 0; h < size.height(); h++) {
        for (int w = 0; w < size.width(); w++) {
          if (labels.data()[index++] > 0) {
            counts[0][w]++;
            counts[1][h]++;
            counts[2][d]++;
          }
        }
      }
    }
    return Arrays.stream(counts).mapToInt(Overlay::peak).toArray();
  }

  private static int peak(int[] counts) {
    int total = Arrays.stream(counts).sum();
    double centre = (counts.length - 1) / 2.0;
    if (total > 0) {
      double moment = 0;
      for (int i = 0; i < counts.length; i++) {
        moment += (double) i * counts[i];
      }
      centre = moment / total;
    }
    int best = 0;
    for (int i = 1; i < counts.length; i++) {
      boolean nearer = Math.abs(i - centre) < Math.abs(best - centre);
      if (counts[i] > counts[best] || (counts[i] == counts[best] && nearer)) {
        best = i;
      }
    }
    return best;
  }

  /** Names of the labels that occur, by value. */
  private static Map<Integer, String> present(Map<String, LabelMap> rows, List<String> names) {
    boolean[] seen = new boolean[Short.MAX_VALUE + 1];
    for (LabelMap map : rows.values()) {
      for (short label : map.data()) {
        seen[Math.max(0, label)] = true;
      }
    }
    Map<Integer, String> present = new LinkedHashMap<>();
    for (int label = 1; label < seen.length; label++) {
      if (seen[label]) {
        present.put(label, label < names.size() ? names.get(label) : "label " + label);
      }
    }
    return present;
  }

  private static void requireOneSize(Volume image, LabelMap labels) {
    if (!image.size().equals(labels.size())) {
      throw new IllegalArgumentException(
          "an overlay needs image and labels on one grid, got %s and %s voxels"
              .formatted(image.size(), labels.size()));
    }
  }

  /** The intensities shown as black and as white. */
  record Window(double black, double white) {

    private static final int SAMPLES = 200_000;

    static Window of(Volume image) {
      int voxels = (int) image.size().voxels();
      int step = Math.max(1, voxels / SAMPLES);
      float[] samples = new float[(voxels + step - 1) / step];
      int count = 0;
      for (int i = 0; i < voxels; i += step) {
        if (Float.isFinite(image.data()[i])) {
          samples[count++] = image.data()[i];
        }
      }
      if (count == 0) {
        return new Window(0, 1);
      }
      Arrays.sort(samples, 0, count);
      return new Window(
          samples[(int) Math.round(0.01 * (count - 1))],
          samples[(int) Math.round(0.99 * (count - 1))]);
    }

    /** The grey value, 0 to 255, of an intensity. */
    int grey(double intensity) {
      double part = white > black ? (intensity - black) / (white - black) : 0;
      return (int) Math.round(255 * Math.max(0, Math.min(1, part))); // NaN is black
    }
  }
}
