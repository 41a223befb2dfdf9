package io.firenet.core.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import io.firenet.model.QuantityScale;
import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.network.WeightSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes a network description and its weights as an ONNX graph, layer by layer. */
final class NetworkWriter {

  /** Name of the graph's input, {@code [1,C,D,H,W]}. */
  static final String IMAGE = "image";

  /** Name of the output of a regression, {@code [1,K,1,1,1]}. */
  static final String VALUES = "values";

  private final OnnxGraph graph;
  private final GridSizes sizes;
  private final SliceConvolution slices;
  private final @Nullable QuantizedConvolution quantized;
  private final ExportTarget target;
  private final Map<Node, String> values = new HashMap<>();
  private final Set<String> shared = new HashSet<>();
  private final Network network;
  private final Function<WeightSpec, float[]> weights;
  private final List<QuantityScale> quantities;

  /**
   * @param quantities what the outputs are restored to, in their units; empty for logits
   * @param ranges of the activations, for convolutions in integers; null for none
   */
  NetworkWriter(
      Network network,
      Function<WeightSpec, float[]> weights,
      List<QuantityScale> quantities,
      ExportTarget target,
      boolean halfWeights,
      @Nullable ActivationRanges ranges) {
    this.network = network;
    this.weights = weights;
    this.quantities = quantities;
    this.target = target;
    graph = new OnnxGraph(halfWeights);
    sizes = new GridSizes(graph, IMAGE);
    SliceIndices indices = new SliceIndices(graph, sizes);
    slices = new SliceConvolution(graph, sizes, indices);
    quantized = ranges == null ? null : new QuantizedConvolution(graph, indices, ranges);
  }

  /** The whole graph. */
  GraphProto write(String name) {
    return write(name, Set.of());
  }

  /** The whole graph, which also gives out what some nodes compute, under their names. */
  GraphProto write(String name, Set<Node> exposed) {
    network.nodes().forEach(node -> values.put(node, write(node)));
    for (Output output : network.outputs()) {
      String restored = quantities.isEmpty() ? output.name() : restore(output);
      graph.output(restored, output.node().shape());
    }
    exposed.stream() // but for those that are outputs of the network already
        .filter(node -> values.get(node).equals(node.name()))
        .forEach(node -> graph.output(node.name(), node.shape()));
    return graph.build(name);
  }

  /** {@code values = mean + sd·output}. */
  private String restore(Output output) {
    int[] shape = {1, quantities.size(), 1, 1, 1};
    float[] sds = new float[quantities.size()];
    float[] means = new float[quantities.size()];
    for (int i = 0; i < sds.length; i++) {
      sds[i] = (float) quantities.get(i).sd();
      means[i] = (float) quantities.get(i).mean();
    }
    List<String> factors =
        List.of(values.get(output.node()), graph.constant("quantities.sd", shape, sds));
    String scaled = graph.node("quantities.scaled", "Mul", factors, Map.of());
    List<String> terms = List.of(scaled, graph.constant("quantities.mean", shape, means));
    return graph.node(VALUES, "Add", terms, Map.of());
  }

  /** Adds one node of the description; the name of what it computes. */
  private String write(Node node) {
    return node.layer().accept(new LayerWriter(node));
  }

  /** What each kind of layer is in ONNX. */
  private final class LayerWriter implements Layer.Visitor<String> {

    private final Node node;

    LayerWriter(Node node) {
      this.node = node;
    }

    @Override
    public String input(Layer.Input layer) {
      graph.input(IMAGE, layer.channels());
      return IMAGE;
    }

    @Override
    public String conv(Layer.Conv layer) {
      return convolution(node, layer);
    }

    @Override
    public String depthwiseConv(Layer.DepthwiseConv layer) {
      long groups = node.shape().channels();
      return NetworkWriter.this.add(node, "Conv", withWeights(node), attributes(layer, groups));
    }

    @Override
    public String convTranspose(Layer.ConvTranspose layer) {
      return NetworkWriter.this.convTranspose(node, layer);
    }

    @Override
    public String maxPool(Layer.MaxPool layer) {
      return plain("MaxPool", attributes(layer));
    }

    @Override
    public String pRelu(Layer.PRelu layer) {
      int[] perChannel = {node.shape().channels(), 1, 1, 1};
      WeightSpec slope = node.weights().get(0);
      String slopes = graph.constant(slope.name(), perChannel, valuesOf(slope));
      List<String> read = List.of(inputs(node).get(0), slopes);
      return NetworkWriter.this.add(node, "PRelu", read, Map.of());
    }

    @Override
    public String instanceNorm(Layer.InstanceNorm layer) {
      Map<String, ?> epsilon = Map.of("epsilon", (float) layer.epsilon());
      return NetworkWriter.this.add(node, "InstanceNormalization", withWeights(node), epsilon);
    }

    @Override
    public String leakyRelu(Layer.LeakyRelu layer) {
      return plain("LeakyRelu", Map.of("alpha", (float) layer.alpha()));
    }

    @Override
    public String add(Layer.Add layer) {
      return plain("Add", Map.of());
    }

    @Override
    public String concat(Layer.Concat layer) {
      return plain("Concat", Map.of("axis", 1L));
    }

    @Override
    public String globalAveragePool(Layer.GlobalAveragePool layer) {
      return plain("GlobalAveragePool", Map.of());
    }

    @Override
    public String resize(Layer.Resize layer) {
      return NetworkWriter.this.resize(node);
    }

