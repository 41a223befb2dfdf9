package io.firenet.core.engine.loss;

import java.nio.FloatBuffer;

/** Between {@code [C,D,H,W]}, as volumes and ONNX have it, and {@code [D,H,W,C]}, as kernels do. */
public final class ChannelsLast {

  private ChannelsLast() {}

  public static float[] fromChannelsFirst(float[] source, int channels) {
    if (channels == 1) {
      return source;
    }
    float[] target = new float[source.length];
    int voxels = source.length / channels;
    for (int c = 0; c < channels; c++) {
      for (int v = 0; v < voxels; v++) {
        target[v * channels + c] = source[c * voxels + v];
      }
    }
    return target;
  }

  public static float[] toChannelsFirst(FloatBuffer source, int channels) {
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
