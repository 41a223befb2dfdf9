package io.firenet.core.engine.libtorch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.LongArrayRefOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** Convolution, of single channels too, with optional bias. */
final class TorchConvolution extends TorchKernel {

  private final TorchWeight weight;
  private final @Nullable TorchWeight bias;
  private final long[] stride;
  private final long[] padding;
  private final long[] dilation;
  private final long groups;
  private final boolean inputNeedsGradient;
  private final boolean floatOutput;

  /**
   * @param weights kernel and, if the layer has one, bias
   * @param inputNeedsGradient false for the convolution that reads the image
   * @param floatOutput whether the output is float32 whatever the input is, for a loss to read
   */
  TorchConvolution(
      TorchMemory memory,
      List<TorchWeight> weights,
      int kernel,
      int stride,
      int dilation,
      long groups,
      boolean inputNeedsGradient,
      boolean floatOutput) {
    super(memory);
    this.weight = weights.get(0);
    this.bias = weights.size() > 1 ? weights.get(1) : null;
    this.stride = cube(stride);
    this.padding = cube((long) dilation * (kernel - 1) / 2);
    this.dilation = cube(dilation);
    this.groups = groups;
    this.inputNeedsGradient = inputNeedsGradient;
    this.floatOutput = floatOutput;
  }

  @Override
  Tensor forward(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    ScalarType type = x.scalar_type();
    boolean addsBias = bias != null && !floatOutput;
    Tensor y =
        torch.convolution(
            x,
            weight.as(type),
            addsBias ? new TensorOptional(bias.as(type)) : new TensorOptional(),
            stride,
            padding,
            dilation,
            false,
            cube(0),
            groups);
    if (!floatOutput) {
      return y;
    }
    // A bias of float32 on what is rounded once: GPUs would round before and after it.
    Tensor precise = y.to(ScalarType.Float);
    return bias == null
        ? precise
        : precise.add(bias.tensor().view(1, bias.tensor().numel(), 1, 1, 1));
  }

  @Override
  List<@Nullable Tensor> gradients(
      List<TorchTensor> inputs, TorchTensor output, Tensor outputGradient) {
    Tensor x = inputs.get(0).value();
    ScalarType type = x.scalar_type();
    boolean trains = !weight.frozen();
    try (BoolPointer wanted = new BoolPointer(3)) {
      wanted.put(0, inputNeedsGradient).put(1, trains).put(2, false);
      T_TensorTensorTensor_T gradients =
          torch.convolution_backward(
              outputGradient.to(type),
              x,
              weight.as(type),
              new LongArrayRefOptional(),
              stride,
              padding,
              dilation,
              false,
              cube(0),
              groups,
              wanted);
      if (trains) {
        weight.setGradient(gradients.get1());
        if (bias != null) {
          bias.setGradient(
              torch.sum(
                  outputGradient,
                  TorchTensor.ALL_BUT_CHANNELS,
                  false,
                  new ScalarTypeOptional(ScalarType.Float)));
        }
      }
      List<@Nullable Tensor> result = new ArrayList<>();
      result.add(inputNeedsGradient ? gradients.get0() : null);
      return result;
    }
  }
}
