package io.firenet.testkit;

import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;

/** The image that a format's contract tests are about: small, oblique, no two sides alike. */
public final class ImageSample {

  /** 7 wide, 5 high, 4 deep; the axes are rotated about two axes of the patient. */
  public static final ImageGeometry GEOMETRY = geometry();

  private ImageSample() {}

  private static ImageGeometry geometry() {
    double c = Math.cos(0.3);
    double s = Math.sin(0.3);
    // Rz·Rx, columns scaled by 0.8, 1.25 and 2.5 mm
    return new ImageGeometry(
        new GridSize(4, 5, 7),
        Affine.of(
            0.8 * c,
            -1.25 * s * c,
            2.5 * s * s,
            -31.5,
            0.8 * s,
            1.25 * c * c,
            -2.5 * c * s,
            12.25,
            0,
            1.25 * s,
            2.5 * c,
            77));
  }

  /**
   * Whole numbers from −200 to 5000 or so, each voxel another.
   *
   * @return {@code [D,H,W]} of {@link #GEOMETRY}
   */
  public static short[] values() {
    short[] values = new short[(int) GEOMETRY.size().voxels()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (short) (37 * i - 200);
    }
    return values;
  }

  /**
   * The values as an image of one channel.
   *
   * @return {@code [1,D,H,W]}, float32, on {@link #GEOMETRY}
   */
  public static Volume volume() {
    short[] values = values();
    float[] data = new float[values.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = values[i];
    }
    return new Volume(GEOMETRY, 1, data);
  }

  /**
   * The labels 0 to 3, each in some places.
   *
   * @return {@code [D,H,W]}, on {@link #GEOMETRY}
   */
  public static LabelMap labels() {
    short[] data = new short[(int) GEOMETRY.size().voxels()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (short) (i * i / 7 % 4);
    }
    return new LabelMap(GEOMETRY, data);
  }
}
