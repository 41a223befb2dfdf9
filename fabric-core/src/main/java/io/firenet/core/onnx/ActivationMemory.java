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
  static int bytesPerVoxel(Network network, ExportOptions options) {
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
      double extra = overwrites ? 0 : Math.max(added, whileConvolving(node, options));
      most = Math.max(most, held + extra);
      held += added - freed;
    }
    return (int) Math.ceil(most);
  }

  /** What a convolution that is written as one of slices takes while it runs. */
  private static double whileConvolving(Node node, ExportOptions options) {
    if (options.precision() == ExportPrecision.INT8 && QuantizedConvolution.suits(node)) {
      double input = bytes(node.inputs().get(0)) / Float.BYTES;
      double output = bytes(node) / Float.BYTES;
      double triples = 3 * input / stride(node); // of the output's slices alone
      // padded, taps, triples; then the output in bytes, turned, and in single precision
      return Math.max(input + 2 * triples, Math.max(triples + output, 6 * output));
    }
    if (options.target() == ExportTarget.CPU && SliceConvolution.suits(node)) {
      double input = bytes(node.inputs().get(0));
      double output = bytes(node);
      double triples = 3 * input / stride(node) / SliceConvolution.parts(node);
      // slices and padded; padded, a part's triples in two layouts and outputs; outputs turned
      return Math.max(2 * input, Math.max(input + 2 * triples + output, 2 * output));
    }
    return 0;
  }

  private static int stride(Node node) {
    return ((Layer.Conv) node.layer()).stride();
  }

  private static double bytes(Node node) {
    double divisor = node.shape().divisor();
    return node.shape().channels() * Float.BYTES / (divisor * divisor * divisor);
  }
}
