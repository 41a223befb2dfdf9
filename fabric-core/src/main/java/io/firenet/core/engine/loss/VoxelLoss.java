package io.firenet.core.engine.loss;

import io.firenet.dataset.Target;
import io.firenet.volume.GridSize;
import java.nio.FloatBuffer;

/** The loss of an output that answers for every voxel, by what the head is to learn. */
public final class VoxelLoss {

  private VoxelLoss() {}

  /**
   * The loss of a prediction that is not trained on.
   *
   * @param logits {@code [K,D,H,W]}
   * @param target labels, or regions of them, of the same size
   * @throws IllegalArgumentException if the target is of the image as a whole
   */
  public static double value(float[] logits, int channels, Target target) {
    if (target instanceof Target.Labels labels) {
      return SegmentationLoss.value(logits, channels, labels.map().data());
    } else if (target instanceof Target.Regions regions) {
      return RegionLoss.value(logits, regions.regions(), regions.map().data());
    }
    throw new IllegalArgumentException("voxels need labels, got " + target);
  }

  /**
   * The loss with its gradient, of an output that may be of a lower resolution.
   *
   * @param logits {@code [D,H,W,K]}
   * @param target labels, or regions of them, of the image's size
   * @param image the image's size
   * @param output the output's
   * @param gradient of the logits' shape; receives dL/dlogits
   * @throws IllegalArgumentException if the target is of the image as a whole
   */
  public static double evaluate(
      FloatBuffer logits,
      int channels,
      Target target,
      GridSize image,
      GridSize output,
      FloatBuffer gradient) {
    if (target instanceof Target.Labels labels) {
      short[] resampled = LabelPyramid.nearest(labels.map().data(), image, output);
      return SegmentationLoss.evaluate(logits, channels, resampled, gradient);
    } else if (target instanceof Target.Regions regions) {
      short[] resampled = LabelPyramid.nearest(regions.map().data(), image, output);
      return RegionLoss.evaluate(logits, regions.regions(), resampled, gradient);
    }
    throw new IllegalArgumentException("voxels need labels, got " + target);
  }

  /** Whether a target is of every voxel. */
  public static boolean learns(Target target) {
    return target instanceof Target.Labels || target instanceof Target.Regions;
  }
}
