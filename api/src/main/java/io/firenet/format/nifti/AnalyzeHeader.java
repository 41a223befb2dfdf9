package io.firenet.format.nifti;

import io.firenet.volume.Affine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Geometry and scaling of an Analyze 7.5 header as SPM99 and SPM2 use it, and nibabel with them:
 * the first axis runs to the left unless a {@code .mat} says otherwise.
 */
final class AnalyzeHeader {

  private AnalyzeHeader() {}

  /** The {@code .mat} file's map if there is one, else spacing and SPM's origin. */
  static Affine affine(NiftiFields fields, int[] sides, double[] spacing, Path header)
      throws IOException {
    Path matrix = NiftiFiles.matrix(header);
    if (Files.exists(matrix) && Files.size(matrix) > 0) {
      return SpmMatrix.read(matrix);
    }
    boolean set = false;
    boolean plausible = true;
    for (int axis = 0; axis < 3; axis++) {
      int origin = fields.spmOrigin(axis);
      set |= origin != 0;
      plausible &= origin > -sides[axis] && origin < 2 * sides[axis];
    }
    if (!set || !plausible) {
      return NiftiAffine.centred(sides, spacing);
    }
    double[] rows = new double[12];
    for (int axis = 0; axis < 3; axis++) {
      double step = axis == 0 ? -spacing[axis] : spacing[axis];
      rows[axis * 4 + axis] = step;
      rows[axis * 4 + 3] = -step * (fields.spmOrigin(axis) - 1);
    }
    return Affine.of(rows);
  }

  /** Slope and intercept: SPM's fields, else what maps the global to the calibrated range. */
  static double[] scaling(NiftiFields fields) {
    double slope = fields.slope();
    if (slope != 0 && Double.isFinite(slope)) {
      double intercept = fields.intercept();
      return new double[] {slope, Double.isFinite(intercept) ? intercept : 0};
    }
    double calibrated = fields.analyzeCalibrated(0) - fields.analyzeCalibrated(1);
    double global = fields.analyzeGlobal(0) - fields.analyzeGlobal(1);
    if (calibrated != 0 && global != 0 && Double.isFinite(calibrated)) {
      double ratio = calibrated / global;
      return new double[] {ratio, fields.analyzeCalibrated(1) - ratio * fields.analyzeGlobal(1)};
    }
    return new double[] {1, 0};
  }
}
