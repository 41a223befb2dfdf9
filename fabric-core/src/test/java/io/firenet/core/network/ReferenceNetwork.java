package io.firenet.core.network;

import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.network.WeightSpec;
import io.firenet.preprocess.LogitsFunction;
import io.firenet.volume.GridSize;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Computes a network description by its definition, in double precision, one output channel at a
 * time: the ground truth for whatever else runs the description.
 */
public final class ReferenceNetwork implements LogitsFunction {

  private final Network network;
  private final Function<WeightSpec, float[]> weights;

  public ReferenceNetwork(Network network, Function<WeightSpec, float[]> weights) {
    this.network = network;
    this.weights = weights;
  }

  /** The first output, as {@link LogitsFunction} has it. */
  @Override
  public float[] apply(float[] image, GridSize size) {
    double[] output = run(image, size).get(network.outputs().get(0).node());
    float[] logits = new float[output.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) output[i];
    }
    return logits;
  }

  /**
   * The value {@code [C,D,H,W]} of every node, for an image {@code [C,D,H,W]} of D, H, W = size.
   */
  public Map<Node, double[]> run(float[] image, GridSize size) {
    Map<Node, double[]> values = new HashMap<>();
    for (Node node : network.nodes()) {
      List<double[]> inputs = node.inputs().stream().map(values::get).toList();
      values.put(node, compute(node, inputs, image, size));
    }
    return values;
  }

  /**
   * What {@link #run} would give after the weights of a node have changed, from what it gave
   * before: only what depends on the node is computed anew.
   */
  public Map<Node, double[]> rerun(
      Map<Node, double[]> before, Node changed, float[] image, GridSize size) {
    Map<Node, double[]> values = new HashMap<>(before);
    Set<Node> stale = new HashSet<>(Set.of(changed));
    for (Node node : network.nodes()) {
      if (stale.contains(node) || node.inputs().stream().anyMatch(stale::contains)) {
        stale.add(node);
        List<double[]> inputs = node.inputs().stream().map(values::get).toList();
        values.put(node, compute(node, inputs, image, size));
      }
    }
    return values;
  }

  private double[] compute(Node node, List<double[]> inputs, float[] image, GridSize size) {
    Layer layer = node.layer();
    if (layer instanceof Layer.Input) {
      double[] y = new double[image.length];
      for (int i = 0; i < y.length; i++) {
        y[i] = image[i];
      }
      return y;
    }
    double[] x = inputs.get(0);
    GridSize in = node.inputs().get(0).shape().at(size);
    int channels = node.inputs().get(0).shape().channels();
    if (layer instanceof Layer.Conv conv) {
      float[] bias = conv.bias() ? weight(node, 1) : new float[conv.outChannels()];
      return ReferenceLayers.conv(conv, x, channels, in, weight(node, 0), bias);
    }
    if (layer instanceof Layer.DepthwiseConv conv) {
      return ReferenceLayers.depthwise(conv, x, channels, in, weight(node, 0));
    }
    if (layer instanceof Layer.ConvTranspose conv) {
      GridSize out = node.shape().at(size);
      return ReferenceLayers.convTranspose(conv, x, channels, in, out, weight(node, 0));
    }
    if (layer instanceof Layer.MaxPool pool) {
      return ReferenceLayers.maxPool(pool.stride(), x, channels, in);
    }
    if (layer instanceof Layer.PRelu) {
      return ReferenceLayers.prelu(x, channels, weight(node, 0));
    }
    if (layer instanceof Layer.InstanceNorm norm) {
      return ReferenceLayers.instanceNorm(
          norm.epsilon(), x, channels, weight(node, 0), weight(node, 1));
    }
    if (layer instanceof Layer.LeakyRelu relu) {
      return ReferenceLayers.leakyRelu(relu.alpha(), x);
    }
    if (layer instanceof Layer.Add) {
      return ReferenceLayers.weightedSum(inputs, 1, 1);
    }
    if (layer instanceof Layer.TrainableSum) {
      float[] w = weight(node, 0);
      double[] gates = new double[w.length];
      for (int i = 0; i < w.length; i++) {
        gates[i] = 1 / (1 + Math.exp(-w[i]));
      }
      return ReferenceLayers.weightedSum(inputs, gates);
    }
    if (layer instanceof Layer.Concat) {
      return ReferenceLayers.concat(inputs);
    }
    if (layer instanceof Layer.GlobalAveragePool) {
      return ReferenceLayers.mean(x, channels);
    }
    if (layer instanceof Layer.Resize) {
      return ReferenceLayers.resize(x, channels, in, node.shape().at(size));
    }
    throw new IllegalArgumentException("no definition of " + node.name() + ": " + layer);
  }

  private float[] weight(Node node, int index) {
    return weights.apply(node.weights().get(index));
  }
}
