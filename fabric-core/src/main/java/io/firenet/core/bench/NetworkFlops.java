package io.firenet.core.bench;

import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.volume.GridSize;

/** The arithmetic of a network's convolutions, two operations for each product that is added up. */
public final class NetworkFlops {

  private NetworkFlops() {}

  /** Of one forward pass. */
  public static double forward(Network network, GridSize size) {
    return network.nodes().stream().mapToDouble(node -> forward(node, size)).sum();
  }

  /**
   * Of one training step: forward, the gradient of the weights, and that of the inputs but for the
   * image.
   */
  public static double step(Network network, GridSize size) {
    return network.nodes().stream()
        .mapToDouble(node -> forward(node, size) * (readsImage(node) ? 2 : 3))
        .sum();
  }

  private static double forward(Node node, GridSize size) {
    if (!(node.layer() instanceof Layer.Conv conv)) {
      return 0;
    }
    double taps = Math.pow(conv.kernel(), 3);
    int inputs = node.inputs().get(0).shape().channels();
    return 2 * taps * inputs * conv.outChannels() * node.shape().at(size).voxels();
  }

  private static boolean readsImage(Node node) {
    return node.inputs().stream().anyMatch(in -> in.layer() instanceof Layer.Input);
  }
}
