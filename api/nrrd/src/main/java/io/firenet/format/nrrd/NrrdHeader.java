package io.firenet.format.nrrd;

import io.firenet.format.voxel.ImageHeader;
import io.firenet.format.voxel.ImageInput;
import io.firenet.format.voxel.VoxelParts;
import io.firenet.format.voxel.VoxelType;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A NRRD header, checked.
 *
 * @param fields its lines
 * @param header what it says of the voxels
 * @param voxels the files that hold them
 * @param compressed whether they are gzipped, in one file
 * @param interleaved whether a voxel's channels lie beside each other
 * @param notes what the header leaves open
 */
record NrrdHeader(
    NrrdFields fields,
    ImageHeader header,
    VoxelParts voxels,
    boolean compressed,
    boolean interleaved,
    List<String> notes) {

  private static final Map<String, VoxelType> TYPES =
      Map.ofEntries(
          Map.entry("signed char", VoxelType.INT8),
          Map.entry("int8", VoxelType.INT8),
          Map.entry("int8_t", VoxelType.INT8),
          Map.entry("uchar", VoxelType.UINT8),
          Map.entry("unsigned char", VoxelType.UINT8),
          Map.entry("uint8", VoxelType.UINT8),
          Map.entry("uint8_t", VoxelType.UINT8),
          Map.entry("short", VoxelType.INT16),
          Map.entry("int16", VoxelType.INT16),
          Map.entry("int16_t", VoxelType.INT16),
          Map.entry("ushort", VoxelType.UINT16),
          Map.entry("unsigned short", VoxelType.UINT16),
          Map.entry("uint16", VoxelType.UINT16),
          Map.entry("uint16_t", VoxelType.UINT16),
          Map.entry("int", VoxelType.INT32),
          Map.entry("int32", VoxelType.INT32),
          Map.entry("int32_t", VoxelType.INT32),
          Map.entry("uint", VoxelType.UINT32),
          Map.entry("unsigned int", VoxelType.UINT32),
          Map.entry("uint32", VoxelType.UINT32),
          Map.entry("uint32_t", VoxelType.UINT32),
          Map.entry("longlong", VoxelType.INT64),
          Map.entry("long long", VoxelType.INT64),
          Map.entry("int64", VoxelType.INT64),
          Map.entry("int64_t", VoxelType.INT64),
          Map.entry("ulonglong", VoxelType.UINT64),
          Map.entry("unsigned long long", VoxelType.UINT64),
          Map.entry("uint64", VoxelType.UINT64),
          Map.entry("uint64_t", VoxelType.UINT64),
          Map.entry("float", VoxelType.FLOAT32),
          Map.entry("double", VoxelType.FLOAT64));

  /** The kinds of axes along which the patient lies; others hold channels. */
  private static final Set<String> SPATIAL = Set.of("domain", "space", "???", "none");

  private static final int MAX_AXES = 16;

  NrrdHeader {
    notes = List.copyOf(notes);
  }

  /** Which of the axes are spatial, and which holds channels. */
  private record Axes(int[] sizes, List<Integer> spatial, int channelAxis) {

    int channels() {
      return channelAxis < 0 ? 1 : sizes[channelAxis];
    }
  }

  static NrrdHeader read(java.nio.file.Path file) throws IOException {
    NrrdFields fields = NrrdFields.read(file);
    Axes axes = axes(fields);
    NrrdSpace space = NrrdSpace.of(fields, axes.sizes.length, axes.spatial);
    VoxelType type = type(fields);
    int[] sides = {1, 1, 1};
    for (int i = 0; i < axes.spatial.size(); i++) {
      sides[i] = axes.sizes[axes.spatial.get(i)];
    }
    GridSize size = new GridSize(sides[2], sides[1], sides[0]);
    ImageHeader header =
        new ImageHeader(
            new ImageGeometry(size, space.toRas()),
            axes.channels(),
            type,
            order(fields, type),
            1,
            0,
            0);
    boolean compressed = compressed(fields);
    NrrdFiles files = NrrdFiles.of(fields, header, compressed, axes.sizes);
    return new NrrdHeader(
        fields,
        header.at(files.skipDecompressed()),
        files.voxels(),
        compressed,
        axes.channelAxis == 0 && axes.channels() > 1,
        space.note().stream().toList());
  }

  ImageInput openVoxels() throws IOException {
    return compressed
        ? ImageInput.openCompressed(voxels.files().get(0), voxels.skip())
        : ImageInput.openParts(fields.file(), voxels);
  }

  private static Axes axes(NrrdFields fields) throws IOException {
    long count = fields.whole(0, "dimension");
    if (count < 1 || count > MAX_AXES) {
      throw fields.unfit("dimension", "1 to " + MAX_AXES, fields.required("dimension"));
    }
    int axes = (int) count;
    int[] sizes = sizes(fields, axes);
    Optional<boolean[]> directed = NrrdSpace.directed(fields, axes);
    Optional<String> kinds = fields.text("kinds");
    List<String> names = kinds.map(NrrdFields::words).orElse(List.of());
    if (kinds.isPresent() && names.size() != axes) {
      throw fields.unfit("kinds", axes + " kinds", kinds.get());
    }
    List<Integer> spatial = new ArrayList<>();
    int channelAxis = -1;
    for (int axis = 0; axis < axes; axis++) {
      int at = axis;
      boolean isSpatial =
          directed
              .map(all -> all[at])
              .orElse(
                  names.isEmpty()
                      ? axis < 3
                      : SPATIAL.contains(names.get(axis).toLowerCase(Locale.ROOT)));
      if (isSpatial) {
        spatial.add(axis);
      } else if (sizes[axis] > 1 || channelAxis < 0) {
        if (channelAxis >= 0 && sizes[channelAxis] > 1) {
          throw fields.unfit(
              "sizes", "three axes of space and one of channels", fields.required("sizes"));
        }
        channelAxis = axis;
      }
    }
    if (spatial.size() < 2 || spatial.size() > 3) {
      throw fields.unfit("kinds", "two or three axes of space", spatial.size() + " of them");
    }
    boolean outside = channelAxis < spatial.get(0) || channelAxis > spatial.get(spatial.size() - 1);
    if (channelAxis >= 0 && sizes[channelAxis] > 1 && !outside) {
      throw fields.unfit(
          "kinds", "the channels on the first or the last axis", fields.text("kinds").orElse("-"));
    }
    return new Axes(sizes, spatial, channelAxis);
  }

  private static int[] sizes(NrrdFields fields, int axes) throws IOException {
    fields.required("sizes");
    double[] found = fields.numbers("sizes", axes).orElseThrow();
    int[] sizes = new int[axes];
    long values = 1;
    for (int axis = 0; axis < axes; axis++) {
      if (!(found[axis] >= 1) || found[axis] != Math.rint(found[axis]) || found[axis] > 1e9) {
        throw fields.unfit("sizes", "whole numbers from 1", fields.required("sizes"));
      }
      sizes[axis] = (int) found[axis];
      values = ImageHeader.product(fields.file(), values, sizes[axis], "sizes[%s]".formatted(axis));
    }
    return sizes;
  }

  private static VoxelType type(NrrdFields fields) throws IOException {
    String name = fields.required("type").toLowerCase(Locale.ROOT);
    String plain = name.replaceAll("(?<=short|long) int$", "");
    plain = plain.matches("signed (short|int|long long)") ? plain.substring(7) : plain;
    VoxelType type = TYPES.get(plain);
    if (type == null) {
      throw fields.unfit("type", "an integer type, float or double", name);
    }
    return type;
  }

  private static ByteOrder order(NrrdFields fields, VoxelType type) throws IOException {
    String endian = type.bytes() == 1 ? "little" : fields.required("endian");
    return switch (endian.toLowerCase(Locale.ROOT)) {
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      default -> throw fields.unfit("endian", "little or big", endian);
    };
  }

  private static boolean compressed(NrrdFields fields) throws IOException {
    String encoding = fields.required("encoding").toLowerCase(Locale.ROOT);
    return switch (encoding) {
      case "raw" -> false;
      case "gzip", "gz" -> true;
      default ->
          throw fields.unfit(
              "encoding", "raw or gzip; bzip2, text and hex are not read, save it anew", encoding);
    };
  }
}
