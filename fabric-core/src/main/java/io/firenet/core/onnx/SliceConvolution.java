package io.firenet.core.onnx;

import io.firenet.network.Layer;
import io.firenet.network.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes a 3×3×3 convolution as 3×3 ones: the slices become a batch of images {@code [D,C,H,W]},
 * whose channels are those of the slice before, its own and those of the one behind. ONNX Runtime's
 * CPU kernels for such images compute directly, while those for volumes spread every voxel's
 * neighbourhood out in memory first, which takes as long as the arithmetic where channels are few.
 */
final class SliceConvolution {

  /** The fewest channels, and what they are a multiple of, that those kernels are made for. */
  private static final int BLOCK = 16;

  /**
   * At full resolution, so that the triple channels do not lie in memory for all slices at once.
   */
  private static final int PARTS = 8;

  private final OnnxGraph graph;
  private final GridSizes sizes;
  private final SliceIndices indices;

  SliceConvolution(OnnxGraph graph, GridSizes sizes, SliceIndices indices) {
    this.graph = graph;
    this.sizes = sizes;
    this.indices = indices;
  }

  /** Whether this form pays for a node. */
  static boolean suits(Node node) {
    return node.layer() instanceof Layer.Conv conv
        && conv.kernel() == 3
        && conv.outChannels() % BLOCK == 0
        && node.inputs().get(0).shape().channels() % BLOCK == 0
        && !node.shape().isWhole();
  }

  /** In how many parts the slices of a node are computed. */
  static int parts(Node node) {
    return node.shape().divisor() == 1 ? PARTS : 1;
  }

  /**
   * Adds a node.
   *
   * @param input name of the tensor {@code [1,C,D,H,W]} that it reads
   * @param output name of the tensor that it computes
   * @param kernel its weight {@code [O,C,3,3,3]}
   * @param bias the name of its bias, if it has one
   */
  String write(Node node, String input, String output, float[] kernel, List<String> bias) {
    Layer.Conv conv = (Layer.Conv) node.layer();
    String name = node.name();
    var source = node.inputs().get(0).shape();
    int channels = 3 * source.channels();
    int[] shape = {conv.outChannels(), channels, 3, 3};
    String weight =
        graph.weight(
            name + ".planes.weight", shape, depthFirst(kernel, conv.outChannels(), channels / 3));
    String padded = padded(input, conv.dilation());
    String sizeOfImages = sizes.slices(channels, source.divisor());
    int divisor = node.shape().divisor();
    List<String> parts = new ArrayList<>();
    for (int part = 0; part < parts(node); part++) {
      String taps = indices.taps(divisor, conv.stride(), conv.dilation(), part, parts(node));
      String triples = neighbours(padded, taps, sizeOfImages);
      List<String> inputs = new ArrayList<>(List.of(triples, weight));
      inputs.addAll(bias);
      parts.add(graph.node(name + ".planes" + part, "Conv", inputs, attributes(conv)));
    }
    String slices =
        parts.size() == 1
            ? parts.get(0)
            : graph.node(name + ".planes", "Concat", parts, Map.of("axis", 0L));
    Map<String, ?> swap = Map.of("perm", new long[] {1, 0, 2, 3});
    String channelsFirst = graph.node(name + ".channels_first", "Transpose", List.of(slices), swap);
    return graph.node(name, output, "Unsqueeze", List.of(channelsFirst, firstAxis()), Map.of());
  }

  static Map<String, ?> attributes(Layer.Conv conv) {
    long d = conv.dilation();
    return Map.of(
        "kernel_shape", new long[] {3, 3},
        "strides", new long[] {conv.stride(), conv.stride()},
        "dilations", new long[] {d, d},
        "pads", new long[] {d, d, d, d});
  }

  /** {@code [O,C,3,3,3]} as {@code [O,3·C,3,3]}: the channels of the first slice come first. */
  static float[] depthFirst(float[] kernel, int outputs, int inputs) {
    float[] result = new float[kernel.length];
    for (int o = 0; o < outputs; o++) {
      for (int c = 0; c < inputs; c++) {
        for (int k = 0; k < 3; k++) {
          System.arraycopy(
              kernel, ((o * inputs + c) * 3 + k) * 9, result, ((o * 3 + k) * inputs + c) * 9, 9);
        }
      }
    }
    return result;
  }

  /** {@code [D+2·dilation,C,H,W]}, with zeros before the first slice and behind the last. */
  private String padded(String input, int dilation) {
    String slices =
        graph.once(
            input + ".slices",
            name -> {
              List<String> squeeze = List.of(input, firstAxis());
              String volume = graph.node(input + ".volume", "Squeeze", squeeze, Map.of());
              Map<String, ?> swap = Map.of("perm", new long[] {1, 0, 2, 3});
              graph.node(name, "Transpose", List.of(volume), swap);
            });
    return graph.once(
        slices + ".pad" + dilation,
        name -> {
          String pads = graph.constant(name + ".pads", dilation, 0, 0, 0, dilation, 0, 0, 0);
          graph.node(name, "Pad", List.of(slices, pads), Map.of());
        });
  }

  /** {@code [n,3·C,H,W]}. */
  private String neighbours(String padded, String taps, String shape) {
    return graph.once(
        padded + "." + taps,
        name -> {
          String gathered =
              graph.node(name + ".gathered", "Gather", List.of(padded, taps), Map.of("axis", 0L));
          graph.node(name, "Reshape", List.of(gathered, shape), Map.of());
        });
  }

  private String firstAxis() {
    return graph.once("axes.first", name -> graph.constant(name, 0));
  }
}
