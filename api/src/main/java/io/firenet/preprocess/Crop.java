package io.firenet.preprocess;

import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.util.SplittableRandom;

/**
 * A box of voxels cut out of a grid.
 *
 * @param depth first voxel along the depth
 * @param height first voxel along the height
 * @param width first voxel along the width
 * @param size the box's size
 */
public record Crop(int depth, int height, int width, GridSize size) {

  /**
   * Checks what it is made of.
   *
   * @param depth first voxel along the depth
   * @param height first voxel along the height
   * @param width first voxel along the width
   * @param size the box's size
   * @throws IllegalArgumentException if the box starts before the grid
   */
  public Crop {
    if (depth < 0 || height < 0 || width < 0) {
      throw new IllegalArgumentException(
          "a crop must start inside the grid, got %s, %s, %s".formatted(depth, height, width));
    }
  }

  /**
   * {@return the middle of a grid, at most {@code maxSide} voxels a side}
   *
   * @param grid the whole image's
   * @param maxSide in voxels, at least 1
   */
  public static Crop centred(GridSize grid, int maxSide) {
    GridSize size = limited(grid, maxSide);
    return new Crop(
        (grid.depth() - size.depth()) / 2,
        (grid.height() - size.height()) / 2,
        (grid.width() - size.width()) / 2,
        size);
  }

  /**
   * {@return a part of a grid at a random place that depends on the seed alone}
   *
   * @param grid the whole image's
   * @param maxSide in voxels, at least 1
   * @param seed any number
   */
  public static Crop random(GridSize grid, int maxSide, long seed) {
    GridSize size = limited(grid, maxSide);
    SplittableRandom random = new SplittableRandom(seed);
    return new Crop(
        random.nextInt(grid.depth() - size.depth() + 1),
        random.nextInt(grid.height() - size.height() + 1),
        random.nextInt(grid.width() - size.width() + 1),
        size);
  }

  private static GridSize limited(GridSize grid, int maxSide) {
    return new GridSize(
        Math.min(grid.depth(), maxSide),
        Math.min(grid.height(), maxSide),
        Math.min(grid.width(), maxSide));
  }

  /**
   * Cuts the box out of both; what already has the box's size is returned as it is.
   *
   * @param whole an image and its labels on one grid
   * @return image and labels of the box
   */
  public LabelledVolume apply(LabelledVolume whole) {
    return new LabelledVolume(apply(whole.image()), apply(whole.labels()));
  }

  /**
   * Cuts the box out of an image.
   *
   * @param whole {@code [C,D,H,W]}
   * @return the box, {@code [C,D,H,W]}
   * @throws IllegalArgumentException if the box reaches beyond the image
   */
  public Volume apply(Volume whole) {
    check(whole.size());
    if (whole.size().equals(size)) {
      return whole;
    }
    float[] data = new float[Math.toIntExact(whole.channels() * size.voxels())];
    int stride = (int) whole.size().voxels();
    int channelSize = (int) size.voxels();
    for (int channel = 0; channel < whole.channels(); channel++) {
      copyRows(whole.data(), channel * stride, whole.size(), data, channel * channelSize);
    }
    return new Volume(geometry(whole.geometry()), whole.channels(), data);
  }

  /**
   * Cuts the box out of a label map.
   *
   * @param whole {@code [D,H,W]}
   * @return the box, {@code [D,H,W]}
   * @throws IllegalArgumentException if the box reaches beyond the label map
   */
  public LabelMap apply(LabelMap whole) {
    check(whole.size());
    if (whole.size().equals(size)) {
      return whole;
    }
    short[] data = new short[(int) size.voxels()];
    copyRows(whole.data(), 0, whole.size(), data, 0);
    return new LabelMap(geometry(whole.geometry()), data);
  }

  /** The array offset of the box's row {@code (z, y)} in a grid. */
  int row(GridSize grid, int z, int y) {
    return ((depth + z) * grid.height() + height + y) * grid.width() + width;
  }

  private void copyRows(Object from, int fromBase, GridSize grid, Object to, int toBase) {
    int out = toBase;
    for (int z = 0; z < size.depth(); z++) {
      for (int y = 0; y < size.height(); y++) {
        System.arraycopy(from, fromBase + row(grid, z, y), to, out, size.width());
        out += size.width();
      }
    }
  }

  private void check(GridSize grid) {
    if (depth + size.depth() > grid.depth()
        || height + size.height() > grid.height()
        || width + size.width() > grid.width()) {
      throw new IllegalArgumentException(
          "a crop of %s at %s, %s, %s reaches beyond a grid of %s"
              .formatted(size, depth, height, width, grid));
    }
  }

  private ImageGeometry geometry(ImageGeometry whole) {
    Affine shift = Affine.of(1, 0, 0, width, 0, 1, 0, height, 0, 0, 1, depth);
    return new ImageGeometry(size, whole.voxelToWorld().after(shift));
  }
}
