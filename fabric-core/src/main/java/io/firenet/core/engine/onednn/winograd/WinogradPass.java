package io.firenet.core.engine.onednn.winograd;

import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Primitive;

/**
 * A convolution forward, or back to its input, tile by tile, in one lane.
 *
 * @param before sums of slices of the source
 * @param after sums of the products
 */
record WinogradPass(
    int dilation,
    long targetBytes,
    TileInputs before,
    SliceSums after,
    Primitive convolve,
    Primitive toBlocked)
    implements OneDnn.Plan {

  /**
   * That of a lane.
   *
   * @param convolve {@link PlaneConvolution#forward()}, or {@link PlaneConvolution#backwardData()}
   * @param toBlocked from plain weights to those of {@code convolve}
   */
  static WinogradPass in(
      int lane,
      PlaneConvolution planes,
      ToomCook matrices,
      int depth,
      boolean forward,
      Primitive convolve,
      Primitive toBlocked) {
    OneDnn dnn = planes.dnn();
    long source = planes.values(forward ? planes.inChannels() : planes.outChannels());
    long target = planes.values(forward ? planes.outChannels() : planes.inChannels());
    SliceSums sums = new SliceSums(dnn, lane, planes.type(), matrices.inputs(), source);
    return new WinogradPass(
        planes.dilation(),
        target * planes.type().bytes(),
        new TileInputs(sums, depth, planes.dilation(), source * planes.type().bytes()),
        new SliceSums(dnn, lane, planes.type(), matrices.outputs(), target),
        convolve.in(dnn.lane(lane)),
        toBlocked.in(dnn.lane(lane)));
  }

  private int products() {
    return before.sums().count();
  }

  private long sourceBytes() {
    return before.sliceBytes();
  }

  long scratchpadBytes() {
    return Math.max(
        convolve.scratchpadBytes(),
        Math.max(before.sums().scratchpadBytes(), after.scratchpadBytes()));
  }

  /** The bytes of the weights for one of the products. */
  long weightBytes() {
    return convolve.bytes(1);
  }

  /** The bytes that {@link #convolve} works in. */
  long workspaceBytes() {
    return products() * (sourceBytes() + targetBytes) + sourceBytes();
  }

  /** From float32 weights {@code [H,W,I,O]} at an address to those of a product. */
  void prepareWeights(long plain, long blocked) {
    toBlocked.execute(plain, blocked);
  }

  /** Makes {@link #workspaceBytes()} ready, which may hold anything. */
  void begin(long workspace) {
    HostTensor.clear(zeros(workspace), sourceBytes());
  }

  /** A slice outside of the image. */
  private long zeros(long workspace) {
    return workspace + products() * (sourceBytes() + targetBytes);
  }

  /**
   * Computes the slices of a tile.
   *
   * @param weights for each of the products
   */
  void convolve(DepthTile tile, long source, long weights, long target, long workspace) {
    addInputs(tile, source, workspace);
    multiply(weights, workspace);
    addProducts(tile, workspace, target);
  }

  /** The first step of {@link #convolve}: sums of slices of the source. */
  void addInputs(DepthTile tile, long source, long workspace) {
    before.execute(tile, source, zeros(workspace), workspace, sourceBytes());
  }

  /** The second: a convolution of each of them. */
  void multiply(long weights, long workspace) {
    long results = workspace + products() * sourceBytes();
    for (int i = 0; i < products(); i++) {
      convolve.execute(
          workspace + i * sourceBytes(), weights + i * weightBytes(), results + i * targetBytes);
    }
  }

  /** The third: sums of those are the slices of the target. */
  void addProducts(DepthTile tile, long workspace, long target) {
    long results = workspace + products() * sourceBytes();
    for (int i = 0; i < tile.outputs(); i++) {
      int slice = tile.first() + i * dilation;
      after.execute(i, k -> results + k * targetBytes, target + slice * targetBytes);
    }
  }

  @Override
  public void close() {
    toBlocked.close();
    convolve.close();
  }
}
