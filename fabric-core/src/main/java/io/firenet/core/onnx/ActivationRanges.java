package io.firenet.core.onnx;

import io.firenet.network.Network;
import io.firenet.network.Node;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The ranges of what a network computes on images like those it was trained with, around its
 * convolutions that are to be computed in integers.
 */
final class ActivationRanges {

  /** What a range is at least, so that its inverse is a number. */
  static final float SMALLEST = 1e-9f;

  private static final int LEVELS = 255;

  private final Map<String, float[]> inputs = new HashMap<>(); // least and greatest value
  private final Map<String, float[]> outputs = new HashMap<>(); // largest magnitude by channel

  /**
   * How an input is rounded to 0 to 255.
   *
   * @param scale one step
   * @param zero the level of 0
   */
  record Steps(float scale, int zero) {}

  /** The nodes whose results must be added, see {@link #add}. */
  static Set<Node> nodes(Network network) {
    Set<Node> nodes = new LinkedHashSet<>();
    for (Node node : network.nodes()) {
      if (QuantizedConvolution.suits(node)) {
        nodes.add(node.inputs().get(0));
        nodes.add(node);
      }
    }
    return nodes;
  }

  /**
   * Widens the ranges of a node by what it computed of one image.
   *
   * @param values {@code [C,D,H,W]}
   */
  void add(Node node, float[] values) {
    int channels = node.shape().channels();
    int voxels = values.length / channels;
    float[] range = inputs.computeIfAbsent(node.name(), name -> new float[2]); // holds 0
    float[] largest = outputs.computeIfAbsent(node.name(), name -> new float[channels]);
    for (int c = 0; c < channels; c++) {
      float least = 0;
      float greatest = 0;
      for (int i = c * voxels; i < (c + 1) * voxels; i++) {
        least = Math.min(least, values[i]);
        greatest = Math.max(greatest, values[i]);
      }
      range[0] = Math.min(range[0], least);
      range[1] = Math.max(range[1], greatest);
      largest[c] = Math.max(largest[c], Math.max(-least, greatest));
    }
  }

  /** The rounding of what a convolution reads. */
  Steps input(Node node) {
    float[] range = inputs.get(node.name());
    float scale = Math.max(range[1] - range[0], SMALLEST) / LEVELS;
    return new Steps(scale, Math.round(-range[0] / scale));
  }

  /** The largest magnitude by channel of what a convolution computes. */
  float[] output(Node node) {
    return outputs.get(node.name());
  }
}
