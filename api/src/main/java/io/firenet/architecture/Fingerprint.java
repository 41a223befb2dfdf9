package io.firenet.architecture;

import io.firenet.volume.GridSize;

/**
 * What the images of a dataset are like after preprocessing, for networks that configure
 * themselves.
 *
 * @param medianSize median of each side over the training cases, in voxels, before any crop
 * @param spacingMm isotropic distance of the voxels in millimetres
 */
public record Fingerprint(GridSize medianSize, double spacingMm) {

  /**
   * Checks what it is made of.
   *
   * @param medianSize median of each side over the training cases, in voxels, before any crop
   * @param spacingMm isotropic distance of the voxels in millimetres
   * @throws IllegalArgumentException if the spacing is not positive
   */
  public Fingerprint {
    if (!(spacingMm > 0)) {
      throw new IllegalArgumentException("spacingMm must be positive, got " + spacingMm);
    }
  }

  /**
   * {@return the fingerprint of images of one side at 1 mm, for where there is no dataset}
   *
   * @param side voxels along each axis, at least 1
   */
  public static Fingerprint ofCubes(int side) {
    return new Fingerprint(new GridSize(side, side, side), 1);
  }
}
