package io.firenet.core.dl4j;

import java.nio.FloatBuffer;

/** Between {@code [C,D,H,W]}, as volumes and ONNX have it, and {@code [D,H,W,C]}, as kernels do. */
final class ChannelsLast {

  private ChannelsLast() {}

  static void fromChannelsFirst(float[] source, int channels, FloatBuffer target) {
    if (channels == 1) {
      target.put(0, source);
      return;
    }
    int voxels = source.length / channels;
    for (int v = 0; v < voxels; v++) {
      for (int c = 0; c < channels; c++) {
        target.put(v * channels + c, source[c * voxels + v]);
      }
    }
  }

  static float[] toChannelsFirst(FloatBuffer source, int channels) {
    float[] target = new float[source.capacity()];
    int voxels = target.length / channels;
    for (int v = 0; v < voxels; v++) {
      for (int c = 0; c < channels; c++) {
        target[c * voxels + v] = source.get(v * channels + c);
      }
    }
    return target;
  }
}
