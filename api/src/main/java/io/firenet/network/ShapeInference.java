package io.firenet.network;

import java.util.List;

/**
 * Computes the shape of a node's output from its layer and its inputs.
 *
 * @param node its name
 */
record ShapeInference(String node, List<Node> inputs) implements Layer.Visitor<TensorShape> {

  static TensorShape infer(String node, Layer layer, List<Node> inputs) {
    return layer.accept(new ShapeInference(node, inputs));
  }

  @Override
  public TensorShape input(Layer.Input layer) {
    expectInputs(0, 0);
    return new TensorShape(layer.channels(), 1);
  }

  @Override
  public TensorShape conv(Layer.Conv layer) {
    return strided(single(), layer.outChannels(), layer.stride());
  }

  @Override
  public TensorShape depthwiseConv(Layer.DepthwiseConv layer) {
    return strided(single(), single().channels(), layer.stride());
  }

  @Override
  public TensorShape maxPool(Layer.MaxPool layer) {
    return strided(single(), single().channels(), layer.stride());
  }

  @Override
  public TensorShape convTranspose(Layer.ConvTranspose layer) {
    TensorShape in = single();
    if (in.isWhole() || in.divisor() % layer.stride() != 0) {
      throw new NetworkException(
          node,
          "needs an input [C, size/n] with n a multiple of %s, got %s"
              .formatted(layer.stride(), in));
    }
    return new TensorShape(layer.outChannels(), in.divisor() / layer.stride());
  }

  @Override
  public TensorShape globalAveragePool(Layer.GlobalAveragePool layer) {
    return TensorShape.whole(single().channels());
  }

  @Override
  public TensorShape instanceNorm(Layer.InstanceNorm layer) {
    if (single().isWhole()) {
      throw new NetworkException(
          node, "a norm over one voxel leaves nothing of it; put it before the pooling");
    }
    return single();
  }

  @Override
  public TensorShape leakyRelu(Layer.LeakyRelu layer) {
    return single();
  }

  @Override
  public TensorShape pRelu(Layer.PRelu layer) {
    return single();
  }

  @Override
  public TensorShape resize(Layer.Resize layer) {
    return new TensorShape(single().channels(), layer.divisor());
  }

  @Override
  public TensorShape add(Layer.Add layer) {
    expectInputs(2, 2);
    return same();
  }

  @Override
  public TensorShape trainableSum(Layer.TrainableSum layer) {
    expectInputs(1, Integer.MAX_VALUE);
    return same();
  }

  @Override
  public TensorShape concat(Layer.Concat layer) {
    expectInputs(1, Integer.MAX_VALUE);
    int channels = inputs.stream().mapToInt(n -> n.shape().channels()).sum();
    int divisor = inputs.get(0).shape().divisor();
    if (inputs.stream().anyMatch(n -> n.shape().divisor() != divisor)) {
      throw new NetworkException(node, "needs inputs of one spatial size, got " + inputs);
    }
    return new TensorShape(channels, divisor);
  }

  private static TensorShape strided(TensorShape in, int channels, int stride) {
    return in.isWhole()
        ? TensorShape.whole(channels)
        : new TensorShape(channels, in.divisor() * stride);
  }

  private TensorShape single() {
    expectInputs(1, 1);
    return inputs.get(0).shape();
  }

  private TensorShape same() {
    TensorShape first = inputs.get(0).shape();
    if (inputs.stream().anyMatch(n -> !n.shape().equals(first))) {
      throw new NetworkException(node, "needs inputs of one shape, got " + inputs);
    }
    return first;
  }

  private void expectInputs(int min, int max) {
    if (inputs.size() < min || inputs.size() > max) {
      String wanted = min == max ? "" + min : "at least " + min;
      throw new NetworkException(node, "needs %s inputs, got %s".formatted(wanted, inputs));
    }
  }
}
