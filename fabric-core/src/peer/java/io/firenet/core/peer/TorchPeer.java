package io.firenet.core.peer;

import io.firenet.core.bench.Contestant;
import io.firenet.network.Network;
import io.firenet.network.Output;
import io.firenet.network.WeightSpec;
import io.firenet.volume.GridSize;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The network trained by libtorch on the CPU. Use one from one thread: thread count and autocast are
 * settings of the calling thread.
 */
public final class TorchPeer implements Contestant {

  private final Network network;
  private final TorchPrecision precision;
  private final int threads;
  private final TorchNetwork model;
  private final FusedAdam adam;

  /**
   * @param weights the values to start from, in ONNX order, for each weight of the network
   */
  public TorchPeer(
      Network network,
      TorchPrecision precision,
      int threads,
      double learningRate,
      Function<WeightSpec, float[]> weights) {
    this.network = network;
    this.precision = precision;
    this.threads = threads;
    model = new TorchNetwork(network, precision, weights);
    adam = new FusedAdam(model.parameters().values(), learningRate);
  }

  @Override
  public String name() {
    return precision.title();
  }

  @Override
  public double step(float[] image, short[] labels, GridSize size) {
    double loss = backward(image, labels, size);
    adam.step();
    return loss;
  }

  /** The gradient of the loss by every weight's name, in ONNX order; the weights stay as they are. */
  public Map<String, float[]> gradients(float[] image, short[] labels, GridSize size) {
    backward(image, labels, size);
    Map<String, float[]> gradients = new LinkedHashMap<>();
    try (PointerScope scope = new PointerScope()) {
      model.parameters().forEach((name, w) -> gradients.put(name, Tensors.floats(w.grad())));
    }
    return gradients;
  }

  /** The loss alone, without a backward pass. */
  public double loss(float[] image, short[] labels, GridSize size) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard frozen = new NoGradGuard()) {
      return loss(forward(image, size), labels, size).item_double();
    }
  }

  /** Every output {@code [K,d,h,w]} in the network's order, without a backward pass. */
  public List<float[]> outputs(float[] image, GridSize size) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard frozen = new NoGradGuard()) {
      return forward(image, size).stream().map(Tensors::floats).toList();
    }
  }

  /** Every weight by its name, in ONNX order. */
  public Map<String, float[]> weights() {
    Map<String, float[]> weights = new LinkedHashMap<>();
    try (PointerScope scope = new PointerScope()) {
      model.parameters().forEach((name, w) -> weights.put(name, Tensors.floats(w)));
    }
    return weights;
  }

  private double backward(float[] image, short[] labels, GridSize size) {
    try (PointerScope scope = new PointerScope()) {
      model.parameters().values().forEach(w -> w.mutable_grad().reset());
      Tensor loss;
      try (PointerScope inner = new PointerScope()) { // so that only the loss holds the graph
        loss = loss(forward(image, size), labels, size).retainReference();
      }
      loss.backward();
      double value = loss.item_double();
      loss.releaseReference();
      return value;
    }
  }

  private List<Tensor> forward(float[] image, GridSize size) {
    torch.set_num_threads(threads);
    try (Autocast cast = new Autocast(precision)) {
      int channels = network.input().shape().channels();
      Tensor x =
          Tensors.of(
              image, precision.weights(), 1, channels, size.depth(), size.height(), size.width());
      return model.forward(x, size);
    }
  }

  private Tensor loss(List<Tensor> outputs, short[] labels, GridSize size) {
    Tensor total = null;
    for (int i = 0; i < outputs.size(); i++) {
      Output output = network.outputs().get(i);
      GridSize to = output.node().shape().at(size);
      long[] target = TorchLoss.resample(labels, size, to);
      Tensor loss = TorchLoss.of(outputs.get(i), target, to, precision.weights());
      total = total == null ? loss : total.add(loss);
    }
    return total;
  }

  @Override
  public void close() {
    adam.close();
    model.close();
  }
}
