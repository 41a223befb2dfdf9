package io.firenet.core.engine.onednn;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A convolution forward, or back to its input, tile by tile, in one lane. */
final class WinogradPass implements OneDnn.Plan {

  private final int products;
  private final long sourceBytes; // of a plane
  private final long targetBytes;
  private final int dilation;
  private final Map<DepthTile.Form, SliceProduct> before = new HashMap<>();
  private final Map<DepthTile.Form, SliceProduct> after = new HashMap<>();
  private final Primitive convolve;
  private final Primitive toBlocked;

  WinogradPass(WinogradPlan plan, PlaneConvolution planes, boolean forward) {
    ToomCook matrices = plan.matrices();
    products = matrices.products();
    long source = planes.values(forward ? planes.inChannels() : planes.outChannels());
    long target = planes.values(forward ? planes.outChannels() : planes.inChannels());
    sourceBytes = source * planes.type().bytes();
    targetBytes = target * planes.type().bytes();
    dilation = planes.dilation();
    for (DepthTile tile : plan.tiles()) {
      DepthTile.Form form = tile.form();
      if (!before.containsKey(form)) {
        float[][] inputs = ToomCook.columns(matrices.inputs(), form.skipped(), form.inputs());
        float[][] outputs = Arrays.copyOf(matrices.outputs(), form.outputs());
        OneDnn dnn = planes.dnn();
        before.put(
            form, new SliceProduct(dnn, planes.type(), inputs, source, dilation * source, source));
        after.put(
            form, new SliceProduct(dnn, planes.type(), outputs, target, target, dilation * target));
      }
    }
    convolve = forward ? planes.forward() : planes.backwardData();
    toBlocked = planes.toBlocked(convolve);
  }

  /** The bytes of the weights for one of the products. */
  long weightBytes() {
    return convolve.bytes(1);
  }

  /** The bytes that {@link #convolve} works in. */
  long workspaceBytes() {
    return products * (sourceBytes + targetBytes);
  }

  long scratchpadBytes() {
    long bytes = convolve.scratchpadBytes();
    for (SliceProduct product : before.values()) {
      bytes = Math.max(bytes, product.scratchpadBytes());
    }
    for (SliceProduct product : after.values()) {
      bytes = Math.max(bytes, product.scratchpadBytes());
    }
    return bytes;
  }

  /** From float32 weights {@code [H,W,I,O]} at an address to those of {@link #convolve}. */
  void prepareWeights(long plain, long blocked) {
    toBlocked.execute(plain, blocked);
  }

  /**
   * Computes the slices of a tile.
   *
   * @param weights for each of the products
   * @param workspace of {@link #workspaceBytes()}
   */
  void convolve(DepthTile tile, long source, long weights, long target, long workspace) {
    addInputs(tile, source, workspace);
    multiply(weights, workspace);
    addProducts(tile, workspace, target);
  }

  /** The first step of {@link #convolve}: sums of slices of the source. */
  void addInputs(DepthTile tile, long source, long workspace) {
    before.get(tile.form()).execute(source + tile.input(dilation) * sourceBytes, workspace);
  }

  /** The second: a convolution of each of them. */
  void multiply(long weights, long workspace) {
    long results = workspace + products * sourceBytes;
    for (int i = 0; i < products; i++) {
      convolve.execute(
          workspace + i * sourceBytes, weights + i * weightBytes(), results + i * targetBytes);
    }
  }

  /** The third: sums of those are the slices of the target. */
  void addProducts(DepthTile tile, long workspace, long target) {
    long results = workspace + products * sourceBytes;
    after.get(tile.form()).execute(results, target + tile.output() * targetBytes);
  }

  @Override
  public void close() {
    before.values().forEach(SliceProduct::close);
    after.values().forEach(SliceProduct::close);
    toBlocked.close();
    convolve.close();
  }
}
