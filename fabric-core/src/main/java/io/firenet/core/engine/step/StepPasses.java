package io.firenet.core.engine.step;

import io.firenet.core.engine.kernel.Kernels;
import io.firenet.core.engine.kernel.Lanes;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.memory.Tensor;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.volume.GridSize;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The passes of a network's steps on a kernel library: one node after the other, or, where that is
 * faster for an image's size, some of them side by side.
 *
 * @param <T> the library's tensors
 */
public final class StepPasses<T extends Tensor> implements NodePasses {

  private static final int KEPT_PLANS = 400; // of a dataset's sizes

  private final Network network;
  private final StepKernels<T> kernels;
  private final Optional<Lanes<T>> lanes;
  private final KernelOperations<T> operations;
  private final StepLifecycle<T> lifecycle;
  private final Map<Size, LanePlan> plans = new LinkedHashMap<>(16, 0.75f, true);
  private NodePasses passes;

  private record Size(ElementType type, GridSize grid) {}

  public StepPasses(
      Network network,
      Checkpointing checkpointing,
      ActivationLifetimes lifetimes,
      Kernels<T> library,
      StepKernels<T> kernels,
      StepTimes times) {
    this.network = network;
    this.kernels = kernels;
    // what is computed again may be read by several lanes
    lanes = checkpointing == Checkpointing.OFF ? library.lanes() : Optional.empty();
    operations = new KernelOperations<>(library, lanes, kernels, times);
    lifecycle = new StepLifecycle<>(network, lifetimes, operations);
    passes = lifecycle;
  }

  /** A step begins, on an image of some size. */
  public void begin(T image, GridSize size) {
    lifecycle.begin(network.input(), image, size);
    if (lanes.isPresent()) {
      Lanes<T> present = lanes.get();
      LanePlan plan = plan(present, new Size(image.type(), size));
      passes = new SideBySide<>(lifecycle, plan);
      operations.placeBy(plan::lane, plan::lane);
      int behind = present.weights().size();
      if (plan.leavesWeightsBehind(behind, kernels::trains)) {
        operations.placeBy(plan::laneKeepingState, plan::laneOrFirst);
        passes =
            new WeightsBehind<>(passes, lifecycle, operations, plan, behind, Lanes.MOST_WAITING);
      }
    }
  }

  private LanePlan plan(Lanes<T> lanes, Size size) {
    LanePlan known = plans.get(size);
    if (known != null) {
      return known;
    }
    if (plans.size() == KEPT_PLANS) {
      plans.remove(plans.keySet().iterator().next());
    }
    LanePlan plan =
        new LanePlan(network, size.type, size.grid, lanes.nodes().size(), lanes.times());
    plans.put(size, plan);
    return plan;
  }

  @Override
  public void forward(Node node, boolean training) {
    passes.forward(node, training);
  }

  @Override
  public void backward(Node node) {
    passes.backward(node);
  }

  /** The output of a node whose forward pass is done. */
  public T output(Node node) {
    return lifecycle.output(node);
  }

  /** Adds to the gradient of a node's output; takes the tensor over. */
  public void addGradient(Node node, T part) {
    lifecycle.addGradient(node, part);
  }
}
