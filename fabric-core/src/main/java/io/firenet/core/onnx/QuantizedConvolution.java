package io.firenet.core.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.firenet.network.Layer;
import io.firenet.network.Node;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a 3×3×3 convolution in integers, as 3×3 ones of three slices each like {@link
 * SliceConvolution}, channels last as ONNX Runtime's integer kernels have them. What it reads and
 * computes is float32 {@code [1,C,D,H,W]}, so any layer may be its neighbour.
 */
final class QuantizedConvolution {

  /**
   * Largest weight. Seven bits, as processors without VNNI add two products in 16 bits and would
   * overflow.
   */
  private static final int MAX_WEIGHT = 63;

  private static final int MAX_OUTPUT = 127;
  private static final int OUTPUT_ZERO = 128;
  private static final int FEWEST_CHANNELS = 8;

  private final OnnxGraph graph;
  private final SliceIndices indices;
  private final ActivationRanges ranges;

  QuantizedConvolution(OnnxGraph graph, SliceIndices indices, ActivationRanges ranges) {
    this.graph = graph;
    this.indices = indices;
    this.ranges = ranges;
  }

  /** Whether a node is computed in integers: not the first layer, and none of few channels. */
  static boolean suits(Node node) {
    Node source = node.inputs().isEmpty() ? node : node.inputs().get(0);
    return node.layer() instanceof Layer.Conv conv
        && conv.kernel() == 3
        && source.shape().channels() >= FEWEST_CHANNELS
        && !(source.layer() instanceof Layer.Input)
        && !node.shape().isWhole();
  }

  /**
   * Adds a node.
   *
   * @param input name of the tensor that it reads
   * @param output name of the tensor that it computes
   * @param kernel its weight {@code [O,C,3,3,3]}
   * @param bias its bias {@code [O]}, empty if it has none
   */
  String write(Node node, String input, String output, float[] kernel, float[] bias) {
    Layer.Conv conv = (Layer.Conv) node.layer();
    String name = node.name();
    int outputs = conv.outChannels();
    int channels = 3 * node.inputs().get(0).shape().channels();
    float[] slices = SliceConvolution.depthFirst(kernel, outputs, channels / 3);
    float[] weightScale = new float[outputs];
    byte[] weight = quantize(slices, weightScale);
    float[] range = ranges.output(node);
    float[] outputScale = new float[outputs];
    float[] scale = new float[outputs]; // of a weight, in steps of its channel's output
    for (int o = 0; o < outputs; o++) {
      outputScale[o] = Math.max(range[o], ActivationRanges.SMALLEST) / MAX_OUTPUT;
      scale[o] = weightScale[o] / outputScale[o];
    }
    ActivationRanges.Steps steps = ranges.input(node.inputs().get(0));
    String zero = zero(input, steps);
    List<String> operands =
        new ArrayList<>(
            List.of(
                triples(node, input, steps),
                input + ".q_scale",
                zero,
                graph.bytes(
                    name + ".integers.weight",
                    DataType.INT8,
                    new long[] {outputs, channels, 3, 3},
                    weight),
                graph.constant(name + ".integers.weight.scale", new int[] {outputs}, scale),
                graph.bytes(
                    name + ".integers.weight.zero",
                    DataType.INT8,
                    new long[] {outputs},
                    new byte[outputs]),
                graph.once("integers.one", it -> graph.constant(it, new int[0], new float[] {1})),
                graph.once(
                    "integers.middle",
                    it ->
                        graph.bytes(
                            it, DataType.UINT8, new long[0], new byte[] {(byte) OUTPUT_ZERO}))));
    if (bias.length > 0) {
      operands.add(bias(name, bias, weightScale, steps.scale()));
    }
    Map<String, Object> attributes = new HashMap<>(SliceConvolution.attributes(conv));
    attributes.put("channels_last", 1L);
    String computed = graph.runtimeNode(name + ".integers", "QLinearConv", operands, attributes);
    Map<String, ?> swap = Map.of("perm", new long[] {3, 0, 1, 2});
    String volume = graph.node(name + ".integers.volume", "Transpose", List.of(computed), swap);
    String batch =
        graph.node(name + ".integers.batch", "Unsqueeze", List.of(volume, firstAxis()), Map.of());
    byte[] zeros = new byte[outputs];
    Arrays.fill(zeros, (byte) OUTPUT_ZERO);
    List<String> restore =
        List.of(
            batch,
            graph.constant(name + ".integers.scale", new int[] {outputs}, outputScale),
            graph.bytes(name + ".integers.zero", DataType.UINT8, new long[] {outputs}, zeros));
    return graph.node(name, output, "DequantizeLinear", restore, Map.of("axis", 1L));
  }

