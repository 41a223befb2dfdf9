package io.firenet.core.bench;

import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.volume.GridSize;

/** The arithmetic of a network's convolutions, two operations for each product that is added up. */
public final class NetworkFlops {

  private NetworkFlops() {}

  /**
   * Of one forward pass.
   *
   * @param network all outputs of it are computed
   * @param size D, H and W of the image
   * @return 2 for each multiply-add
   */
  public static double forward(Network network, GridSize size) {
    return network.convolutionFlop(size);
  }

  /**
   * Of one training step: forward, the gradient of the weights, and that of the inputs but for the
   * image.
   *
   * @param network all outputs of it are trained
   * @param size D, H and W of the image
   * @return 2 for each multiply-add
   */
  public static double step(Network network, GridSize size) {
    return network.nodes().stream()
        .mapToDouble(node -> (double) node.convolutionFlop(size) * (readsImage(node) ? 2 : 3))
        .sum();
  }

  private static boolean readsImage(Node node) {
    return node.inputs().stream().anyMatch(in -> in.layer() instanceof Layer.Input);
  }
}
