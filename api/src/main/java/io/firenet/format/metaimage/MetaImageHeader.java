package io.firenet.format.metaimage;

import io.firenet.format.voxel.ImageHeader;
import io.firenet.format.voxel.ImageInput;
import io.firenet.format.voxel.VoxelParts;
import io.firenet.format.voxel.VoxelType;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A MetaImage header, checked.
 *
 * @param header what it says of the voxels
 * @param voxels the files that hold them
 * @param compressed whether the voxels of the one file are compressed
 * @param interleaved whether a voxel's channels lie beside each other
 */
record MetaImageHeader(
    ImageHeader header, VoxelParts voxels, boolean compressed, boolean interleaved) {

  private static final Map<String, VoxelType> TYPES =
      Map.ofEntries(
          Map.entry("MET_CHAR", VoxelType.INT8),
          Map.entry("MET_UCHAR", VoxelType.UINT8),
          Map.entry("MET_SHORT", VoxelType.INT16),
          Map.entry("MET_USHORT", VoxelType.UINT16),
          Map.entry("MET_INT", VoxelType.INT32),
          Map.entry("MET_UINT", VoxelType.UINT32),
          Map.entry("MET_LONG", VoxelType.INT32), // 4 bytes in a file, whatever the machine
          Map.entry("MET_ULONG", VoxelType.UINT32),
          Map.entry("MET_LONG_LONG", VoxelType.INT64),
          Map.entry("MET_ULONG_LONG", VoxelType.UINT64),
          Map.entry("MET_FLOAT", VoxelType.FLOAT32),
          Map.entry("MET_DOUBLE", VoxelType.FLOAT64));

  static MetaImageHeader read(Path file) throws IOException {
    MetaImageFields fields = MetaImageFields.read(file);
    int axes = axes(fields);
    int[] sides = sides(fields, axes);
    int perVoxel = sides[4];
    String kind = fields.text("ObjectType");
    if (kind != null && !kind.equalsIgnoreCase("Image")) {
      throw fields.unfit("ObjectType", "Image", kind);
    }
    double unit = millimetres(fields);
    Affine affine = Affine.scaling(unit, unit, unit).after(affine(fields, axes, unit));
    ImageHeader.checkInvertible(affine, file, "TransformMatrix, Offset or ElementSpacing");
    if (fields.text("BinaryData") != null && !fields.flag("BinaryData")) {
      throw fields.unfit("BinaryData", "True; voxels as text are not read", "False");
    }
    VoxelType type = TYPES.get(fields.required("ElementType"));
    if (type == null) {
      throw fields.unfit(
          "ElementType",
          "MET_ and an integer type, FLOAT or DOUBLE",
          fields.required("ElementType"));
    }
    boolean compressed = fields.flag("CompressedData");
    boolean msb = fields.flag("BinaryDataByteOrderMSB", "ElementByteOrderMSB");
    ImageHeader plain =
        new ImageHeader(
            new ImageGeometry(new GridSize(sides[2], sides[1], sides[0]), affine),
            Math.max(sides[3], perVoxel),
            type,
            msb ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
            slope(fields),
            fields.numbers(new double[1], "ElementToIntensityFunctionOffset")[0],
            0);
    if (fields.required(MetaImageFields.DATA_FILE).equalsIgnoreCase("LOCAL")) {
      int start = fields.bytes();
      VoxelParts whole = new VoxelParts(List.of(file), start, plain.dataBytes());
      return new MetaImageHeader(plain, whole, compressed, perVoxel > 1);
    }
    VoxelParts parts = MetaImageFiles.of(fields, plain, axes);
    if (compressed && (parts.files().size() > 1 || parts.skip() < 0)) {
      throw fields.unfit("CompressedData", "False for voxels in several files", "True");
    }
    return new MetaImageHeader(plain, parts, compressed, perVoxel > 1);
  }

  /** Other files than the header's that hold voxels. */
  List<Path> dataFiles() {
    return voxels.files();
  }

  ImageInput openVoxels(Path header) throws IOException {
    return compressed
        ? ImageInput.openCompressed(voxels.files().get(0), voxels.skip())
        : ImageInput.openParts(header, voxels);
  }

  private static int axes(MetaImageFields fields) throws IOException {
    long axes = fields.whole("NDims", 0);
    if (axes < 2 || axes > 4) {
      throw fields.unfit("NDims", "2 to 4", fields.required("NDims"));
    }
    return (int) axes;
  }

  /** Millimetres of the unit that the header names, or of millimetres. */
  private static double millimetres(MetaImageFields fields) throws IOException {
    String unit = fields.text("DistanceUnits");
    return switch (unit == null ? "?" : unit.toLowerCase(Locale.ROOT)) {
      case "?", "", "mm" -> 1;
      case "cm" -> 10;
      case "um" -> 1e-3;
      default -> throw fields.unfit("DistanceUnits", "mm, cm, um or ?", unit);
    };
  }

  /** What the header multiplies stored values with. */
  private static double slope(MetaImageFields fields) throws IOException {
    String name = "ElementToIntensityFunctionSlope";
    double slope = fields.numbers(new double[] {1}, name)[0];
    if (slope == 0) {
      throw fields.unfit(name, "a number other than 0", "0");
    }
    return slope;
  }

  /** Width, height, depth, length of a fourth axis, values per voxel. */
  private static int[] sides(MetaImageFields fields, int axes) throws IOException {
    fields.required("DimSize");
    double[] found = Arrays.copyOf(fields.numbers(new double[axes], "DimSize"), axes + 1);
    found[axes] = fields.whole("ElementNumberOfChannels", 1);
    int[] sides = {1, 1, 1, 1, 1};
    long values = 1;
    for (int i = 0; i <= axes; i++) {
      String name = i < axes ? "DimSize" : "ElementNumberOfChannels";
      if (!(found[i] >= 1) || found[i] != Math.rint(found[i]) || found[i] > Integer.MAX_VALUE) {
        throw fields.unfit(name, "whole numbers from 1", fields.required(name));
      }
      sides[i < axes ? i : 4] = (int) found[i];
      values = ImageHeader.product(fields.file(), values, (long) found[i], name);
    }
    if (sides[3] > 1 && sides[4] > 1) {
      throw fields.unfit("ElementNumberOfChannels", "1 beside a fourth axis", "" + sides[4]);
    }
    return sides;
  }

  /**
   * The map to RAS+ in the header's unit; the first two of the file's world axes point the other
   * way.
   */
  private static Affine affine(MetaImageFields fields, int axes, double unit) throws IOException {
    double[] ones = new double[axes];
    Arrays.fill(ones, 1);
    double[] identity = new double[axes * axes];
    for (int axis = 0; axis < axes; axis++) {
      identity[axis * axes + axis] = 1;
    }
    double[] spacing = fields.numbers(ones, "ElementSpacing", "ElementSize");
    double[] offset = fields.numbers(new double[axes], "Offset", "Position", "Origin");
    double[] cosines = fields.numbers(identity, "TransformMatrix", "Rotation", "Orientation");
    double[] rows = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 / unit, 0}; // a 2D image's slice is 1 mm thick
    for (int world = 0; world < Math.min(axes, 3); world++) {
      double sign = world < 2 ? -1 : 1;
      for (int axis = 0; axis < Math.min(axes, 3); axis++) {
        rows[4 * world + axis] = sign * cosines[axis * axes + world] * spacing[axis];
      }
      rows[4 * world + 3] = sign * offset[world];
    }
    return Affine.of(rows);
  }
}
