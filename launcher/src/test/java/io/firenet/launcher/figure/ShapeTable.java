package io.firenet.launcher.figure;

import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.network.Part;
import io.firenet.network.WeightSpec;
import io.firenet.volume.GridSize;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of the default network with the shape and the weights of each, as Markdown. */
final class ShapeTable {

  private static final GridSize IMAGE = new GridSize(64, 64, 64);

  /** How deep names are told apart: a node of the fabric is one row. */
  private static final Pattern PART =
      Pattern.compile("(stem|encoder\\.\\w+|frm\\.n\\d+\\.b\\d+|frm\\.\\w+|decoder\\.\\w+).*");

  private ShapeTable() {}

  static String markdown() {
    Network network = FabricNetwork.build(FabricConfig.DEFAULT, 1, new SegmentationDecoder(), 3);
    Map<String, Node> last = new LinkedHashMap<>();
    Map<String, Long> weights = new LinkedHashMap<>();
    for (Node node : network.nodes()) {
      Matcher matcher = PART.matcher(node.name());
      if (matcher.matches()) {
        last.put(matcher.group(1), node);
        long own = node.weights().stream().mapToLong(WeightSpec::size).sum();
        weights.merge(matcher.group(1), own, Long::sum);
      }
    }
    StringBuilder table =
        new StringBuilder(
            "| part | whose | channels | voxels | weights |\n| --- | --- | ---: | --- | ---: |\n");
    last.forEach(
        (part, node) ->
            table.append(
                String.format(
                    Locale.ROOT,
                    "| `%s` | %s | %d | %s | %,d |%n",
                    part,
                    node.part() == Part.TRUNK ? "shared" : "dataset",
                    node.shape().channels(),
                    node.shape().at(IMAGE),
                    weights.get(part))));
    return table
        .append(String.format(Locale.ROOT, "| **all** | | | | **%,d** |%n", network.parameters()))
        .toString();
  }
}
