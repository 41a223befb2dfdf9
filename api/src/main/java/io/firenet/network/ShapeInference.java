package io.firenet.network;

import java.util.List;

/** Computes the shape of a node's output from its layer and its inputs. */
final class ShapeInference {

  private ShapeInference() {}

  static TensorShape infer(String node, Layer layer, List<Node> inputs) {
    if (layer instanceof Layer.Input input) {
      expectInputs(node, inputs, 0, 0);
      return new TensorShape(input.channels(), 1);
    }
    if (layer instanceof Layer.Conv conv) {
      return strided(single(node, inputs), conv.outChannels(), conv.stride());
    }
    if (layer instanceof Layer.DepthwiseConv conv) {
      TensorShape in = single(node, inputs);
      return strided(in, in.channels(), conv.stride());
    }
    if (layer instanceof Layer.MaxPool pool) {
      TensorShape in = single(node, inputs);
      return strided(in, in.channels(), pool.stride());
    }
    if (layer instanceof Layer.ConvTranspose conv) {
      TensorShape in = single(node, inputs);
      if (in.isWhole() || in.divisor() % conv.stride() != 0) {
        throw new NetworkException(
            node,
            "needs an input [C, size/n] with n a multiple of %d, got %s"
                .formatted(conv.stride(), in));
      }
      return new TensorShape(conv.outChannels(), in.divisor() / conv.stride());
    }
    if (layer instanceof Layer.GlobalAveragePool) {
      return TensorShape.whole(single(node, inputs).channels());
    }
    if (layer instanceof Layer.InstanceNorm && single(node, inputs).isWhole()) {
      throw new NetworkException(
          node, "a norm over one voxel leaves nothing of it; put it before the pooling");
    }
    if (layer instanceof Layer.Resize resize) {
      return new TensorShape(single(node, inputs).channels(), resize.divisor());
    }
    if (layer instanceof Layer.Add) {
      expectInputs(node, inputs, 2, 2);
      return same(node, inputs);
    }
    if (layer instanceof Layer.TrainableSum) {
      expectInputs(node, inputs, 1, Integer.MAX_VALUE);
      return same(node, inputs);
    }
    if (layer instanceof Layer.Concat) {
      expectInputs(node, inputs, 1, Integer.MAX_VALUE);
      int channels = inputs.stream().mapToInt(n -> n.shape().channels()).sum();
      int divisor = inputs.get(0).shape().divisor();
      if (inputs.stream().anyMatch(n -> n.shape().divisor() != divisor)) {
        throw new NetworkException(node, "needs inputs of one spatial size, got " + inputs);
      }
      return new TensorShape(channels, divisor);
    }
    return single(node, inputs); // norm and activation keep the shape
  }

  private static TensorShape strided(TensorShape in, int channels, int stride) {
    return in.isWhole()
        ? TensorShape.whole(channels)
        : new TensorShape(channels, in.divisor() * stride);
  }

  private static TensorShape single(String node, List<Node> inputs) {
    expectInputs(node, inputs, 1, 1);
    return inputs.get(0).shape();
  }

  private static TensorShape same(String node, List<Node> inputs) {
    TensorShape first = inputs.get(0).shape();
    if (inputs.stream().anyMatch(n -> !n.shape().equals(first))) {
      throw new NetworkException(node, "needs inputs of one shape, got " + inputs);
    }
    return first;
  }

  private static void expectInputs(String node, List<Node> inputs, int min, int max) {
    if (inputs.size() < min || inputs.size() > max) {
      String wanted = min == max ? "" + min : "at least " + min;
      throw new NetworkException(node, "needs %s inputs, got %s".formatted(wanted, inputs));
    }
  }
}
