package io.firenet.format.dicom.series;

import io.firenet.format.CodedConcept;
import io.firenet.format.ImageSource;
import io.firenet.format.Segment;
import io.firenet.format.StoredImage;
import io.firenet.format.dicom.data.CieLab;
import io.firenet.format.dicom.data.DataSet;
import io.firenet.format.dicom.data.Tag;
import io.firenet.format.dicom.pixel.FrameReader;
import io.firenet.format.voxel.ImageHeader;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A DICOM segmentation, binary or a label map: frames of segments, of which empty ones may be
 * missing.
 *
 * @param depths of each slice the index along the grid
 */
record StoredSegmentation(
    ImageSource source,
    Instance instance,
    List<Slice> slices,
    List<Integer> depths,
    ImageGeometry geometry,
    List<Segment> segments)
    implements StoredImage {

  /** Of slices without a segment between others; more make a grid that no image has. */
  private static final int MAX_SPARSITY = 100;

  private static final double STEP_TOLERANCE = 0.1;

  static StoredSegmentation of(ImageSource source, Series series, Instance instance)
      throws IOException {
    DataSet data = instance.file().data();
    String type = data.string(Tag.SegmentationType).orElse("");
    if (series.files().size() > 1 || !(type.equals("BINARY") || type.equals("LABELMAP"))) {
      throw new IOException(
          "%s: expected one segmentation, binary or a label map, found %s objects, the first %s"
              .formatted(source.path(), series.files().size(), type.replaceAll("[^A-Z]", "?")));
    }
    int groups = data.items(Tag.PerFrameFunctionalGroupsSequence).size();
    if (groups != instance.layout().frames()) {
      throw new IOException(
          "%s: has %s frames and says of %s what they show"
              .formatted(source.path(), instance.layout().frames(), groups));
    }
    List<Slice> slices = new ArrayList<>();
    for (int frame = 0; frame < instance.layout().frames(); frame++) {
      slices.add(Slice.of(instance, frame));
    }
    List<Integer> depths = new ArrayList<>();
    ImageGeometry geometry = geometry(source.path(), slices, depths);
    return new StoredSegmentation(source, instance, slices, depths, geometry, segments(data));
  }

  private static ImageGeometry geometry(Path file, List<Slice> slices, List<Integer> depths)
      throws IOException {
    Slice any = slices.get(0);
    double[] normal = any.normal();
    double[] along = slices.stream().mapToDouble(slice -> slice.along(normal)).sorted().toArray();
    double step = any.step().orElse(1.0);
    double first = along[0];
    int positions = 1;
    for (int i = 1; i < along.length; i++) {
      positions += along[i] - along[i - 1] > STEP_TOLERANCE * step ? 1 : 0;
    }
    double extent = (along[along.length - 1] - first) / step;
    if (!(extent < (double) MAX_SPARSITY * positions)) {
      throw new IOException(
          "%s: its frames lie %s slices apart, %s of them are there"
              .formatted(file, extent, positions));
    }
    for (Slice slice : slices) {
      double depth = (slice.along(normal) - first) / step;
      if (Math.abs(depth - Math.rint(depth)) > STEP_TOLERANCE) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s: its frames do not lie on one grid, one is %.3g slices from its place",
                file,
                depth - Math.rint(depth)));
      }
      depths.add((int) Math.rint(depth));
    }
    Slice lowest = slices.get(depths.indexOf(0));
    double[] rows = new double[12];
    for (int axis = 0; axis < 3; axis++) {
      double sign = axis < 2 ? -1 : 1; // LPS to RAS+
      rows[4 * axis] = sign * any.orientation()[axis] * any.spacing()[1];
      rows[4 * axis + 1] = sign * any.orientation()[axis + 3] * any.spacing()[0];
      rows[4 * axis + 2] = sign * column(slices, depths, lowest, normal, step, axis);
      rows[4 * axis + 3] = sign * lowest.position()[axis];
    }
    Affine affine = Affine.of(rows);
    ImageHeader.checkInvertible(affine, file, "ImageOrientationPatient or PixelSpacing");
    var layout = any.instance().layout();
    int depth = (int) Math.rint(extent) + 1;
    long values = ImageHeader.product(file, layout.rows(), layout.columns(), "Columns");
    ImageHeader.product(file, values, depth, "slices");
    return new ImageGeometry(new GridSize(depth, layout.rows(), layout.columns()), affine);
  }

  /** The step of the positions themselves where there are several, as a tilted gantry needs. */
  private static double column(
      List<Slice> slices,
      List<Integer> depths,
      Slice lowest,
      double[] normal,
      double step,
      int axis) {
    int far = 0;
    for (int i = 1; i < depths.size(); i++) {
      far = depths.get(i) > depths.get(far) ? i : far;
    }
    int depth = depths.get(far);
    return depth == 0
        ? normal[axis] * step
        : (slices.get(far).position()[axis] - lowest.position()[axis]) / depth;
  }

  private static List<Segment> segments(DataSet data) {
    List<Segment> segments = new ArrayList<>();
    for (DataSet item : data.items(Tag.SegmentSequence)) {
      int number = item.whole(Tag.SegmentNumber).orElse(0);
      if (number < 1 || number > Short.MAX_VALUE) {
        continue; // the background of a label map
      }
      Segment plain = Segment.of(number, "label " + number);
      segments.add(
          new Segment(
              number,
              item.string(Tag.SegmentLabel).orElse(plain.name()),
              CieLab.rgb(item, plain.rgb()),
              concept(item, Tag.SegmentedPropertyCategoryCodeSequence),
              concept(item, Tag.SegmentedPropertyTypeCodeSequence)));
    }
    return segments;
  }

  private static Optional<CodedConcept> concept(DataSet item, int tag) {
    try {
      return item.item(tag)
          .map(
              code ->
                  new CodedConcept(
                      code.string(Tag.CodingSchemeDesignator).orElse(""),
                      code.string(Tag.CodeValue).orElse(""),
                      code.string(Tag.CodeMeaning).orElse("")));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a code that lacks a part says nothing
    }
  }

  @Override
  public int channels() {
    return 1;
  }

  @Override
  public LabelMap readLabels() throws IOException {
    FrameReader reader = new FrameReader(instance.file(), instance.layout());
    short[] labels = new short[(int) geometry.size().voxels()];
    int pixels = Math.toIntExact(instance.layout().framePixels());
    boolean binary = instance.layout().bitsAllocated() == 1;
    try (Closeable held = SourceFiles.hold(source.path())) {
      for (int frame = 0; frame < slices.size(); frame++) {
        int[] values = reader.read(frame);
        int segment = slices.get(frame).segment();
        for (int p = 0; p < pixels; p++) {
          int label = binary ? values[p] * segment : values[p];
          if (label != 0) {
            set(labels, depths.get(frame) * pixels + p, label);
          }
        }
      }
    }
    return new LabelMap(geometry, labels);
  }

  private void set(short[] labels, int at, int label) throws IOException {
    if (label < 0 || label > Short.MAX_VALUE) {
      throw new IOException(
          "%s: expected segments numbered to 32767, found %s".formatted(source.path(), label));
    }
    if (labels[at] != 0 && labels[at] != label) {
      throw new IOException(
          "%s: segments %s and %s overlap; a label map has one label per voxel"
              .formatted(source.path(), labels[at], label));
    }
    labels[at] = (short) label;
  }

  @Override
  public Volume readVolume() throws IOException {
    short[] labels = readLabels().data();
    float[] data = new float[labels.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = labels[i];
    }
    return new Volume(geometry, 1, data);
  }
}
