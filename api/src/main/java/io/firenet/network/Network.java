package io.firenet.network;

import io.firenet.volume.GridSize;
import io.firenet.volume.Saturating;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A network as data: nodes in an order in which each comes after its inputs, and the outputs. It
 * has two readers, the one that trains it and the one that writes it as ONNX.
 *
 * @param nodes every node, inputs first
 * @param outputs the final output first, then the auxiliary ones
 */
public record Network(List<Node> nodes, List<Output> outputs) {

  /**
   * Checks what it is made of.
   *
   * @param nodes every node, inputs first
   * @param outputs the final output first, then the auxiliary ones
   * @throws NetworkException if there is no single input, no output, or a node leads nowhere
   */
  public Network {
    nodes = List.copyOf(nodes);
    outputs = List.copyOf(outputs);
    if (outputs.isEmpty() || outputs.get(0).auxiliary()) {
      throw new NetworkException("output", "the first output must be the final one");
    }
    if (nodes.stream().filter(n -> n.layer() instanceof Layer.Input).count() != 1) {
      throw new NetworkException("input", "a network has exactly one input");
    }
    Set<Node> used = reach(outputs);
    for (Node node : nodes) {
      if (!used.contains(node)) {
        throw new NetworkException(node.name(), "leads to no output; use it or leave it out");
      }
    }
  }

  /** {@return the input node} */
  public Node input() {
    return nodes.stream().filter(n -> n.layer() instanceof Layer.Input).findFirst().orElseThrow();
  }

  /** {@return this network with its final output alone, as it is exported} */
  public Network withoutAuxiliary() {
    List<Output> kept = outputs.stream().filter(o -> !o.auxiliary()).toList();
    Set<Node> used = reach(kept);
    return new Network(nodes.stream().filter(used::contains).toList(), kept);
  }

  /**
   * {@return every trainable tensor of the given parts; all parts if none is given}
   *
   * @param parts owners of weights, in any order
   */
  public List<WeightSpec> weights(Part... parts) {
    Set<Part> wanted = Set.of(parts.length == 0 ? Part.values() : parts);
    return nodes.stream()
        .filter(n -> wanted.contains(n.part()))
        .flatMap(n -> n.weights().stream())
        .toList();
  }

  /**
   * {@return the number of trainable values of the given parts; of all if none is given}
   *
   * @param parts owners of weights, in any order
   */
  public long parameters(Part... parts) {
    return weights(parts).stream().mapToLong(WeightSpec::size).reduce(0, Saturating::plus);
  }

  /**
   * Floating-point operations of the convolutions in one forward pass, 2 per multiply-add.
   *
   * @param input voxels of the network's input
   * @return a count, for all convolutions together
   */
  public long convolutionFlop(GridSize input) {
    return nodes.stream()
        .mapToLong(node -> node.convolutionFlop(input))
        .reduce(0, Saturating::plus);
  }

  private static Set<Node> reach(List<Output> outputs) {
    Set<Node> seen = new HashSet<>();
    LinkedHashSet<Node> open = new LinkedHashSet<>();
    outputs.forEach(o -> open.add(o.node()));
    while (!open.isEmpty()) {
      Node node = open.iterator().next();
      open.remove(node);
      if (seen.add(node)) {
        open.addAll(node.inputs());
      }
    }
    return seen;
  }
}
