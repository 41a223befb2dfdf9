package io.firenet.format.nrrd;

import io.firenet.file.AtomicFile;
import io.firenet.format.ImageWriter;
import io.firenet.format.Segment;
import io.firenet.format.SegmentationDetails;
import io.firenet.format.voxel.VoxelType;
import io.firenet.format.voxel.VoxelWriter;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes NRRD as one gzipped file, in LPS; {@code .seg.nrrd} as 3D Slicer reads it. */
final class NrrdWriter implements ImageWriter {

  private static final String SEGMENTATION = ".seg.nrrd";

  @Override
  public List<String> endings() {
    return List.of(".nrrd", SEGMENTATION);
  }

  @Override
  public void write(Path file, Volume volume) throws IOException {
    if (isSegmentation(file)) {
      throw new IllegalArgumentException(
          file + ": .seg.nrrd holds a segmentation; write an image as .nrrd");
    }
    String head = header(volume.geometry(), volume.channels(), "float", file, "");
    write(file, head, out -> VoxelWriter.write(out, volume));
  }

  @Override
  public void write(Path file, LabelMap labels, SegmentationDetails details) throws IOException {
    VoxelType type = VoxelWriter.typeOf(labels);
    String name = type == VoxelType.UINT8 ? "unsigned char" : "short";
    String segments = isSegmentation(file) ? segments(labels, details) : "";
    String head = header(labels.geometry(), 1, name, file, segments);
    write(file, head, out -> VoxelWriter.write(out, labels, type));
  }

  private static boolean isSegmentation(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(SEGMENTATION);
  }

  private static void write(Path file, String head, AtomicFile.Content voxels) throws IOException {
    AtomicFile.writeInFolder(
        file,
        raw -> {
          raw.write(head.getBytes(StandardCharsets.UTF_8));
          try (OutputStream out = VoxelWriter.gzip(raw)) {
            voxels.writeTo(out);
          }
        });
  }

  private static String header(
      ImageGeometry geometry, int channels, String type, Path file, String keys) {
    if (!file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".nrrd")) {
      throw new IllegalArgumentException(
          "%s: NRRD is written as .nrrd or .seg.nrrd, got the name %s"
              .formatted(file, file.getFileName()));
    }
    GridSize size = geometry.size();
    boolean list = channels > 1;
    StringBuilder head = new StringBuilder("NRRD0004\ntype: ").append(type);
    head.append("\ndimension: ").append(list ? 4 : 3).append("\nspace: left-posterior-superior");
    head.append("\nsizes: ").append(size.width()).append(' ').append(size.height());
    head.append(' ').append(size.depth()).append(list ? " " + channels : "");
    head.append("\nspace directions:");
    for (int axis = 0; axis < 3; axis++) {
      head.append(' ').append(vector(geometry.voxelToWorld(), axis));
    }
    head.append(list ? " none" : "").append("\nkinds: domain domain domain");
    head.append(list ? " list" : "").append("\nendian: little\nencoding: gzip\nspace origin: ");
    head.append(vector(geometry.voxelToWorld(), 3)).append('\n').append(keys).append('\n');
    return head.toString();
  }

  /** A column of a map to RAS+, in LPS. */
  private static String vector(Affine affine, int column) {
    return "(%s,%s,%s)"
        .formatted(
            number(-affine.get(0, column)),
            number(-affine.get(1, column)),
            number(affine.get(2, column)));
  }

  private static String number(double value) {
    return Double.toString(value == 0 ? 0 : value); // no -0.0
  }

  /** Every segment that is described, and every label that is there. */
  private static String segments(LabelMap labels, SegmentationDetails details) {
    TreeMap<Integer, int[]> extents = extents(labels);
    TreeSet<Integer> values = new TreeSet<>(extents.keySet());
    details.segments().forEach(segment -> values.add(segment.label()));
    StringBuilder lines = new StringBuilder();
    int index = 0;
    for (int label : values) {
      Segment segment = details.segment(label);
      int[] none = {0, -1, 0, -1, 0, -1};
      lines.append(SlicerSegments.lines(index++, segment, extents.getOrDefault(label, none)));
    }
    lines.append("Segmentation_ContainedRepresentationNames:=Binary labelmap|\n");
    lines.append("Segmentation_MasterRepresentation:=Binary labelmap\n");
    lines.append("Segmentation_ReferenceImageExtentOffset:=0 0 0\n");
    return lines.toString();
  }

  /** First and last index along width, height and depth of each label. */
  private static TreeMap<Integer, int[]> extents(LabelMap labels) {
    GridSize size = labels.size();
    TreeMap<Integer, int[]> extents = new TreeMap<>();
    int at = 0;
    for (int z = 0; z < size.depth(); z++) {
      for (int y = 0; y < size.height(); y++) {
        int before = 0;
        int[] extent = {};
        for (int x = 0; x < size.width(); x++) {
          int label = labels.data()[at++];
          if (label == 0) {
            continue;
          }
          if (label != before) {
            extent =
                extents.computeIfAbsent(
                    label,
                    unseen ->
                        new int[] {
                          Integer.MAX_VALUE, -1, Integer.MAX_VALUE, -1, Integer.MAX_VALUE, -1
                        });
            before = label;
          }
          extent[0] = Math.min(extent[0], x);
          extent[1] = Math.max(extent[1], x);
          extent[2] = Math.min(extent[2], y);
          extent[3] = Math.max(extent[3], y);
          extent[4] = Math.min(extent[4], z);
          extent[5] = z;
        }
      }
    }
    return extents;
  }
}
