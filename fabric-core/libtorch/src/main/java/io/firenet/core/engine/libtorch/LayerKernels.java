package io.firenet.core.engine.libtorch;

import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.kernel.KernelContext;
import io.firenet.network.Layer;
import io.firenet.network.Node;
import io.firenet.volume.GridSize;
import java.util.List;
import java.util.function.Supplier;

/** The kernel of a node by its layer. */
record LayerKernels(
    TorchMemory memory,
    Node node,
    List<TorchWeight> weights,
    KernelContext context,
    Supplier<GridSize> outputSize)
    implements Layer.Visitor<Kernel<TorchTensor>> {

  private boolean needsInputGradient() {
    return !(node.inputs().get(0).layer() instanceof Layer.Input);
  }

  @Override
  public Kernel<TorchTensor> input(Layer.Input layer) {
    throw new IllegalArgumentException("nothing computes the input " + node);
  }

  @Override
  public Kernel<TorchTensor> conv(Layer.Conv layer) {
    return new TorchConvolution(
        memory,
        weights,
        layer.kernel(),
        layer.stride(),
        layer.dilation(),
        1,
        needsInputGradient(),
        context.floatOutput());
  }

  @Override
  public Kernel<TorchTensor> depthwiseConv(Layer.DepthwiseConv layer) {
    return new TorchConvolution(
        memory,
        weights,
        layer.kernel(),
        layer.stride(),
        1,
        node.shape().channels(),
        needsInputGradient(),
        false);
  }

  @Override
  public Kernel<TorchTensor> convTranspose(Layer.ConvTranspose layer) {
    return new TorchTransposedConvolution(memory, weights.get(0), layer.stride(), outputSize);
  }

  @Override
  public Kernel<TorchTensor> maxPool(Layer.MaxPool layer) {
    return new TorchSampling.MaxPool(memory, layer.stride());
  }

  @Override
  public Kernel<TorchTensor> instanceNorm(Layer.InstanceNorm layer) {
    return new TorchInstanceNorm(memory, layer.epsilon(), weights);
  }

  @Override
  public Kernel<TorchTensor> leakyRelu(Layer.LeakyRelu layer) {
    return new TorchRectifier(memory, layer.alpha(), context.overwrites());
  }

  @Override
  public Kernel<TorchTensor> pRelu(Layer.PRelu layer) {
    return new TorchParametricRectifier(memory, weights.get(0));
  }

  @Override
  public Kernel<TorchTensor> add(Layer.Add layer) {
    return new TorchSums.Add(memory, context.overwrites());
  }

  @Override
  public Kernel<TorchTensor> concat(Layer.Concat layer) {
    return new TorchSums.Concat(memory);
  }

  @Override
  public Kernel<TorchTensor> resize(Layer.Resize layer) {
    return new TorchSampling.Resize(memory, outputSize);
  }

  @Override
  public Kernel<TorchTensor> globalAveragePool(Layer.GlobalAveragePool layer) {
    return new TorchSampling.Mean(memory);
  }

  @Override
  public Kernel<TorchTensor> trainableSum(Layer.TrainableSum layer) {
    return new TorchSums.Trainable(memory, weights.get(0));
  }
}
