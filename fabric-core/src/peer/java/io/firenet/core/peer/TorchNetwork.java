package io.firenet.core.peer;

import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.network.WeightSpec;
import io.firenet.volume.GridSize;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * A network description in libtorch: a third reader of it, beside the one that trains and the one
 * that exports. Tensors between the layers are let go after their last reader, as a Python program
 * lets them go; what the backward pass needs, libtorch itself keeps.
 */
final class TorchNetwork implements AutoCloseable {

  private final Network network;
  private final TorchPrecision precision;
  private final Map<String, Tensor> parameters = new LinkedHashMap<>();
  private final Map<Node, Integer> readers = new HashMap<>();

  TorchNetwork(Network network, TorchPrecision precision, Function<WeightSpec, float[]> weights) {
    this.network = network;
    this.precision = precision;
    for (WeightSpec weight : network.weights()) {
      parameters.put(weight.name(), parameter(weight, weights.apply(weight)));
    }
    network.nodes().forEach(n -> n.inputs().forEach(in -> readers.merge(in, 1, Integer::sum)));
    network.outputs().forEach(o -> readers.merge(o.node(), 1, Integer::sum));
  }

  private Tensor parameter(WeightSpec weight, float[] values) {
    if (values.length != weight.size()) {
      throw new IllegalArgumentException(
          "weight %s has %s values, got %s".formatted(weight.name(), weight.size(), values.length));
    }
    long[] shape = Arrays.stream(weight.shape()).asLongStream().toArray();
    try (PointerScope scope = new PointerScope()) {
      Tensor tensor = Tensors.of(values, precision.weights(), shape);
      tensor.set_requires_grad(true);
      return tensor.retainReference();
    }
  }

  /** Every weight by its name, in the network's order. */
  Map<String, Tensor> parameters() {
    return parameters;
  }

  /** The outputs in the network's order, for an image {@code [1,C,D,H,W]}. */
  List<Tensor> forward(Tensor image, GridSize size) {
    Map<Node, Tensor> values = new HashMap<>();
    Map<Node, Integer> waiting = new HashMap<>(readers);
    for (Node node : network.nodes()) {
      List<Tensor> inputs = node.inputs().stream().map(values::get).toList();
      try (PointerScope scope = new PointerScope()) {
        Tensor value = node.layer() instanceof Layer.Input ? image : apply(node, inputs, size);
        values.put(node, value.retainReference());
      }
      for (Node input : node.inputs()) {
        if (waiting.merge(input, -1, Integer::sum) == 0) {
          values.remove(input).releaseReference();
        }
      }
    }
    List<Tensor> outputs = network.outputs().stream().map(Output::node).map(values::get).toList();
    outputs.forEach(PointerScope.getInnerScope()::attach);
    outputs.forEach(Tensor::releaseReference); // the scope alone holds them now
    return outputs;
  }

  private Tensor apply(Node node, List<Tensor> inputs, GridSize size) {
    Layer layer = node.layer();
    Tensor x = inputs.get(0);
    if (layer instanceof Layer.Conv conv) {
      return convolve(conv, node, x);
    }
    if (layer instanceof Layer.DepthwiseConv conv) {
      Tensor kernel = parameters.get(node.weights().get(0).name());
      long[] padding = cube((conv.kernel() - 1) / 2);
      long channels = node.shape().channels();
      return torch.conv3d(
          x, kernel, new TensorOptional(), cube(conv.stride()), padding, cube(1), channels);
    }
    if (layer instanceof Layer.ConvTranspose conv) {
      Tensor kernel = parameters.get(node.weights().get(0).name());
      GridSize to = node.shape().at(size);
      return torch
          .conv_transpose3d(
              x, kernel, new TensorOptional(), cube(conv.stride()), cube(0), cube(0), 1, cube(1))
          .narrow(2, 0, to.depth())
          .narrow(3, 0, to.height())
          .narrow(4, 0, to.width());
    }
    if (layer instanceof Layer.MaxPool pool) {
      return torch.max_pool3d(x, cube(pool.stride()), cube(pool.stride()), cube(0), cube(1), true);
    }
    if (layer instanceof Layer.PRelu) {
      return torch.prelu(x, parameters.get(node.weights().get(0).name()));
    }
    if (layer instanceof Layer.InstanceNorm norm) {
      TensorOptional none = new TensorOptional();
      return torch.instance_norm(
          x, weight(node, 0), weight(node, 1), none, none, true, 0, norm.epsilon(), false);
    }
    if (layer instanceof Layer.LeakyRelu relu) {
      Scalar slope = new Scalar(relu.alpha());
      if (readers.get(node.inputs().get(0)) > 1) {
        return torch.leaky_relu(x, slope);
      }
      torch.leaky_relu_(x, slope);
      return x; // what the call returns is a second handle that would not keep the tensor alive
    }
    if (layer instanceof Layer.Add) {
      return x.add(inputs.get(1));
    }
    if (layer instanceof Layer.Concat) {
      return torch.cat(new TensorVector(inputs.toArray(Tensor[]::new)), 1);
    }
    if (layer instanceof Layer.Resize) {
      GridSize to = node.shape().at(size);
      long[] shape = {to.depth(), to.height(), to.width()};
      return torch.upsample_trilinear3d(x, shape, false);
    }
    if (layer instanceof Layer.TrainableSum) {
      Tensor gates = parameters.get(node.weights().get(0).name()).sigmoid();
      Tensor sum = x.mul(gates.select(0, 0));
      for (int i = 1; i < inputs.size(); i++) {
        sum.add_(inputs.get(i).mul(gates.select(0, i)));
      }
      return sum;
    }
    throw new IllegalArgumentException("libtorch has no " + node.name() + ": " + layer);
  }

  private Tensor convolve(Layer.Conv conv, Node node, Tensor x) {
    long[] stride = cube(conv.stride());
    long[] padding = cube((long) conv.dilation() * (conv.kernel() - 1) / 2);
    long[] dilation = cube(conv.dilation());
    TensorOptional bias = conv.bias() ? weight(node, 1) : new TensorOptional();
    Tensor kernel = parameters.get(node.weights().get(0).name());
    return precision == TorchPrecision.FLOAT32_ONEDNN
        ? torch.mkldnn_convolution(x, kernel, bias, padding, stride, dilation, 1)
        : torch.conv3d(x, kernel, bias, stride, padding, dilation, 1);
  }

  private static long[] cube(long side) {
    return new long[] {side, side, side};
  }

  private TensorOptional weight(Node node, int index) {
    return new TensorOptional(parameters.get(node.weights().get(index).name()));
  }

  @Override
  public void close() {
    parameters.values().forEach(Tensor::releaseReference);
    parameters.clear();
  }
}
