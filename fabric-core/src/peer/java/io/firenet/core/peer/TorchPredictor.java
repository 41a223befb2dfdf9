package io.firenet.core.peer;

import io.firenet.core.bench.Contestant;
import io.firenet.network.Network;
import io.firenet.network.WeightSpec;
import io.firenet.volume.GridSize;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The network applied by libtorch on the CPU in single precision, operator by operator. */
final class TorchPredictor implements Contestant {

  private final int channels;
  private final int threads;
  private final TorchNetwork model;

  /**
   * @param network of one output
   */
  TorchPredictor(Network network, int threads, Function<WeightSpec, float[]> weights) {
    this.channels = network.input().shape().channels();
    this.threads = threads;
    model = new TorchNetwork(network, TorchPrecision.FLOAT32, weights);
  }

  @Override
  public String name() {
    return "libtorch, eager";
  }

  @Override
  public double step(float[] image, short[] labels, GridSize size) {
    logits(image, size);
    return Double.NaN;
  }

  float[] logits(float[] image, GridSize size) {
    torch.set_num_threads(threads);
    try (PointerScope scope = new PointerScope();
        NoGradGuard frozen = new NoGradGuard()) {
      Tensor x = input(image, channels, size);
      return Tensors.floats(model.forward(x, size).get(0));
    }
  }

  static Tensor input(float[] image, int channels, GridSize size) {
    return Tensors.of(
        image,
        TorchPrecision.FLOAT32.weights(),
        1,
        channels,
        size.depth(),
        size.height(),
        size.width());
  }

  @Override
  public void close() {
    model.close();
  }
}
