package io.firenet.network;

import io.firenet.network.WeightSpec.Init;
import java.util.List;

/**
 * The trainable tensors of a node.
 *
 * @param node its name
 */
record LayerWeights(String node, List<Node> inputs) implements Layer.Visitor<List<WeightSpec>> {

  /** In a fixed order. */
  static List<WeightSpec> of(String node, Layer layer, List<Node> inputs) {
    return layer.accept(new LayerWeights(node, inputs));
  }

  private int inChannels() {
    return inputs.get(0).shape().channels();
  }

  private WeightSpec weight(String name, Init init, int... shape) {
    return new WeightSpec(node + "." + name, shape, init);
  }

  @Override
  public List<WeightSpec> conv(Layer.Conv layer) {
    int k = layer.kernel();
    WeightSpec kernel =
        weight("weight", Init.HE_NORMAL, layer.outChannels(), inChannels(), k, k, k);
    return layer.bias()
        ? List.of(kernel, weight("bias", Init.ZEROS, layer.outChannels()))
        : List.of(kernel);
  }

  @Override
  public List<WeightSpec> depthwiseConv(Layer.DepthwiseConv layer) {
    int k = layer.kernel();
    return List.of(weight("weight", Init.HE_NORMAL, inChannels(), 1, k, k, k));
  }

  @Override
  public List<WeightSpec> convTranspose(Layer.ConvTranspose layer) {
    int k = layer.stride();
    int[] shape = {inChannels(), layer.outChannels(), k, k, k};
    return List.of(new WeightSpec(node + ".weight", shape, Init.HE_NORMAL, inChannels()));
  }

  @Override
  public List<WeightSpec> pRelu(Layer.PRelu layer) {
    return List.of(weight("slope", Init.QUARTERS, inChannels()));
  }

  @Override
  public List<WeightSpec> instanceNorm(Layer.InstanceNorm layer) {
    return List.of(
        weight("scale", Init.ONES, inChannels()), weight("bias", Init.ZEROS, inChannels()));
  }

  @Override
  public List<WeightSpec> trainableSum(Layer.TrainableSum layer) {
    return List.of(weight("weight", Init.ZEROS, inputs.size()));
  }

  @Override
  public List<WeightSpec> input(Layer.Input layer) {
    return List.of();
  }

  @Override
  public List<WeightSpec> maxPool(Layer.MaxPool layer) {
    return List.of();
  }

  @Override
  public List<WeightSpec> leakyRelu(Layer.LeakyRelu layer) {
    return List.of();
  }

  @Override
  public List<WeightSpec> add(Layer.Add layer) {
    return List.of();
  }

  @Override
  public List<WeightSpec> concat(Layer.Concat layer) {
    return List.of();
  }

  @Override
  public List<WeightSpec> resize(Layer.Resize layer) {
    return List.of();
  }

  @Override
  public List<WeightSpec> globalAveragePool(Layer.GlobalAveragePool layer) {
    return List.of();
  }
}
