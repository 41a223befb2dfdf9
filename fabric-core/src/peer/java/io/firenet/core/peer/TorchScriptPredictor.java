package io.firenet.core.peer;

import io.firenet.core.bench.Contestant;
import io.firenet.network.Network;
import io.firenet.network.WeightSpec;
import io.firenet.volume.GridSize;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The network applied by libtorch on the CPU in single precision, compiled as TorchScript. */
final class TorchScriptPredictor implements Contestant {

  private final Network network;
  private final int threads;
  private final TorchNetwork weights;
  private final CompilationUnit compiled;

  /**
   * @param network of one output
   */
  TorchScriptPredictor(Network network, int threads, Function<WeightSpec, float[]> weights) {
    this.network = network;
    this.threads = threads;
    this.weights = new TorchNetwork(network, TorchPrecision.FLOAT32, weights);
    try (PointerScope scope = new PointerScope()) {
      compiled = torch.compile(TorchScriptSource.of(network));
      compiled.retainReference();
    }
  }

  @Override
  public String name() {
    return "libtorch, TorchScript";
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
      IValueVector arguments = new IValueVector();
      int channels = network.input().shape().channels();
      arguments.push_back(new IValue(TorchPredictor.input(image, channels, size)));
      for (Tensor weight : weights.parameters().values()) {
        arguments.push_back(new IValue(weight));
      }
      IValue logits =
          compiled.get_function(new QualifiedName(TorchScriptSource.FUNCTION)).apply(arguments);
      return Tensors.floats(logits.toTensor());
    }
  }

  @Override
  public void close() {
    compiled.releaseReference();
    weights.close();
  }
}
