package io.firenet.core.engine.onednn;

import io.firenet.core.engine.kernel.ConvolutionShape;
import io.firenet.core.engine.kernel.KernelContext;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.network.TensorShape;
import io.firenet.volume.GridSize;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Foretells the working memory that {@link OneDnn} holds beside the activations of a training step.
 * How much a convolution works in, oneDNN tells when it is planned: it depends on the processor and
 * on the number of threads.
 */
public final class WorkingMemory {

  private static final long SMALL_OPERATIONS = 16L << 20; // products and norms, seldom more than 5

  private final OneDnn dnn;
  private final Network network;
  private final ElementType type;
  private final GridSize size;
  private final Set<ConvolutionPlan.Key> seen = new HashSet<>();

  private WorkingMemory(OneDnn dnn, Network network, ElementType type, GridSize size) {
    this.dnn = dnn;
    this.network = network;
    this.type = type;
    this.size = size;
  }

  /**
   * The bytes for steps on images of a size.
   *
   * @param type of activations
   */
  public static long bytes(Network network, ElementType type, GridSize size) {
    try (OneDnn dnn = new OneDnn()) {
      return new WorkingMemory(dnn, network, type, size).bytes();
    }
  }

  private long bytes() {
    long scratchpad = SMALL_OPERATIONS; // of the first lane
    long others = 0; // scratchpads of the other lanes
    long workspace = 0;
    for (Node node : network.nodes()) {
      if (node.inputs().isEmpty()) {
        continue;
      }
      Optional<WinogradConvolution> fewer = withFewerProducts(node);
      if (fewer.isPresent()) {
        WinogradConvolution.Needs needs = fewer.get().needs();
        scratchpad = Math.max(scratchpad, needs.scratchpad());
        others = Math.max(others, (needs.lanes() - 1) * needs.scratchpad());
        workspace = Math.max(workspace, needs.workspace());
      } else {
        scratchpad = Math.max(scratchpad, scratchpad(node));
        workspace = Math.max(workspace, workspace(node));
      }
    }
    return scratchpad + others + workspace + 2 * OneDnn.ALIGN;
  }

  private Optional<WinogradConvolution> withFewerProducts(Node node) {
    if (!(node.layer() instanceof Layer.Conv conv)) {
      return Optional.empty();
    }
    boolean floatOutput = KernelContext.writesFloat(network, node);
    TensorShape input = node.inputs().get(0).shape();
    return WinogradConvolution.ifFaster(
        dnn, ConvolutionShape.of(conv), floatOutput, type, input.channels(), input.at(size));
  }

  /** What the operations of a convolution work in. */
  private long scratchpad(Node node) {
    TensorShape input = node.inputs().get(0).shape();
    GridSize from = input.at(size);
    if (node.layer() instanceof Layer.Conv conv) {
      ConvolutionShape shape = ConvolutionShape.of(conv).at(from);
      boolean floatOutput = KernelContext.writesFloat(network, node);
      var key = new ConvolutionPlan.Key(shape, type, floatOutput, input.channels(), from);
      return scratchpad(
          key, !WeightGradientByTaps.isFaster(dnn.tuning(), shape, type, input.channels(), from));
    }
    if (node.layer() instanceof Layer.ConvTranspose conv) {
      ConvolutionShape shape = ConvolutionShape.transposeOf(conv, input.channels());
      GridSize to = node.shape().at(size);
      var key = new ConvolutionPlan.Key(shape, type, false, conv.outChannels(), to);
      return scratchpad(key, true);
    }
    return 0;
  }

  private long scratchpad(ConvolutionPlan.Key key, boolean withWeightGradient) {
    if (!seen.add(key)) {
      return 0;
    }
    try (ConvolutionPlan plan = new ConvolutionPlan(dnn, key)) {
      long bytes =
          Math.max(plan.forward().scratchpadBytes(), plan.backwardData().scratchpadBytes());
      return withWeightGradient ? Math.max(bytes, plan.backwardWeights().scratchpadBytes()) : bytes;
    }
  }

  /** What is filled before an operation computes. */
  private long workspace(Node node) {
    TensorShape input = node.inputs().get(0).shape();
    GridSize from = input.at(size);
    if (node.layer() instanceof Layer.Resize) {
      GridSize to = node.shape().at(size);
      return ResamplingGradient.workspaceBytes(dnn.tuning(), type, input.channels(), from, to);
    }
    if (node.layer() instanceof Layer.Conv conv) {
      ConvolutionShape shape = ConvolutionShape.of(conv).at(from);
      return Math.max(
          WeightReorder.workspaceBytes(type, shape.weightCount(input.channels())),
          WeightGradientByTaps.workspaceBytes(dnn.tuning(), shape, type, input.channels(), from));
    }
    return 0;
  }
}
