package io.firenet.core.engine.onednn;

import io.firenet.core.engine.host.HostTensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The gradient of a convolution's weights over some tiles, in one lane. */
final class WinogradWeightPass implements OneDnn.Plan {

  private final int products;
  private final int batch; // tiles that are computed together
  private final long sourceBytes; // of a plane
  private final long targetBytes;
  private final int dilation;
  private final Map<DepthTile.Form, SliceProduct> ofInput = new HashMap<>();
  private final Map<DepthTile.Form, SliceProduct> ofOutput = new HashMap<>();
  private final Primitive gradient;
  private final Primitive addition;
  private final Primitive toPlain;

  WinogradWeightPass(WinogradPlan plan, PlaneConvolution planes, int batch) {
    this.batch = batch;
    ToomCook matrices = plan.matrices();
    products = matrices.products();
    long source = planes.values(planes.inChannels());
    long target = planes.values(planes.outChannels());
    sourceBytes = source * planes.type().bytes();
    targetBytes = target * planes.type().bytes();
    dilation = planes.dilation();
    OneDnn dnn = planes.dnn();
    float[][] outputs = ToomCook.transpose(matrices.outputs());
    for (DepthTile tile : plan.tiles()) {
      DepthTile.Form form = tile.form();
      if (!ofInput.containsKey(form)) {
        float[][] inputs = ToomCook.columns(matrices.inputs(), form.skipped(), form.inputs());
        ofInput.put(
            form,
            new SliceProduct(
                dnn, planes.type(), inputs, source, dilation * source, batch * source));
        ofOutput.put(
            form,
            new SliceProduct(
                dnn,
                planes.type(),
                ToomCook.columns(outputs, 0, form.outputs()),
                target,
                dilation * target,
                batch * target));
      }
    }
    gradient = planes.backwardWeights(batch);
    addition = Addition.compile(dnn, gradient.bytes(2) / Float.BYTES);
    toPlain = planes.toPlain(gradient);
  }

  /** The bytes of the gradients of all products. */
  long sumBytes() {
    return products * gradientBytes();
  }

  private long gradientBytes() {
    return gradient.bytes(2);
  }

  long scratchpadBytes() {
    long bytes = gradient.scratchpadBytes();
    for (SliceProduct product : ofInput.values()) {
      bytes = Math.max(bytes, product.scratchpadBytes());
    }
    for (SliceProduct product : ofOutput.values()) {
      bytes = Math.max(bytes, product.scratchpadBytes());
    }
    return bytes;
  }

  /** The bytes that {@link #accumulate} works in. */
  long workspaceBytes() {
    return products * batch * (sourceBytes + targetBytes) + gradientBytes();
  }

  /**
   * Writes the gradients of all products over some tiles.
   *
   * @param sums receives them
   * @param workspace of {@link #workspaceBytes()}
   */
  void accumulate(
      List<DepthTile> tiles, long source, long outputGradient, long sums, long workspace) {
    long outputs = workspace + products * batch * sourceBytes;
    long part = outputs + products * batch * targetBytes;
    for (int first = 0; first < tiles.size(); first += batch) {
      List<DepthTile> some = tiles.subList(first, Math.min(tiles.size(), first + batch));
      if (some.size() < batch) { // the rest counts nothing
        HostTensor.clear(workspace, part - workspace);
      }
      for (int i = 0; i < some.size(); i++) {
        DepthTile tile = some.get(i);
        ofInput
            .get(tile.form())
            .execute(source + tile.input(dilation) * sourceBytes, workspace + i * sourceBytes);
        ofOutput
            .get(tile.form())
            .execute(outputGradient + tile.output() * targetBytes, outputs + i * targetBytes);
      }
      for (int i = 0; i < products; i++) {
        long sum = sums + i * gradientBytes();
        long target = first == 0 ? sum : part;
        gradient.execute(
            workspace + i * batch * sourceBytes, outputs + i * batch * targetBytes, target);
        if (first > 0) {
          addition.execute(sum, part, sum);
        }
      }
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
    for (Map<DepthTile.Form, SliceProduct> forms : List.of(ofInput, ofOutput)) {
      forms.values().forEach(SliceProduct::close);
    }
    toPlain.close();
    addition.close();
    gradient.close();
  }
}
