package io.firenet.format.nifti;

import io.firenet.format.voxel.ImageHeader;
import io.firenet.format.voxel.ImageInput;
import io.firenet.format.voxel.VoxelType;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Reads and checks headers. */
final class NiftiHeaderReader {

  /**
   * A header as it was found.
   *
   * @param header what it says
   * @param detached whether the voxels are in another file, the {@code .img}
   * @param notes what a user should know of how it was read
   */
  record Found(ImageHeader header, boolean detached, List<String> notes) {}

  private NiftiHeaderReader() {}

  /** Reads the header at the start of a file and leaves the input behind it. */
  static Found read(ImageInput in, Path file) throws IOException {
    byte[] start = new byte[4];
    int length = in.read(start, 4) == 4 ? NiftiFields.length(start) : 0;
    if (length == 0) {
      throw notNifti(file, "it does not start with a header's length, 348 or 540");
    }
    byte[] rest = new byte[length - 4];
    int count = in.read(rest, rest.length);
    if (count < rest.length) {
      throw new IOException(
          "%s: expected a header of %s bytes, found %s; copy or download the file again"
              .formatted(file, length, count + 4));
    }
    byte[] block = Arrays.copyOf(start, length);
    System.arraycopy(rest, 0, block, 4, rest.length);
    return parse(NiftiFields.of(block), file);
  }

  private static Found parse(NiftiFields fields, Path file) throws IOException {
    String magic = fields.magic();
    boolean second = fields.length() == NiftiFields.NIFTI2_BYTES;
    boolean single = magic.equals(second ? "n+2" : "n+1");
    boolean pair = magic.equals(second ? "ni2" : "ni1");
    boolean analyze = !single && !pair && !second && NiftiFiles.isHeaderOfPair(file);
    if (!single && !pair && !analyze) {
      throw notNifti(file, "its magic is neither that of a single file nor that of a pair");
    }
    int[] sides = sides(fields, file);
    NiftiAffine.Found map = analyze ? analyze(fields, sides, file) : map(fields, sides, file);
    Affine affine = map.affine();
    ImageHeader.checkInvertible(affine, file, "sform, qform or pixdim");
    double[] scaling = analyze ? AnalyzeHeader.scaling(fields) : scaling(fields, file);
    ImageHeader header =
        new ImageHeader(
            new ImageGeometry(new GridSize(sides[2], sides[1], sides[0]), affine),
            sides[3],
            datatype(fields, file),
            fields.order(),
            scaling[0],
            scaling[1],
            dataOffset(fields, single, file));
    return new Found(header, !single, map.notes());
  }

  private static NiftiAffine.Found map(NiftiFields fields, int[] sides, Path file)
      throws IOException {
    double unit = NiftiUnit.millimetres(fields, file);
    NiftiAffine.Found map = NiftiAffine.of(fields, sides, spacing(fields, unit));
    Affine affine = unit == 1 ? map.affine() : Affine.scaling(unit, unit, unit).after(map.affine());
    return new NiftiAffine.Found(affine, map.notes());
  }

  /** SPM's map, which a file beside the header may hold, is in millimetres. */
  private static NiftiAffine.Found analyze(NiftiFields fields, int[] sides, Path file)
      throws IOException {
    double unit = NiftiUnit.analyzeMillimetres(fields);
    double[] spacing = spacing(fields, unit);
    Arrays.setAll(spacing, axis -> spacing[axis] * unit);
    return new NiftiAffine.Found(AnalyzeHeader.affine(fields, sides, spacing, file), List.of());
  }

  private static IOException notNifti(Path file, String why) {
    return new IOException(
        "%s: not a NIfTI or Analyze image, %s; convert it to NIfTI (.nii or .nii.gz)"
            .formatted(file, why));
  }

  /** Width, height, depth, channels. */
  private static int[] sides(NiftiFields fields, Path file) throws IOException {
    long dimensions = fields.dim(0);
    if (dimensions < 1 || dimensions > 7) {
      throw new IOException(
          "%s: the header's dim[0], the number of axes, must be 1 to 7, found %s"
              .formatted(file, dimensions));
    }
    int[] sides = {1, 1, 1, 1};
    long values = 1;
    for (int axis = 1; axis <= dimensions; axis++) {
      long side = fields.dim(axis);
      if (side < 1) {
        throw new IOException(
            "%s: the header's dim[%s] must be at least 1, found %s".formatted(file, axis, side));
      }
      boolean vector = axis == 5 && sides[3] == 1; // as ITK writes an image of vectors
      if (axis > 4 && side != 1 && !vector) {
        throw new IOException(
            "%s: expected at most 4 axes longer than 1, found dim[%s] = %s; put channels on the fourth axis"
                .formatted(file, axis, side));
      }
      values = ImageHeader.product(file, values, side, "dim[%s]".formatted(axis));
      if (axis <= 4 || vector) {
        sides[Math.min(axis, 4) - 1] = (int) side;
      }
    }
    return sides;
  }

  /** Of width, height, depth, in the header's unit. */
  private static double[] spacing(NiftiFields fields, double unit) {
    double[] spacing = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      double size = Math.abs(fields.pixdim(axis + 1));
      // An axis that the header does not have may leave its spacing unset: 1 mm.
      spacing[axis] = axis + 1 > fields.dim(0) && !(size > 0) ? 1 / unit : size;
    }
    return spacing;
  }

  private static double[] scaling(NiftiFields fields, Path file) throws IOException {
    double slope = fields.slope();
    if (slope == 0 || !Double.isFinite(slope)) {
      return new double[] {1, 0};
    }
    if (!Double.isFinite(fields.intercept())) {
      throw new IOException(
          "%s: the header's scl_slope is %s but its scl_inter %s; set both or neither"
              .formatted(file, slope, fields.intercept()));
    }
    return new double[] {slope, fields.intercept()};
  }

  private static VoxelType datatype(NiftiFields fields, Path file) throws IOException {
    return NiftiDatatype.of(fields.datatype())
        .orElseThrow(
            () ->
                new IOException(
                    "%s: expected voxels of an integer type, float32 or float64, found datatype %s (%s); convert the image"
                        .formatted(
                            file, fields.datatype(), NiftiDatatype.nameOf(fields.datatype()))));
  }

  private static long dataOffset(NiftiFields fields, boolean single, Path file) throws IOException {
    double offset = fields.voxOffset();
    if (single && offset == 0) {
      return fields.length() + 4L; // the header and its empty extension flag
    }
    if (!(offset >= (single ? fields.length() : 0)) || offset > Long.MAX_VALUE / 2.0) {
      throw new IOException(
          "%s: the header's vox_offset must be at least %s, found %s"
              .formatted(file, single ? fields.length() : 0, offset));
    }
    return (long) offset;
  }
}