    @Override
    public String trainableSum(Layer.TrainableSum layer) {
      return NetworkWriter.this.trainableSum(node);
    }

    /** An operator that reads the node's inputs and nothing else. */
    private String plain(String operator, Map<String, ?> attributes) {
      return NetworkWriter.this.add(node, operator, inputs(node), attributes);
    }
  }

  private String convolution(Node node, Layer.Conv conv) {
    if (quantized != null && QuantizedConvolution.suits(node)) {
      float[] bias = conv.bias() ? valuesOf(node.weights().get(1)) : new float[0];
      float[] kernel = valuesOf(node.weights().get(0));
      return quantized.write(node, inputs(node).get(0), outputName(node), kernel, bias);
    }
    if (target == ExportTarget.CPU && SliceConvolution.suits(node)) {
      List<String> bias = conv.bias() ? List.of(constant(node.weights().get(1))) : List.of();
      float[] kernel = valuesOf(node.weights().get(0));
      return slices.write(node, inputs(node).get(0), outputName(node), kernel, bias);
    }
    return add(node, "Conv", withWeights(node), attributes(conv));
  }

  private static Map<String, ?> attributes(Layer.Conv conv) {
    long padding = (long) conv.dilation() * (conv.kernel() - 1) / 2;
    long[] pads = new long[6];
    Arrays.fill(pads, padding);
    return Map.of(
        "kernel_shape", cube(conv.kernel()),
        "strides", cube(conv.stride()),
        "dilations", cube(conv.dilation()),
        "pads", pads);
  }

  private static Map<String, ?> attributes(Layer.DepthwiseConv conv, long groups) {
    long[] pads = new long[6];
    Arrays.fill(pads, (conv.kernel() - 1) / 2);
    return Map.of(
        "kernel_shape",
        cube(conv.kernel()),
        "strides",
        cube(conv.stride()),
        "group",
        groups,
        "pads",
        pads);
  }

  /** Padding behind lets the last window be a part of one, whatever the size. */
  private static Map<String, ?> attributes(Layer.MaxPool pool) {
    long behind = pool.stride() - 1L;
    return Map.of(
        "kernel_shape", cube(pool.stride()),
        "strides", cube(pool.stride()),
        "pads", new long[] {0, 0, 0, behind, behind, behind});
  }

  /** Its output is cut to the size of the shape, which may be odd. */
  private String convTranspose(Node node, Layer.ConvTranspose conv) {
    Map<String, ?> attributes =
        Map.of("kernel_shape", cube(conv.stride()), "strides", cube(conv.stride()));
    String whole =
        graph.node(node.name() + ".whole", "ConvTranspose", withWeights(node), attributes);
    if (shared.add("size.zeros")) {
      graph.constant("size.zeros", 0, 0, 0);
      graph.constant("size.axes", 2, 3, 4);
    }
    List<String> cut =
        List.of(whole, "size.zeros", sizes.sides(node.shape().divisor()), "size.axes");
    return add(node, "Slice", cut, Map.of());
  }

  private static long[] cube(long side) {
    return new long[] {side, side, side};
  }

  private String resize(Node node) {
    Map<String, ?> attributes =
        Map.of("mode", "linear", "coordinate_transformation_mode", "half_pixel");
    // Neither region of interest nor scales: the size says it exactly, odd sides included.
    List<String> inputs = List.of(inputs(node).get(0), "", "", sizes.of(node.shape()));
    return add(node, "Resize", inputs, attributes);
  }

  /** The gates σ(weight) no longer change, so they are written as constants. */
  private String trainableSum(Node node) {
    WeightSpec spec = node.weights().get(0);
    float[] weight = valuesOf(spec);
    List<String> terms = new ArrayList<>();
    for (int i = 0; i < weight.length; i++) {
      float gate = (float) (1 / (1 + Math.exp(-weight[i])));
      String name = node.name() + ".gate" + i;
      String constant = graph.constant(name + ".value", new int[0], new float[] {gate});
      List<String> product = List.of(inputs(node).get(i), constant);
      terms.add(graph.node(name, "Mul", product, Map.of()));
    }
    return add(node, "Sum", terms, Map.of());
  }

  private String add(Node node, String operator, List<String> inputs, Map<String, ?> attributes) {
    return graph.node(node.name(), outputName(node), operator, inputs, attributes);
  }

  private String outputName(Node node) {
    return network.outputs().stream()
        .filter(o -> o.node() == node && quantities.isEmpty())
        .findFirst()
        .map(o -> o.name())
        .orElse(node.name());
  }

  private List<String> inputs(Node node) {
    return node.inputs().stream().map(values::get).toList();
  }

  private List<String> withWeights(Node node) {
    List<String> names = new ArrayList<>(inputs(node));
    for (WeightSpec spec : node.weights()) {
      names.add(constant(spec));
    }
    return names;
  }

  private String constant(WeightSpec spec) {
    return graph.weight(spec.name(), spec.shape(), valuesOf(spec));
  }

  private float[] valuesOf(WeightSpec spec) {
    float[] values = weights.apply(spec);
    if (values.length != spec.size()) {
      throw new IllegalArgumentException(
          "weight '%s' needs %s values for its shape %s, got %s"
              .formatted(spec.name(), spec.size(), Arrays.toString(spec.shape()), values.length));
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "weight '%s' holds %s: the training diverged; export an earlier checkpoint"
                .formatted(spec.name(), value));
      }
    }
    return values;
  }
}
