package io.firenet.core.onnx;

import io.firenet.network.TensorShape;
import java.util.List;
import java.util.Map;

/** The sizes of a graph's tensors, computed in the graph from its image, each of them once. */
final class GridSizes {

  private final OnnxGraph graph;
  private final String image;

  /**
   * @param image name of the graph's input {@code [1,C,D,H,W]}
   */
  GridSizes(OnnxGraph graph, String image) {
    this.graph = graph;
    this.image = image;
  }

  /** {@code [1, C, ceil(D/divisor), ceil(H/divisor), ceil(W/divisor)]}. */
  String of(TensorShape shape) {
    String name = "size." + shape.divisor() + ".c" + shape.channels();
    return graph.once(
        name,
        it -> {
          String batchAndChannels = graph.constant(name + ".channels", 1, shape.channels());
          List<String> parts = List.of(batchAndChannels, sides(shape.divisor()));
          graph.node(name, "Concat", parts, Map.of("axis", 0L));
        });
  }

  /** {@code [-1, channels, ceil(H/divisor), ceil(W/divisor)]}: any number of slices. */
  String slices(int channels, int divisor) {
    String name = "size." + divisor + ".slices" + channels;
    return graph.once(
        name,
        it -> {
          String any = graph.constant(name + ".channels", -1, channels);
          List<String> cut =
              List.of(sides(divisor), number("one", 1), number("three", 3), number("zero", 0));
          String plane = graph.node(name + ".plane", "Slice", cut, Map.of());
          graph.node(name, "Concat", List.of(any, plane), Map.of("axis", 0L));
        });
  }

  /** {@code ceil(n/divisor)} of the image's sides n, as {@code (n + divisor − 1) / divisor}. */
  String sides(int divisor) {
    graph.once(
        "size.1", it -> graph.node(it, "Shape", List.of(image), Map.of("start", 2L, "end", 5L)));
    String name = "size." + divisor;
    return graph.once(
        name,
        it -> {
          String up = graph.constant(name + ".up", divisor - 1);
          String by = graph.constant(name + ".by", divisor);
          String raised = graph.node(name + ".raised", "Add", List.of("size.1", up), Map.of());
          graph.node(name, "Div", List.of(raised, by), Map.of());
        });
  }

  /** {@code ceil(D/divisor)}, a scalar. */
  String depth(int divisor) {
    String name = "size." + divisor + ".depth";
    return graph.once(
        name,
        it -> {
          String first = graph.scalar(name + ".axis", 0);
          graph.node(name, "Gather", List.of(sides(divisor), first), Map.of("axis", 0L));
        });
  }

  /** A vector of one number. */
  private String number(String name, long value) {
    String full = "size.number." + name;
    return graph.once(
        full,
        it -> {
          graph.constant(full, value);
        });
  }
}