  /** Each output channel's weights as multiples of a step, which goes into {@code steps}. */
  private static byte[] quantize(float[] weights, float[] steps) {
    byte[] result = new byte[weights.length];
    int size = weights.length / steps.length;
    for (int o = 0; o < steps.length; o++) {
      float largest = ActivationRanges.SMALLEST;
      for (int i = o * size; i < (o + 1) * size; i++) {
        largest = Math.max(largest, Math.abs(weights[i]));
      }
      steps[o] = largest / MAX_WEIGHT;
      for (int i = o * size; i < (o + 1) * size; i++) {
        result[i] = (byte) Math.round(weights[i] / steps[o]);
      }
    }
    return result;
  }

  private String bias(String name, float[] bias, float[] weightScale, float inputScale) {
    ByteBuffer values =
        ByteBuffer.allocate(bias.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int o = 0; o < bias.length; o++) {
      values.putInt(Math.round(bias[o] / (inputScale * weightScale[o])));
    }
    return graph.bytes(
        name + ".integers.bias", DataType.INT32, new long[] {bias.length}, values.array());
  }

  /** {@code [D',H,W,3·C]}, uint8: each slice of the output with the three that it is made of. */
  private String triples(Node node, String input, ActivationRanges.Steps steps) {
    Layer.Conv conv = (Layer.Conv) node.layer();
    int divisor = node.shape().divisor();
    String padded = padded(input, steps, conv.dilation());
    return graph.once(
        "%s.s%s.taps".formatted(padded, conv.stride()),
        name -> {
          List<String> taps = new ArrayList<>();
          for (int tap = 0; tap < 3; tap++) {
            String which = indices.tap(divisor, conv.stride(), conv.dilation(), tap);
            List<String> gather = List.of(padded, which);
            taps.add(graph.node(name + tap, "Gather", gather, Map.of("axis", 0L)));
          }
          graph.node(name, "Concat", taps, Map.of("axis", 3L));
        });
  }

  /** {@code [D+2·dilation,H,W,C]}, uint8. */
  private String padded(String input, ActivationRanges.Steps steps, int dilation) {
    String zero = zero(input, steps);
    String slices =
        graph.once(
            input + ".q_slices",
            name -> {
              String scale =
                  graph.constant(input + ".q_scale", new int[0], new float[] {steps.scale()});
              List<String> operands = List.of(input, scale, zero);
              String bytes = graph.node(input + ".q", "QuantizeLinear", operands, Map.of());
              Map<String, ?> last = Map.of("perm", new long[] {0, 2, 3, 4, 1});
              String turned =
                  graph.node(input + ".q_channels_last", "Transpose", List.of(bytes), last);
              graph.node(name, "Squeeze", List.of(turned, firstAxis()), Map.of());
            });
    return graph.once(
        slices + ".pad" + dilation,
        name -> {
          String pads = graph.constant(name + ".pads", dilation, 0, 0, 0, dilation, 0, 0, 0);
          graph.node(name, "Pad", List.of(slices, pads, zero), Map.of());
        });
  }

  private String zero(String input, ActivationRanges.Steps steps) {
    byte[] value = {(byte) steps.zero()};
    return graph.once(
        input + ".q_zero", name -> graph.bytes(name, DataType.UINT8, new long[0], value));
  }

  private String firstAxis() {
    return graph.once("axes.first", name -> graph.constant(name, 0));
  }
}
