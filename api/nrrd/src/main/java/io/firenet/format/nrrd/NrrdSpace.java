package io.firenet.format.nrrd;

import io.firenet.format.voxel.ImageHeader;
import io.firenet.volume.Affine;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a header puts its voxels in the patient.
 *
 * @param toRas the map from voxel indices to millimetres in RAS+
 * @param note what the header leaves open, if it does
 */
record NrrdSpace(Affine toRas, Optional<String> note) {

  /** Signs that turn the first two axes of a space to RAS+, by its names. */
  private static final Map<String, int[]> SPACES =
      Map.ofEntries(
          Map.entry("ras", new int[] {1, 1}),
          Map.entry("right-anterior-superior", new int[] {1, 1}),
          Map.entry("las", new int[] {-1, 1}),
          Map.entry("left-anterior-superior", new int[] {-1, 1}),
          Map.entry("lps", new int[] {-1, -1}),
          Map.entry("left-posterior-superior", new int[] {-1, -1}));

  private static final Map<String, Double> MILLIMETRES =
      Map.ofEntries(
          Map.entry("mm", 1.0),
          Map.entry("millimeter", 1.0),
          Map.entry("millimeters", 1.0),
          Map.entry("millimetre", 1.0),
          Map.entry("", 1.0),
          Map.entry("cm", 10.0),
          Map.entry("m", 1000.0),
          Map.entry("um", 1e-3),
          Map.entry("\u00b5m", 1e-3),
          Map.entry("\u03bcm", 1e-3),
          Map.entry("micron", 1e-3),
          Map.entry("microns", 1e-3));

  /**
   * Reads the map of the spatial axes.
   *
   * @param spatial which of the header's axes are spatial, two or three
   */
  static NrrdSpace of(NrrdFields fields, int axes, List<Integer> spatial) throws IOException {
    double[][] columns = new double[3][];
    int dimension = dimension(fields, spatial.size());
    String[] directions = directions(fields, axes);
    Optional<double[]> spacings = fields.numbers("spacings", axes);
    for (int i = 0; i < spatial.size(); i++) {
      int axis = spatial.get(i);
      double[] column = new double[3];
      if (directions.length > 0) {
        column = vector(fields, "space directions", directions[axis], dimension);
      } else {
        double step = spacings.map(all -> all[axis]).orElse(1.0);
        column[i] = Double.isNaN(step) ? 1 : Math.abs(step);
      }
      columns[i] = column;
    }
    if (columns[2] == null) {
      columns[2] = normal(columns[0], columns[1]); // a 2D image's slice is 1 mm thick
    }
    double[] origin = origin(fields, axes, spatial, dimension);
    String space = fields.text("space").orElse("").toLowerCase(Locale.ROOT);
    String known = space.replaceAll("-?time$|(?<=^ra[si]|^la[si]|^lps)t$", "");
    int[] signs = SPACES.getOrDefault(known, new int[] {-1, -1});
    Optional<String> note =
        SPACES.containsKey(known)
            ? Optional.empty()
            : Optional.of(
                "the header's space %s says nothing of the patient; taken as left-posterior-superior, as ITK does"
                    .formatted(space.isEmpty() ? "is missing and" : "'" + plain(space) + "'"));
    double[] rows = new double[12];
    double[] scales = scales(fields, dimension);
    for (int row = 0; row < 3; row++) {
      double scale = (row < 2 ? signs[row] : 1) * (row < scales.length ? scales[row] : 1);
      for (int column = 0; column < 3; column++) {
        rows[4 * row + column] = scale * columns[column][row] + 0.0; // no -0.0
      }
      rows[4 * row + 3] = scale * origin[row] + 0.0;
    }
    Affine affine = Affine.of(rows);
    ImageHeader.checkInvertible(
        affine, fields.file(), "'space directions', 'space origin' or 'spacings'");
    return new NrrdSpace(affine, note);
  }

  private static String plain(String text) {
    String shown = text.length() <= 40 ? text : text.substring(0, 40) + "…";
    return shown.replaceAll("\\p{Cntrl}", "?");
  }

  private static int dimension(NrrdFields fields, int spatial) throws IOException {
    long dimension = fields.whole(fields.text("space").isPresent() ? 3 : spatial, "spacedimension");
    if (dimension != 2 && dimension != 3) {
      throw fields.unfit("space dimension", "2 or 3", String.valueOf(dimension));
    }
    return (int) dimension;
  }

  private static String[] directions(NrrdFields fields, int axes) throws IOException {
    Optional<String> value = fields.text("spacedirections");
    if (value.isEmpty()) {
      return new String[0];
    }
    String[] parts = value.get().replaceAll("\\s*,\\s*", ",").split("\\s+(?![^(]*\\))");
    if (parts.length != axes) {
      throw fields.unfit("space directions", axes + " vectors or 'none'", value.get());
    }
    return parts;
  }

  /** Whether an axis has a direction; empty if the header has no directions. */
  static Optional<boolean[]> directed(NrrdFields fields, int axes) throws IOException {
    String[] directions = directions(fields, axes);
    if (directions.length == 0) {
      return Optional.empty();
    }
    boolean[] directed = new boolean[axes];
    for (int axis = 0; axis < axes; axis++) {
      directed[axis] = !directions[axis].equalsIgnoreCase("none");
    }
    return Optional.of(directed);
  }

  private static double[] vector(NrrdFields fields, String name, String text, int dimension)
      throws IOException {
    String inner = text.strip();
    if (!inner.startsWith("(") || !inner.endsWith(")")) {
      throw fields.unfit(name, "vectors such as (1,0,0)", text);
    }
    String[] parts = inner.substring(1, inner.length() - 1).split(",");
    if (parts.length != dimension) {
      throw fields.unfit(name, "vectors of %s numbers".formatted(dimension), text);
    }
    double[] vector = new double[3];
    for (int i = 0; i < dimension; i++) {
      vector[i] = fields.number(name, parts[i]);
    }
    return vector;
  }

  private static double[] origin(NrrdFields fields, int axes, List<Integer> spatial, int dimension)
      throws IOException {
    Optional<String> value = fields.text("spaceorigin");
    if (value.isPresent()) {
      return vector(fields, "space origin", value.get().replaceAll("\\s", ""), dimension);
    }
    double[] origin = new double[3];
    Optional<double[]> minima = fields.numbers("axismins", axes);
    if (minima.isPresent()) {
      for (int i = 0; i < spatial.size(); i++) {
        double minimum = minima.get()[spatial.get(i)];
        origin[i] = Double.isNaN(minimum) ? 0 : minimum;
      }
    }
    return origin;
  }

  /** Millimetres of one unit along each axis of the space. */
  private static double[] scales(NrrdFields fields, int dimension) throws IOException {
    double[] scales = {1, 1, 1};
    Optional<String> units = fields.text("spaceunits");
    if (units.isPresent()) {
      List<String> words = NrrdFields.words(units.get());
      if (words.size() != dimension) {
        throw fields.unfit("space units", dimension + " units", units.get());
      }
      for (int i = 0; i < dimension; i++) {
        Double scale = MILLIMETRES.get(words.get(i).toLowerCase(Locale.ROOT));
        if (scale == null) {
          throw fields.unfit("space units", "mm, cm, m or um", units.get());
        }
        scales[i] = scale;
      }
    }
    return scales;
  }

  private static double[] normal(double[] a, double[] b) {
    double[] n = {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    double length = Math.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
    for (int i = 0; i < 3; i++) {
      n[i] /= length; // not finite for parallel axes, which is refused afterwards
    }
    return n;
  }
}
