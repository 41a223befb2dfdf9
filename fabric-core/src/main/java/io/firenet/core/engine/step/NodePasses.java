package io.firenet.core.engine.step;

import io.firenet.network.Node;

/** The two passes of a step, node by node in the network's order and back. */
public interface NodePasses {

  /** Computes a node, whose inputs are computed. */
  void forward(Node node, boolean training);

  /** Hands a node's gradients on to those that it reads, which must go backward after it. */
  void backward(Node node);
}
