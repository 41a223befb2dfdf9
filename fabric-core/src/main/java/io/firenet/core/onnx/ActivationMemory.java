package io.firenet.core.onnx;

import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The memory that a forward pass takes for what its layers compute, as ONNX Runtime runs them on
 * the CPU: one after another, each result freed after its last reader. Activations and sums
 * overwrite an input that nobody reads afterwards.
 */
final class ActivationMemory {

  private ActivationMemory() {}

  /**
   * The most that is held at once, in bytes for each voxel of the image, input and output included;
   * rounded up. An allocator needs somewhat more.
   */
  static int bytesPerVoxel(Network network) {
    Map<Node, Node> lastReader = new HashMap<>();
    network.nodes().forEach(node -> node.inputs().forEach(input -> lastReader.put(input, node)));
    Set<Node> owned = new HashSet<>(); // by whoever gave the buffer: never overwritten or freed
    owned.add(network.input());
    network.outputs().forEach(output -> owned.add(output.node()));
    double held = 0;
    double most = 0;
    for (Node node : network.nodes()) {
      List<Node> finished =
          node.inputs().stream()
              .distinct()
              .filter(input -> lastReader.get(input) == node && !owned.contains(input))
              .toList();
      boolean overwrites =
          (node.layer() instanceof Layer.LeakyRelu || node.layer() instanceof Layer.Add)
              && !owned.contains(node)
              && finished.stream().anyMatch(input -> input.shape().equals(node.shape()));
      double freed = finished.stream().mapToDouble(ActivationMemory::bytes).sum();
      double added = bytes(node);
      most = Math.max(most, held + (overwrites ? 0 : added));
      held += added - freed;
    }
    return (int) Math.ceil(most);
  }

  private static double bytes(Node node) {
    double divisor = node.shape().divisor();
    return node.shape().channels() * Float.BYTES / (divisor * divisor * divisor);
  }
}
