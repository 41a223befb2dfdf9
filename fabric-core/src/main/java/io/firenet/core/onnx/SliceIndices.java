package io.firenet.core.onnx;

import java.util.List;
import java.util.Map;

/**
 * Which slices of a padded input a 3×3×3 convolution reads for each slice of its output, computed
 * in the graph, each once.
 */
final class SliceIndices {

  private final OnnxGraph graph;
  private final GridSizes sizes;

  SliceIndices(OnnxGraph graph, GridSizes sizes) {
    this.graph = graph;
    this.sizes = sizes;
  }

  /**
   * Indices {@code [n,3]} of the three taps of one part of the output's slices; n may be 0.
   *
   * @param divisor that of the output's size
   * @param part from 0
   * @param parts in how many parts of equal size, but for the last, the slices are cut
   */
  String taps(int divisor, int stride, int dilation, int part, int parts) {
    String name = "taps.%s.s%s.d%s.%sof%s".formatted(divisor, stride, dilation, part, parts);
    return graph.once(
        name,
        it -> {
          String column = constant("taps.column", -1, 1);
          List<String> reshape = List.of(starts(divisor, stride, part, parts), column);
          String starts = graph.node(name + ".starts", "Reshape", reshape, Map.of());
          String steps = constant("taps.d" + dilation, 0, dilation, 2L * dilation);
          graph.node(name, "Add", List.of(starts, steps), Map.of());
        });
  }

  /** Indices {@code [n]} of one of the three taps for all of the output's slices. */
  String tap(int divisor, int stride, int dilation, int tap) {
    if (tap == 0) {
      return starts(divisor, stride, 0, 1);
    }
    String name = "taps.%s.s%s.d%s.tap%s".formatted(divisor, stride, dilation, tap);
    return graph.once(
        name,
        it -> {
          String offset = scalar((long) tap * dilation);
          graph.node(name, "Add", List.of(starts(divisor, stride, 0, 1), offset), Map.of());
        });
  }

  /** {@code stride·i} for the indices i of a part of the output's slices. */
  private String starts(int divisor, int stride, int part, int parts) {
    String name = "slices.%s.s%s.%sof%s".formatted(divisor, stride, part, parts);
    return graph.once(
        name,
        it -> {
          String from = bound(divisor, part, parts);
          String to = bound(divisor, part + 1, parts);
          String indices =
              graph.node(name + ".indices", "Range", List.of(from, to, scalar(1)), Map.of());
          graph.node(name, "Mul", List.of(indices, scalar(stride)), Map.of());
        });
  }

  /** {@code min(depth, part·ceil(depth/parts))}. */
  private String bound(int divisor, int part, int parts) {
    if (part == 0) {
      return scalar(0);
    }
    String depth = sizes.depth(divisor);
    if (part == parts) {
      return depth;
    }
    String name = "slices.%s.bound%sof%s".formatted(divisor, part, parts);
    return graph.once(
        name,
        it -> {
          String raised =
              graph.node(name + ".raised", "Add", List.of(depth, scalar(parts - 1L)), Map.of());
          String size = graph.node(name + ".size", "Div", List.of(raised, scalar(parts)), Map.of());
          String end = graph.node(name + ".end", "Mul", List.of(size, scalar(part)), Map.of());
          graph.node(name, "Min", List.of(end, depth), Map.of());
        });
  }

  private String scalar(long value) {
    String name = "number." + value;
    return graph.once(name, it -> graph.scalar(it, value));
  }

  private String constant(String name, long... values) {
    return graph.once(name, it -> graph.constant(it, values));
  }
}
