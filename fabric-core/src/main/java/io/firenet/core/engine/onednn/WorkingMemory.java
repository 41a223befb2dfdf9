package io.firenet.core.engine.onednn;

import io.firenet.core.engine.kernel.ConvolutionShape;
import io.firenet.core.engine.kernel.KernelContext;
import io.firenet.core.engine.kernel.Lanes;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.convolution.ConvolutionPlan;
import io.firenet.core.engine.onednn.convolution.WeightGradientByTaps;
import io.firenet.core.engine.onednn.convolution.WeightReorder;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Pass;
import io.firenet.core.engine.onednn.operation.Primitive;
import io.firenet.core.engine.onednn.operation.Team;
import io.firenet.core.engine.onednn.operation.Workspace;
import io.firenet.core.engine.onednn.resampling.ResamplingGradient;
import io.firenet.core.engine.onednn.winograd.WinogradConvolution;
import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.network.TensorShape;
import io.firenet.volume.GridSize;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Foretells the working memory that {@link OneDnn} holds beside the activations of a training step.
 * How much a convolution works in, oneDNN tells when it is planned: it depends on the processor and
 * on the number of threads.
 */
public final class WorkingMemory {

  /** Products and norms, seldom more than 5; 16 for the library and its lanes together. */
  private static final long SMALL_OPERATIONS = 16L << 20;

  private static final long SMALL_IN_A_LANE = 5L << 20;

  private final OneDnn dnn;
  private final long smallOperations;
  private final Network network;
  private final ElementType type;
  private final GridSize size;
  private final Set<ConvolutionPlan.Key> seen = new HashSet<>();
  private final Map<Pass, Most> most = new EnumMap<>(Pass.class);

  /** The most that any operation of a pass works in. */
  private static final class Most {
    private long scratchpad; // of the thread that everything else runs in
    private long others; // of the threads beside it
    private long workspace;
  }

  private WorkingMemory(
      OneDnn dnn, long smallOperations, Network network, ElementType type, GridSize size) {
    this.dnn = dnn;
    this.smallOperations = smallOperations;
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
    try (OneDnn dnn = new OneDnn();
        OneDnn lane = dnn.beside()) {
      Map<Pass, Long> whole =
          new WorkingMemory(dnn, SMALL_OPERATIONS, network, type, size).byPass();
      int others = OneDnnKernels.weightLanes(dnn); // and as many for nodes beside the first
      if (others == 0) {
        return Collections.max(whole.values());
      }
      Map<Pass, Long> alone =
          new WorkingMemory(lane, SMALL_IN_A_LANE, network, type, size).byPass();
      long inLanes =
          Collections.max(alone.values())
              + others * (alone.get(Pass.FORWARD) + alone.get(Pass.WEIGHT_GRADIENTS));
      return Math.max(Collections.max(whole.values()), whole.get(Pass.FORWARD) + inLanes);
    }
  }

  /**
   * The bytes of activations and gradients that outlive their nodes since gradients of weights are
   * computed behind the pass.
   */
  public static long waitingBytes(Network network, ElementType type, GridSize size) {
    if (new Team().size() == 1) {
      return 0;
    }
    double values = 0;
    for (Node node : network.nodes()) {
      if (node.layer() instanceof Layer.Conv) {
        for (Node each : List.of(node, node.inputs().get(0))) {
          values += (double) each.shape().channels() * each.shape().at(size).voxels();
        }
      }
    }
    return (long) Math.min(Lanes.MOST_WAITING, values * type.bytes());
  }

  private Map<Pass, Long> byPass() {
    for (Pass pass : Pass.values()) {
      most.put(pass, new Most());
    }
    for (Node node : network.nodes()) {
      if (!node.inputs().isEmpty()) {
        withFewerProducts(node)
            .ifPresentOrElse(fewer -> fewer.needs().forEach(this::add), () -> addOf(node));
      }
    }
    Map<Pass, Long> bytes = new EnumMap<>(Pass.class);
    most.forEach(
        (pass, each) ->
            bytes.put(
                pass,
                Math.max(smallOperations, each.scratchpad)
                    + each.others
                    + each.workspace
                    + 2 * Workspace.ALIGN));
    return bytes;
  }

  private void add(Pass pass, WinogradConvolution.Needs needs) {
    Most most = this.most.get(pass);
    most.scratchpad = Math.max(most.scratchpad, needs.scratchpad());
    most.others = Math.max(most.others, (needs.lanes() - 1) * needs.scratchpad());
    most.workspace = Math.max(most.workspace, needs.workspace());
  }

  private void addScratchpad(Pass pass, Primitive operation) {
    Most most = this.most.get(pass);
    most.scratchpad = Math.max(most.scratchpad, operation.scratchpadBytes());
  }

  private void addWorkspace(Pass pass, long bytes) {
    Most most = this.most.get(pass);
    most.workspace = Math.max(most.workspace, bytes);
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

  /** What is filled before an operation computes, and what the operations work in. */
  private void addOf(Node node) {
    TensorShape input = node.inputs().get(0).shape();
    GridSize from = input.at(size);
    if (node.layer() instanceof Layer.Resize) {
      GridSize to = node.shape().at(size);
      addWorkspace(
          Pass.INPUT_GRADIENTS, ResamplingGradient.workspaceBytes(dnn, input.channels(), from, to));
    }
    if (node.layer() instanceof Layer.Conv conv) {
      ConvolutionShape shape = ConvolutionShape.of(conv).at(from);
      long byTaps =
          WeightGradientByTaps.workspaceBytes(dnn.tuning(), shape, type, input.channels(), from);
      addWorkspace(Pass.WEIGHT_GRADIENTS, byTaps);
      long reordered = WeightReorder.workspaceBytes(type, shape.weightCount(input.channels()));
      List.of(Pass.values()).forEach(pass -> addWorkspace(pass, reordered));
      boolean floatOutput = KernelContext.writesFloat(network, node);
      addOf(
          new ConvolutionPlan.Key(shape, type, floatOutput, input.channels(), from),
          !WeightGradientByTaps.isFaster(dnn.tuning(), shape, type, input.channels(), from));
    }
    if (node.layer() instanceof Layer.ConvTranspose conv) {
      ConvolutionShape shape = ConvolutionShape.transposeOf(conv, input.channels());
      GridSize to = node.shape().at(size);
      addOf(new ConvolutionPlan.Key(shape, type, false, conv.outChannels(), to), true);
    }
  }

  private void addOf(ConvolutionPlan.Key key, boolean withWeightGradient) {
    if (!seen.add(key)) {
      return;
    }
    try (ConvolutionPlan plan = new ConvolutionPlan(dnn, key)) {
      addScratchpad(Pass.FORWARD, plan.forward());
      addScratchpad(Pass.INPUT_GRADIENTS, plan.backwardData());
      if (withWeightGradient) {
        addScratchpad(Pass.WEIGHT_GRADIENTS, plan.backwardWeights());
      }
    }
  }
}
