package io.firenet.core.engine.onednn.winograd;

import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Primitive;
import java.util.List;

/**
 * The gradient of a convolution's weights over some tiles, in one lane.
 *
 * @param batch tiles that are computed together
 * @param ofInput sums of slices of the input
 * @param ofOutput sums of slices of the output's gradient
 */
record WinogradWeightPass(
    int dilation,
    int batch,
    long targetBytes,
    TileInputs ofInput,
    SliceSums ofOutput,
    Primitive gradient,
    Primitive addition,
    Primitive toPlain)
    implements OneDnn.Plan {

  /**
   * That of a lane.
   *
   * @param gradient {@link PlaneConvolution#backwardWeights}
   * @param addition of two of its results
   * @param toPlain from its result to a plain one
   */
  static WinogradWeightPass in(
      int lane,
      PlaneConvolution planes,
      ToomCook matrices,
      int depth,
      int batch,
      Primitive gradient,
      Primitive addition,
      Primitive toPlain) {
    OneDnn dnn = planes.dnn();
    long source = planes.values(planes.inChannels());
    long target = planes.values(planes.outChannels());
    float[][] outputs = ToomCook.transpose(matrices.outputs());
    SliceSums inputs = new SliceSums(dnn, lane, planes.type(), matrices.inputs(), source);
    return new WinogradWeightPass(
        planes.dilation(),
        batch,
        target * planes.type().bytes(),
        new TileInputs(inputs, depth, planes.dilation(), source * planes.type().bytes()),
        new SliceSums(dnn, lane, planes.type(), outputs, target),
        gradient.in(dnn.lane(lane)),
        addition.in(dnn.lane(lane)),
        toPlain.in(dnn.lane(lane)));
  }

  private int products() {
    return ofInput.sums().count();
  }

  private long sourceBytes() {
    return ofInput.sliceBytes();
  }

  /** The bytes of the gradients of all products. */
  long sumBytes() {
    return products() * gradientBytes();
  }

  private long gradientBytes() {
    return gradient.bytes(2);
  }

  long scratchpadBytes() {
    return Math.max(
        gradient.scratchpadBytes(),
        Math.max(ofInput.sums().scratchpadBytes(), ofOutput.scratchpadBytes()));
  }

  /** The bytes that {@link #accumulate} works in. */
  long workspaceBytes() {
    long zeros = Math.max(sourceBytes(), targetBytes);
    return products() * batch * (sourceBytes() + targetBytes) + zeros + gradientBytes();
  }

  /**
   * Writes the gradients of all products over some tiles.
   *
   * @param sums receives them
   * @param workspace of {@link #workspaceBytes()}, which may hold anything
   */
  void accumulate(
      List<DepthTile> tiles, long source, long outputGradient, long sums, long workspace) {
    long outputs = workspace + products() * batch * sourceBytes();
    long zeros = outputs + products() * batch * targetBytes;
    long part = zeros + Math.max(sourceBytes(), targetBytes);
    HostTensor.clear(zeros, part - zeros);
    for (int first = 0; first < tiles.size(); first += batch) {
      List<DepthTile> some = tiles.subList(first, Math.min(tiles.size(), first + batch));
      if (some.size() < batch) { // the rest counts nothing
        HostTensor.clear(workspace, zeros - workspace);
      }
      for (int i = 0; i < some.size(); i++) {
        ofInput.execute(
            some.get(i), source, zeros, workspace + i * sourceBytes(), batch * sourceBytes());
        addOutputs(some.get(i), outputGradient, zeros, outputs + i * targetBytes);
      }
      for (int i = 0; i < products(); i++) {
        long sum = sums + i * gradientBytes();
        gradient.execute(
            workspace + i * batch * sourceBytes(),
            outputs + i * batch * targetBytes,
            first == 0 ? sum : part);
        if (first > 0) {
          add(sum, part);
        }
      }
    }
  }

  private void addOutputs(DepthTile tile, long gradient, long zeros, long target) {
    for (int i = 0; i < products(); i++) {
      ofOutput.execute(
          i,
          k ->
              k < tile.outputs()
                  ? gradient + (tile.first() + (long) k * dilation) * targetBytes
                  : zeros,
          target + i * batch * targetBytes);
    }
  }

  /** Adds the gradient of one product to another's. */
  void add(long sum, long part) {
    addition.execute(sum, part, sum);
  }

  /** From a gradient to the float32 one of {@code [H,W,I,O]}. */
  void toPlain(long gradient, long plain) {
    toPlain.execute(gradient, plain);
  }

  @Override
  public void close() {
    toPlain.close();
    addition.close();
    gradient.close();
  }
}
