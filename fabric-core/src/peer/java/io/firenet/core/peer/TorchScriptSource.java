package io.firenet.core.peer;

import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.network.WeightSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A network description as a function in TorchScript, whose arguments are the image and weights.
 */
final class TorchScriptSource {

  static final String FUNCTION = "logits";

  private final Map<Node, String> values = new HashMap<>();
  private final Map<String, String> weights = new HashMap<>();

  private TorchScriptSource() {}

  /** The function for a network of one output; weights come in the network's order. */
  static String of(Network network) {
    return new TorchScriptSource().write(network);
  }

  private String write(Network network) {
    List<String> arguments = new ArrayList<>(List.of("x"));
    for (WeightSpec weight : network.weights()) {
      weights.put(weight.name(), "w" + weights.size());
      arguments.add(weights.get(weight.name()));
    }
    StringBuilder source = new StringBuilder();
    source.append("def %s(%s):%n".formatted(FUNCTION, String.join(", ", arguments)));
    for (Node node : network.nodes()) {
      if (node.layer() instanceof Layer.Input) {
        values.put(node, "x");
      } else {
        String name = "n" + values.size();
        source.append("    %s = %s%n".formatted(name, expression(node)));
        values.put(node, name);
      }
    }
    return source + "    return %s%n".formatted(values.get(network.outputs().get(0).node()));
  }

  private String expression(Node node) {
    List<String> inputs = node.inputs().stream().map(values::get).toList();
    String x = inputs.get(0);
    Layer layer = node.layer();
    if (layer instanceof Layer.Conv conv) {
      return "torch.conv3d(%s, %s, %s, %s, %s, %s, 1)"
          .formatted(
              x,
              weight(node, 0),
              conv.bias() ? weight(node, 1) : "None",
              cube(conv.stride()),
              cube(conv.dilation() * (conv.kernel() - 1) / 2),
              cube(conv.dilation()));
    }
    if (layer instanceof Layer.InstanceNorm norm) {
      return String.format(
          Locale.ROOT,
          "torch.instance_norm(%s, %s, %s, None, None, True, 0.0, %.9f, False)",
          x,
          weight(node, 0),
          weight(node, 1),
          norm.epsilon());
    }
    if (layer instanceof Layer.LeakyRelu relu) {
      return String.format(Locale.ROOT, "torch.leaky_relu(%s, %.9f)", x, relu.alpha());
    }
    if (layer instanceof Layer.Add) {
      return "%s + %s".formatted(x, inputs.get(1));
    }
    if (layer instanceof Layer.Concat) {
      return "torch.cat([%s], 1)".formatted(String.join(", ", inputs));
    }
    if (layer instanceof Layer.Resize resize) {
      int by = resize.divisor();
      String size =
          List.of(2, 3, 4).stream()
              .map(axis -> "(x.size(%s) + %s) // %s".formatted(axis, by - 1, by))
              .collect(Collectors.joining(", "));
      return "torch.upsample_trilinear3d(%s, [%s], False)".formatted(x, size);
    }
    if (layer instanceof Layer.TrainableSum) {
      List<String> terms = new ArrayList<>();
      for (int i = 0; i < inputs.size(); i++) {
        String gate = "torch.sigmoid(%s)".formatted(weight(node, 0));
        terms.add("%s * torch.select(%s, 0, %s)".formatted(inputs.get(i), gate, i));
      }
      return String.join(" + ", terms);
    }
    throw new IllegalArgumentException("no TorchScript of " + node.name() + ": " + layer);
  }

  private String weight(Node node, int index) {
    return weights.get(node.weights().get(index).name());
  }

  private static String cube(int side) {
    return "[%1$s, %1$s, %1$s]".formatted(side);
  }
}
