package io.firenet.core.engine.step;

import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.volume.GridSize;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The life of a step's activations and gradients: an activation is given back as soon as nobody
 * needs it and computed again if the backward pass does; gradients of several readers are added up.
 * What an operation is, computing or only counting, is the matter of {@link StepOperations}, so
 * that the memory of a step is foretold by the code that takes it. Nodes that do not read each
 * other may go through it at the same time.
 *
 * @param <T> tensors, or what stands for them
 */
public final class StepLifecycle<T> implements NodePasses {

  private final ActivationLifetimes lifetimes;
  private final StepOperations<T> operations;
  private final Map<Node, Activation> activations = new HashMap<>();
  private boolean large; // whether the image is

  private final class Activation {
    private @Nullable T output; // still tells the shape when its memory is given back
    private boolean present;
    private int pendingReaders;
    private @Nullable T gradient;
    private int held; // by what still reads the output
  }

  /**
   * What the gradients of a node's weights are computed from. Nothing of it is given back before
   * that is {@link #done}.
   */
  record WeightsLeft<T>(Node node, List<T> inputs, T gradient) {}

  public StepLifecycle(
      Network network, ActivationLifetimes lifetimes, StepOperations<T> operations) {
    this.lifetimes = lifetimes;
    this.operations = operations;
    network.nodes().forEach(node -> activations.put(node, new Activation()));
  }

  /** A step begins on an image of a size: nothing is left of the one before. */
  public void begin(Node input, T image, GridSize size) {
    large = ActivationLifetimes.isLarge(size);
    activations.replaceAll((node, old) -> new Activation());
    activations.get(input).output = image;
    activations.get(input).present = true;
  }

  /** The output of a node whose forward pass is done. */
  public T output(Node node) {
    return activations.get(node).output;
  }

  @Override
  public void forward(Node node, boolean training) {
    compute(node, training);
    release(node, training);
  }

  private synchronized void release(Node node, boolean training) {
    activations.get(node).pendingReaders = lifetimes.readers(node);
    for (Node producer : node.inputs()) {
      int left = --activations.get(producer).pendingReaders;
      if (left == 0 && !(training && lifetimes.kept(producer, large))) {
        giveBack(producer);
      }
    }
  }

  private void compute(Node node, boolean training) {
    Activation activation = activations.get(node);
    activation.output = operations.forward(node, outputs(node.inputs()), training);
    activation.present = true;
    if (lifetimes.overwritesFirstInput(node)) {
      activations.get(node.inputs().get(0)).present = false; // its memory is this one's now
    }
  }

  private List<T> outputs(List<Node> nodes) {
    return nodes.stream().map(this::output).toList();
  }

  /** Computes an activation again, and whatever that takes, unless it is in memory. */
  private void restore(Node node) {
    if (activations.get(node).present) {
      return;
    }
    node.inputs().forEach(this::restore);
    compute(node, true);
    for (Node producer : node.inputs()) {
      if (!lifetimes.neededBackward(producer)) {
        giveBack(producer);
      }
    }
  }

  private synchronized void giveBack(Node node) {
    Activation activation = activations.get(node);
    if (activation.present && !node.isImage()) {
      activation.present = false;
      if (activation.held == 0) {
        operations.release(activation.output);
      }
    }
  }

  private synchronized void hold(Node node) {
    activations.get(node).held++;
  }

  private synchronized void letGo(Node node) {
    Activation activation = activations.get(node);
    if (--activation.held == 0 && !activation.present) {
      operations.release(activation.output);
    }
  }

  /** Adds to the gradient of a node's output; takes the tensor over. */
  public void addGradient(Node node, T part) {
    Activation activation = activations.get(node);
    if (activation.gradient == null) {
      activation.gradient = part;
    } else {
      operations.add(node, activation.gradient, part);
      operations.release(part);
    }
  }

  /** Computes again what a node reads on its way back, as far as it is not in memory. */
  void prepareBackward(Node node) {
    if (LayerTraits.of(node.layer()).readsInputs()) {
      node.inputs().forEach(this::restore);
    }
    if (LayerTraits.of(node.layer()).readsOutput()) {
      restore(node);
    }
  }

  @Override
  public void backward(Node node) {
    backward(node, this::addGradient);
  }

  /**
   * Hands a node's gradients on.
   *
   * @param target takes each of those that the node reads, and the part of its gradient
   */
  void backward(Node node, BiConsumer<Node, T> target) {
    prepareBackward(node);
    Activation activation = activations.get(node);
    List<@Nullable T> gradients =
        operations.backward(node, outputs(node.inputs()), activation.output, activation.gradient);
    activation.gradient = null;
    giveBack(node); // every reader has gone backward by now
    handOn(node, gradients, target);
  }

  private void handOn(Node node, List<@Nullable T> gradients, BiConsumer<Node, T> target) {
    for (int i = 0; i < gradients.size(); i++) {
      T part = gradients.get(i);
      if (!node.inputs().get(i).isImage()) {
        target.accept(node.inputs().get(i), part);
      } else if (part != null) {
        operations.release(part); // nobody asks for the image's
      }
    }
  }

  /**
   * Hands a node's gradients on, and leaves those of its weights to be computed where it goes
   * backward in two halves.
   */
  Optional<WeightsLeft<T>> backwardToInputs(Node node, SplitOperations<T> halves) {
    prepareBackward(node);
    Activation activation = activations.get(node);
    List<T> inputs = outputs(node.inputs());
    T gradient = activation.gradient;
    if (!halves.splits(node, inputs, gradient)) {
      backward(node);
      return Optional.empty();
    }
    List<@Nullable T> gradients = halves.inputGradients(node, inputs, gradient);
    node.inputs().forEach(this::hold);
    activation.gradient = null;
    giveBack(node);
    handOn(node, gradients, this::addGradient);
    return Optional.of(new WeightsLeft<>(node, inputs, gradient));
  }

  /** Gives back what was kept for the gradients of a node's weights. */
  void done(WeightsLeft<T> left) {
    operations.release(left.gradient);
    left.node.inputs().forEach(this::letGo);
  }
}
