package io.firenet.dataset.phantom;

import io.firenet.dataset.Case;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.util.Locale;
import java.util.Random;

/**
 * One generated image; the same index, seed and size give the same voxels everywhere.
 *
 * @param index number of the case, from 0
 * @param seed seed of the dataset
 * @param maxSide longest side in voxels
 * @param contrast how bright its tissues are
 */
record PhantomCase(int index, long seed, int maxSide, Contrast contrast) implements Case {

  /** The scanner's scale: stored intensities run from 0 to about this. */
  private static final double SCALE = 1000;

  @Override
  public String id() {
    return String.format(Locale.ROOT, "phantom_%03d", index);
  }

  @Override
  public Volume image() {
    Scene scene = new Scene(random(), maxSide);
    double[] brightness = new double[(int) scene.size().voxels()];
    scene.forEachVoxel((at, tissue) -> brightness[at] = contrast.brightness(tissue));
    blur(brightness, scene.size());
    return new Volume(scene.geometry, 1, expose(scene, brightness));
  }

  @Override
  public ImageGeometry geometry() {
    return new Scene(random(), maxSide).geometry;
  }

  @Override
  public LabelMap labels() {
    Scene scene = new Scene(random(), maxSide);
    short[] labels = new short[(int) scene.size().voxels()];
    scene.forEachVoxel((at, tissue) -> labels[at] = (short) tissue.label);
    return new LabelMap(scene.geometry, labels);
  }

  private Random random() {
    return new Random(seed * 0x9E3779B97F4A7C15L + index);
  }

  /** Partial volume: each voxel takes in a little of its six neighbours. */
  private static void blur(double[] data, GridSize size) {
    int[] strides = {1, size.width(), size.width() * size.height()};
    int[] sides = {size.width(), size.height(), size.depth()};
    for (int axis = 0; axis < 3; axis++) {
      double[] before = data.clone();
      for (int at = 0; at < data.length; at++) {
        int position = at / strides[axis] % sides[axis];
        double left = before[position > 0 ? at - strides[axis] : at];
        double right = before[position < sides[axis] - 1 ? at + strides[axis] : at];
        data[at] = 0.7 * before[at] + 0.15 * (left + right);
      }
    }
  }

  /** Adds what a scanner adds: gain that changes slowly over the image, and Rician noise. */
  private static float[] expose(Scene scene, double[] brightness) {
    Random random = scene.random;
    double[] slope = new double[4];
    for (int i = 0; i < slope.length; i++) {
      slope[i] = 0.18 * (2 * random.nextDouble() - 1);
    }
    double gain = SCALE * (0.7 + 0.6 * random.nextDouble());
    double noise = 0.02 + 0.025 * random.nextDouble();
    float[] data = new float[brightness.length];
    for (int at = 0; at < data.length; at++) {
      double x = scene.x(at);
      double y = scene.y(at);
      double z = scene.z(at);
      double bias = 1 + slope[0] * x + slope[1] * y + slope[2] * z + slope[3] * (x * x - y * y);
      double real = brightness[at] * bias + noise * random.nextGaussian();
      double imaginary = noise * random.nextGaussian();
      data[at] = (float) (gain * Math.sqrt(real * real + imaginary * imaginary));
    }
    return data;
  }

  /** Receives each voxel's tissue. */
  private interface Painter {
    void paint(int at, Anatomy.Tissue tissue);
  }

  /**
   * An abdomen on its grid. Its random numbers are drawn in a fixed order: grid, anatomy, noise.
   */
  private static final class Scene {
    final Random random;
    final ImageGeometry geometry;
    final Anatomy anatomy;

    Scene(Random random, int maxSide) {
      this.random = random;
      int width = side(maxSide, 0.8, 1.0);
      int height = side(maxSide, 0.65, 0.85);
      int depth = side(maxSide, 0.58, 0.8);
      double inPlaneMm = 0.85 + 0.3 * random.nextDouble();
      double sliceMm = 0.9 + 0.5 * random.nextDouble();
      GridSize size = new GridSize(depth, height, width);
      // RAS+, centred on the patient
      geometry =
          new ImageGeometry(
              size,
              Affine.of(
                  inPlaneMm,
                  0,
                  0,
                  -inPlaneMm * (width - 1) / 2,
                  0,
                  inPlaneMm,
                  0,
                  -inPlaneMm * (height - 1) / 2,
                  0,
                  0,
                  sliceMm,
                  -sliceMm * (depth - 1) / 2));
      anatomy = new Anatomy(random);
    }

    private int side(int maxSide, double from, double to) {
      return (int) Math.round(maxSide * (from + (to - from) * random.nextDouble()));
    }

    GridSize size() {
      return geometry.size();
    }

    double x(int at) {
      return centred(at % size().width(), size().width());
    }

    double y(int at) {
      return centred(at / size().width() % size().height(), size().height());
    }

    double z(int at) {
      return centred(at / (size().width() * size().height()), size().depth());
    }

    private static double centred(int position, int side) {
      return (2 * position + 1.0) / side - 1;
    }

    void forEachVoxel(Painter painter) {
      for (int at = 0; at < size().voxels(); at++) {
        painter.paint(at, anatomy.at(x(at), y(at), z(at)));
      }
    }
  }
}
